"""The steps around a deadline fall on the right working days, and end when the work is done."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.action import Milestone
from register.days.calendar import Nation
from register.life import Life, Snooze
from register.notices.plans import EVERY_SEVEN_DAYS, ReminderPlan, Steps
from register.notices.reminders import ReminderAudience, ReminderFacts, Step, next_day, steps_between
from register.progress import OPEN, Status
from register.register import Register


def register_with(plan: ReminderPlan, closed: Iterable[date]) -> Register:
    """A register that keeps those days off and no nation's."""
    return Register("kent", "Kent", nation=Nation.NONE, closed_days=tuple(closed), reminders=plan)


EXACT = ReminderPlan(steps=EVERY_SEVEN_DAYS, once_a_week=False)
ENGLAND = Register("kent", "Kent", reminders=EXACT)
OPEN_ONE, BEGUN = ReminderFacts(Status.NOT_STARTED), ReminderFacts(Status.IN_PROGRESS)
DAY = timedelta(days=1)


def promised(deadline: date | None, label: str = "", met: date | None = None) -> Milestone:
    return Milestone(label, "as printed", deadline, deadline, met)


def latest_passed(
    milestone: Milestone, of: ReminderFacts, register: Register, after: date, today: date
) -> tuple[Step, ...]:
    """For each audience the latest step sent after ``after`` and not after ``today``, if there is one."""
    latest = {step.audience: step for step in steps_between(milestone, of, register, after, today, today)}
    return tuple(latest[audience] for audience in ReminderAudience if audience in latest)


def sent(milestone: Milestone, first: date, last: date) -> dict[date, list[tuple[str, int]]]:
    """What a clock that ticks every day would send, day by day."""
    days: dict[date, list[tuple[str, int]]] = {}
    day = first
    while day <= last:
        steps = latest_passed(milestone, OPEN_ONE, ENGLAND, day - DAY, day)
        if steps:
            days[day] = [(step.audience.value, step.days) for step in steps]
        day += DAY
    return days


def test_a_promise_for_the_end_of_november_is_reminded_on_the_16th_the_23rd_and_the_29th() -> None:
    assert sent(promised(date(2022, 11, 30)), date(2022, 11, 16), date(2022, 12, 31)) == {
        date(2022, 11, 16): [("channel", -14)],
        date(2022, 11, 23): [("channel", -7)],
        date(2022, 11, 29): [("channel", -1)],
        date(2022, 12, 7): [("channel", 7)],
        date(2022, 12, 14): [("channel", 14), ("lead", 14)],
        date(2022, 12, 21): [("channel", 21)],
        date(2022, 12, 28): [("channel", 28), ("admin", 28)],
    }


def test_weekends_and_christmas_move_steps_before_a_deadline_back_and_steps_after_it_on() -> None:
    assert sent(promised(date(2022, 12, 31)), date(2022, 11, 16), date(2023, 1, 31)) == {
        date(2022, 12, 2): [("channel", -28)],
        date(2022, 12, 16): [("channel", -14)],
        date(2022, 12, 23): [("channel", -7)],
        date(2022, 12, 30): [("channel", -1)],
        date(2023, 1, 9): [("channel", 7)],
        date(2023, 1, 16): [("channel", 14), ("lead", 14)],
        date(2023, 1, 23): [("channel", 21)],
        date(2023, 1, 30): [("channel", 28), ("admin", 28)],
    }
    after_boxing_day = latest_passed(
        promised(date(2022, 12, 20)),
        BEGUN,
        ENGLAND,
        date(2022, 12, 25),
        date(2022, 12, 31),
    )
    assert after_boxing_day == (Step(ReminderAudience.CHANNEL, 7, date(2022, 12, 28)),)
    before_boxing_day = latest_passed(
        promised(date(2023, 1, 2)), BEGUN, ENGLAND, date(2022, 12, 22), date(2022, 12, 29)
    )
    assert before_boxing_day == (Step(ReminderAudience.CHANNEL, -7, date(2022, 12, 23)),)


def test_a_step_on_the_deadline_itself_counts_as_before_it() -> None:
    plan = ReminderPlan(Steps((0,), (), 0), lead_after=None, admin_after=None)
    register = replace(ENGLAND, reminders=plan)
    saturday = promised(date(2022, 12, 31))
    assert next_day(saturday, BEGUN, register, date(2022, 11, 1)) == date(2022, 12, 30)
    assert next_day(saturday, BEGUN, register, date(2022, 12, 30)) is None


def test_a_step_that_waits_for_monday_is_not_forgotten_when_asked_for_on_a_saturday() -> None:
    for weekend in (date(2023, 1, 7), date(2023, 1, 8)):
        monday = next_day(promised(date(2022, 12, 31)), BEGUN, ENGLAND, weekend)
        assert monday == date(2023, 1, 9)


def test_after_an_outage_only_the_last_step_is_sent_to_each() -> None:
    steps = latest_passed(
        promised(date(2022, 11, 30)),
        ReminderFacts(Status.ONGOING),
        ENGLAND,
        date(2022, 11, 15),
        date(2023, 1, 6),
    )
    assert [(step.audience.value, step.days, step.sent_on) for step in steps] == [
        ("channel", 35, date(2023, 1, 4)),
        ("lead", 14, date(2022, 12, 14)),
        ("admin", 28, date(2022, 12, 28)),
    ]


@pytest.mark.parametrize("status", [status for status in Status if status not in OPEN])
def test_nobody_is_reminded_of_what_is_done(status: Status) -> None:
    late = promised(date(2022, 11, 30))
    assert next_day(late, ReminderFacts(status), ENGLAND, date(2022, 11, 1)) is None
    assert latest_passed(late, ReminderFacts(status), ENGLAND, date(2022, 11, 1), date(2023, 1, 1)) == ()


@pytest.mark.parametrize(
    "milestone", [promised(None), promised(date(2022, 11, 30), met=date(2022, 11, 20))], ids=["undated", "met"]
)
def test_nobody_is_reminded_of_a_milestone_that_is_met_or_has_no_day(milestone: Milestone) -> None:
    assert next_day(milestone, BEGUN, ENGLAND, date(2022, 11, 1)) is None
    assert latest_passed(milestone, BEGUN, ENGLAND, date(2022, 11, 1), date(2023, 1, 1)) == ()


def test_a_date_at_the_end_of_the_calendar_is_no_error() -> None:
    never = promised(date.max)
    assert next_day(never, BEGUN, ENGLAND, date(2022, 11, 1)) == date(9999, 12, 3)
    assert next_day(never, BEGUN, ENGLAND, date(9999, 12, 30)) is None
    assert latest_passed(never, BEGUN, ENGLAND, date(2022, 11, 1), date(2022, 12, 1)) == ()


def test_after_the_last_named_day_the_steps_come_at_longer_intervals() -> None:
    register = replace(ENGLAND, reminders=ReminderPlan(Steps((7,), (7, 14), 28), None, None))
    found = steps_between(
        promised(date(2022, 11, 30)), BEGUN, register, date(2022, 11, 1), date(2023, 3, 8), date.min
    )
    assert [(step.days, step.sent_on) for step in found] == [
        (-7, date(2022, 11, 23)),
        (7, date(2022, 12, 7)),
        (14, date(2022, 12, 14)),
        (42, date(2023, 1, 11)),
        (70, date(2023, 2, 8)),
        (98, date(2023, 3, 8)),
    ]


def test_high_priorities_have_days_of_their_own_where_the_settings_give_them() -> None:
    plan = ReminderPlan(Steps((7,), (), 0), None, None, high=Steps((14, 3), (), 0))
    register = replace(ENGLAND, reminders=plan)
    high, low = ReminderFacts(Status.IN_PROGRESS, {"priority": "High (1)"}), BEGUN

    def days(of: ReminderFacts, register: Register) -> list[int]:
        found = steps_between(
            promised(date(2022, 11, 30)), of, register, date(2022, 11, 1), date(2022, 12, 31), date.min
        )
        return [step.days for step in found]

    assert days(high, register) == [-14, -3]
    assert days(low, register) == [-7]
    assert days(high, replace(register, reminders=replace(plan, high=None))) == [-7]
    assert days(high, replace(register, reminders=replace(plan, high_words=("red",)))) == [-7]


def test_a_snoozed_action_is_not_spoken_of_before_the_snooze_ends() -> None:
    life = Life(snooze=Snooze(date(2022, 11, 29), "Waiting for the auditor.", "U0AMY"))
    snoozed = ReminderFacts(Status.IN_PROGRESS, life=life)
    assert next_day(promised(date(2022, 11, 30)), snoozed, ENGLAND, date(2022, 11, 15)) == date(2022, 11, 29)
    found = steps_between(
        promised(date(2022, 11, 30)),
        snoozed,
        ENGLAND,
        date(2022, 11, 15),
        date(2022, 11, 30),
        date(2022, 11, 30),
    )
    assert [step.days for step in found] == [-1]
    on_monday = date(2022, 11, 28)  # the last step of the week is not sent ahead either
    assert (
        steps_between(promised(date(2022, 11, 30)), snoozed, ENGLAND, on_monday, date(2022, 12, 4), on_monday)
        == []
    )


@pytest.mark.parametrize(("before", "days"), [((14, 7, 1), [-7]), ((), [])])
def test_of_a_review_people_are_reminded_a_week_before_and_not_where_nobody_is_reminded_before_a_date(
    before: tuple[int, ...], days: list[int]
) -> None:
    plan = ReminderPlan(steps=Steps(before=before, after=(7,), then_every=0), lead_after=None, admin_after=None)
    review = Milestone("Review", "", date(2022, 11, 30), is_review=True)
    last = date(2022, 11, 30)
    found = steps_between(review, OPEN_ONE, register_with(plan, ()), date(2022, 10, 1), last, last)
    assert [step.days for step in found] == days


# The rules once more, as slowly and plainly as they can be said, to hold the quick answers to.

ORIGIN = date(2022, 12, 15)
near = st.integers(-60, 120).map(lambda days: ORIGIN + timedelta(days=days))
some_days = st.sets(st.integers(1, 40), max_size=5).map(lambda days: tuple(sorted(days)))
steps = st.builds(
    Steps,
    before=st.sets(st.integers(0, 40), max_size=5).map(tuple),
    after=some_days,
    then_every=st.integers(0, 20),
)
plans = st.builds(
    ReminderPlan,
    steps=steps,
    high=st.none() | steps,
    lead_after=st.none() | st.integers(0, 40),
    admin_after=st.none() | st.integers(0, 40),
)
days_off = st.frozensets(near, max_size=25)


def of_priority(is_high: bool) -> ReminderFacts:
    return ReminderFacts(Status.IN_PROGRESS, {"priority": "High" if is_high else "Low"})


def naive(
    deadline: date, plan: ReminderPlan, holidays: Container[date], is_high: bool
) -> Iterator[tuple[ReminderAudience, int, date]]:
    around = plan.high if is_high and plan.high else plan.steps
    last = max([0, *around.after])

    def off(day: date) -> bool:
        return day.weekday() >= 5 or day in holidays

    def rolled(day: date, way: timedelta) -> date:
        while off(day):
            day += way
        return day

    for days in range(-60, 450):
        nominal = deadline + timedelta(days=days)
        if days <= 0 and -days in around.before:
            yield ReminderAudience.CHANNEL, days, rolled(nominal, -DAY)
        if days in around.after or (
            days > last and around.then_every and (days - last) % around.then_every == 0
        ):
            yield ReminderAudience.CHANNEL, days, rolled(nominal, DAY)
        if days == plan.lead_after:
            yield ReminderAudience.LEAD, days, rolled(nominal, DAY)
        if days == plan.admin_after:
            yield ReminderAudience.ADMIN, days, rolled(nominal, DAY)


@given(deadline=near, plan=plans, after=near, holidays=days_off, is_high=st.booleans())
def test_the_next_day_is_the_first_on_which_anything_is_sent(
    deadline: date, plan: ReminderPlan, after: date, holidays: frozenset[date], is_high: bool
) -> None:
    expected = min((day for _, _, day in naive(deadline, plan, holidays, is_high) if day > after), default=None)
    assert next_day(promised(deadline), of_priority(is_high), register_with(plan, holidays), after) == expected


@given(
    deadline=near, plan=plans, after=near, outage=st.integers(0, 90), holidays=days_off, is_high=st.booleans()
)
def test_what_passed_is_the_last_step_for_each_audience(
    deadline: date, plan: ReminderPlan, after: date, outage: int, holidays: frozenset[date], is_high: bool
) -> None:
    today = after + timedelta(days=outage)
    expected: dict[ReminderAudience, Step] = {}
    for audience, days, day in naive(deadline, plan, holidays, is_high):
        if after < day <= today:
            expected[audience] = Step(audience, days, day)
    found = latest_passed(promised(deadline), of_priority(is_high), register_with(plan, holidays), after, today)
    assert {step.audience: step for step in found} == expected
    assert len(found) == len(expected)
    first = next_day(promised(deadline), of_priority(is_high), register_with(plan, holidays), after)
    assert bool(found) == (first is not None and first <= today)


@given(
    deadline=near,
    plan=plans,
    after=near,
    ticks=st.lists(st.integers(1, 9), max_size=15),
    holidays=days_off,
    is_high=st.booleans(),
)
def test_however_the_clock_ticks_no_step_is_sent_twice_and_the_last_is_never_missed(
    deadline: date, plan: ReminderPlan, after: date, ticks: list[int], holidays: frozenset[date], is_high: bool
) -> None:
    milestone, through, steps = promised(deadline), after, list[Step]()
    for days in ticks:
        today = through + timedelta(days=days)
        steps += latest_passed(milestone, of_priority(is_high), register_with(plan, holidays), through, today)
        through = today
    assert len(steps) == len(set(steps))
    at_once = latest_passed(milestone, of_priority(is_high), register_with(plan, holidays), after, through)
    last = {audience: [s for s in steps if s.audience is audience][-1:] for audience in ReminderAudience}
    assert last == {audience: [s for s in at_once if s.audience is audience] for audience in ReminderAudience}
