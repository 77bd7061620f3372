"""Reminders come on the right working day, once, to the right people, and stop when the work is done."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.action import Action, Milestone
from register.calendar import Nation
from register.progress import OPEN, Status
from register.register import Directorate, Register, ReminderPlan
from register.reminders import Audience, Batch, Item, Step, batches, latest_passed, next_day


def register_with(plan: ReminderPlan, closed: Iterable[date]) -> Register:
    """A register that keeps those days off and no nation's."""
    return Register("kent", "Kent", nation=Nation.NONE, closed_days=tuple(closed), reminders=plan)


ENGLAND = Register("kent", "Kent")
DAY = timedelta(days=1)


def promised(deadline: date | None, label: str = "", met: date | None = None) -> Milestone:
    return Milestone(label, "as printed", deadline, deadline, met)


def action(
    ref: str,
    *milestones: Milestone,
    owners: tuple[str, ...] = ("CYPE", "GET"),
    status: Status = Status.NOT_STARTED,
) -> Action:
    return Action("kent", ref, "Something is asked", "", "", owners, owners, milestones, "", status)


def sent(milestone: Milestone, first: date, last: date) -> dict[date, list[tuple[str, int]]]:
    """What a clock that ticks every day would send, day by day."""
    days: dict[date, list[tuple[str, int]]] = {}
    day = first
    while day <= last:
        steps = latest_passed(milestone, Status.NOT_STARTED, ENGLAND, day - DAY, day)
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
        Status.IN_PROGRESS,
        ENGLAND,
        date(2022, 12, 25),
        date(2022, 12, 31),
    )
    assert after_boxing_day == (Step(Audience.CHANNEL, 7, date(2022, 12, 28)),)
    before_boxing_day = latest_passed(
        promised(date(2023, 1, 2)), Status.IN_PROGRESS, ENGLAND, date(2022, 12, 22), date(2022, 12, 29)
    )
    assert before_boxing_day == (Step(Audience.CHANNEL, -7, date(2022, 12, 23)),)


def test_a_step_on_the_deadline_itself_counts_as_before_it() -> None:
    plan = ReminderPlan(before=(0,), after_every=0, lead_after=None, admin_after=None)
    register = replace(ENGLAND, reminders=plan)
    saturday = promised(date(2022, 12, 31))
    assert next_day(saturday, Status.IN_PROGRESS, register, date(2022, 11, 1)) == date(2022, 12, 30)
    assert next_day(saturday, Status.IN_PROGRESS, register, date(2022, 12, 30)) is None


def test_a_step_that_waits_for_monday_is_not_forgotten_when_asked_for_on_a_saturday() -> None:
    for weekend in (date(2023, 1, 7), date(2023, 1, 8)):
        monday = next_day(promised(date(2022, 12, 31)), Status.IN_PROGRESS, ENGLAND, weekend)
        assert monday == date(2023, 1, 9)


def test_after_an_outage_only_the_last_step_is_sent_to_each() -> None:
    steps = latest_passed(
        promised(date(2022, 11, 30)), Status.ONGOING, ENGLAND, date(2022, 11, 15), date(2023, 1, 6)
    )
    assert [(step.audience.value, step.days, step.sent_on) for step in steps] == [
        ("channel", 35, date(2023, 1, 4)),
        ("lead", 14, date(2022, 12, 14)),
        ("admin", 28, date(2022, 12, 28)),
    ]


@pytest.mark.parametrize("status", [status for status in Status if status not in OPEN])
def test_nobody_is_reminded_of_what_is_done(status: Status) -> None:
    late = promised(date(2022, 11, 30))
    assert next_day(late, status, ENGLAND, date(2022, 11, 1)) is None
    assert latest_passed(late, status, ENGLAND, date(2022, 11, 1), date(2023, 1, 1)) == ()


@pytest.mark.parametrize(
    "milestone", [promised(None), promised(date(2022, 11, 30), met=date(2022, 11, 20))], ids=["undated", "met"]
)
def test_nobody_is_reminded_of_a_milestone_that_is_met_or_has_no_day(milestone: Milestone) -> None:
    assert next_day(milestone, Status.IN_PROGRESS, ENGLAND, date(2022, 11, 1)) is None
    assert latest_passed(milestone, Status.IN_PROGRESS, ENGLAND, date(2022, 11, 1), date(2023, 1, 1)) == ()


def test_a_date_at_the_end_of_the_calendar_is_no_error() -> None:
    never = promised(date.max)
    assert next_day(never, Status.IN_PROGRESS, ENGLAND, date(2022, 11, 1)) == date(9999, 12, 3)
    assert next_day(never, Status.IN_PROGRESS, ENGLAND, date(9999, 12, 30)) is None
    assert latest_passed(never, Status.IN_PROGRESS, ENGLAND, date(2022, 11, 1), date(2022, 12, 1)) == ()


# The rules once more, as slowly and plainly as they can be said, to hold the quick answers to.

ORIGIN = date(2022, 12, 15)
near = st.integers(-60, 120).map(lambda days: ORIGIN + timedelta(days=days))
plans = st.builds(
    ReminderPlan,
    before=st.sets(st.integers(0, 40), max_size=5).map(tuple),
    after_every=st.integers(0, 20),
    lead_after=st.none() | st.integers(0, 40),
    admin_after=st.none() | st.integers(0, 40),
)
days_off = st.frozensets(near, max_size=25)


def naive(
    deadline: date, plan: ReminderPlan, holidays: Container[date]
) -> Iterator[tuple[Audience, int, date]]:
    def off(day: date) -> bool:
        return day.weekday() >= 5 or day in holidays

    def rolled(day: date, way: timedelta) -> date:
        while off(day):
            day += way
        return day

    for days in range(-60, 400):
        nominal = deadline + timedelta(days=days)
        if days <= 0 and -days in plan.before:
            yield Audience.CHANNEL, days, rolled(nominal, -DAY)
        if days > 0 and plan.after_every and days % plan.after_every == 0:
            yield Audience.CHANNEL, days, rolled(nominal, DAY)
        if days == plan.lead_after:
            yield Audience.LEAD, days, rolled(nominal, DAY)
        if days == plan.admin_after:
            yield Audience.ADMIN, days, rolled(nominal, DAY)


@given(deadline=near, plan=plans, after=near, holidays=days_off)
def test_the_next_day_is_the_first_on_which_anything_is_sent(
    deadline: date, plan: ReminderPlan, after: date, holidays: frozenset[date]
) -> None:
    expected = min((day for _, _, day in naive(deadline, plan, holidays) if day > after), default=None)
    assert next_day(promised(deadline), Status.IN_PROGRESS, register_with(plan, holidays), after) == expected


@given(deadline=near, plan=plans, after=near, outage=st.integers(0, 90), holidays=days_off)
def test_what_passed_is_the_last_step_for_each_audience(
    deadline: date, plan: ReminderPlan, after: date, outage: int, holidays: frozenset[date]
) -> None:
    today = after + timedelta(days=outage)
    expected: dict[Audience, Step] = {}
    for audience, days, day in naive(deadline, plan, holidays):
        if after < day <= today:
            expected[audience] = Step(audience, days, day)
    found = latest_passed(promised(deadline), Status.IN_PROGRESS, register_with(plan, holidays), after, today)
    assert {step.audience: step for step in found} == expected
    assert len(found) == len(expected)
    first = next_day(promised(deadline), Status.IN_PROGRESS, register_with(plan, holidays), after)
    assert bool(found) == (first is not None and first <= today)


@given(deadline=near, plan=plans, after=near, ticks=st.lists(st.integers(1, 9), max_size=15), holidays=days_off)
def test_however_the_clock_ticks_no_step_is_sent_twice_and_the_last_is_never_missed(
    deadline: date, plan: ReminderPlan, after: date, ticks: list[int], holidays: frozenset[date]
) -> None:
    milestone, through, steps = promised(deadline), after, list[Step]()
    for days in ticks:
        today = through + timedelta(days=days)
        steps += latest_passed(milestone, Status.IN_PROGRESS, register_with(plan, holidays), through, today)
        through = today
    assert len(steps) == len(set(steps))
    at_once = latest_passed(milestone, Status.IN_PROGRESS, register_with(plan, holidays), after, through)
    last = {audience: [s for s in steps if s.audience is audience][-1:] for audience in Audience}
    assert last == {audience: [s for s in at_once if s.audience is audience] for audience in Audience}


# Who is told.

CYPE = Directorate("CYPE", "Children, Young People and Education", "#cype", "UCYPE")
GET = Directorate("GET", "Growth, Environment and Transport", "#get", "UGET")
GLD = Directorate("GLD", "Governance, Law and Democracy", "#gld", "UGLD")
KENT = Register("kent", "Home to School Transport", admins=("UADMIN",), directorates=(CYPE, GET, GLD))
NOVEMBER, DECEMBER = promised(date(2022, 11, 30)), promised(date(2022, 12, 31))


def item(of: Action, audience: Audience, days: int, milestone: Milestone | None = None) -> Item:
    return Item(of, milestone or of.milestones[0], Step(audience, days, date(2022, 11, 16)))


def shape(found: tuple[Batch, ...]) -> list[tuple[str, str, str | None, list[str]]]:
    return [(b.kind, b.to, b.directorate, [i.action.ref for i in b.items]) for b in found]


def test_on_16_november_three_channels_get_one_reminder_each() -> None:
    joint, ours, every = ("CYPE", "GET"), ("GLD",), ("CYPE", "GET", "GLD")
    due = [(("42"), joint), ("14", joint), ("38", joint), ("21", ours), ("5", ours), ("3", every)]
    items = [item(action(ref, NOVEMBER, owners=owners), Audience.CHANNEL, -14) for ref, owners in due]
    assert shape(batches(items, KENT)) == [
        ("reminder", "#cype", "CYPE", ["3", "14", "38", "42"]),
        ("reminder", "#get", "GET", ["3", "14", "38", "42"]),
        ("reminder", "#gld", "GLD", ["3", "5", "21"]),
    ]


def test_what_is_due_first_stands_first_and_10_comes_after_9() -> None:
    items = [
        item(action("2", DECEMBER, owners=("GLD",)), Audience.CHANNEL, -28),
        item(action("10", NOVEMBER, owners=("GLD",)), Audience.CHANNEL, -1),
        item(action("9", NOVEMBER, owners=("GLD",)), Audience.CHANNEL, -1),
    ]
    assert shape(batches(items, KENT)) == [("reminder", "#gld", "GLD", ["9", "10", "2"])]


def test_directorates_that_share_a_channel_share_the_reminder() -> None:
    shared = Register(
        "kent",
        "",
        directorates=(CYPE, Directorate("GET", "Growth", "#cype", ""), Directorate("GLD", "Law", "", "")),
    )
    items = [item(action("3", NOVEMBER, owners=("CYPE", "GET", "GLD")), Audience.CHANNEL, -1)]
    items.append(item(action("4", NOVEMBER, owners=("GET",)), Audience.CHANNEL, -1))
    assert shape(batches(items, shared)) == [("reminder", "#cype", None, ["3", "4"])]


def test_an_escalation_goes_to_the_leads_and_then_the_admins() -> None:
    late = action("3", NOVEMBER)
    items = [item(late, Audience.ADMIN, 28), item(late, Audience.LEAD, 14), item(late, Audience.CHANNEL, 28)]
    assert shape(batches(items, KENT)) == [
        ("reminder", "#cype", "CYPE", ["3"]),
        ("reminder", "#get", "GET", ["3"]),
        ("escalation", "UCYPE", "CYPE", ["3"]),
        ("escalation", "UGET", "GET", ["3"]),
        ("escalation", "UADMIN", None, ["3"]),
    ]


def test_somebody_who_is_lead_and_admin_is_told_once() -> None:
    both = Register("kent", "", admins=("UCYPE", "UADMIN", ""), directorates=(CYPE, GLD))
    late, later = action("3", NOVEMBER, owners=("CYPE",)), action("1", DECEMBER, owners=("GLD",))
    items = [item(late, Audience.LEAD, 14), item(late, Audience.ADMIN, 28), item(later, Audience.ADMIN, 28)]
    found = batches(items, both)
    assert shape(found) == [
        ("escalation", "UCYPE", None, ["3", "1"]),
        ("escalation", "UADMIN", None, ["3", "1"]),
    ]
    assert [i.step.days for i in found[0].items] == [28, 28]


def test_two_milestones_of_one_action_are_both_named() -> None:
    first, second = promised(date(2022, 11, 30), "Identification"), promised(date(2022, 12, 31), "Training")
    both = action("38", first, second, owners=("GLD",))
    items = [item(both, Audience.CHANNEL, -1, second), item(both, Audience.CHANNEL, 28, first)]
    (batch,) = batches(items, KENT)
    assert [i.milestone.label for i in batch.items] == ["Identification", "Training"]
