"""Who is told what on which day, held to the rules once more: as slowly and plainly as they can be said."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.action import Action
from register.days.calendar import Nation
from register.notices.batches import Mark, Occasion
from register.notices.plans import ReminderPlan, Steps
from register.notices.recipients import remind
from register.notices.reminders import ReminderAudience, Step, steps_between
from register.register import Register
from tests.register.notices.reminder_clock import (
    CYPE,
    DAY,
    EXACT,
    GET,
    GLD,
    KENT,
    NOVEMBER,
    WEEKLY,
    Clock,
    action,
    at,
    each_day,
)

MONDAY = date(2022, 12, 12)
near = st.integers(-20, 60).map(lambda days: MONDAY + timedelta(days=days))
some_days = st.sets(st.integers(7, 40), max_size=4).map(lambda days: tuple(sorted(days)))
plans = st.builds(
    ReminderPlan,
    steps=st.builds(
        Steps,
        before=st.sets(st.sampled_from((0, 1, 2, 3, 5, 7, 14)), max_size=5).map(tuple),
        after=some_days,
        then_every=st.sampled_from((0, 7, 9, 28)),
    ),
    lead_after=st.none() | st.integers(7, 20),
    admin_after=st.none() | st.integers(7, 20),
    once_a_week=st.booleans(),
)
codes = st.sets(st.sampled_from(("CYPE", "GET", "GLD")), min_size=1).map(lambda found: tuple(sorted(found)))
drawn_actions = st.lists(st.tuples(near, codes), min_size=1, max_size=6).map(
    lambda drawn: [action(str(n), day, owners=owners) for n, (day, owners) in enumerate(drawn)]
)
channels = st.sampled_from((("#cype", "#get", "#gld"), ("#all", "#all", "#gld"), ("#cype", "", "#gld")))


def register_with(plan: ReminderPlan, where: tuple[str, ...], closed: Iterable[date]) -> Register:
    directorates = tuple(replace(one, channel=to) for one, to in zip((CYPE, GET, GLD), where, strict=True))
    admins = ("UADMIN", "UGLD")
    return Register(
        "kent", "Kent", "", "Europe/London", Nation.NONE, tuple(closed), "", admins, directorates, plan
    )


def steps_of(register: Register, item: Action, first: date, last: date) -> list[Step]:
    """Each step there is: the steps of single days, which ``test_reminders`` holds to plain rules."""
    return [
        step
        for day in each_day(first, last)
        for step in steps_between(item.milestones[0], item, register, day - DAY, day, date.min)
    ]


def plainly(
    register: Register, actions: Sequence[Action], first: date, last: date
) -> dict[tuple[str, date], set[str]]:
    """For each recipient and day the refs it is told of, when nobody answers and the clock ticks each day."""
    theirs: dict[str, list[tuple[Step, str]]] = {}
    for drawn in actions:
        for step in steps_of(register, drawn, first, last):
            owning = [d for d in register.directorates if d.code in drawn.owners]
            to = {
                ReminderAudience.CHANNEL: {d.channel for d in owning},
                ReminderAudience.LEAD: {d.lead for d in owning},
                ReminderAudience.ADMIN: set(register.admins),
            }[step.audience]
            for recipient in to - {""}:
                theirs.setdefault(recipient, []).append((step, drawn.ref))
    found: dict[tuple[str, date], set[str]] = {}
    for recipient, steps in theirs.items():
        for step, ref in steps:
            week = step.sent_on.isocalendar()[:2]
            of_week = [other.sent_on for other, _ref in steps if other.sent_on.isocalendar()[:2] == week]
            # What follows the day before a date in the same week is said with it.
            eves = [
                other.sent_on
                for other, its in steps
                if its == ref
                and other.days == -1
                and other.audience is step.audience is ReminderAudience.CHANNEL
                and other.sent_on.isocalendar()[:2] == week
                and other.sent_on <= step.sent_on
            ]
            day = max([min(of_week), *eves]) if register.reminders.once_a_week else step.sent_on
            found.setdefault((recipient, day), set()).add(ref)
    return found


@given(plan=plans, actions=drawn_actions, where=channels, closed=st.frozensets(near, max_size=10))
def test_each_recipient_is_told_on_the_days_the_rules_give_of_just_what_they_give(
    plan: ReminderPlan, actions: list[Action], where: tuple[str, ...], closed: frozenset[date]
) -> None:
    register = register_with(plan, where, closed)
    first, last = MONDAY, MONDAY + timedelta(days=55)
    clock = Clock.of(register, *actions, since=first - DAY)
    found = {(b.to, day): set(b.refs) for day in each_day(first, last) for b in clock.tick(day)}
    assert found == plainly(register, actions, first, last)


@given(plan=plans, actions=drawn_actions, where=channels, closed=st.frozensets(near, max_size=10))
def test_with_digests_the_same_is_asked_and_at_most_a_working_day_sooner(
    plan: ReminderPlan, actions: list[Action], where: tuple[str, ...], closed: frozenset[date]
) -> None:
    register = register_with(plan, where, closed)
    days = list(each_day(MONDAY, MONDAY + timedelta(days=40)))
    with_digests = Clock.of(register, *actions, since=MONDAY - DAY, digests=True)
    without = Clock.of(register, *actions, since=MONDAY - DAY)
    asked, later = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    sooner: dict[date, Counter[tuple[str, str]]] = {}
    for day in days:
        asked += Counter((b.to, ref) for b in with_digests.tick(day) for ref in b.refs)
        later += Counter((b.to, ref) for b in without.tick(day) for ref in b.refs)
        sooner[register.calendar.next_working_day(day)] = +asked
        assert asked >= later
        assert later >= sooner.get(day, later)


gaps = st.lists(st.integers(1, 9), min_size=1, max_size=12)
answers = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5), codes), max_size=8)


@given(plan=plans, actions=drawn_actions, where=channels, ticks=gaps, spoken=answers, digests=st.booleans())
def test_however_the_clock_ticks_and_whoever_answers_nothing_is_said_twice(
    plan: ReminderPlan,
    actions: list[Action],
    where: tuple[str, ...],
    ticks: list[int],
    spoken: list[tuple[int, int, tuple[str, ...]]],
    digests: bool,
) -> None:
    register = register_with(plan, where, ())
    clock = Clock.of(register, *actions, since=MONDAY - DAY, digests=digests)
    day, sent = MONDAY - DAY, list[tuple[str, str, ReminderAudience, int]]()
    for turn, days in enumerate(ticks):
        day += timedelta(days=days)
        for _turn, number, who in (one for one in spoken if one[0] == turn):
            clock.answer(str(number), day - DAY, *who)
        for batch in clock.tick(day):
            assert batch.items
            sent += [(batch.to, i.action.ref, i.step.audience, i.step.days) for i in batch.items]
    assert len(sent) == len(set(sent))


@given(plan=plans, actions=drawn_actions, where=channels, ticks=gaps, digests=st.booleans())
def test_however_the_clock_ticks_the_last_step_is_never_missed(
    plan: ReminderPlan, actions: list[Action], where: tuple[str, ...], ticks: list[int], digests: bool
) -> None:
    register = register_with(plan, where, ())
    clock = Clock.of(register, *actions, since=MONDAY - DAY, digests=digests)
    day, latest = MONDAY - DAY, dict[tuple[str, str], int]()
    for days in ticks:
        day += timedelta(days=days)
        for batch in clock.tick(day):
            latest |= {(batch.to, i.action.ref): i.step.days for i in batch.items}
    for drawn in actions:
        last: Mapping[str, Step] = {s.audience: s for s in steps_of(register, drawn, MONDAY, day)}
        for directorate in register.directorates:
            if directorate.code in drawn.owners and directorate.channel and ReminderAudience.CHANNEL in last:
                assert latest[directorate.channel, drawn.ref] >= last[ReminderAudience.CHANNEL].days
        if ReminderAudience.ADMIN in last:
            assert latest["UADMIN", drawn.ref] >= last[ReminderAudience.ADMIN].days


@pytest.mark.parametrize("plan", [WEEKLY, EXACT])
def test_what_is_kept_says_when_to_look_again(plan: ReminderPlan) -> None:
    register = replace(KENT, reminders=plan)
    clock = Clock.of(register, action("1", NOVEMBER), since=date(2022, 11, 15))
    pending = clock.pending
    _batches, after = remind(pending, register, Occasion(date(2022, 11, 16), at(date(2022, 11, 16), 9)))
    assert [one.next_day for one in after] == [date(2022, 11, 23)]
    assert after[0].marks["CYPE"] == Mark(
        date(2022, 11, 20) if plan.once_a_week else date(2022, 11, 16), at(date(2022, 11, 16), 9)
    )
