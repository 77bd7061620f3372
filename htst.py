"""The entry point of the command line; most commands are in ``cli/``, one file a subject, loaded when needed."""

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from runtime.loading import modules_loading

with modules_loading():
    import logging

    import click
    from sqlalchemy import Engine

    from cli.group import Commands
    from cli.options import JSON_VERSION, as_json, with_database, with_engine, with_settings
    from cli.progress_bar import working
    from config.settings import Settings
    from runtime import logs
    from storage.database import ready, schema
    from storage.database.schema import NEWEST

if TYPE_CHECKING:
    from slack_api.client import SlackClient

_COMMANDS = {
    "answers": "cli.answers",
    "audit": "cli.audit",
    "backup": "cli.backup",
    "bot": "cli.services",
    "brief": "cli.papers",
    "clock": "cli.services",
    "configure": "cli.registers",
    "deadline": "cli.papers",
    "diff": "cli.papers",
    "forget": "cli.forget",
    "history": "cli.history",
    "import": "cli.imports",
    "list": "cli.registers",
    "narrative": "cli.publishing",
    "notices": "cli.notices",
    "page": "cli.publishing",
    "paper": "cli.papers",
    "publish": "cli.publishing",
    "rename": "cli.registers",
    "repair-clock": "cli.repair_clock",
    "report": "cli.publishing",
    "restore": "cli.backup",
    "round": "cli.publishing",
    "run": "cli.services",
    "sources": "cli.papers",
    "status": "cli.registers",
    "themes": "cli.themes",
    "tick": "cli.tick",
    "worker": "cli.services",
}
"""The module of each command that is not in this file."""


@click.group(cls=Commands, modules=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="htst", message=f"htst %(version)s, database schema {NEWEST}, JSON {JSON_VERSION}"
)
def main() -> None:
    """HTST keeps a committee's management actions moving, in Slack."""
    logs.log_to_stderr(as_json=False, level=logging.WARNING)


@main.command("migrate")
@click.option(
    "--wait", is_flag=True, help="Wait up to a minute for a PostgreSQL that is starting, or a killed process."
)
@with_engine
def migrate_command(engine: Engine, wait: bool) -> None:
    """Bring the database to this version's schema (or create it)."""
    from storage.database.migrate import migrate  # imported here: Alembic is slow to load

    def migrate_now() -> str:
        return migrate(engine, now=datetime.now(UTC))

    if wait:
        ready.wait_for_database(engine, lambda: schema.refuse_unreachable(engine))
    with working("Migrating the database"):
        revision = ready.wait_for_stopped(migrate_now) if wait else migrate_now()
    click.echo(f"The database is at revision {revision}.")


@main.command(short_help="Check the database, the queue, what runs, and Slack.")
@click.option(
    "--messages", is_flag=True, help="Have Slack check every kind of message, form and home page too."
)
@as_json
@with_database
@with_settings
def doctor(settings: Settings, engine: Engine, messages: bool, as_json: bool) -> None:
    """Check the database, the queue, what runs, the token, its scopes, and each channel.

    Exits with 0 when all is well, 1 when something needs attention, 2 when it could not look, and 3 when nothing
    is broken but not all of it runs, or something waits for long.
    """
    from cli.doctor import examine  # imported here, with what calls Slack: no other command needs it

    sys.exit(examine(settings, engine, as_json=as_json, check_messages=_every_message if messages else None))


def _every_message(slack: "SlackClient") -> Iterable[tuple[str, list[str]]]:
    from demo.longest import check_messages, longest  # imported here: it loads the whole bot

    return check_messages(slack, longest())


@main.command(short_help="Show the whole job in a local Slack workspace.")
@click.option("--script", is_flag=True, help="Play the story to its end and print it; no browser.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="The page's port on this machine; 0 for any that is free.",
)
def demo(script: bool, port: int) -> None:
    """Show the whole job in a local Slack workspace, on a database of its own."""
    from demo.play import play, run_script  # imported here: only the demo needs the playground

    if script:
        sys.exit(run_script(click.echo))
    play(port, click.echo)


if __name__ == "__main__":
    main()
