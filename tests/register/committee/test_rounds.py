"""The round before a meeting: its days, who is asked for what, and when the shorter reports are due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.absences import Absence
from register.action import Action
from register.committee.meetings import Meeting, MeetingPlan, RoundPlan
from register.committee.movement import Happening, HappeningKind
from register.committee.reporting import BOARD_PACK, SITREP, latest_board_pack, latest_sitrep, report_at
from register.committee.rounds import (
    RoundStep,
    asked_of,
    latest_step,
    moment_of,
    silent,
    steps,
    steps_between,
    update_requests,
)
from register.life import Life
from register.progress import Status
from register.register import Directorate, Register

MARCH = date(2023, 3, 16)
REGISTER = Register(
    "kent",
    "Kent",
    directorates=tuple(Directorate(code, code, f"C0{code}", f"U0{code}LEAD") for code in ("CYPE", "GET")),
    meetings=MeetingPlan((Meeting(date(2022, 11, 15)), Meeting(MARCH)), report_every=14),
)


def action(ref: str, *owners: str, life: Life | None = None, status: Status = Status.IN_PROGRESS) -> Action:
    return Action("kent", ref, "Asked", "", "", owners, owners, (), status.value, status, life=life or Life())


def test_the_steps_work_back_from_the_last_day_to_publish() -> None:
    assert [(one.step, str(one.on)) for one in steps(MARCH, REGISTER)] == [
        (RoundStep.CHASE, "2023-02-22"),
        (RoundStep.CUT_OFF, "2023-03-01"),
        (RoundStep.LEADS, "2023-03-02"),
        (RoundStep.AUTHOR, "2023-03-06"),
        (RoundStep.PUBLISH, "2023-03-08"),
        (RoundStep.RECORD, "2023-03-17"),
    ]


@given(
    st.dates(date(2021, 1, 1), date(2035, 12, 31)),
    *(st.integers(0, 12) for _ in range(5)),
)
def test_no_step_comes_before_the_one_it_follows_and_all_are_working_days(
    meeting: date, clear: int, author: int, leads: int, cut_off: int, chase: int
) -> None:
    plan = RoundPlan(clear, author, leads, cut_off, chase)
    register = replace(REGISTER, meetings=replace(REGISTER.meetings, round=plan))
    days = [one.on for one in steps(meeting, register)]
    assert days == sorted(days)
    assert days[-2] < meeting < days[-1]
    assert all(register.calendar.is_working_day(day) for day in days)


def test_a_step_is_taken_at_its_own_moment_and_at_no_other() -> None:
    chase = moment_of(steps(MARCH, REGISTER)[0], REGISTER)
    assert latest_step(REGISTER, datetime(2023, 2, 28, tzinfo=UTC)) == chase
    second = timedelta(seconds=1)
    assert [one.step for one in steps_between(REGISTER, chase - second, chase)] == [RoundStep.CHASE]
    assert steps_between(REGISTER, chase, chase + second) == []
    assert latest_step(REGISTER, datetime(2020, 1, 1, tzinfo=UTC)) is None


def test_after_days_without_a_run_each_meeting_has_the_last_of_its_own_steps() -> None:
    both = replace(
        REGISTER, meetings=replace(REGISTER.meetings, meetings=(Meeting(date(2023, 3, 23)), Meeting(MARCH)))
    )
    since, until = (datetime(2023, month, day, 12, tzinfo=UTC) for month, day in ((2, 21), (3, 2)))
    found = steps_between(both, since, until)
    assert [(one.days.meeting, one.step) for one in found] == [
        (MARCH, RoundStep.LEADS),
        (date(2023, 3, 23), RoundStep.CHASE),
    ]


def test_only_what_an_owner_says_ends_the_asking() -> None:
    item, two, done = action("1", "CYPE"), action("2", "GET"), action("3", "GET", status=Status.IMPLEMENTED)
    answer = [
        Happening("1", HappeningKind.NO_CHANGE, MARCH, "U0AMY"),
        Happening("2", HappeningKind.DATE_MOVED, MARCH, "paper"),
    ]
    assert silent([item, two, done], answer) == [two]


def test_who_is_asked_the_officer_the_lead_directorate_or_each_owner() -> None:
    joint = action("1", "CYPE", "GET")
    led = action("2", "CYPE", "GET", life=Life(lead="GET"))
    named = action("3", "CYPE", life=Life(officers={"CYPE": "U0AMY"}))
    refs_by_recipient = {
        whom: [one.ref for one in rows] for whom, rows in asked_of([joint, led, named]).items()
    }
    assert refs_by_recipient == {"CYPE": ["1"], "GET": ["1", "2"], "U0AMY": ["3"]}


def test_whoever_answers_for_several_is_asked_once_for_all_and_for_each_action_once() -> None:
    joint, named = action("1", "CYPE", "GET"), action("2", "GET", life=Life(officers={"GET": "U0LEAD"}))
    one_channel = tuple(replace(each, channel="C0BOTH") for each in REGISTER.directorates)
    (message,) = update_requests(replace(REGISTER, directorates=one_channel), [joint])
    assert (message.to, message.whom, [one.ref for one in message.rows]) == ("C0BOTH", ("CYPE", "GET"), ["1"])
    one_lead = tuple(replace(each, channel="", lead="U0LEAD") for each in REGISTER.directorates)
    (message,) = update_requests(replace(REGISTER, directorates=one_lead), [joint, named])
    assert (message.to, message.whom) == ("U0LEAD", ("CYPE", "GET", "U0LEAD"))


def test_for_an_officer_who_is_away_their_deputy_is_asked_or_the_directorate() -> None:
    named = action("3", "CYPE", life=Life(officers={"CYPE": "U0AMY"}))
    channel = REGISTER.directorates[0].channel
    for deputy, to in (("U0TOM", "U0TOM"), ("", channel)):
        away = {"U0AMY": Absence("U0AMY", MARCH, deputy)}
        assert [(one.to, one.whom) for one in update_requests(REGISTER, [named], away)] == [(to, ("U0AMY",))]
    assert [one.to for one in update_requests(REGISTER, [named])] == ["U0AMY"]


@pytest.mark.parametrize(
    ("until", "sitrep", "pack"),
    [
        (datetime(2023, 3, 13, 8, 29, tzinfo=UTC), "2023-02-27", "2023-03-01"),
        (datetime(2023, 3, 13, 8, 30, tzinfo=UTC), "2023-03-13", "2023-03-01"),
        (datetime(2023, 1, 2, 12, tzinfo=UTC), "2022-12-19", "2022-12-01"),  # the second is a bank holiday
        (datetime(2023, 1, 3, 12, tzinfo=UTC), "2023-01-03", "2023-01-03"),
        (datetime(2023, 4, 10, 12, tzinfo=UTC), "2023-03-27", "2023-04-03"),  # Easter Monday
        (datetime(2023, 4, 11, 12, tzinfo=UTC), "2023-04-11", "2023-04-03"),
    ],
)
def test_a_sitrep_comes_each_fortnight_and_a_board_pack_each_month(
    until: datetime, sitrep: str, pack: str
) -> None:
    due, packed = latest_sitrep(REGISTER, until), latest_board_pack(REGISTER, until)
    assert due
    assert packed
    assert (str(due.date()), str(packed.date())) == (sitrep, pack)


def test_none_is_sent_where_the_settings_ask_for_none() -> None:
    register = replace(REGISTER, meetings=MeetingPlan())
    assert latest_sitrep(register, datetime(2023, 3, 13, 12, tzinfo=UTC)) is None
    assert latest_board_pack(register, datetime(2023, 3, 13, 12, tzinfo=UTC)) is None


def test_a_sitrep_each_day_skips_none() -> None:
    daily = replace(REGISTER, meetings=replace(REGISTER.meetings, report_every=1))
    due = latest_sitrep(daily, datetime(2023, 4, 9, 12, tzinfo=UTC))
    assert due
    assert str(due.date()) == "2023-04-09"


def test_a_sitrep_each_week_is_about_that_week() -> None:
    weekly = replace(REGISTER, meetings=replace(REGISTER.meetings, report_every=7))
    due = latest_sitrep(weekly, datetime(2023, 3, 7, 12, tzinfo=UTC))
    assert due
    assert str(due.date()) == "2023-03-06"
    found = report_at(weekly, SITREP, date(2023, 3, 6))
    assert found.span == "27 February 2023 to 5 March 2023"


def test_reports_follow_one_another_without_a_gap() -> None:
    first, second = (report_at(REGISTER, SITREP, date(2023, 3, day)) for day in (13, 27))
    assert second.since == first.until
    before, moved, next_ = (
        report_at(REGISTER, SITREP, day) for day in (date(2023, 3, 27), date(2023, 4, 11), date(2023, 4, 24))
    )
    assert (moved.since, next_.since) == (before.until, moved.until)
    month, after = (report_at(REGISTER, BOARD_PACK, date(2023, month, 1)) for month in (3, 4))
    assert (str(month.since), str(month.until)) == ("2023-01-31", "2023-02-28")
    assert after.since == month.until


class _NeverCompared(Action):
    """One of thousands: to compare each with each takes minutes, all fields of both being read."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise AssertionError("actions are told apart by their refs")


def test_who_is_asked_for_what_is_found_without_comparing_every_action_with_every_other() -> None:
    both = ("GET", "CYPE")
    rows = [
        _NeverCompared("kent", str(n), "", "", "", both, both, (), "", Status.IN_PROGRESS) for n in range(5)
    ]
    assert [len(one.rows) for one in update_requests(REGISTER, rows)] == [5, 5]
