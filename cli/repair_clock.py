"""``htst repair-clock``: take back what a process with a wrong clock marked as done years ahead."""

from collections.abc import Iterator
from datetime import UTC, datetime

import click
from sqlalchemy import Engine

from cli.options import with_database
from cli.table import say
from register.phrases import day, number
from register.refused import Refused
from storage.database.engine import reading
from storage.processes import processes
from workflow.clock_repair import Ahead, find_ahead, repair

_MAX_SKEW = 60.0
"""Seconds by which this machine's clock may differ from the database's when marks are taken back by it."""


@click.command("repair-clock", short_help="Take back marks made in the future by a wrong clock.")
@click.option("--dry-run", is_flag=True, help="Show what lies in the future; change nothing.")
@click.option("--yes", is_flag=True, help="The time it shows is right: do not ask.")
@with_database
def repair_clock_command(engine: Engine, dry_run: bool, yes: bool) -> None:
    """Take back marks made in the future by a wrong clock: reminders and digests go on as after an outage.

    Set the clock right first, and stop every process.
    """
    now = datetime.now(UTC)
    with reading(engine) as tx:
        skew = processes.skew(tx, now)
    if abs(skew) > _MAX_SKEW:
        raise Refused(
            f"This machine's clock and the database's are {abs(skew):.0f} s apart: set both right (NTP) first."
        )
    found = find_ahead(engine, now)
    for line in ahead_lines(found):
        say(line)
    if not found:
        say("Nothing is marked as done in the future.")
        return
    if dry_run:
        say("Nothing was changed (--dry-run).")
        return
    if not yes:
        click.confirm(f"Is it now {now:%H:%M} on {day(now.date())}, in UTC?", abort=True)
    dropped = repair(engine, now)
    say("All of it is taken back: reminders and digests go on at the next tick.")
    if dropped:
        say(f"{number(dropped, 'notice')} of that wrong day had not gone out and will not.")
    say("What was said or sent under the wrong clock keeps its date: the chain of changes is never rewritten.")


def ahead_lines(found: Ahead) -> Iterator[str]:
    """A line for each kind of mark that lies in the future."""
    for job in found.jobs:
        yield f"{job.job} of {job.register}: marked as done until {day(job.through.date())}"
    for slug, count in found.milestones.items():
        if count:
            yield f"{number(count, 'date')} of {slug}: marked as reminded of on days to come"
    for other in found.others:
        yield f"{other.what}: {other.count}, until {day(other.latest.date())}"
