"""On the day of a round's request nobody is asked about an action twice: the request asks what a reminder would."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import Engine

from demo.office import OFFICER_IDS
from jobs.timetable import tick
from register.action import Line
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from storage.queue.notices import Notice
from tests.jobs.test_timetable import at
from tests.readings import paper_of
from workflow.absences import record_absence
from workflow.context import Context, Request
from workflow.imports import import_reading
from workflow.owners import name_officer
from workflow.updates import record_updates

AMY = OFFICER_IDS["CYPE"]
CHASE, NEXT_DAY, LAST_CALL = "2023-02-22", "2023-02-23", "2023-03-01"
"""Days of the round for 16 March 2023: Wednesdays, and the Thursday after the first."""


def read_in(
    engine: Engine, register: Register, dates: Sequence[str], owners: tuple[str, ...] = ("CYPE",)
) -> None:
    """Actions 1, 2, … with these target dates, on the Monday before; reminders begin the day after."""
    lines = [Line(str(n), f"Promise {n}", "", day, owners, "In progress", "") for n, day in enumerate(dates, 1)]
    with transaction(engine) as tx:
        registers.save(tx, register)
        import_reading(tx, register, paper_of(lines), at("2023-02-20").date(), at("2023-02-20"))


def asked(engine: Engine, day: str, *times: str) -> list[tuple[str, str, str]]:
    """Kind, recipient and refs of what asks owners at these times of a day."""
    found = [one for clock in times for one in tick(engine, at(day, clock), at(day, clock))]
    return [(one.kind, one.to, " ".join(one.refs)) for one in found if one.kind in ("round", "reminder")]


def requests_of(engine: Engine, day: str, clock: str) -> list[Notice]:
    return [one for one in tick(engine, at(day, clock), at(day, clock)) if one.kind == "round"]


@pytest.mark.parametrize("reminders_at", [time(8), time(8, 30), time(9)], ids=["before", "together", "after"])
@pytest.mark.parametrize("once_a_week", [True, False], ids=["once a week", "exact days"])
def test_a_round_and_a_reminder_do_not_ask_about_the_same_action_in_a_morning(
    engine: Engine, kent: Register, reminders_at: time, once_a_week: bool
) -> None:
    plan = replace(kent.reminders, at=reminders_at, once_a_week=once_a_week)
    # 8 March is two weeks ahead, 22 March four, and of 31 December nothing is due: only the round asks about it.
    read_in(engine, replace(kent, reminders=plan), ["8 March 2023", "22 March 2023", "31 December 2023"])
    assert asked(engine, CHASE, "08:00", "08:30", "09:00", "10:00") == [("round", "C0CYPE", "1 2 3")]
    assert asked(engine, NEXT_DAY, "10:00") == []


def test_after_a_day_on_which_nothing_ran_the_round_comes_first_and_asks_alone(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, kent, ["8 March 2023"])
    assert asked(engine, NEXT_DAY, "10:00") == [("round", "C0CYPE", "1")]


def test_what_is_answered_and_so_not_in_the_round_is_reminded_of_as_always(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, kent, ["8 March 2023", "22 March 2023"])
    context = Context(engine, lambda: at("2023-02-21", "12:00"))
    request = Request("answer", AMY, "C0CYPE", at("2023-02-21", "12:00"), "command")
    record_updates(context, request, "kent", [("2", "Half done.")])
    found = asked(engine, CHASE, "08:30", "09:00")
    assert found[0] == ("round", "C0CYPE", "1")
    assert all("1" not in refs.split() for kind, _to, refs in found if kind == "reminder")


def test_the_round_says_what_the_reminder_would_and_asks_why_a_date_was_missed(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, kent, ["31 December 2023", "15 February 2023", "8 March 2023"])
    (request,) = requests_of(engine, CHASE, "08:30")
    words = request.payload["text"]
    assert "1 action past its date, 7 days late, and 1 due soon" in words
    assert "Why was the date of action 2 missed?" in words
    assert "`/htst why 2 CAUSE: what happened`" in words
    rows = str(request.payload["blocks"])
    # What a reminder would have asked comes first, under its date.
    order = [
        "*7 days late, due 15 February 2023*",
        "*2*",
        "*Due 8 March 2023, in 2 weeks*",
        "*3*",
        "*The others*",
        "*1*",
    ]
    assert sorted(order, key=rows.index) == order
    # Asked once: neither the next reminder nor the last call asks why again.
    for day, clock in (("2023-02-27", "09:30"), (LAST_CALL, "08:30"), (LAST_CALL, "09:00")):
        assert "missed?" not in str([one.payload for one in tick(engine, at(day, clock), at(day, clock))])


def test_a_channel_is_spared_what_its_officer_is_asked_and_another_directorates_channel_is_not(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, kent, ["8 March 2023"], owners=("CYPE", "GET"))
    context = Context(engine, lambda: at("2023-02-21", "12:00"))
    name_officer(
        context, Request("name", "U0MONITOR", "C0LEADS", at("2023-02-21"), "command"), "kent", "1", AMY, "CYPE"
    )
    found = asked(engine, CHASE, "08:30", "09:00")
    assert sorted(found) == [("round", "C0GET", "1"), ("round", AMY, "1")]


def test_the_day_before_a_date_that_a_round_did_not_ask_of_keeps_its_message(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, kent, ["24 February 2023"])
    assert asked(engine, CHASE, "08:30", "09:00") == [("round", "C0CYPE", "1")]
    assert asked(engine, NEXT_DAY, "09:00") == [("reminder", "C0CYPE", "1")]


@pytest.mark.parametrize("once_a_week", [True, False], ids=["once a week", "exact days"])
def test_a_request_whose_day_is_moved_after_it_came_keeps_back_no_reminder(
    engine: Engine, kent: Register, once_a_week: bool
) -> None:
    """The step comes again on Thursday, and is said once: what is due then is a reminder as on other days."""
    register = replace(kent, reminders=replace(kent.reminders, once_a_week=once_a_week))
    read_in(engine, register, ["24 February 2023", "31 December 2023"])
    assert asked(engine, CHASE, "08:30", "09:00") == [("round", "C0CYPE", "1 2")]
    later = replace(register.meetings.round, chase=register.meetings.round.chase - 1)
    with transaction(engine) as tx:
        registers.save(tx, replace(register, meetings=replace(register.meetings, round=later)))
    assert asked(engine, NEXT_DAY, "08:30", "09:00") == [("reminder", "C0CYPE", "1")]


def test_of_an_action_with_several_dates_that_are_due_the_request_says_each(
    engine: Engine, kent: Register
) -> None:
    read_in(engine, kent, ["Policy: 15 February 2023; Training: 8 March 2023"])
    (notice,) = requests_of(engine, CHASE, "08:30")
    words = str(notice.payload["text"])
    assert "7 days late, due 15 February 2023" in words
    assert "Also due 8 March 2023, in 2 weeks (Training)" in words
    assert asked(engine, CHASE, "09:00") == []


def test_for_an_officer_of_two_directorates_who_is_away_each_channel_is_asked_about_its_own(
    engine: Engine, kent: Register
) -> None:
    lines = [
        Line(n, f"Promise {n}", "", "8 March 2023", (code,), "", "")
        for n, code in (("1", "CYPE"), ("2", "GET"))
    ]
    with transaction(engine) as tx:
        registers.save(tx, kent)
        import_reading(tx, kent, paper_of(lines), at("2023-02-20").date(), at("2023-02-20"))
    at_noon = at("2023-02-21", "12:00")
    context = Context(engine, lambda: at_noon)
    for ref, code in (("1", "CYPE"), ("2", "GET")):
        request = Request(f"name {ref}", "U0MONITOR", "C0LEADS", at_noon, "command")
        name_officer(context, request, "kent", ref, AMY, code)
    record_absence(context, Request("away", AMY, "C0CYPE", at_noon, "command"), "kent", date(2023, 3, 10), "")
    found = asked(engine, CHASE, "08:30", "09:00")
    assert sorted(found) == [("round", "C0CYPE", "1"), ("round", "C0GET", "2")]


def test_a_directorate_is_not_asked_again_why_a_date_was_missed_as_another_is_asked_for_the_first_time(
    engine: Engine, kent: Register
) -> None:
    """CYPE was asked in Monday's digest, with what else it was reminded of; GET is asked in the round on Wednesday."""
    lines = [
        Line("1", "Promise 1", "", "15 February 2023", ("CYPE", "GET"), "", ""),
        Line("2", "Promise 2", "", "21 March 2023", ("CYPE",), "", ""),
    ]
    with transaction(engine) as tx:
        registers.save(tx, kent)
        import_reading(tx, kent, paper_of(lines), at("2023-02-17").date(), at("2023-02-17"))
    monday = tick(engine, at("2023-02-20", "09:30"), at("2023-02-20", "09:30"))
    assert [(one.to, one.reminds) for one in monday if one.reminds] == [("C0CYPE", ("1", "2"))]
    words = {one.to: str(one.payload["text"]) for one in requests_of(engine, CHASE, "08:30")}
    assert set(words) == {"C0CYPE", "C0GET"}
    assert "Why was the date of action 1 missed?" in words["C0GET"]
    assert "missed?" not in words["C0CYPE"]
    assert "late" not in words["C0CYPE"]


def test_a_digest_on_the_day_of_a_request_does_not_list_again_what_that_asks(
    engine: Engine, kent: Register
) -> None:
    on_wednesdays = replace(kent, digest=replace(kent.digest, weekday=2))
    read_in(engine, on_wednesdays, ["15 February 2023", "8 March 2023"])
    found = [one for one in tick(engine, at(CHASE, "09:30"), at(CHASE, "09:30")) if one.to == "C0CYPE"]
    assert [(one.kind, one.reminds) for one in found] == [("round", ()), ("digest", ())]
    assert "Promise 1" in str(found[0].payload)
    assert "oldest first" not in str(found[1].payload)  # the heading of what is overdue
    assert "What you are asked in another message today is not repeated here." in found[1].payload["text"]
