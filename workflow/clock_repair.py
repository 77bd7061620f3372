"""Repair after a process ran with a wrong clock: marks in the future are found, reported and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from messages import alerts
from register.register import Register
from storage.actions import due_reminders, papers, registers
from storage.database.engine import reading, transaction
from storage.processes import future_marks
from storage.processes.future_marks import JobAhead, MarksAhead
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import lock_every

_KINDS = {
    "reminders": (NoticeKind.REMINDER, NoticeKind.ESCALATION),
    "digest": (NoticeKind.DIGEST,),
}
"""The notices that these jobs queue: the last one shows how far the job had come. Other jobs go on from a day ago."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ahead:
    """All that lies in the future: jobs, milestones reminded of (by register), and other marks."""

    jobs: Sequence[JobAhead]
    milestones: dict[str, int]
    others: Sequence[MarksAhead]

    def __bool__(self) -> bool:
        return bool(self.jobs or self.others or any(self.milestones.values()))


def find_ahead(engine: Engine, now: datetime) -> Ahead:
    """What is marked as done, held or seen at a moment after ``now`` (UTC)."""
    with reading(engine) as tx:
        known = registers.every(tx)
        milestones = {one.slug: len(due_reminders.ahead(tx, one, one.today(now))) for one in known}
        return Ahead(future_marks.jobs_ahead(tx, now), milestones, future_marks.others_ahead(tx, now))


def tell_of_jobs_ahead(tx: Connection, found: Sequence[JobAhead], now: datetime) -> list[Notice]:
    """Queue one message a day to each administrator of a register whose jobs will not run; return those queued."""
    queued: list[Notice] = []
    for register in registers.every(tx):
        own = [one for one in found if one.register == register.slug]
        if not own:
            continue
        until = max(one.through for one in own).astimezone(register.calendar.zone).date()
        alert = alerts.clock_ahead([one.job for one in own], until)
        queued += [
            Notice(
                register.slug,
                f"{NoticeKind.ALERT}:{register.slug}:clock:{register.today(now)}:{admin}",
                NoticeKind.ALERT,
                admin,
                payload=alert.arguments,
            )
            for admin in register.admins
        ]
    return notices.queue_all(tx, queued, now)


def repair(engine: Engine, now: datetime) -> int:
    """Take back every mark in the future, in one transaction; return how many untimely notices are dropped.

    Each job goes on from the last notice that it queued before ``now``: what came due since is queued at the next
    tick, as after an outage. What was queued already is not queued again, since its key is known.
    """
    with transaction(engine) as tx:
        known = lock_every(tx)
        for ahead in future_marks.jobs_ahead(tx, now):
            kinds = _KINDS.get(ahead.job)
            last = future_marks.last_queued(tx, ahead.register, kinds, now) if kinds else now - _A_DAY
            future_marks.set_job(tx, ahead, last)
        for register in known:
            _take_back_reminders(tx, register, now)
        return future_marks.take_back_others(tx, now)


def _take_back_reminders(tx: Connection, register: Register, now: datetime) -> None:
    today = register.today(now)
    last = future_marks.last_queued(tx, register.slug, _KINDS["reminders"], now)
    days = [papers.last_day(tx, register.slug, today), register.today(last) if last else None]
    reminded = max((day for day in days if day), default=today)
    due_reminders.take_back(tx, register, due_reminders.ahead(tx, register, today), reminded)
