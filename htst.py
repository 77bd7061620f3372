"""The command line of HTST."""

import json
import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection, Engine

from bot.commands import known_ref
from cli import doctor as cli_doctor
from cli.backup import backup, restore
from cli.notices import notices
from cli.opening import as_json, with_database, with_database_when_there
from cli.printing import (
    action_json,
    action_text,
    list_text,
    notice_json,
    reconciliation_json,
    reconciliation_text,
)
from config import register_file
from config.settings import Settings, from_environment
from jobs.timetable import tick as run_timetable
from papers.read import read as read_paper
from register.action import Action
from register.refs import read_ref
from register.refused import Refused
from register.register import Register
from runtime import logs, processes
from slack_api.client import SlackClient
from storage.actions import actions, change_log, registers
from storage.actions.actions import Filter
from storage.actions.write_actions import reschedule
from storage.database.engine import open_database, reading, transaction
from workflow.imports import take_in

REFUSED = 2
"""The exit status of a request that could not be met; nothing was changed."""

TICK_AHEAD = timedelta(days=1)
"""How far ahead of its day something may be said on purpose, such as on the eve of a holiday."""

of_register = click.option("--register", "slug", help="Which register, when there are several.")
known_on = click.option(
    "--as-at", type=click.DateTime(["%Y-%m-%d"]), help="The register as it was known on that day."
)


class _Commands(click.Group):
    """A command that cannot be carried out says why in one sentence, changes nothing and exits with 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Refused as refused:
            click.echo(f"htst: {refused}", err=True)
            sys.exit(REFUSED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """HTST keeps a committee's management actions moving, in Slack."""
    logs.to_stderr(as_lines=False, level=logging.WARNING)


@main.command()
def migrate() -> None:
    """Bring the database to this version's schema (or create it)."""
    from storage.database.migrate import migrate as bring_forward

    engine = open_database(from_environment(os.environ).database_url)
    click.echo(f"The database is at revision {bring_forward(engine)}.")
    engine.dispose()


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@with_database
def configure(settings: Settings, engine: Engine, file: Path) -> None:
    """Load a register's settings from FILE (TOML). Can be run again."""
    register = register_file.read(file)
    with transaction(engine) as tx:
        registers.save(tx, register)
        change_log.lock(tx, register.slug)
        reschedule(tx, register)
    click.echo(f"Register {register.slug}: {register.title}; directorates {', '.join(register.codes)}.")


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--register", "slug", required=True, help="The register to read the paper into.")
@click.option("--as-at", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day the paper speaks of.")
@click.option("--dry-run", is_flag=True, help="Show what would happen; change nothing.")
@as_json
@with_database
def import_(
    settings: Settings, engine: Engine, file: Path, slug: str, as_at: datetime, dry_run: bool, as_json: bool
) -> None:
    """Read a committee table (text, CSV, XLSX or DOCX) into a register."""
    _show(f"Reading {file.name} …")
    paper = read_paper(file)
    _show(f"Comparing its {len(paper.lines):,} actions with the register {slug} …")
    notes = list(paper.warnings)
    with transaction(engine) as tx:
        register = _for_import(tx, slug, notes)
        source = (paper.name, paper.sha256)
        found, warnings = take_in(tx, register, source, paper.lines, as_at.date(), datetime.now(UTC))
        if dry_run:
            tx.rollback()
    if as_json:
        click.echo(json.dumps(reconciliation_json(found, notes + warnings), ensure_ascii=False))
    else:
        click.echo(reconciliation_text(found, notes + warnings, paper.name, slug, dry_run=dry_run))


def _show(doing: str) -> None:
    """Say on a terminal what takes its time; scripts are left alone."""
    if sys.stderr.isatty():
        click.echo(doing, err=True)


def _for_import(tx: Connection, slug: str, notes: list[str]) -> Register:
    """The register to read into; the very first is made on the way, so that a paper can be read at once."""
    if registers.every(tx):
        return registers.find(tx, slug)
    if not register_file.SLUG.fullmatch(slug):
        raise Refused(f"“{slug}” cannot name a register: use small letters, digits and dashes, such as kent.")
    registers.save(tx, Register(slug, slug))
    notes.append(f"The register {slug} is new here and has no channels yet: run htst configure FILE.toml.")
    return registers.find(tx, slug)


@main.command("list")
@click.option("--overdue", is_flag=True, help="Only those whose date has passed.")
@click.option("--owner", metavar="CODE", help="Only those of a directorate.")
@click.option(
    "--due-within", type=click.IntRange(0, 9999), metavar="DAYS", help="Only those due in so many days."
)
@known_on
@of_register
@as_json
@with_database
def list_(
    settings: Settings,
    engine: Engine,
    overdue: bool,
    owner: str | None,
    due_within: int | None,
    as_at: datetime | None,
    slug: str | None,
    as_json: bool,
) -> None:
    """List actions."""
    with reading(engine) as tx:
        register = registers.find(tx, slug) if slug else registers.the_only(tx)
        today = _day(register, as_at)
        directorate = register.directorate(owner) if owner else None
        code = directorate.code if directorate else owner
        if (
            code
            and code not in (*register.codes, "ALL")
            and not actions.count(tx, register, Filter(today, code))
        ):
            raise Refused(f"Nothing is owned by {code}; the directorates here are {', '.join(register.codes)}.")
        which = Filter(today, owner=code, overdue=overdue, due_within=due_within)
        if as_at is None:
            found = actions.wanted(tx, register, which)
        else:
            found = [
                one
                for one in actions.as_at(tx, register, register.calendar.day_end(today))
                if which.matches(one)
            ]
    if as_json:
        click.echo(json.dumps([action_json(one, today) for one in found], ensure_ascii=False))
    else:
        click.echo(list_text(found, today))


@main.command()
@click.argument("ref")
@known_on
@of_register
@as_json
@with_database
def status(
    settings: Settings, engine: Engine, ref: str, as_at: datetime | None, slug: str | None, as_json: bool
) -> None:
    """Show one action in full."""
    with reading(engine) as tx:
        register = registers.find(tx, slug) if slug else registers.the_only(tx)
        today = _day(register, as_at)
        ref = known_ref(tx, register, read_ref(ref)[0], "htst status")
        found = actions.find(tx, register, ref) if as_at is None else _then(tx, register, ref, today)
    if found is None:
        raise Refused(f"Action {ref} was not in the register on {today}.")
    click.echo(
        json.dumps(action_json(found, today), ensure_ascii=False) if as_json else action_text(found, today)
    )


def _then(tx: Connection, register: Register, ref: str, day: date) -> Action | None:
    known = actions.as_at(tx, register, register.calendar.day_end(day))
    return next((one for one in known if one.ref == ref), None)


def _day(register: Register, as_at: datetime | None) -> date:
    return as_at.date() if as_at else register.today(datetime.now(UTC))


@main.command()
@click.option(
    "--at", metavar="TIME", help="Run what is due by then, such as 2022-11-16T18:00; now when not given."
)
@click.option("--dry-run", is_flag=True, help="Show what would be queued; change nothing.")
@as_json
@with_database
def tick(settings: Settings, engine: Engine, at: str | None, dry_run: bool, as_json: bool) -> None:
    """Run what the timetable has due, once: for training, tests and recovery."""
    with reading(engine) as tx:
        until = _moment(registers.every(tx), at)
    if until > datetime.now(UTC) + TICK_AHEAD and not dry_run:
        raise Refused(
            f"“{at}” is still to come: what is due until then would be said now, and not again on its day. "
            "Add --dry-run to see what it will be."
        )
    queued = run_timetable(engine, until, datetime.now(UTC), dry_run=dry_run)
    if as_json:
        click.echo(json.dumps([notice_json(one) for one in queued], ensure_ascii=False))
        return
    for one in queued:
        click.echo(f"{one.kind} to {one.to}: {', '.join(one.refs) or 'nothing due'}")
    done = "would be queued" if dry_run else "queued"
    click.echo(f"{len(queued)} notice{'' if len(queued) == 1 else 's'} {done}.")


def _moment(known: tuple[Register, ...], typed: str | None) -> datetime:
    """The moment that was typed; without a zone it is in the register's."""
    if typed is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise Refused(f"“{typed}” is not a time such as 2022-11-16T18:00.") from None
    if not 1900 <= moment.year <= 2200:
        raise Refused(f"“{typed}” is not a time of ours: give a year from 1900 to 2200.")
    zones = {one.timezone for one in known} or {"Europe/London"}
    if moment.tzinfo is None and len(zones) > 1:
        raise Refused(
            "The registers are in several time zones: give the time with its own, such as …T18:00+00:00."
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zones.pop()))


for one in (notices, backup, restore):
    main.add_command(one)


def _process(start: Callable[..., None], *, listening: bool) -> Callable[..., None]:
    @with_database_when_there
    def run(settings: Settings, engine: Engine) -> None:
        logs.to_stderr(as_lines=not sys.stderr.isatty())
        settings.require_slack(listening=listening)
        start(settings, engine, SlackClient(settings.bot_token, settings.api_url))

    return run


main.command("run", help="Bot, clock and sender in one process.")(_process(processes.run, listening=True))
main.command("bot", help="Hear Slack and answer (the Procfile's web).")(_process(processes.bot, listening=True))
main.command("clock", help="Run the timetable.")(_process(processes.clock, listening=False))
main.command("worker", help="Send what is queued.")(_process(processes.worker, listening=False))


@main.command()
@with_database
def doctor(settings: Settings, engine: Engine) -> None:
    """Check the database, the queue, what runs, the token, its scopes, and each channel.

    Exits with 0 when all is well, 1 when something needs somebody, 2 when it could not look, and 3 when nothing
    is broken but not all of it runs, or something waits for long.
    """
    report = cli_doctor.Report(click.echo)
    known = cli_doctor.examine_house(engine, datetime.now(UTC), report, refuses_guests=settings.refuses_guests)
    settings.require_slack(listening=False)
    slack = SlackClient(settings.bot_token, settings.api_url)
    cli_doctor.examine_slack(slack, processes.introduced(slack), known, report)
    sys.exit(report.status)


@main.command()
@click.option("--script", is_flag=True, help="Play the story to its end and print it; no browser.")
@click.option("--port", default=8765, show_default=True, help="The page's port on this machine.")
def demo(script: bool, port: int) -> None:
    """Show the whole job in a local Slack workspace, on a database of its own."""
    from demo.office import play, tell

    if script:
        sys.exit(tell(click.echo))
    play(port, click.echo)


if __name__ == "__main__":
    main()
