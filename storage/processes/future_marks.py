"""Marks that lie in the future, as a process with a wrong clock leaves them, and taking them back.

What is marked as done until 2036 is not done again before then: reminders and digests would stop without notice, leases
would be held and channels paused for years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, String, and_, cast, delete, func, select
from sqlalchemy import update as update_rows

from storage.database.process_tables import job_run, lease, process
from storage.database.queue_tables import notice, pace
from storage.database.slack_tables import inbox, listing, person
from storage.queue.notices import NoticeKind, NoticeState

CLOCK_TOLERANCE = timedelta(days=2)
"""How far ahead a mark may lie: a tick by hand runs what is due up to a day ahead, in any time zone."""
TIMED = (
    NoticeKind.REMINDER,
    NoticeKind.ESCALATION,
    NoticeKind.DIGEST,
    NoticeKind.CHART,
    NoticeKind.ROUND,
    NoticeKind.REPORT,
)
"""The notices that the timetable queues."""
WRONG_CLOCK = "queued by a process whose clock was wrong"

_IS_OPEN = notice.c.settled_at.is_(None)
_LOOK_BACK = timedelta(days=7)
"""How far back in Slack's history a notice is looked for when the time of its first try is not known."""

# What of each table lies in the future, and what it is called.
_MARKS: tuple[tuple[str, Column[Any], ColumnElement[bool] | None], ...] = (
    ("work that only one process may do", lease.c.until, None),
    ("pauses of a channel or method", pace.c.free_at, None),
    ("heartbeats of a process", process.c.seen_at, None),
    ("readings of Slack's list of people", listing.c.read_at, None),
    ("reports of a person", person.c.seen_at, None),
    ("requests received", inbox.c.received_at, None),
    ("notices that wait", notice.c.not_before, _IS_OPEN),
)


@dataclass(frozen=True)
class JobAhead:
    """A job that is marked as run up to a moment (UTC) that has not come."""

    register: str
    job: str
    through: datetime


@dataclass(frozen=True)
class MarksAhead:
    """How many marks of a kind lie in the future, and the latest of them (UTC)."""

    what: str
    count: int
    latest: datetime


def jobs_ahead(tx: Connection, now: datetime) -> Sequence[JobAhead]:
    """The jobs that will not run for days, as they are marked as run up to a moment in the future."""
    query = select(job_run).where(job_run.c.through > now + CLOCK_TOLERANCE)
    rows = tx.execute(query.order_by(job_run.c.register, job_run.c.job)).mappings()
    return [JobAhead(row["register"], row["job"], row["through"]) for row in rows]


def others_ahead(tx: Connection, now: datetime) -> Sequence[MarksAhead]:
    """All other marks in the future, but for those of reminders (see ``due_reminders.ahead``)."""
    found = []
    for what, column, condition in _MARKS:
        query = select(func.count(), func.max(column)).where(_is_ahead(column, condition, now))
        count, latest = tx.execute(query).one()
        if count:
            found.append(MarksAhead(what, count, latest))
    return found


def last_queued(tx: Connection, slug: str, kinds: Sequence[NoticeKind], by: datetime) -> datetime | None:
    """When the latest notice of these kinds was queued, of those queued by a moment (UTC)."""
    query = select(func.max(notice.c.queued_at)).where(
        notice.c.register == slug, notice.c.kind.in_(kinds), notice.c.queued_at <= by
    )
    latest: datetime | None = tx.execute(query).scalar_one()
    return latest


def set_job(tx: Connection, ahead: JobAhead, through: datetime | None) -> None:
    """Take a job's mark back to a moment (UTC), or to never."""
    is_job = and_(job_run.c.register == ahead.register, job_run.c.job == ahead.job)
    tx.execute(
        delete(job_run).where(is_job)
        if through is None
        else update_rows(job_run).where(is_job).values(through=through)
    )


def take_back_others(tx: Connection, now: datetime) -> int:
    """Take back all other marks; return how many notices that the timetable queued were waiting and are dropped.

    A dropped notice gives up its key, so that the timetable can queue it again on its day.
    """
    for column in (lease.c.until, pace.c.free_at, process.c.seen_at, listing.c.read_at):
        tx.execute(delete(column.table).where(_is_ahead(column, None, now)))
    for column in (person.c.seen_at, inbox.c.received_at):
        tx.execute(update_rows(column.table).where(_is_ahead(column, None, now)).values({column.name: now}))
    untimely = and_(_is_ahead(notice.c.queued_at, _IS_OPEN, now), notice.c.kind.in_(TIMED))
    dropped = update_rows(notice).where(untimely, notice.c.state == NoticeState.WAITING)
    count: int = tx.execute(
        dropped.values(
            state=NoticeState.DROPPED,
            settled_at=now,
            error=WRONG_CLOCK,
            key=notice.c.key + ":dropped:" + cast(notice.c.id, String),
        )
    ).rowcount
    for column, value in (
        (notice.c.not_before, now),
        (notice.c.doubted_at, now),
        (notice.c.first_tried_at, now - _LOOK_BACK),
    ):
        tx.execute(update_rows(notice).where(_is_ahead(column, _IS_OPEN, now)).values({column.name: value}))
    return count


def _is_ahead(column: Column[Any], condition: ColumnElement[bool] | None, now: datetime) -> ColumnElement[bool]:
    ahead = column > now + CLOCK_TOLERANCE
    return ahead if condition is None else and_(ahead, condition)
