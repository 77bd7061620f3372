"""What was added to a message that had rung already, and what waits for somebody who was never asked, rings once, on
the next working day.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.button_presses import verify
from demo.office import CYPE_LEAD, LEAD_OFFICERS, MONITOR, OFFICER_IDS
from demo.story import shown_text
from playground.server import Playground
from register.action import Line
from register.people import Person
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from tests.desk import desk_of
from tests.readings import paper_of
from tests.sending_desk import SendingDesk, buttons
from workflow.imports import import_reading
from workflow.people import record_person

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture
def desk(engine: Engine, kent: Register, slack: Playground) -> SendingDesk:
    """A register of two dozen actions of CYPE."""
    desk_of(engine, kent, 24)
    return SendingDesk(engine, slack)


def test_what_rang_no_bell_rings_once_the_next_working_day(desk: SendingDesk) -> None:
    for ref in (1, 2, 3):
        desk.types(AMY, f"done {ref} Signed off at the board")
    desk.types(CYPE_LEAD, "verify 2")
    desk.tomorrow()
    first, second = desk.asked_of()
    assert "Action 1 is reported complete" in first
    assert "Action 3" not in first
    assert "Action 3 is reported complete" in second
    assert buttons(desk.slack) == ["verify kent:3|1", "reject kent:3|1"]
    desk.types(AMY, "done 4 Handed over")
    assert desk.asked_of()[1].startswith("2 decisions are waiting for you")
    desk.types(CYPE_LEAD, "verify 3 and 4")
    assert desk.asked_of()[1].startswith("All of these are decided")
    desk.tomorrow()
    assert len(desk.asked_of()) == 2


def test_of_what_was_sent_back_and_reported_again_only_the_later_report_rings(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.types(CYPE_LEAD, "reject 2 because one name is missing")
    desk.types(AMY, "done 2 Handed over, with the names")
    desk.tomorrow()
    first, second = desk.asked_of()
    assert "*Sent back*" in first
    assert second.count("Action 2 is reported complete") == 1
    assert "*Sent back*" not in second


def test_what_rang_no_bell_is_not_lost_where_todays_message_can_be_changed_no_more(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.now = datetime(2022, 11, 17, 8, tzinfo=UTC)
    desk.types(AMY, "done 3 Sent to all")
    desk.slack.faults.add("chat.update", "edit_window_closed")
    desk.tomorrow(0)
    _yesterdays, todays, another = desk.asked_of()
    assert "Action 2" not in todays
    assert "Action 2 is reported complete" in another


def test_what_was_added_before_the_days_reminders_rings_the_next_day_all_the_same(desk: SendingDesk) -> None:
    desk.now = datetime(2022, 11, 17, 8, tzinfo=UTC)
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.tomorrow(0)
    assert len(desk.asked_of()) == 1
    desk.tomorrow()
    assert "Action 2 is reported complete" in desk.asked_of()[1]


def test_nobody_is_asked_again_for_what_rang(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    for _day in range(3):
        desk.tomorrow()
    assert len(desk.asked_of()) == 2
    assert len(buttons(desk.slack)) == 2


def test_nothing_rings_at_the_weekend_or_while_they_are_away(desk: SendingDesk) -> None:
    desk.now = datetime(2022, 11, 18, 15, tzinfo=UTC)  # a Friday
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.tomorrow()
    desk.tomorrow()
    assert len(desk.asked_of()) == 1
    desk.types(CYPE_LEAD, f"away until 21 November deputy <@{GARETH}>")
    desk.tomorrow()
    assert len(desk.asked_of()) == 1
    desk.tomorrow()
    assert len(desk.asked_of()) == 2


def test_who_stands_in_is_asked_once_in_place_of_who_is_away(desk: SendingDesk) -> None:
    for ref in (1, 2, 3):
        desk.types(AMY, f"done {ref} Signed off at the board")
    desk.types(CYPE_LEAD, f"away until 20 November deputy <@{GARETH}>")
    desk.tomorrow()
    assert len(desk.asked_of()) == 1
    (shown,) = desk.asked_of(GARETH)
    assert shown.startswith(
        "3 decisions are waiting for you"
    )  # that of action 1 rang for the lead, but not for them
    assert shown.count(f"You are asked in place of <@{CYPE_LEAD}>, who is away until 20 November 2022.") == 3
    assert buttons(desk.slack, GARETH)[::2] == ["verify kent:1|1", "verify kent:2|1", "verify kent:3|1"]
    desk.tomorrow()
    assert len(desk.asked_of(GARETH)) == 1
    assert "verified" in verify(desk.context, desk.press(GARETH, "kent:2|1")).text
    desk.sends()
    assert "Action 2 is reported complete: :white_check_mark: *Verified*" in desk.asked_of(GARETH)[0]
    assert "Action 2 is reported complete: :white_check_mark: *Verified*" in desk.asked_of()[0]
    desk.tomorrow(3)  # the lead is back
    assert len(desk.asked_of(GARETH)) == 1
    assert "Action 3 is reported complete" in desk.asked_of()[1]
    assert "Action 1 is reported complete" not in desk.asked_of()[1]  # it rang for them


def test_who_stands_in_is_asked_to_verify_what_was_reported_while_another_date_was_asked_for(
    desk: SendingDesk,
) -> None:
    desk.types(AMY, "due 1 31 January 2023 because the panel meets then")
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(CYPE_LEAD, f"away until 20 November deputy <@{GARETH}>")
    desk.tomorrow()
    (shown,) = desk.asked_of(GARETH)
    assert "Action 1 is reported complete" in shown
    assert "Another date" not in shown


def test_where_nobody_stands_in_an_administrator_is_asked_and_reads_why(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.types(CYPE_LEAD, "away until 20 November")
    desk.types(AMY, "done 3 Sent to all")
    assert f"You are asked in place of <@{CYPE_LEAD}>, who is away until" in desk.asked_of(MONITOR)[0]
    desk.tomorrow()
    desk.tomorrow()
    assert len(desk.asked_of()) == 1
    _first, shown = desk.asked_of(MONITOR)
    assert "Action 1 is reported complete" in shown
    assert "Action 2 is reported complete" in shown
    assert shown.count(f"You are asked in place of <@{CYPE_LEAD}>, who is away until 20 November 2022.") == 2
    assert buttons(desk.slack, MONITOR)[::2] == ["verify kent:1|1", "verify kent:2|1"]


def test_what_is_to_be_verified_waits_for_a_lead_who_is_away_for_a_single_day(
    desk: SendingDesk,
) -> None:
    desk.types(CYPE_LEAD, "away on 17 November 2022")
    desk.tomorrow()
    answer = desk.types(AMY, "done 1 Signed off at the board").text
    assert f"I have asked <@{CYPE_LEAD}> (who is away, and will see it when back) to verify it." in answer
    assert (desk.asked_of(), desk.asked_of(MONITOR)) == ([], [])
    assert "Nothing is waiting" in desk.types(MONITOR, "waiting").text
    desk.types(AMY, "due 2 31 January 2023 because the panel meets then")  # a date does not wait
    assert ["Another date for action 2 is asked for" in one for one in desk.asked_of(MONITOR)] == [True]
    desk.tomorrow()
    (shown,) = desk.asked_of()
    assert "Action 1 is reported complete" in shown
    assert "Another date for action 2 is asked for" in shown  # it rang for somebody else
    assert len(desk.asked_of(MONITOR)) == 1
    desk.tomorrow()
    assert len(desk.asked_of()) == 1


def test_a_lead_who_stays_away_after_all_is_not_waited_for(desk: SendingDesk) -> None:
    desk.types(CYPE_LEAD, "away on 17 November 2022")
    desk.tomorrow()
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(CYPE_LEAD, "away from 17 November until 25 November 2022")
    desk.tomorrow()
    assert desk.asked_of() == []
    assert "Action 1 is reported complete" in desk.asked_of(MONITOR)[-1]


def test_who_leads_in_place_of_another_is_asked_what_waits(desk: SendingDesk, kent: Register) -> None:
    for ref in (1, 2, 3):
        desk.types(AMY, f"done {ref} Signed off at the board")
    desk.types(AMY, "due 4 31 January 2023 because the panel meets then")
    desk.types(CYPE_LEAD, "verify 2")
    with transaction(desk.engine) as tx:
        leads = [replace(one, lead=GARETH if one.code == "CYPE" else one.lead) for one in kent.directorates]
        registers.save(tx, replace(kent, directorates=tuple(leads)))
    for _day in range(2):
        desk.tomorrow()
    (shown,) = desk.asked_of(GARETH)
    assert shown.startswith("3 decisions are waiting for you")
    assert "in place of" not in shown
    assert buttons(desk.slack, GARETH)[::2] == ["verify kent:1|1", "verify kent:3|1", "grant kent:4|1"]
    assert len(desk.asked_of()) == 1
    desk.types(GARETH, "grant 4")
    assert "Another date for action 4 is asked for: :white_check_mark: *Granted*" in desk.asked_of(GARETH)[0]


def test_whose_directorate_leads_from_now_on_is_asked_what_waits(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(MONITOR, "assign 1 to GET", channel="C0LEADS")
    assert desk.asked_of(LEAD_OFFICERS[1]) == []
    desk.tomorrow()
    assert "Action 1 is reported complete" in desk.asked_of(LEAD_OFFICERS[1])[0]
    desk.tomorrow()
    assert len(desk.asked_of(LEAD_OFFICERS[1])) == 1


def test_where_a_lead_has_left_an_administrator_is_asked_and_reads_why(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    gone = Person(CYPE_LEAD, is_guest=False, is_gone=True)
    record_person(desk.context, "event:gone", gone, desk.now)
    desk.tomorrow()
    shown = desk.asked_of(MONITOR)[-1]
    assert "Action 1 is reported complete" in shown
    assert f"You are asked in place of <@{CYPE_LEAD}>, who has left Slack." in shown


def test_who_is_asked_no_more_reads_who_is_and_finds_it_again_when_they_are(
    desk: SendingDesk, kent: Register
) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.tomorrow()
    asked = len(desk.asked_of())
    desk.types(MONITOR, "assign 1 to GET", channel="C0LEADS")
    desk.tomorrow()
    first, _second = desk.asked_of()
    assert f"*This is now with <@{LEAD_OFFICERS[1]}>.* You need not do anything here." in first
    assert buttons(desk.slack)[::2] == ["verify kent:2|1"]
    assert "Action 1 is reported complete" in desk.asked_of(LEAD_OFFICERS[1])[0]
    desk.types(MONITOR, "assign 1 to CYPE", channel="C0LEADS")
    desk.tomorrow(3)
    assert "asked of" not in desk.asked_of()[0]
    assert f"*This is now with <@{CYPE_LEAD}>.*" in desk.asked_of(LEAD_OFFICERS[1])[0]
    desk.types(CYPE_LEAD, "verify 1")
    for person in (CYPE_LEAD, LEAD_OFFICERS[1]):
        assert "*Verified*" in desk.asked_of(person)[0]
    assert len(desk.asked_of()) == asked  # nobody heard of any of it


def test_what_came_of_an_earlier_report_stays_when_a_later_one_is_asked_of_somebody_else(
    desk: SendingDesk,
) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(CYPE_LEAD, "reject 1 because one name is missing")
    desk.types(AMY, "done 1 Signed off, with the names")
    desk.types(MONITOR, "assign 1 to GET", channel="C0LEADS")
    desk.tomorrow()
    shown = "\n".join(desk.asked_of())
    assert shown.count("*Sent back*") == 1
    assert shown.count(f"*This is now with <@{LEAD_OFFICERS[1]}>.*") == 1


def test_a_lead_who_may_move_a_date_no_more_reads_that_an_administrator_is_asked(
    desk: SendingDesk, kent: Register
) -> None:
    desk.types(AMY, "due 1 31 January 2023 because the panel meets then")
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kent, life=replace(kent.life, extensions=0)))
    desk.tomorrow()
    assert f"*This is now with <@{MONITOR}>.*" in desk.asked_of()[0]
    assert "Another date for action 1 is asked for" in desk.asked_of(MONITOR)[-1]


def test_a_lead_who_is_away_keeps_what_somebody_else_is_asked_meanwhile(desk: SendingDesk) -> None:
    desk.types(AMY, "due 1 31 January 2023 because the panel meets then")
    desk.types(CYPE_LEAD, f"away until 20 November deputy <@{GARETH}>")
    desk.tomorrow()
    assert "Another date for action 1 is asked for" in desk.asked_of(GARETH)[0]
    assert "asked of" not in desk.asked_of()[0]
    assert buttons(desk.slack)[0].startswith("grant kent:1|")


def test_who_stood_in_reads_that_the_lead_is_asked_again(desk: SendingDesk) -> None:
    desk.types(CYPE_LEAD, f"away until 16 November deputy <@{GARETH}>")
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    assert desk.asked_of(GARETH)[0].startswith("2 decisions are waiting for you")
    desk.tomorrow()
    assert desk.asked_of(GARETH)[0].startswith("Nothing here is waiting for you any more")
    assert desk.asked_of(GARETH)[0].count(f"*This is now with <@{CYPE_LEAD}>.*") == 2


def test_what_only_a_paper_says_is_complete_rings_for_nobody(
    engine: Engine, kent: Register, slack: Playground
) -> None:
    desk = SendingDesk(engine, slack)
    line = Line("1", "Promise 1", "", "December 2022", ("CYPE",), "Complete", "")
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of([line]), date(2022, 11, 15), desk.now)
    assert "1 action to decide" in desk.types(CYPE_LEAD, "waiting").text
    desk.types(CYPE_LEAD, f"away until 20 November deputy <@{GARETH}>")
    desk.tomorrow()
    assert (desk.asked_of(), desk.asked_of(GARETH)) == ([], [])


def test_where_they_are_all_away_it_waits(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    for person in (CYPE_LEAD, MONITOR):
        desk.types(person, "away until 17 November")
    desk.tomorrow()
    assert (len(desk.asked_of()), desk.asked_of(MONITOR)) == (1, [])
    desk.tomorrow()
    assert (len(desk.asked_of()), desk.asked_of(MONITOR)) == (2, [])


def test_who_stands_in_and_was_asked_the_same_is_not_asked_again(desk: SendingDesk, kent: Register) -> None:
    other = LEAD_OFFICERS[1]
    shared = Line("25", "Promise 25", "", "December 2022", ("CYPE", "GET"), "", "")
    desk.now += timedelta(minutes=1)
    with transaction(desk.engine) as tx:
        import_reading(tx, kent, replace(paper_of([shared]), sha256="1" * 64), date(2022, 11, 16), desk.now)
        leads = [replace(one, lead=other if one.code == "GET" else one.lead) for one in kent.directorates]
        registers.save(tx, replace(kent, directorates=tuple(leads)))
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 25 Handed over")
    desk.types(CYPE_LEAD, f"away until 20 November deputy <@{other}>")
    assert "Action 25" in desk.asked_of(other)[0]
    desk.tomorrow()
    _first, shown = desk.asked_of(other)
    assert "Action 1 is reported complete" in shown
    assert "Action 25" not in shown


@pytest.mark.parametrize(
    ("person", "before", "waits"),
    [
        (CYPE_LEAD, "", "A decision on action 2 is waiting"),  # that of action 1 rang for them on Friday
        (GARETH, f"away until 18 January deputy <@{GARETH}>", "Decisions on actions 1 and 2 are waiting"),
    ],
    ids=["the lead", "who stands in"],
)
def test_who_is_told_of_late_actions_that_day_reads_of_it_there(
    desk: SendingDesk, person: str, before: str, waits: str
) -> None:
    # A Friday; what was due in December is two weeks late on Monday.
    desk.now = datetime(2023, 1, 13, 15, tzinfo=UTC)
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    if before:
        desk.types(CYPE_LEAD, before)
    messages = len(desk.slack.messages(desk.slack.dm(person)))
    desk.tomorrow(3)
    (shown,) = desk.slack.messages(desk.slack.dm(person))[messages:]
    assert "22 actions well past their date" in shown_text(shown)
    assert f"{waits} for you too: `/htst waiting` shows what is." in shown_text(shown)
    desk.tomorrow()
    assert len(desk.slack.messages(desk.slack.dm(person))) == messages + 1


def test_what_waits_for_one_person_does_not_stand_in_what_another_is_told_of_late_actions(
    desk: SendingDesk, kent: Register
) -> None:
    lines = [Line(ref, f"Promise {ref}", "", "March 2023", ("GET",), "", "") for ref in ("25", "26")]
    desk.now = datetime(2023, 1, 13, 15, tzinfo=UTC)
    with transaction(desk.engine) as tx:
        import_reading(tx, kent, replace(paper_of(lines), sha256="1" * 64), date(2023, 1, 13), desk.now)
    desk.types(GARETH, "done 25 Handed over", "C0GET")
    desk.types(GARETH, "done 26 Handed over", "C0GET")
    messages = len(desk.slack.messages(desk.slack.dm(CYPE_LEAD)))
    desk.tomorrow(3)
    (message,) = desk.slack.messages(desk.slack.dm(CYPE_LEAD))[messages:]
    assert "well past their date" in shown_text(message)
    assert "for you too" not in shown_text(message)
    assert "Action 26 is reported complete" in desk.asked_of(LEAD_OFFICERS[1])[-1]
