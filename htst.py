"""The entry point of the command line; most commands are in ``cli/``, one file a subject, loaded when needed."""

import json
import logging
import sys
from datetime import UTC, datetime

from runtime.loading import modules_loading

with modules_loading():
    import click
    from sqlalchemy import Engine

    from cli.doctor import LEVELS, CheckReport, examine_database, examine_slack, report_messages
    from cli.group import Commands, refusal_text
    from cli.options import JSON_VERSION, as_json, with_database, with_engine, with_settings
    from cli.progress_bar import working
    from cli.table import say
    from config.settings import Settings
    from register.refused import Refused
    from runtime import logs
    from runtime.startup import identify, wait_for_database
    from slack_api.client import SlackClient
    from storage.database import schema
    from storage.database.schema import NEWEST


_COMMANDS = {
    "answers": "cli.answers",
    "audit": "cli.history",
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
@click.option("--wait", is_flag=True, help="Wait up to a minute for a PostgreSQL that is starting.")
@with_engine
def migrate_command(engine: Engine, wait: bool) -> None:
    """Bring the database to this version's schema (or create it)."""
    from storage.database.migrate import migrate  # imported here: Alembic is slow to load

    if wait:
        wait_for_database(engine, lambda: schema.refuse_unreachable(engine))
    with working("Migrating the database"):
        revision = migrate(engine)
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

    Exits with 0 when all is well, 1 when something needs somebody, 2 when it could not look, and 3 when nothing
    is broken but not all of it runs, or something waits for long.
    """
    lines: list[str] = []
    report = CheckReport(lines.append if as_json else say)
    try:
        _examine(settings, engine, report, messages=messages)
    except Refused as refused:
        if as_json:
            report.unknown(refusal_text(refused))
        raise
    finally:  # also what was found before something could not be looked at
        if as_json:
            found = [{"level": LEVELS[line[0]], "finding": line[2:]} for line in lines]
            click.echo(json.dumps(found, ensure_ascii=False))
    sys.exit(report.status)


def _examine(settings: Settings, engine: Engine, report: CheckReport, *, messages: bool) -> None:
    known = examine_database(engine, datetime.now(UTC), report, refuses_guests=settings.refuses_guests)
    settings.require_slack(listening=False)
    if not (settings.signing_secret or settings.is_socket_mode):
        report.warn(
            "settings: neither SLACK_SIGNING_SECRET nor SLACK_APP_TOKEN is set: with these no bot starts"
        )
    slack = SlackClient(settings.bot_token, settings.api_url)
    examine_slack(slack, identify(slack, tries=1), known, report)
    if messages:
        from demo.longest import check_messages, longest  # imported here: it loads the whole bot

        report_messages(check_messages(slack, longest()), report)


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
