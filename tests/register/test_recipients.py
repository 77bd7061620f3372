"""Everybody is told what concerns them, once, in as few messages as that takes; who has answered is let be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.action import Action, Milestone, Update
from register.calendar import Nation
from register.plans import EVERY_SEVEN_DAYS, ReminderPlan, Steps
from register.progress import Status
from register.recipients import Answer, Batch, Mark, Occasion, Pending, remind
from register.register import Directorate, Register
from register.reminders import Audience, Step, steps_between

DAY = timedelta(days=1)
CYPE = Directorate("CYPE", "Children, Young People and Education", "#cype", "UCYPE")
GET = Directorate("GET", "Growth, Environment and Transport", "#get", "UGET")
GLD = Directorate("GLD", "Governance, Law and Democracy", "#gld", "UGLD")
EXACT = ReminderPlan(steps=EVERY_SEVEN_DAYS, once_a_week=False)
WEEKLY = ReminderPlan()
KENT = Register("kent", "Transport", admins=("UADMIN",), directorates=(CYPE, GET, GLD), reminders=WEEKLY)
EXACT_KENT = replace(KENT, reminders=EXACT)
NOVEMBER, DECEMBER = date(2022, 11, 30), date(2022, 12, 31)


def promised(deadline: date, label: str = "") -> Milestone:
    return Milestone(label, "as printed", deadline, deadline)


def action(ref: str, *deadlines: date, owners: tuple[str, ...] = ("CYPE", "GET"), priority: str = "") -> Action:
    milestones = tuple(promised(day, f"Part {n}" if n else "") for n, day in enumerate(deadlines))
    more = {"priority": priority} if priority else {}
    return Action("kent", ref, "Asked", "", "", owners, owners, milestones, "", Status.IN_PROGRESS, more=more)


@dataclass
class Clock:
    """What a clock would have said: it ticks on days, and keeps for each milestone what storage would."""

    register: Register
    pending: list[Pending]
    digests: bool = False

    @classmethod
    def of(cls, register: Register, *actions: Action, since: date, digests: bool = False) -> "Clock":
        pending = [Pending(one, milestone, since) for one in actions for milestone in one.milestones]
        return cls(register, pending, digests)

    def tick(self, day: date) -> list[Batch]:
        """What is said on a day; on a Monday with digests, what channels are asked stands in those."""
        channels = frozenset[str]()
        if self.digests and day.weekday() == 0:
            channels = self.register.channels
        batches = self._look(Occasion(day, at(day, 9), channels))
        return batches + (self._look(Occasion(day, at(day, 10), channels, is_digest=True)) if channels else [])

    def _look(self, occasion: Occasion) -> list[Batch]:
        batches, after = remind(self.pending, self.register, occasion)
        self.pending = [
            replace(one, through=now.through, marks=now.marks)
            for one, now in zip(self.pending, after, strict=True)
        ]
        return list(batches)

    def answer(self, ref: str, day: date, *codes: str, hour: int = 12, text: str = "Half done.") -> None:
        """Somebody of these directorates says something of an action."""
        update = Update(1, at(day, hour), "U0AMY", text, "reply")
        self.pending = [
            replace(one, answers=(*one.answers, Answer(update, frozenset(codes))))
            if one.action.ref == ref
            else one
            for one in self.pending
        ]

    def days(self, first: date, last: date) -> dict[str, list[tuple[str, str]]]:
        """For each recipient the days on which it was told something, and the refs."""
        found: dict[str, list[tuple[str, str]]] = {}
        for day in each_day(first, last):
            for batch in self.tick(day):
                found.setdefault(batch.to, []).append((f"{day:%d %b}", " ".join(batch.refs)))
        return found


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def each_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


# What is said in a week.


def test_a_week_is_reminded_of_on_the_day_of_its_first_step_and_the_day_before_a_date_by_itself() -> None:
    clock = Clock.of(
        KENT,
        action("1", date(2022, 12, 7), owners=("CYPE",)),  # a week before: Wednesday 30 November
        action("2", date(2022, 12, 9), owners=("CYPE",)),  # a week before: Friday 2 December
        action("3", date(2022, 12, 2), owners=("CYPE",)),  # the day before: Thursday 1 December
        since=date(2022, 11, 27),
    )
    assert clock.days(date(2022, 11, 28), date(2022, 12, 4))["#cype"] == [("30 Nov", "1 2"), ("01 Dec", "3")]


def test_the_day_before_a_date_is_the_weeks_reminder_when_it_is_its_first_step() -> None:
    clock = Clock.of(
        KENT,
        action("3", date(2022, 12, 1), owners=("CYPE",)),  # the day before: Wednesday 30 November
        action("2", date(2022, 12, 9), owners=("CYPE",)),  # a week before: Friday 2 December
        since=date(2022, 11, 27),
    )
    assert clock.days(date(2022, 11, 28), date(2022, 12, 4))["#cype"] == [("30 Nov", "3 2")]


def test_what_comes_into_the_register_after_a_weeks_reminder_is_said_on_its_own_day() -> None:
    clock = Clock.of(KENT, action("1", date(2022, 12, 6), owners=("CYPE",)), since=date(2022, 11, 27))
    assert clock.days(date(2022, 11, 28), date(2022, 11, 29))["#cype"] == [("29 Nov", "1")]
    new = action("2", date(2022, 12, 9), owners=("CYPE",))
    clock.pending.append(Pending(new, new.milestones[0], date(2022, 11, 30)))
    assert clock.days(date(2022, 11, 30), date(2022, 12, 4)) == {"#cype": [("02 Dec", "2")]}


def test_each_channel_has_its_own_day_though_an_action_is_joint() -> None:
    clock = Clock.of(
        KENT,
        action("1", date(2022, 12, 6), owners=("CYPE",)),  # a week before: Tuesday 29 November
        action("2", date(2022, 12, 9), owners=("CYPE", "GET")),  # Friday 2 December
        since=date(2022, 11, 27),
    )
    assert clock.days(date(2022, 11, 28), date(2022, 12, 4)) == {
        "#cype": [("29 Nov", "1 2")],
        "#get": [("02 Dec", "2")],
    }


def test_nobody_is_asked_before_a_date_what_is_to_be_asked_after_it() -> None:
    register = replace(KENT, reminders=ReminderPlan(Steps((7,), (1,), 0), lead_after=1, admin_after=None))
    clock = Clock.of(
        register,
        action("1", date(2022, 12, 6), owners=("CYPE",)),  # a week before: Tuesday 29 November
        action("2", date(2022, 11, 30), owners=("CYPE",)),  # the day after: Thursday 1 December
        since=date(2022, 11, 27),
    )
    assert clock.days(date(2022, 11, 28), date(2022, 12, 4)) == {
        "#cype": [("29 Nov", "1"), ("01 Dec", "2")],
        "UCYPE": [("01 Dec", "2")],
    }


def test_a_lead_and_an_administrator_are_told_once_a_week_of_what_is_past_its_date() -> None:
    late = [action(str(n), date(2022, 11, 28 + n), owners=("CYPE",)) for n in range(3)]
    clock = Clock.of(KENT, *late, since=date(2022, 12, 4))
    found = clock.days(date(2022, 12, 5), date(2023, 1, 8))
    assert found["UCYPE"] == [("12 Dec", "0 1 2")]
    assert found["UADMIN"] == [("28 Dec", "0 1 2")]  # Monday and Tuesday are bank holidays
    exact = Clock.of(EXACT_KENT, *late, since=date(2022, 12, 4)).days(date(2022, 12, 5), date(2022, 12, 18))
    assert exact["UCYPE"] == [("12 Dec", "0"), ("13 Dec", "1"), ("14 Dec", "2")]


def test_on_the_day_of_the_digest_a_channel_is_asked_in_it_and_leads_are_told_as_ever() -> None:
    late = action("1", date(2022, 11, 28), owners=("CYPE",))
    clock = Clock.of(KENT, late, since=date(2022, 12, 4), digests=True)
    channels = KENT.channels
    before = clock._look(Occasion(date(2022, 12, 12), at(date(2022, 12, 12), 9), channels))
    assert shape(before) == [("escalation", "UCYPE", "CYPE", ["1"])]
    asked = clock._look(Occasion(date(2022, 12, 12), at(date(2022, 12, 12), 10), channels, is_digest=True))
    assert shape(asked) == [("reminder", "#cype", "CYPE", ["1"])]
    assert clock.tick(date(2022, 12, 13)) == []


def test_a_digest_that_did_not_come_keeps_nothing_back() -> None:
    late = action("1", date(2022, 12, 5), owners=("CYPE",))
    clock = Clock.of(KENT, late, since=date(2022, 12, 11))
    assert clock._look(Occasion(date(2022, 12, 12), at(date(2022, 12, 12), 9), KENT.channels)) == []
    assert shape(clock.tick(date(2022, 12, 13))) == [("reminder", "#cype", "CYPE", ["1"])]


# Who has answered.


def test_who_has_answered_since_the_last_step_is_not_asked_at_the_next() -> None:
    clock = Clock.of(EXACT_KENT, action("1", NOVEMBER), since=date(2022, 11, 15))
    assert len(clock.tick(date(2022, 11, 16))) == 2
    clock.answer("1", date(2022, 11, 21), "CYPE")
    assert shape(clock.tick(date(2022, 11, 23))) == [("reminder", "#get", "GET", ["1"])]
    # Nothing was said since: both are asked.
    assert [batch.to for batch in clock.tick(date(2022, 11, 29))] == ["#cype", "#get"]


def test_at_the_first_step_past_the_date_also_who_has_answered_is_asked_and_hears_what_they_said() -> None:
    clock = Clock.of(EXACT_KENT, action("1", NOVEMBER, owners=("CYPE",)), since=date(2022, 11, 28))
    clock.tick(date(2022, 11, 29))
    clock.answer("1", date(2022, 12, 5), "CYPE")
    (batch,) = clock.tick(date(2022, 12, 7))
    answer = batch.items[0].answer
    assert answer is not None
    assert answer.text == "Half done."
    clock.answer("1", date(2022, 12, 12), "CYPE")
    assert [one.kind for one in clock.tick(date(2022, 12, 14))] == ["escalation"]
    assert [one.kind for one in clock.tick(date(2022, 12, 21))] == ["reminder"]


def test_an_answer_to_a_reminder_that_came_early_in_the_week_counts() -> None:
    clock = Clock.of(
        KENT,
        action("1", date(2022, 12, 13), owners=("CYPE",)),  # two weeks before: Tuesday 29 November
        action("2", date(2022, 12, 16), owners=("CYPE",)),  # two weeks before: Friday, said on Tuesday too
        since=date(2022, 11, 27),
    )
    assert clock.days(date(2022, 11, 28), date(2022, 11, 29)) == {"#cype": [("29 Nov", "1 2")]}
    clock.answer("2", date(2022, 11, 30), "CYPE")
    assert clock.days(date(2022, 11, 30), date(2022, 12, 9)) == {"#cype": [("06 Dec", "1")]}


def test_the_very_first_step_is_said_also_to_who_spoke_before_it_and_with_the_digest_where_that_is_all() -> (
    None
):
    def clock(register: Register, *refs: str, spoken: date = date(2022, 11, 1)) -> Clock:
        found = Clock.of(
            register,
            *(action(ref, NOVEMBER, owners=("CYPE",)) for ref in refs),
            since=date(2022, 11, 1),
            digests=True,
        )
        found.answer("1", spoken, "CYPE")
        return found

    (batch,) = clock(EXACT_KENT, "1").tick(date(2022, 11, 2))
    assert batch.items[0].answer is not None
    assert clock(KENT, "1", "2").tick(date(2022, 11, 2))[0].refs == ("1", "2")
    assert clock(KENT, "1").days(date(2022, 11, 2), date(2022, 11, 8)) == {"#cype": [("07 Nov", "1")]}
    (batch,) = clock(KENT, "1", spoken=date(2022, 10, 20)).tick(date(2022, 11, 2))
    assert batch.items[0].answer is None


def test_where_only_those_who_have_answered_are_left_to_ask_it_waits_for_the_digest() -> None:
    clock = Clock.of(KENT, action("1", NOVEMBER, owners=("CYPE",)), since=date(2022, 11, 28), digests=True)
    clock.tick(date(2022, 11, 29))
    clock.answer("1", date(2022, 12, 5), "CYPE")
    found = clock.days(date(2022, 12, 6), date(2022, 12, 16))
    assert found["#cype"] == [("12 Dec", "1")]


def test_where_others_are_asked_that_day_it_is_asked_with_them() -> None:
    late = [action(ref, NOVEMBER, owners=("CYPE",)) for ref in ("1", "2")]
    clock = Clock.of(KENT, *late, since=date(2022, 11, 28), digests=True)
    clock.tick(date(2022, 11, 29))
    clock.answer("1", date(2022, 12, 5), "CYPE")
    assert clock.days(date(2022, 12, 6), date(2022, 12, 11))["#cype"] == [("07 Dec", "1 2")]


def test_an_escalation_knows_what_was_said_since_the_date() -> None:
    clock = Clock.of(KENT, action("1", NOVEMBER, owners=("CYPE", "GET")), since=date(2022, 11, 28))
    clock.days(date(2022, 11, 29), date(2022, 12, 7))
    clock.answer("1", date(2022, 12, 2), "CYPE")
    leads = {batch.to: batch.items[0].answer for batch in clock.tick(date(2022, 12, 14)) if batch.to[0] == "U"}
    assert leads["UCYPE"] is not None
    assert leads["UGET"] is None
    clock.tick(date(2022, 12, 21))
    (to_admin,) = [batch for batch in clock.tick(date(2022, 12, 28)) if batch.to == "UADMIN"]
    assert to_admin.items[0].answer is not None


# Who is told.


def shape(found: Iterable[Batch]) -> list[tuple[str, str, str | None, list[str]]]:
    return [(b.kind, b.to, b.directorate, list(b.refs)) for b in found]


def told_on(day: date, register: Register, *actions: Action) -> list[Batch]:
    return Clock.of(register, *actions, since=day - DAY).tick(day)


def test_on_16_november_three_channels_get_one_reminder_each() -> None:
    joint, ours, every = ("CYPE", "GET"), ("GLD",), ("CYPE", "GET", "GLD")
    due = [("42", joint), ("14", joint), ("38", joint), ("21", ours), ("5", ours), ("3", every)]
    found = told_on(date(2022, 11, 16), KENT, *(action(ref, NOVEMBER, owners=owners) for ref, owners in due))
    assert shape(found) == [
        ("reminder", "#cype", "CYPE", ["3", "14", "38", "42"]),
        ("reminder", "#get", "GET", ["3", "14", "38", "42"]),
        ("reminder", "#gld", "GLD", ["3", "5", "21"]),
    ]


def test_what_is_due_first_stands_first_and_10_comes_after_9_and_high_priorities_before_all() -> None:
    same = action("2", date(2022, 12, 14), owners=("GLD",)), action("10", NOVEMBER, owners=("GLD",))
    found = told_on(date(2022, 11, 16), KENT, *same, action("9", NOVEMBER, owners=("GLD",)))
    assert shape(found) == [("reminder", "#gld", "GLD", ["9", "10", "2"])]
    urgent = action("30", date(2022, 12, 14), owners=("GLD",), priority="High")
    assert told_on(date(2022, 11, 16), KENT, *same, urgent)[0].refs == ("30", "10", "2")


def test_directorates_that_share_a_channel_share_the_reminder() -> None:
    growth, law = Directorate("GET", "Growth", "#cype", ""), Directorate("GLD", "Law", "", "")
    shared = replace(KENT, directorates=(CYPE, growth, law), reminders=EXACT)
    found = told_on(
        date(2022, 11, 16),
        shared,
        action("3", NOVEMBER, owners=("CYPE", "GET", "GLD")),
        action("4", NOVEMBER, owners=("GET",)),
    )
    assert shape(found) == [("reminder", "#cype", None, ["3", "4"])]


def test_an_escalation_goes_to_the_leads_and_then_the_admins() -> None:
    plan = replace(EXACT, lead_after=28, admin_after=28)
    found = told_on(date(2022, 12, 28), replace(KENT, reminders=plan), action("3", NOVEMBER))
    assert shape(found) == [
        ("reminder", "#cype", "CYPE", ["3"]),
        ("reminder", "#get", "GET", ["3"]),
        ("escalation", "UCYPE", "CYPE", ["3"]),
        ("escalation", "UGET", "GET", ["3"]),
        ("escalation", "UADMIN", None, ["3"]),
    ]


def test_somebody_who_is_lead_and_admin_is_told_once() -> None:
    plan = replace(EXACT, lead_after=28, admin_after=28)
    both = replace(KENT, admins=("UCYPE", "UADMIN", ""), directorates=(CYPE, GLD), reminders=plan)
    late, other = action("3", NOVEMBER, owners=("CYPE",)), action("1", NOVEMBER, owners=("GLD",))
    found = [one for one in told_on(date(2022, 12, 28), both, late, other) if one.kind == "escalation"]
    assert shape(found) == [
        ("escalation", "UCYPE", None, ["1", "3"]),
        ("escalation", "UGLD", "GLD", ["1"]),
        ("escalation", "UADMIN", None, ["1", "3"]),
    ]


def test_two_milestones_of_one_action_are_both_named_and_the_action_once() -> None:
    both = action("38", NOVEMBER, date(2022, 12, 29), owners=("GLD",))
    (batch,) = [one for one in told_on(date(2022, 12, 28), EXACT_KENT, both) if one.kind == "reminder"]
    assert [item.milestone.label for item in batch.items] == ["", "Part 1"]
    assert batch.refs == ("38",)


# The rules once more, as slowly and plainly as they can be said, to hold the quick answers to.

slowly = settings(deadline=None)
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


def steps_of(register: Register, one: Action, first: date, last: date) -> list[Step]:
    """Each step there is: the steps of single days, which ``test_reminders`` holds to plain rules."""
    return [
        step
        for day in each_day(first, last)
        for step in steps_between(one.milestones[0], one, register, day - DAY, day, date.min)
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
                Audience.CHANNEL: {d.channel for d in owning},
                Audience.LEAD: {d.lead for d in owning},
                Audience.ADMIN: set(register.admins),
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
                and other.audience is step.audience is Audience.CHANNEL
                and other.sent_on.isocalendar()[:2] == week
                and other.sent_on <= step.sent_on
            ]
            day = max([min(of_week), *eves]) if register.reminders.once_a_week else step.sent_on
            found.setdefault((recipient, day), set()).add(ref)
    return found


@slowly
@given(plan=plans, actions=drawn_actions, where=channels, closed=st.frozensets(near, max_size=10))
def test_each_recipient_is_told_on_the_days_the_rules_give_of_just_what_they_give(
    plan: ReminderPlan, actions: list[Action], where: tuple[str, ...], closed: frozenset[date]
) -> None:
    register = register_with(plan, where, closed)
    first, last = MONDAY, MONDAY + timedelta(days=55)
    clock = Clock.of(register, *actions, since=first - DAY)
    found = {(b.to, day): set(b.refs) for day in each_day(first, last) for b in clock.tick(day)}
    assert found == plainly(register, actions, first, last)


@slowly
@given(plan=plans, actions=drawn_actions, where=channels, closed=st.frozensets(near, max_size=10))
def test_with_digests_the_same_is_asked_on_the_same_days(
    plan: ReminderPlan, actions: list[Action], where: tuple[str, ...], closed: frozenset[date]
) -> None:
    register = register_with(plan, where, closed)
    days = list(each_day(MONDAY, MONDAY + timedelta(days=40)))
    with_digests = Clock.of(register, *actions, since=MONDAY - DAY, digests=True)
    without = Clock.of(register, *actions, since=MONDAY - DAY)
    for day in days:
        assert sorted(shape(with_digests.tick(day)), key=str) == sorted(shape(without.tick(day)), key=str)


gaps = st.lists(st.integers(1, 9), min_size=1, max_size=12)
answers = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5), codes), max_size=8)


@slowly
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
    day, sent = MONDAY - DAY, list[tuple[str, str, Audience, int]]()
    for turn, days in enumerate(ticks):
        day += timedelta(days=days)
        for _turn, number, who in (one for one in spoken if one[0] == turn):
            clock.answer(str(number), day - DAY, *who)
        for batch in clock.tick(day):
            assert batch.items
            sent += [(batch.to, i.action.ref, i.step.audience, i.step.days) for i in batch.items]
    assert len(sent) == len(set(sent))


@slowly
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
            if directorate.code in drawn.owners and directorate.channel and Audience.CHANNEL in last:
                assert latest[directorate.channel, drawn.ref] >= last[Audience.CHANNEL].days
        if Audience.ADMIN in last:
            assert latest["UADMIN", drawn.ref] >= last[Audience.ADMIN].days


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
