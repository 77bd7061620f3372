"""What runs when: one list, and the one function that runs what is due of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, Engine

from register.register import Register
from storage.actions import change_log, papers, registers
from storage.database.engine import reading, transaction
from storage.processes import job_runs
from storage.queue import notices
from storage.queue.notices import Notice
from storage.queue.request_id import dealing_with
from workflow.digest import post_digest
from workflow.reminders import remind
from workflow.retention import tidy

log = logging.getLogger(__name__)

DIGEST_DAYS = 3
"""Days for which a digest is worth reading: then the next is nearer than the last."""

TIDY_AT = time(3, 30)
"""Local time of day: after the hour that comes twice or not at all when the clocks change."""

Heard = Callable[[str, str, float], None]
"""Hears a job's name, "start", "finish" or "fail", and how many seconds after its moment it runs."""

Run = Callable[[Connection, Register, datetime, datetime], list[Notice]]


@dataclass(frozen=True)
class Job:
    """Something that is done at set moments: ``latest`` is the last such moment up to a given one.

    ``lasts`` says until when what it queues at a moment is worth sending.
    """

    name: str
    latest: Callable[[Register, datetime], datetime]
    run: Run
    lasts: Callable[[Register, datetime], datetime]


def _latest_reminders(register: Register, until: datetime) -> datetime:
    return _latest(register, until, register.reminders.at)


def _latest_digest(register: Register, until: datetime) -> datetime:
    return _latest(register, until, register.digest.at, register.digest.weekday)


def _next_working_day(register: Register, now: datetime) -> datetime:
    today = register.today(now)
    return _end_of(register, register.calendar.next_working_day(today))


def _some_days(register: Register, now: datetime) -> datetime:
    today = register.today(now)
    return _end_of(register, today + timedelta(days=DIGEST_DAYS))


def _latest_night(register: Register, until: datetime) -> datetime:
    return _latest(register, until, TIDY_AT)


TIMETABLE = (
    Job("reminders", _latest_reminders, remind, _next_working_day),  # each day at [reminders] at
    Job("digest", _latest_digest, post_digest, _some_days),  # each week at [digest] day and at
    Job("tidying", _latest_night, tidy, _some_days),  # each night
)


def nobody(job: str, what: str, late: float) -> None:
    """Nobody hears."""


def tick(
    engine: Engine,
    until: datetime,
    now: datetime,
    *,
    dry_run: bool = False,
    heard: Heard = nobody,
) -> list[Notice]:
    """Run what is due by ``until`` (aware) and has not been run; give the notices it queued at ``now``.

    After an outage each job runs once, for its latest moment. Two clocks at once are harmless: the register's
    lock makes one wait, and the job's own mark, written with its notices, tells it that nothing is left to do.
    A job that fails does not keep the others from running; its exception is raised after them. With ``dry_run``
    all of it is undone again, and nobody hears.
    """
    with reading(engine) as tx:
        waiting = [
            (one, job) for one in registers.every(tx) for job in TIMETABLE if _is_due(tx, one, job, until)
        ]
    queued: list[Notice] = []
    failures: list[Exception] = []
    for register, job in waiting:
        late = max((until - job.latest(register, until)).total_seconds(), 0.0)
        hears = nobody if dry_run else heard
        with dealing_with():
            hears(job.name, "start", late)
            try:
                said = _queue(engine, register, job, (until, now), dry_run)
            except Exception as error:
                log.exception("a job failed", extra={"job": job.name, "register": register.slug})
                hears(job.name, "fail", late)
                failures.append(error)
                continue
            queued += said
            about = {"job": job.name, "register": register.slug, "queued": len(said), "late": round(late)}
            log.info("a job ran", extra=about)
            hears(job.name, "finish", late)
    if failures:
        raise failures[0]
    return queued


def _queue(
    engine: Engine,
    register: Register,
    job: Job,
    times: tuple[datetime, datetime],
    dry_run: bool,
) -> list[Notice]:
    """One job's own transaction. What it queues is worth sending for as long as if it ran just now."""
    until, now = times
    with transaction(engine) as tx:
        change_log.lock(tx, register.slug)
        lasts = job.lasts(register, now)
        said = [replace(one, valid_until=lasts) for one in _run(tx, register, job, until)]
        queued = notices.queue_all(tx, said, now)
        if dry_run:
            tx.rollback()
    return queued


def _run(tx: Connection, register: Register, job: Job, until: datetime) -> list[Notice]:
    if not _is_due(tx, register, job, until):
        return []
    moment, first = job.latest(register, until), papers.first_day(tx, register.slug)
    assert first is not None  # noqa: S101 - or it would not be due
    since = job_runs.through(tx, register.slug, job.name) or register.calendar.midnight(first)
    said = job.run(tx, register, moment, since)
    job_runs.mark(tx, register.slug, job.name, moment)
    return said


def _is_due(tx: Connection, register: Register, job: Job, until: datetime) -> bool:
    through = job_runs.through(tx, register.slug, job.name)
    if through is None:  # never run: it begins the day after the first paper's
        first = papers.first_day(tx, register.slug)
        if first is None:
            return False
        through = register.calendar.midnight(first + timedelta(days=1))
    return job.latest(register, until) > through


def _end_of(register: Register, day: date) -> datetime:
    return register.calendar.midnight(day + timedelta(days=1))


def _latest(register: Register, until: datetime, at: time, weekday: int | None = None) -> datetime:
    """The last moment up to ``until`` at which the register's clocks showed ``at`` (on that weekday)."""
    zone = register.calendar.zone
    local = until.astimezone(zone)
    day = local.date() if local.time() >= at else local.date() - timedelta(days=1)
    if weekday is not None:
        day -= timedelta(days=(day.weekday() - weekday) % 7)
    return datetime.combine(day, at, zone)
