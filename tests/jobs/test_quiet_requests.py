"""What was added to a message that had rung already rings once, on the next working day, where it still waits."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from demo.office import LEAD, OFFICERS
from demo.story import shown_text
from playground.server import Playground
from register.register import Register
from tests.desk import desk_of
from tests.sending_desk import SendingDesk, buttons

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


def test_who_is_told_of_late_actions_that_day_reads_of_it_there(desk: SendingDesk) -> None:
    desk.now = datetime(
        2023, 1, 13, 15, tzinfo=UTC
    )  # a Friday; what was due in December is two weeks late tomorrow
    desk.types(AMY, "done 1 Signed off at the board")
    desk.types(AMY, "done 2 Handed over")
    before = len(desk.slack.messages(desk.slack.dm(LEAD)))
    desk.tomorrow(3)
    (shown,) = desk.slack.messages(desk.slack.dm(LEAD))[before:]
    assert "22 actions well past their date" in shown_text(shown)
    assert "A decision on action 2 waits for you too: `/htst waiting` shows what does." in shown_text(shown)
    desk.tomorrow()
    assert len(desk.slack.messages(desk.slack.dm(LEAD))) == before + 1
