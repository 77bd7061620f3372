"""The steps around a deadline: on which day whom is to be reminded of it.

The rule is the register's own plan (settings, ``[reminders]``). A step on or before the deadline that falls on
a day nobody works is sent the working day before, so that it never comes too late to act on; a step after the
deadline is sent the working day after. Days are the committee's local days. Who is told what, and when, stands in
``register.notices.recipients``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from operator import itemgetter
from typing import Protocol

from register.action import Milestone
from register.life import Life
from register.notices.plans import Steps
from register.progress import Status
from register.register import Register

_BEFORE_REVIEW = (7,)
"""Days before a review on which a channel is reminded of it: once, as there is nothing yet to be done for it."""


class ReminderAudience(StrEnum):
    """Who a step is sent to."""

    CHANNEL = "channel"
    LEAD = "lead"
    ADMIN = "admin"


class ReminderSubject(Protocol):
    """An action, or the state after its changes: what decides whether and how often people are reminded of it."""

    @property
    def status(self) -> Status:
        """Its status."""

    @property
    def more(self) -> Mapping[str, str]:
        """What the committee prints besides, its priority among it."""

    @property
    def life(self) -> Life:
        """Until when it is snoozed, among other things."""


@dataclass(frozen=True)
class ReminderFacts:
    """The fields that decide it, without the rest of the action."""

    status: Status
    more: Mapping[str, str] = field(default_factory=dict, hash=False)
    life: Life = field(default_factory=Life)


@dataclass(frozen=True)
class Step:
    """One reminder of one milestone: ``days`` from its deadline (negative: before), and the day it is sent."""

    audience: ReminderAudience
    days: int
    sent_on: date

    @property
    def is_eve(self) -> bool:
        """Whether it is the reminder of the day before."""
        return self.days == -1 and self.audience is ReminderAudience.CHANNEL


@dataclass(frozen=True)
class ReminderTiming:
    """All that decides, within a register, on which days people are reminded of a milestone after a given day: a key
    under which the answer can be kept.

    ``rest_until`` is the day on which the reminders of a snoozed action begin again; ``date.min`` where it is not.
    """

    deadline: date
    steps: Steps
    rest_until: date

    def not_before(self, after: date) -> date:
        """The day after which steps are sent: of a snoozed action none before the snooze ends."""
        return max(after, self.rest_until - timedelta(days=1)) if self.rest_until > date.min else after


def timing(milestone: Milestone, subject: ReminderSubject, register: Register) -> ReminderTiming | None:
    """When people are reminded of a milestone; None where they are not."""
    deadline = _asked_for(milestone, subject)
    if deadline is None:
        return None
    steps = register.reminders.steps_for(subject.more)
    if milestone.is_review and steps.before:
        steps = replace(steps, before=_BEFORE_REVIEW)
    return ReminderTiming(deadline, steps, _snoozed_until(subject, deadline))


def next_day(milestone: Milestone, subject: ReminderSubject, register: Register, after: date) -> date | None:
    """The first sending day of any step to anybody strictly after ``after``; None when there will be none."""
    when = timing(milestone, subject, register)
    return first_day(when, register, after) if when else None


def first_day(when: ReminderTiming, register: Register, after: date) -> date | None:
    """As ``next_day``. Costs the same however far away the deadline is: nothing is walked day by day."""
    deadline, plan, after = when.deadline, when.steps, when.not_before(after)
    first = next((step for step in _single_steps(deadline, plan, register) if step.sent_on > after), None)
    if first and first.days <= plan.last:
        return first.sent_on  # those that repeat come later
    coming = max(1, _passed(deadline, plan, register, after) + 1)
    steps = [*_repeated(deadline, plan, coming, register), *([first] if first else [])]
    return min((step.sent_on for step in steps if step.sent_on > after), default=None)


def steps_between(
    milestone: Milestone, subject: ReminderSubject, register: Register, after: date, until: date, today: date
) -> list[Step]:
    """The steps sent after ``after`` and not after ``until``, by their day.

    Of the steps that repeat and have passed by ``today`` only the last is among them: several that passed during
    an outage come down to it. So it costs the same however long ago ``after`` is. While reminders of the action rest
    there are none, also none of a later day.
    """
    when = timing(milestone, subject, register)
    if when is None or today < when.rest_until:
        return []
    deadline, plan, after = when.deadline, when.steps, when.not_before(after)
    steps = list(_single_steps(deadline, plan, register))
    last = _passed(deadline, plan, register, until)
    for number in range(max(1, _passed(deadline, plan, register, today)), last + 1):
        steps += _repeated(deadline, plan, number, register)
    return sorted(
        (one for one in steps if after < one.sent_on <= until), key=lambda one: (one.sent_on, one.days)
    )


def _asked_for(milestone: Milestone, subject: ReminderSubject) -> date | None:
    """The deadline somebody is still to be reminded of, if any."""
    return None if subject.status.is_done or milestone.met else milestone.deadline


def _snoozed_until(subject: ReminderSubject, deadline: date) -> date:
    """The day on which reminders begin again: that of the snooze, and never one past the date."""
    return min(subject.life.snooze.until, deadline) if subject.life.snooze else date.min


def _single_steps(deadline: date, plan: Steps, register: Register) -> Iterator[Step]:
    """Every step that happens once, in the order of the days on which they are sent: those around the deadline, and
    the escalations.
    """
    reminders = register.reminders
    late = [
        (reminders.lead_after, ReminderAudience.LEAD),
        (reminders.admin_after, ReminderAudience.ADMIN),
    ]
    days = {*(-before for before in plan.before), *plan.after}
    # A stable sort: what a channel is sent on or before a deadline comes before an escalation of that very day.
    steps = [
        *((day, ReminderAudience.CHANNEL) for day in days),
        *((day, who) for day, who in late if day is not None),
    ]
    for day, audience in sorted(steps, key=itemgetter(0)):
        yield from _step(audience, deadline, day, register)


def _passed(deadline: date, plan: Steps, register: Register, day: date) -> int:
    """How many of the steps that repeat are sent by that day; may be negative while there are none.

    No working day lies between ``worked`` and ``day``, so a nominal day is sent after ``day`` exactly when it is
    later than ``worked``.
    """
    if plan.then_every <= 0:
        return 0
    worked = register.calendar.working_day_on_or_before(day)
    return ((worked - deadline).days - plan.last) // plan.then_every


def _repeated(deadline: date, plan: Steps, number: int, register: Register) -> Iterator[Step]:
    """The ``number``-th of the steps that repeat, if there are such (they count from 1)."""
    if plan.then_every > 0:
        yield from _step(ReminderAudience.CHANNEL, deadline, plan.last + number * plan.then_every, register)


def _step(audience: ReminderAudience, deadline: date, days: int, register: Register) -> Iterator[Step]:
    """The step, unless its day is past the last that a date can hold, as after a deadline of 31/12/9999."""
    calendar = register.calendar
    is_before = days <= 0 and audience is ReminderAudience.CHANNEL
    roll = calendar.working_day_on_or_before if is_before else calendar.working_day_on_or_after
    try:
        sent_on = roll(deadline + timedelta(days=days))
    except OverflowError:
        return
    yield Step(audience, days, sent_on)
