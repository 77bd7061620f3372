"""What runs when: one list, and the one function that runs what is due of it."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from jobs.digest import post_digest
from jobs.remind import remind
from register.register import Register
from storage import changes, notices, papers, registers, runs
from storage.database import reading, transaction
from storage.imports import local_midnight
from storage.notices import Notice

Run = Callable[[Connection, Register, datetime, datetime, Container[date]], list[Notice]]


@dataclass(frozen=True)
class Job:
    """Something that is done at set moments: ``latest`` is the last such moment up to a given one."""

    name: str
    latest: Callable[[Register, datetime], datetime]
    run: Run


def _latest_reminders(register: Register, until: datetime) -> datetime:
    return _latest(register, until, register.reminders.at)


def _latest_digest(register: Register, until: datetime) -> datetime:
    return _latest(register, until, register.digest.at, register.digest.weekday)


TIMETABLE = (
    Job("reminders", _latest_reminders, remind),  # each day at [reminders] at
    Job("digest", _latest_digest, post_digest),  # each week at [digest] day and at
)


def tick(
    engine: Engine, until: datetime, now: datetime, holidays: Container[date], *, dry_run: bool = False
) -> list[Notice]:
    """Run what is due by ``until`` (aware) and has not been run; give the notices it queued at ``now``.

    After an outage each job runs once, for its latest moment. Two clocks at once are harmless: the register's
    lock makes one wait, and the job's own mark, written with its notices, tells it that nothing is left to do.
    With ``dry_run`` all of it is undone again.
    """
    with reading(engine) as tx:
        waiting = [one for one in registers.every(tx) if any(_is_due(tx, one, job, until) for job in TIMETABLE)]
    queued: list[Notice] = []
    for register in waiting:
        with transaction(engine) as tx:
            changes.lock(tx, register.slug)
            said = [one for job in TIMETABLE for one in _run(tx, register, job, until, holidays)]
            queued += [one for one in said if notices.queue(tx, one, now)]
            if dry_run:
                tx.rollback()
    return queued


def _run(
    tx: Connection, register: Register, job: Job, until: datetime, holidays: Container[date]
) -> list[Notice]:
    if not _is_due(tx, register, job, until):
        return []
    moment, first = job.latest(register, until), papers.first_day(tx, register.slug)
    assert first is not None  # noqa: S101 - or it would not be due
    since = runs.through(tx, register.slug, job.name) or local_midnight(register, first)
    said = job.run(tx, register, moment, since, holidays)
    runs.mark(tx, register.slug, job.name, moment)
    return said


def _is_due(tx: Connection, register: Register, job: Job, until: datetime) -> bool:
    through = runs.through(tx, register.slug, job.name)
    if through is None:  # never run: it begins the day after the first paper's
        first = papers.first_day(tx, register.slug)
        if first is None:
            return False
        through = local_midnight(register, first + timedelta(days=1))
    return job.latest(register, until) > through


def _latest(register: Register, until: datetime, at: time, weekday: int | None = None) -> datetime:
    """The last moment up to ``until`` at which the register's clocks showed ``at`` (on that weekday)."""
    zone = ZoneInfo(register.timezone)
    local = until.astimezone(zone)
    day = local.date() if local.time() >= at else local.date() - timedelta(days=1)
    if weekday is not None:
        day -= timedelta(days=(day.weekday() - weekday) % 7)
    return datetime.combine(day, at, zone)
