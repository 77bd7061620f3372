"""Which reminder is due to whom: the steps around each deadline, and one batch a recipient.

The rule is the register's own plan (settings, ``[reminders]``). A step on or before the deadline that falls on
a day nobody works is sent the working day before, so that it never comes too late to act on; a step after the
deadline is sent the working day after. Days are the committee's local days.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from register.action import Action, Milestone
from register.progress import Status
from register.refs import ref_key
from register.register import Register

Kind = Literal["reminder", "escalation"]


class Audience(StrEnum):
    """Who a step speaks to."""

    CHANNEL = "channel"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True)
class Step:
    """One reminder of one milestone: ``days`` from its deadline (negative: before), and the day it is sent."""

    audience: Audience
    days: int
    sent_on: date


@dataclass(frozen=True)
class Item:
    """A step that is due, with what it is about."""

    action: Action
    milestone: Milestone
    step: Step


@dataclass(frozen=True)
class Batch:
    """All that one recipient is told on one day. ``to`` is a channel or a Slack user id.

    ``directorate`` is the code whose actions these are; None when they are of several, or the recipient is an
    admin. Items are in order of deadline, then ref; each milestone of an action stands once.
    """

    kind: Kind
    to: str
    directorate: str | None
    items: tuple[Item, ...]


def next_day(milestone: Milestone, status: Status, register: Register, after: date) -> date | None:
    """The first sending day of any step to anybody strictly after ``after``; None when there will be none.

    Costs the same however far away the deadline is: nothing is walked day by day.
    """
    deadline = _asked_for(milestone, status)
    if deadline is None:
        return None
    steps = list(_single_steps(deadline, register))
    # No working day lies between `worked` and `after`, so a nominal day is sent after `after` exactly when it
    # is later than `worked`.
    worked = register.calendar.working_day_on_or_before(after)
    every = register.reminders.after_every
    if every > 0:
        steps += _repeated(deadline, max(1, (worked - deadline).days // every + 1), register)
    return min((step.sent_on for step in steps if step.sent_on > after), default=None)


def latest_passed(
    milestone: Milestone, status: Status, register: Register, after: date, today: date
) -> tuple[Step, ...]:
    """For each audience the latest step sent after ``after`` and not after ``today``, if there is one.

    ``after`` is the day this milestone has been reminded through. Several steps passed during an outage come
    down to the last of them.
    """
    deadline = _asked_for(milestone, status)
    if deadline is None:
        return ()
    steps = list(_single_steps(deadline, register))
    worked = register.calendar.working_day_on_or_before(today)
    every = register.reminders.after_every
    if every > 0 and worked > deadline:
        steps += _repeated(deadline, (worked - deadline).days // every, register)
    latest: dict[Audience, Step] = {}
    for step in sorted(steps, key=lambda step: step.days):
        if after < step.sent_on <= today:
            latest[step.audience] = step
    return tuple(latest[audience] for audience in Audience if audience in latest)


def batches(items: Iterable[Item], register: Register) -> tuple[Batch, ...]:
    """The items as one batch a recipient and kind: channels first, then leads, then admins, in register order.

    An item goes to every directorate that owns its action. Directorates that share a channel or a lead share
    the batch. Somebody who is both a lead and an admin gets one escalation, each milestone once, by its latest
    step. Recipients that are not set are left out, as are owners the register does not know.
    """
    due = sorted(items, key=_order)
    theirs: dict[str, list[Item]] = {}
    for item in due:
        for code in item.action.directorates:
            theirs.setdefault(code, []).append(item)
    gathered: dict[tuple[Kind, str], _Gathering] = {}
    for one in register.directorates:
        for_channel = [item for item in theirs.get(one.code, ()) if item.step.audience is Audience.CHANNEL]
        _gather(gathered, "reminder", one.channel, one.code, for_channel)
    for one in register.directorates:
        for_lead = [item for item in theirs.get(one.code, ()) if item.step.audience is Audience.LEAD]
        _gather(gathered, "escalation", one.lead, one.code, for_lead)
    for admin in register.admins:
        for_admin = [item for item in due if item.step.audience is Audience.ADMIN]
        _gather(gathered, "escalation", admin, None, for_admin)
    return tuple(
        Batch(kind, to, _only(held.directorates), tuple(sorted(held.items.values(), key=_order)))
        for (kind, to), held in gathered.items()
    )


@dataclass(frozen=True)
class _Gathering:
    """What has been put aside for one recipient so far."""

    directorates: set[str | None]
    items: dict[tuple[str, Milestone], Item]


def _gather(
    gathered: dict[tuple[Kind, str], _Gathering],
    kind: Kind,
    to: str,
    directorate: str | None,
    items: list[Item],
) -> None:
    if not to or not items:
        return
    held = gathered.setdefault((kind, to), _Gathering(set(), {}))
    held.directorates.add(directorate)
    for item in items:
        key = (item.action.ref, item.milestone)
        if key not in held.items or held.items[key].step.days < item.step.days:
            held.items[key] = item


def _only(directorates: set[str | None]) -> str | None:
    return next(iter(directorates)) if len(directorates) == 1 else None


def _order(item: Item) -> tuple[date, tuple[tuple[int, str], ...], str]:
    return (item.milestone.deadline or date.max, ref_key(item.action.ref), item.milestone.label)


def _asked_for(milestone: Milestone, status: Status) -> date | None:
    """The deadline somebody is still to be reminded of, if any."""
    return None if status.is_done or milestone.met else milestone.deadline


def _single_steps(deadline: date, register: Register) -> Iterator[Step]:
    """Every step that happens once: those before the deadline, and the escalations."""
    plan = register.reminders
    for days in plan.before:
        yield from _step(Audience.CHANNEL, deadline, -days, register)
    for audience, late in ((Audience.LEAD, plan.lead_after), (Audience.ADMIN, plan.admin_after)):
        if late is not None:
            yield from _step(audience, deadline, late, register)


def _repeated(deadline: date, number: int, register: Register) -> Iterator[Step]:
    """The ``number``-th of the steps that repeat after the deadline, if it is one (they count from 1)."""
    if number >= 1:
        yield from _step(Audience.CHANNEL, deadline, number * register.reminders.after_every, register)


def _step(audience: Audience, deadline: date, days: int, register: Register) -> Iterator[Step]:
    """The step, unless it lies off the calendar, as those after a deadline written 31/12/9999 do."""
    calendar = register.calendar
    is_before = days <= 0 and audience is Audience.CHANNEL
    roll = calendar.working_day_on_or_before if is_before else calendar.working_day_on_or_after
    try:
        sent_on = roll(deadline + timedelta(days=days))
    except OverflowError:
        return
    yield Step(audience, days, sent_on)
