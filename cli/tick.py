"""``htst tick``: run once what the timetable has due."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Engine

from cli.options import FIRST_YEAR, LAST_YEAR, as_json, with_database
from cli.printing import notice_json
from cli.table import say
from jobs.timetable import tick
from register.phrases import number
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading

TICK_AHEAD = timedelta(days=1)
"""How far ahead of its time something may be sent on purpose, such as on the eve of a holiday."""


@click.command("tick", short_help="Run what the timetable has due, once.")
@click.option(
    "--at", metavar="TIME", help="Run what is due by then, such as 2022-11-16T18:00; now when not given."
)
@click.option("--dry-run", is_flag=True, help="Show what would be queued; change nothing.")
@as_json
@with_database
def tick_command(engine: Engine, at: str | None, dry_run: bool, as_json: bool) -> None:
    """Run what the timetable has due, once: for training, tests and recovery."""
    with reading(engine) as tx:
        until = _moment(registers.every(tx), at)
    if until > datetime.now(UTC) + TICK_AHEAD and not dry_run:
        raise Refused(
            f"“{at}” is still to come: what is due by then would be sent now, and not again on its day. "
            "Add --dry-run to see what it will be."
        )
    queued = tick(engine, until, datetime.now(UTC), dry_run=dry_run)
    if as_json:
        click.echo(json.dumps([notice_json(notice) for notice in queued], ensure_ascii=False))
        return
    for notice in queued:
        say(f"{notice.kind} to {notice.to}: {', '.join(notice.refs) or 'nothing due'}")
    say(f"{number(len(queued), 'notice')} {'would be queued' if dry_run else 'queued'}.")


def _moment(known: tuple[Register, ...], typed: str | None) -> datetime:
    """The time that was typed; without an offset it is in the registers' time zone."""
    if typed is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        raise Refused(f"“{typed}” is not a time such as 2022-11-16T18:00.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused(f"“{typed}” is out of range: give a year from {FIRST_YEAR} to {LAST_YEAR}.")
    zones = {register.timezone for register in known} or {"Europe/London"}
    if moment.tzinfo is None and len(zones) > 1:
        raise Refused(
            "The registers are in several time zones: give the time with its own, such as …T18:00+00:00."
        )
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zones.pop()))
