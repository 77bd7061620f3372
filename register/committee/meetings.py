"""The run-up to a meeting: by when its papers are published, and the days that lead there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Protocol

from register.refused import Refused


class WorkingDays(Protocol):
    """The part of a register's calendar that is needed here."""

    def clear_days(self, meeting: date, count: int) -> tuple[date, ...]:
        """The working days next before a meeting, the earliest first."""

    def publish_by(self, meeting: date, count: int) -> date:
        """The last day on which its papers are in time."""

    def working_day_on_or_before(self, day: date) -> date:
        """``day``, or the nearest working day before it."""


@dataclass(frozen=True)
class Meeting:
    """A meeting of the committee on a local day. ``title`` and ``place`` are as its calendar says."""

    on: date
    title: str = ""
    place: str = ""


@dataclass(frozen=True)
class Deadline:
    """By when a meeting's papers are published, and the clear days that this leaves, the earliest first."""

    meeting: date
    publish_by: date
    clear_days: tuple[date, ...]

    def as_json(self) -> dict[str, str | list[str]]:
        """In ISO days: {"meeting", "publish_by", "clear_days"}."""
        return {
            "meeting": self.meeting.isoformat(),
            "publish_by": self.publish_by.isoformat(),
            "clear_days": [one.isoformat() for one in self.clear_days],
        }


@dataclass(frozen=True)
class RoundPlan:
    """How the run-up is laid out, in working days before the step that follows.

    The author signs off ``author`` working days before publication (0: the same day), the leads ``leads``
    before the author, updates end ``cut_off`` before the leads, and chasing begins ``chase`` before that.
    """

    clear_days: int = 5
    author: int = 1
    leads: int = 2
    cut_off: int = 2
    chase: int = 5


@dataclass(frozen=True)
class MeetingPlan:
    """A register's meetings, as its settings list them, and how their papers come about.

    ``at`` is the local time at which the steps of a round are taken; ``report_every`` the days from one sitrep to
    the next (None: none is sent), and ``reports_to`` the channels and people they go to (none: the leads' channel).
    """

    meetings: tuple[Meeting, ...] = ()
    round: RoundPlan = RoundPlan()
    at: time = time(8, 30)
    report_every: int | None = None
    reports_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Round:
    """The days of one run-up; every one is a working day and none is later than the next."""

    meeting: date
    chase_from: date
    cut_off: date
    leads_sign_off: date
    author_signs_off: date
    publish_by: date


def deadline(meeting: date, calendar: WorkingDays, clear_days: int = 5) -> Deadline:
    """By when the papers of a meeting are published (Local Government Act 1972, s.100B)."""
    return Deadline(meeting, calendar.publish_by(meeting, clear_days), calendar.clear_days(meeting, clear_days))


def run_up(meeting: date, calendar: WorkingDays, plan: RoundPlan) -> Round:
    """The days of a meeting's run-up, working back from it. Raises Refused when a step is before the one it
    follows.
    """
    for name, days in (
        ("author", plan.author),
        ("leads", plan.leads),
        ("cut_off", plan.cut_off),
        ("chase", plan.chase),
    ):
        if days < 0:
            raise Refused(f"The working days for {name} in a round cannot be {days}; use 0 or more.")
    publish_by = calendar.publish_by(meeting, plan.clear_days)
    author = earlier(publish_by, plan.author, calendar)
    leads = earlier(author, plan.leads, calendar)
    cut_off = earlier(leads, plan.cut_off, calendar)
    return Round(meeting, earlier(cut_off, plan.chase, calendar), cut_off, leads, author, publish_by)


def earlier(day: date, count: int, calendar: WorkingDays) -> date:
    """The day that is so many working days before a working day."""
    for _ in range(count):
        day = calendar.working_day_on_or_before(day - timedelta(days=1))
    return day


def next_meeting(meetings: Iterable[Meeting], today: date) -> Meeting | None:
    """The next meeting, today's included; None when no more are known."""
    return min((one for one in meetings if one.on >= today), key=lambda one: one.on, default=None)


def last_meeting(meetings: Iterable[Meeting], today: date) -> Meeting | None:
    """The last meeting before today; None when none is known."""
    return max((one for one in meetings if one.on < today), key=lambda one: one.on, default=None)
