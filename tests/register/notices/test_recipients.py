"""Everybody is told what concerns them, once, in as few messages as that takes; who has answered is let be."""

from dataclasses import replace
from datetime import date

import pytest

from register.absences import Absence
from register.action import Action
from register.life import Delay, Evidence, Life, SentBack
from register.notices.batches import Batch, Occasion, Pending
from register.notices.plans import ReminderPlan, Steps
from register.register import Directorate, Register
from tests.register.notices.reminder_clock import (
    CYPE,
    DAY,
    EXACT,
    EXACT_KENT,
    GET,
    GLD,
    KENT,
    NOVEMBER,
    WEEKLY,
    Clock,
    action,
    at,
    shape,
)

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
    before = clock.look(Occasion(date(2022, 12, 12), at(date(2022, 12, 12), 9), channels))
    assert shape(before) == [("escalation", "UCYPE", "CYPE", ["1"])]
    asked = clock.look(Occasion(date(2022, 12, 12), at(date(2022, 12, 12), 10), channels, is_digest=True))
    assert shape(asked) == [("reminder", "#cype", "CYPE", ["1"])]
    assert clock.tick(date(2022, 12, 13)) == []


def test_a_digest_that_did_not_come_keeps_nothing_back() -> None:
    late = action("1", date(2022, 12, 5), owners=("CYPE",))
    clock = Clock.of(KENT, late, since=date(2022, 12, 11))
    assert clock.look(Occasion(date(2022, 12, 12), at(date(2022, 12, 12), 9), KENT.channels)) == []
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


def test_what_was_said_before_an_action_was_sent_back_is_no_answer() -> None:
    late = action("1", NOVEMBER, owners=("CYPE",))
    back = replace(
        late, life=replace(late.life, sent_back=SentBack("UCYPE", at(date(2022, 12, 6), 12), "no link"))
    )
    for late_action, is_answered in ((late, True), (back, False)):
        clock = Clock.of(KENT, late_action, since=date(2022, 11, 28))
        clock.tick(date(2022, 11, 29))
        clock.answer("1", date(2022, 12, 5), "CYPE", text="It is live.")
        batches = {
            batch.to: batch for batch in (*clock.tick(date(2022, 12, 7)), *clock.tick(date(2022, 12, 14)))
        }
        assert (batches["UCYPE"].items[0].answer is not None) is is_answered
    assert ("#cype" in batches) is True
    clock = Clock.of(KENT, back, since=date(2022, 11, 28))
    clock.answer("1", date(2022, 12, 6), "CYPE", text="Open again, as one link is missing.")
    (_reminder, escalation) = clock.tick(date(2022, 12, 14))
    assert escalation.items[0].answer is not None  # what was said with it counts


def asked_why(life: Life) -> list[bool]:
    """Whether the channel is asked for a cause, at each reminder in the fortnight after a missed date."""
    late = replace(action("1", NOVEMBER, owners=("CYPE",)), life=life)
    clock = Clock.of(KENT, late, since=NOVEMBER - DAY)
    days = [NOVEMBER + days * DAY for days in range(1, 15)]
    return [one.items[0].asks_why for day in days for one in clock.tick(day) if one.to == "#cype"]


def test_a_channel_is_asked_why_a_date_was_missed_at_the_first_reminder_after_it() -> None:
    assert asked_why(Life()) == [True, False]


@pytest.mark.parametrize(
    ("reported", "sent_back", "was_missed"),
    [
        (NOVEMBER - DAY, NOVEMBER + DAY, False),
        (NOVEMBER, NOVEMBER + DAY, False),  # on the day itself is in time
        (NOVEMBER + DAY, NOVEMBER + 2 * DAY, True),
        (NOVEMBER - 2 * DAY, NOVEMBER, True),  # they had the day left
    ],
)
def test_nobody_is_asked_why_a_date_was_missed_that_was_reported_complete_in_time_and_sent_back_after_it(
    reported: date, sent_back: date, was_missed: bool
) -> None:
    shown = Evidence(1, "the minutes", "UAMY", at(reported, 9))
    life = Life(evidence=(shown,), sent_back=SentBack("UCYPE", at(sent_back, 9), "no link"))
    assert asked_why(life)[:1] == [was_missed]


def test_a_date_that_is_explained_already_is_not_asked_about() -> None:
    assert not any(asked_why(Life(delays=(Delay(NOVEMBER, "money", "the tender", "UAMY", at(NOVEMBER, 9)),))))


@pytest.mark.parametrize("is_review", [True, False])
def test_nobody_is_asked_why_before_a_date_or_at_a_review_and_a_lead_never_is(is_review: bool) -> None:
    late = action("1", NOVEMBER, owners=("CYPE",))
    milestone = replace(late.milestones[0], is_review=is_review)
    clock = Clock(EXACT_KENT, [Pending(late, milestone, NOVEMBER - 2 * DAY)])
    days = [NOVEMBER - DAY, NOVEMBER + 7 * DAY, NOVEMBER + 14 * DAY]
    found = [(day, one) for day in days for one in clock.tick(day)]
    assert [(f"{day:%d %b}", one.to, one.items[0].asks_why) for day, one in found] == [
        *([] if is_review else [("29 Nov", "#cype", False)]),  # of a review they hear a week before
        ("07 Dec", "#cype", not is_review),
        ("14 Dec", "#cype", False),
        ("14 Dec", "UCYPE", False),
    ]


# Who is told.


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


def test_a_shared_reminder_names_the_officers_of_each_directorate_and_asks_once_why_a_date_was_missed() -> None:
    shared = replace(KENT, directorates=(CYPE, replace(GET, channel="#cype")), reminders=EXACT)
    late = replace(action("3", NOVEMBER), life=Life(officers={"CYPE": "UAMY", "GET": "UBEN"}))
    (batch,) = told_on(NOVEMBER + 7 * DAY, shared, late)
    (item,) = batch.items
    assert ([one.person for one in item.mentions], item.asks_why) == (["UAMY", "UBEN"], True)


def test_in_the_digest_nobody_but_its_channels_is_told() -> None:
    plan = replace(WEEKLY, lead_after=14)
    late = action("3", date(2022, 11, 28), owners=("CYPE", "GET"))
    monday = date(2022, 12, 12)
    clock = Clock.of(replace(KENT, reminders=plan), late, since=monday - DAY)
    found = clock.look(Occasion(monday, at(monday, 10), frozenset({"#cype"}), is_digest=True))
    assert shape(found) == [("reminder", "#cype", "CYPE", ["3"])]


def test_what_the_only_administrator_is_to_be_told_waits_until_they_are_back() -> None:
    late, day = action("3", NOVEMBER, owners=("CYPE",)), NOVEMBER + 28 * DAY
    plan = replace(EXACT, lead_after=None, admin_after=28)
    clock = Clock.of(replace(KENT, reminders=plan), late, since=day - DAY)
    absent = {"UADMIN": Absence("UADMIN", day)}
    assert [one.to for one in clock.look(Occasion(day, at(day, 9), away=absent))] == ["#cype"]
    assert [one.to for one in clock.tick(day + DAY)] == ["UADMIN"]


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
