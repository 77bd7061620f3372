"""The timetable of scheduled jobs, and the function that runs those that are due."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Engine

from register.committee.reporting import latest_board_pack, latest_sitrep
from register.committee.rounds import latest_step
from register.notices.schedule import (
    DIGEST,
    ROUND,
    Run,
    latest_digest,
    latest_night,
    latest_reminders,
    may_run,
)
from register.register import Register
from storage.actions import change_log, papers, registers
from storage.database.engine import reading, transaction
from storage.processes import future_marks, job_runs
from storage.processes.future_marks import JobAhead
from storage.queue import notices
from storage.queue.notices import Notice
from storage.queue.request_id import request_scope
from workflow.clock_repair import tell_of_jobs_ahead
from workflow.digest import post_digest
from workflow.reminders import remind
from workflow.reports import send_board_pack, send_sitrep
from workflow.retention import tidy
from workflow.round_steps import run_round

log = logging.getLogger(__name__)

DIGEST_DAYS = 3
"""Days after which an unsent digest expires: by then the next one is due sooner than the last one was."""

_NEVER = datetime.min.replace(tzinfo=UTC)

JobObserver = Callable[[str, str, float], None]
"""Called with a job's name, its phase ("start", "finish" or "fail"), and how many seconds late it runs."""

JobFunction = Callable[[Connection, Register, Run], list[Notice]]


@dataclass(frozen=True)
class Job:
    """A job that runs at set times: ``latest`` gives the last such time up to a given one.

    ``expires`` gives when the notices that it queues at a given time stop being worth sending, where they do not say.
    """

    name: str
    latest: Callable[[Register, datetime], datetime]
    run: JobFunction
    expires: Callable[[Register, datetime], datetime]
    makes_up: bool = False
    """Whether it also runs for a time at which its register was not yet read in."""
    is_heard: bool = True
    """Whether people hear of it: so that what an earlier day left over waits for a working day."""


def _next_working_day(register: Register, now: datetime) -> datetime:
    today = register.today(now)
    return _end_of(register, register.calendar.next_working_day(today))


def _some_days(register: Register, now: datetime) -> datetime:
    today = register.today(now)
    return _end_of(register, today + timedelta(days=DIGEST_DAYS))


def _latest_sitrep(register: Register, until: datetime) -> datetime:
    return latest_sitrep(register, until) or _NEVER


def _latest_board_pack(register: Register, until: datetime) -> datetime:
    return latest_board_pack(register, until) or _NEVER


def _latest_round(register: Register, until: datetime) -> datetime:
    return latest_step(register, until) or _NEVER


TIMETABLE = (
    # At each step of a meeting's round: a step that is missed would not come again. What it asks reminders leave out.
    Job(ROUND, _latest_round, run_round, _next_working_day, makes_up=True),
    Job("reminders", latest_reminders, remind, _next_working_day),  # each day at [reminders] at
    Job(DIGEST, latest_digest, post_digest, _some_days),  # each week at [digest] day and at
    Job("sitrep", _latest_sitrep, send_sitrep, _some_days),  # every [meetings] report_every days
    Job("board pack", _latest_board_pack, send_board_pack, _some_days),  # each month's first working day
    Job("tidying", latest_night, tidy, _some_days, is_heard=False),  # each night
)


def ignore_job(job: str, phase: str, late: float) -> None:
    """The default observer: does nothing."""


def tick(
    engine: Engine,
    until: datetime,
    now: datetime,
    *,
    dry_run: bool = False,
    observer: JobObserver = ignore_job,
) -> list[Notice]:
    """Run the jobs due by ``until`` (aware) that have not run yet; return the notices queued at ``now`` (UTC).

    After an outage each job runs once, for its latest time. Two clock processes may call this at once: the
    register's lock makes one wait, and the job's mark, written in the same transaction as its notices, then shows
    that the job has run. A job that fails does not keep the others from running; the first exception is raised
    after them. With ``dry_run`` every transaction is rolled back and the observer is not called.
    """
    with reading(engine) as tx:
        ahead = future_marks.jobs_ahead(tx, max(until, now))
        due = _due_jobs(tx, until)
    queued = _tell_of(engine, ahead, now, dry_run) if ahead else []
    failures: list[Exception] = []
    for register, job in due:
        late = max((until - job.latest(register, until)).total_seconds(), 0.0)
        notify = ignore_job if dry_run else observer
        with request_scope():
            notify(job.name, "start", late)
            try:
                found = _queue(engine, register.slug, job, until, now, dry_run)
            except Exception as error:
                log.exception("a job failed", extra={"job": job.name, "register": register.slug})
                notify(job.name, "fail", late)
                failures.append(error)
                continue
            queued += found
            about = {"job": job.name, "register": register.slug, "queued": len(found), "late": round(late)}
            log.info("a job ran", extra=about)
            notify(job.name, "finish", late)
    if failures:
        raise failures[0]
    return queued


def _tell_of(engine: Engine, ahead: Sequence[JobAhead], now: datetime, dry_run: bool) -> list[Notice]:
    """Report jobs that will not run, as a clock was wrong: in the log each time, to the administrators once a day."""
    for mark in ahead:
        about = {"job": mark.job, "register": mark.register, "through": mark.through.isoformat()}
        log.error("a job is marked as run up to a moment in the future: see htst repair-clock", extra=about)
    with transaction(engine) as tx:
        queued = tell_of_jobs_ahead(tx, ahead, now)
        if dry_run:
            tx.rollback()
    return queued


def _queue(
    engine: Engine,
    slug: str,
    job: Job,
    until: datetime,
    now: datetime,
    dry_run: bool,
) -> list[Notice]:
    """Run one job in a transaction of its own, by the settings as they are then: they may have been changed since
    the job was found due. Its notices expire as if it had run on time at ``now``.
    """
    with transaction(engine) as tx:
        change_log.lock(tx, slug)
        register = next((one for one in registers.every(tx) if one.slug == slug), None)
        if register is None:  # it has another name by now
            return []
        expires = job.expires(register, now)
        found = _run(tx, register, job, until)
        dated = [replace(one, valid_until=one.valid_until or expires) for one in found]
        queued = notices.queue_all(tx, dated, now)
        if dry_run:
            tx.rollback()
    return queued


def _run(tx: Connection, register: Register, job: Job, until: datetime) -> list[Notice]:
    ran_through = job_runs.through(tx, register.slug, job.name)
    beginning = papers.beginning(tx, register.slug)
    if beginning is None or not _is_due(register, job, ran_through, beginning, until):
        return []
    moment, since = job.latest(register, until), ran_through or register.calendar.midnight(beginning[0])
    found = job.run(tx, register, Run(moment, since, until))
    job_runs.mark(tx, register.slug, job.name, moment)
    return found


def _due_jobs(tx: Connection, until: datetime) -> list[tuple[Register, Job]]:
    """Each register's jobs that are due, in the order of the registers' slugs and of the timetable."""
    ran, begun = job_runs.every(tx), papers.beginnings(tx)
    return [
        (each, job)
        for each in registers.every(tx)
        for job in TIMETABLE
        if _is_due(each, job, ran.get((each.slug, job.name)), begun.get(each.slug), until)
    ]


def _is_due(
    register: Register,
    job: Job,
    ran_through: datetime | None,
    beginning: tuple[date, datetime] | None,
    until: datetime,
) -> bool:
    last = job_runs.last(register, ran_through, beginning, until, makes_up=job.makes_up)
    if last is None or (moment := job.latest(register, until)) <= last:
        return False
    return not job.is_heard or may_run(register, moment, until)


def _end_of(register: Register, day: date) -> datetime:
    return register.calendar.midnight(day + timedelta(days=1))
