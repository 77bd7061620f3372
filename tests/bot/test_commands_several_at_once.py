"""One command about several actions is one operation: all of it is done, or none."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.action import Line
from register.progress import Status
from register.register import Register
from storage.database.engine import transaction
from tests.readings import paper_of
from tests.typed import Keyboard
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY = OFFICER_IDS["CYPE"]
REFS = ("1", "2", "3", "4")


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Keyboard:
    """A register of four actions of CYPE, of which the last was due in October."""
    lines = [
        Line(ref, f"Promise {ref}", "", "October 2022" if ref == "4" else "December 2022", ("CYPE",), "", "")
        for ref in REFS
    ]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    return Keyboard(engine, kent, START)


def test_a_life_of_several_actions_together(desk: Keyboard) -> None:
    assert "Actions 1 and 2 are reported complete. I have asked <@" in desk.types(
        AMY, "done 1 and 2: signed off"
    )
    assert "Actions 1 and 2 are verified." in desk.types(CYPE_LEAD, "verify 1, 2")
    assert "Actions 1 and 2 are closed, as agreed on 15 November 2022." in desk.types(
        MONITOR, "close 1 and 2 meeting 15 November"
    )
    assert "Actions 1 and 2 are open again." in desk.types(
        CYPE_LEAD, "reopen 1-2 because Members asked for more"
    )
    assert {desk.action(ref).status for ref in ("1", "2")} == {Status.IN_PROGRESS}
    desk.types(CYPE_LEAD, "undo")
    assert {desk.action(ref).status for ref in ("1", "2")} == {Status.CLOSED}  # both, as it was one operation


def test_dates_people_and_rest_of_several_actions(desk: Keyboard) -> None:
    assert "You have asked for 28 February 2023 as the new date of actions 1, 2 and 3." in desk.types(
        AMY, "due 1, 2 and 3 28 February 2023 because the tender is late"
    )
    granted = desk.types(CYPE_LEAD, "grant 1, 2")
    assert "action 1 is due 28 February 2023 and action 2 is due 28 February 2023" in granted
    assert "the date of action 3 stays as it is" in desk.types(CYPE_LEAD, "refuse 3 because it is needed")
    assert "is now the officer for actions 1 and 3 in CYPE" in desk.types(CYPE_LEAD, f"assign 1 and 3 <@{AMY}>")
    assert "CYPE now leads on actions 2 and 3." in desk.types(CYPE_LEAD, "assign 2 and 3 to CYPE")
    assert "Reminders for actions 2 and 3 are snoozed until 25 November 2022." in desk.types(
        AMY, "snooze 2, 3 until Friday week because Amy is on leave"
    )
    assert "no change in actions 1 and 2, because the tender is out" in desk.types(
        AMY, "nochange 1 and 2 because the tender is out"
    )
    assert "because we wait as the tender is out" in desk.types(AMY, "nochange 1 we wait as the tender is out")


def test_what_cannot_be_done_to_one_of_them_is_done_to_none(desk: Keyboard) -> None:
    desk.types(AMY, "done 1 Signed off")
    assert "So nothing was recorded for any of them." in desk.types(CYPE_LEAD, "verify 1 and 2")
    assert desk.action("1").status is Status.IMPLEMENTED
    assert "There is no action 99" in desk.types(CYPE_LEAD, "verify 1 and 99")
    assert "So nothing was recorded for any of them." in desk.types(AMY, "why 4 and 1 Money: it ran out")
    assert desk.action("4").updates == ()


def test_a_number_behind_the_refs_is_asked_about_where_it_may_be_one(desk: Keyboard) -> None:
    answered = desk.types(AMY, "done 1 2 signed off")
    assert "`/htst done 1, 2: signed off` or `/htst done 1: 2 signed off`" in answered
    assert desk.action("1").status is not Status.IMPLEMENTED


def test_an_update_that_names_others_further_on_is_one_to_each(desk: Keyboard) -> None:
    answered = desk.types(AMY, "update 1: sent to Legal. #2 waits for GET; 3: not yet")
    assert "actions 1, 2 and 3" in answered
    assert [desk.action(ref).updates[-1].text for ref in ("1", "2", "3")] == [
        "sent to Legal.",
        "waits for GET",
        "not yet",
    ]
    answer = desk.types(AMY, "update 1 Sent to Legal. 2 done")
    assert "`/htst update 1: Sent to Legal. #2 done` or `/htst update 1: Sent to Legal. 2 done`" in answer
    assert len(desk.action("1").updates) == 1


def test_what_is_sent_back_says_so_by_whom_and_why_until_it_is_reported_anew(desk: Keyboard) -> None:
    desk.types(AMY, "done 1 Signed off")
    assert "Action 1 is sent back" in desk.types(CYPE_LEAD, "reject 1 because a name is missing")
    shown = desk.types(AMY, "status 1")
    assert f"Sent back by <@{CYPE_LEAD}> on 16 November 2022: a name is missing" in shown
    assert "In progress, sent back" in shown
    assert "In progress, sent back" in desk.types(AMY, "status 1 2")
    desk.types(AMY, "done 1 Both names are in")
    assert "Sent back" not in desk.types(AMY, "status 1")
    assert "complete already" in desk.types(AMY, "done 1 Signed off")  # one word for it, in every sentence
    desk.types(MONITOR, "verify 1")
    desk.types(MONITOR, "reopen 1 because Members asked for more")
    assert f"It was verified, and was opened again by <@{MONITOR}> on" in desk.types(AMY, "status 1")
