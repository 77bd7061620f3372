"""What was added to a message that had rung already rings once, on the next working day, where it still waits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.button_presses import verify
from demo.office import LEAD, LEAD_OFFICERS, MONITOR, OFFICERS
from demo.story import shown_text
from playground.server import Playground
from register.action import Line
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from tests.desk import desk_of
from tests.readings import paper_of
from tests.sending_desk import SendingDesk, buttons
from workflow.imports import take_in

AMY, GARETH = OFFICERS["CYPE"], OFFICERS["GET"]


@pytest.fixture
def desk(engine: Engine, kent: Register, slack: Playground) -> SendingDesk:
    """A register of two dozen actions of CYPE."""
    desk_of(engine, kent, 24)
    return SendingDesk(engine, slack)


def test_what_rang_no_bell_rings_once_the_next_working_day(desk: SendingDesk) -> None:
    for ref in (1, 2, 3):
        desk.types(AMY, f"done {ref} Signed off at the board")
    desk.types(LEAD, "verify 2")
    desk.tomorrow()
    first, second = desk.asked_of()
    assert "Action 1 is reported complete" in first
    assert "Action 3" not in first
    assert "Action 3 is reported complete" in second
    assert buttons(desk.slack) == ["verify kent:3|1", "reject kent:3|1"]
    desk.types(AMY, "done 4 Handed over")
    assert desk.asked_of()[1].startswith("2 decisions wait for you")
    desk.types(LEAD, "verify 3 and 4")
    assert desk.asked_of()[1].startswith("All of these are decided")
    desk.tomorrow()
    assert len(desk.asked_of()) == 2


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
    desk.types(LEAD, f"away until 21 November deputy <@{GARETH}>")
    desk.tomorrow()
    assert len(desk.asked_of()) == 1
    desk.tomorrow()
    assert len(desk.asked_of()) == 2


def test_who_stands_in_is_asked_once_in_place_of_who_is_away(desk: SendingDesk) -> None:
    for ref in (1, 2, 3):
        desk.types(AMY, f"done {ref} Signed off at the board")
    desk.types(LEAD, f"away until 20 November deputy <@{GARETH}>")
    desk.tomorrow()
    assert len(desk.asked_of()) == 1
    (shown,) = desk.asked_of(GARETH)
    assert shown.startswith("2 decisions wait for you")
    assert "Action 1 " not in shown  # it rang for the lead
    assert shown.count("You are asked in place of") == 2
    assert buttons(desk.slack, GARETH)[::2] == ["verify kent:2|1", "verify kent:3|1"]
    desk.tomorrow()
    assert len(desk.asked_of(GARETH)) == 1
    assert "verified" in verify(desk.context, desk.press(GARETH, "kent:2|1")).text
    desk.sends()
    assert "Action 2 is reported complete: :white_check_mark: *Verified*" in desk.asked_of(GARETH)[0]
    assert "Action 2 is reported complete: :white_check_mark: *Verified*" in desk.asked_of()[0]
    desk.tomorrow(3)  # the lead is back
    assert len(desk.asked_of(GARETH)) == 1
    assert "Action 3 is reported complete" in desk.asked_of()[1]


def test_where_nobody_stands_in_an_administrator_is_asked(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    desk.types(LEAD, "away until 20 November")
    desk.tomorrow()
    desk.tomorrow()
    assert len(desk.asked_of()) == 1
    (shown,) = desk.asked_of(MONITOR)
    assert "Action 2 is reported complete" in shown
    assert buttons(desk.slack, MONITOR) == ["verify kent:2|1", "reject kent:2|1"]


def test_where_they_are_all_away_it_waits(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    for person in (LEAD, MONITOR):
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
        take_in(tx, kent, replace(paper_of([shared]), sha256="1" * 64), date(2022, 11, 16), desk.now)
        leads = [replace(one, lead=other if one.code == "GET" else one.lead) for one in kent.directorates]
        registers.save(tx, replace(kent, directorates=tuple(leads)))
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 25 Handed over")
    desk.types(LEAD, f"away until 20 November deputy <@{other}>")
    assert "Action 25" in desk.asked_of(other)[0]
    desk.tomorrow()
    assert len(desk.asked_of(other)) == 1


@pytest.mark.parametrize(
    ("person", "before"),
    [(LEAD, ""), (GARETH, f"away until 18 January deputy <@{GARETH}>")],
    ids=["the lead", "who stands in"],
)
def test_who_is_told_of_late_actions_that_day_reads_of_it_there(
    desk: SendingDesk, person: str, before: str
) -> None:
    # A Friday; what was due in December is two weeks late on Monday.
    desk.now = datetime(2023, 1, 13, 15, tzinfo=UTC)
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    if before:
        desk.types(LEAD, before)
    messages = len(desk.slack.messages(desk.slack.dm(person)))
    desk.tomorrow(3)
    (shown,) = desk.slack.messages(desk.slack.dm(person))[messages:]
    assert "22 actions well past their date" in shown_text(shown)
    assert "A decision on action 2 waits for you too: `/htst waiting` shows what does." in shown_text(shown)
    desk.tomorrow()
    assert len(desk.slack.messages(desk.slack.dm(person))) == messages + 1
