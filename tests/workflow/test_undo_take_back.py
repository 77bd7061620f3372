"""Whatever was recorded is taken back by its author: decided dates, sign-offs, absences, meetings; or it is said what
rests on it. A meeting is recorded once, and added to.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.button_presses import record_answer, sign, undo
from bot.forms import away, meeting
from bot.forms.form import NextPage, Saved
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from jobs.timetable import tick
from playground.blocks import check_view
from register.progress import Status
from register.refused import Refused
from register.register import Register
from storage.actions import meetings, published
from storage.database.engine import reading, transaction
from storage.intake import absences
from storage.queue import notices
from tests.desk import Desk, desk_of
from workflow.context import Request
from workflow.members_questions import answer_in_thread
from workflow.reply_threads import Reply
from workflow.undo import LAST_CHANGE

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]
HELD = date(2022, 11, 15)


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions of CYPE."""
    return desk_of(engine, kent)


def take_back(message: Any) -> str:
    """What the button *Take back* under an answer carries."""
    return next(
        str(b["accessory"]["value"])
        for b in message.blocks
        if b.get("accessory", {}).get("action_id") == "undo"
    )


def test_a_granted_date_waits_again_when_the_grant_is_taken_back(desk: Desk) -> None:
    before = desk.action("1").deadline
    desk.types(AMY, "due 1 28 February 2023 because the tender is late")
    granted = desk.types(CYPE_LEAD, "grant 1")
    assert str(desk.action("1").deadline) == "2023-02-28"
    answer = undo(desk.context, desk.press(CYPE_LEAD, take_back(granted)))
    assert "Taken back" in answer.text
    action = desk.action("1")
    assert action.deadline == before
    assert action.life.asked is not None
    assert (action.life.asked.decided_by, action.life.granted) == ("", ())
    assert "'grant'" in str(desk.drawn(desk.asked("date"))["blocks"])  # it asks again
    desk.types(CYPE_LEAD, "refuse 1 because the meeting is sooner")
    desk.types(CYPE_LEAD, "undo")
    assert desk.action("1").life.asked is not None
    desk.types(CYPE_LEAD, "grant 1")
    desk.types(AMY, "due 1 10 March 2023 because the tender is very late")
    with pytest.raises(Refused, match="has changed again since"):
        desk.types(CYPE_LEAD, "undo")


def test_who_asked_for_a_date_reads_that_its_decision_was_taken_back(desk: Desk) -> None:
    desk.types(AMY, "due 1 28 February 2023 because the tender is late")
    desk.types(CYPE_LEAD, "grant 1")
    desk.types(AMY, "due 1 10 March 2023 because the tender is very late")
    desk.types(MONITOR, "refuse 1 because the committee meets in March")
    assert f"<@{MONITOR}> did not grant 10 March 2023 for action 1" in desk.last_message(AMY)
    desk.types(MONITOR, "undo")
    assert f"<@{MONITOR}> took back the decision on 10 March 2023" in desk.last_message(AMY)
    life = desk.action("1").life
    assert [one.decision for one in life.revisions] == ["granted", "asked"]
    assert (life.revisions[1].decided_by, life.revisions[1].answer) == ("", "")


def test_a_button_of_an_earlier_version_takes_back_the_last_change_of_an_action(desk: Desk) -> None:
    desk.types(CYPE_LEAD, "update 1 Half of it")
    desk.types(CYPE_LEAD, "signoff 16 March 2023")  # which has a name, by which its own button takes it back
    assert "on action 1" in undo(desk.context, desk.press(CYPE_LEAD, f"kent:{LAST_CHANGE}")).text
    assert not desk.action("1").updates
    with reading(desk.engine) as tx:
        assert set(published.signed_off(tx, "kent", date(2023, 3, 16))) == {"CYPE"}


def test_a_sign_off_is_taken_back_until_the_author_signs(desk: Desk) -> None:
    signed = desk.types(CYPE_LEAD, "signoff 16 March 2023")
    undo(desk.context, desk.press(CYPE_LEAD, take_back(signed)))
    with reading(desk.engine) as tx:
        assert published.signed_off(tx, "kent", date(2023, 3, 16)) == {}
    again = sign(desk.context, desk.press(CYPE_LEAD, "kent:2023-03-16:CYPE"))
    assert "Signed off" in again.text
    with pytest.raises(Refused, match="was signed off on 16 November 2022"):
        sign(desk.context, desk.press(CYPE_LEAD, "kent:2023-03-16:CYPE"))
    desk.types(MONITOR, "signoff 16 March 2023")
    with pytest.raises(Refused, match="The author has signed off"):
        desk.types(CYPE_LEAD, "undo")


def test_what_was_said_of_an_absence_is_taken_back_and_what_was_before_applies_again(desk: Desk) -> None:
    desk.types(AMY, "away until 20 December")
    view = away.FORM.open(desk.context, desk.press(AMY, "kent"))
    body = desk.submission(AMY, view)
    body["view"]["state"]["values"] = {"until": {"until": {"selected_date": "2022-12-30"}}}
    assert away.FORM.submit(desk.context, body) == Saved(
        "Noted: you are away until 30 December 2022. Nobody is named to stand in for you.", "kent"
    )
    assert "being away" in desk.types(AMY, "undo").text
    with reading(desk.engine) as tx:
        assert absences.current(tx, desk.now.date())[AMY].until == date(2022, 12, 20)


def minutes(
    desk: Desk, view: dict[str, Any], closed: str = "", **words: str
) -> dict[str, str] | NextPage | Saved:
    """Send the form for a meeting."""
    body = desk.submission(MONITOR, view, **words)
    if closed:
        body["view"]["state"]["values"]["closed"] = {"closed": {"selected_options": [{"value": closed}]}}
    return meeting.FORM.submit(desk.context, body)


def test_a_meeting_is_recorded_once_and_added_to(desk: Desk) -> None:
    desk.types(AMY, "done 1 All seen to at the board")
    views = [meeting.FORM.open(desk.context, desk.press(MONITOR, f"kent:{HELD}:")) for _twice in range(2)]
    question = "Cllr Jones: When will action 2 be done?"
    assert minutes(desk, views[0], closed="1", number="24", noted="the progress", questions=question) == {}
    late = minutes(desk, views[1], closed="1", number="24", noted="the progress", questions=question)
    assert isinstance(late, NextPage)
    assert check_view(late.view) == []
    shown = str(late.view["blocks"])
    assert "was recorded since you opened this form" in shown
    assert f"Recorded by <@{MONITOR}> on 16 November 2022" in shown
    assert "You had chosen: closed action 1" in shown
    assert minutes(desk, late.view, number="24", agreed="to see the plan", questions=question) == {}
    with reading(desk.engine) as tx:
        assert [one.kind for one in meetings.of_meeting(tx, "kent", HELD)] == ["noted", "closed", "agreed"]
        assert len(meetings.questions(tx, "kent")) == 1  # the same question is asked once


def test_the_record_of_a_meeting_is_taken_back_with_all_that_it_did(desk: Desk) -> None:
    desk.types(AMY, "done 1 All seen to at the board")
    view = meeting.FORM.open(desk.context, desk.press(MONITOR, f"kent:{HELD}:"))
    question = "Cllr Jones: When will action 2 be done?"
    assert minutes(desk, view, closed="1", number="24", noted="the progress", questions=question) == {}
    assert desk.action("1").status is Status.CLOSED
    desk.sends()
    asked = desk.asked("question")
    assert "the meeting of 15 November 2022" in desk.types(MONITOR, "undo").text
    assert desk.action("1").status is Status.IMPLEMENTED
    assert "*Taken back*" in desk.drawn(asked)["text"]
    with reading(desk.engine) as tx:
        assert meetings.of_meeting(tx, "kent", HELD) == []
        assert meetings.questions(tx, "kent") == []


def test_an_administrator_is_asked_once_after_a_meeting_what_it_decided(engine: Engine, desk: Desk) -> None:
    morning_after = desk.now.replace(year=2023, month=3, day=17, hour=12)
    moments = [morning_after + timedelta(days=number) for number in range(-1, 6)]
    queued = [one for moment in moments for one in tick(engine, moment, moment)]
    (asked,) = [one for one in queued if str(one.asks) == "minutes"]
    assert (asked.to, "what did it decide" in str(asked.payload)) == (MONITOR, True)
    desk.now = morning_after
    desk.sends()
    row = desk.asked("minutes")
    view = meeting.FORM.open(desk.context, desk.press(MONITOR, "kent:2023-03-16:"))
    assert minutes(desk, view, number="24", noted="the progress") == {}
    assert f"*Recorded* by <@{MONITOR}> on 17 March 2023" in desk.drawn(row)["text"]
    with transaction(engine) as tx:
        assert meetings.of_meeting(tx, "kent", date(2023, 3, 16))


def test_a_reply_that_may_be_the_answer_is_asked_about(desk: Desk) -> None:
    view = meeting.FORM.open(desk.context, desk.press(MONITOR, f"kent:{HELD}:"))
    question = "Cllr Jones: When will action 2 be done?"
    assert minutes(desk, view, number="24", questions=question) == {}
    desk.sends()
    asked = desk.asked("question")
    with transaction(desk.engine) as tx:
        queued = notices.of_message(tx, "D1", asked["ts"])
        assert queued is not None
        reply = Request("reply", CYPE_LEAD, "C0LEADS", desk.now, "reply")
        assert answer_in_thread(tx, reply, queued, Reply("1.0", "2.0", "Thanks!"), desk.now) is None
        words = "In June, with the new contract"
        offered = answer_in_thread(tx, reply, queued, Reply("1.0", "3.0", words), desk.now)
    assert offered is not None
    assert "Is this the answer to Cllr Jones's question?" in offered.text
    assert record_answer(
        desk.context, desk.press(CYPE_LEAD, offered.blocks[0]["accessory"]["value"])
    ).text.startswith("Recorded as the answer")
    with reading(desk.engine) as tx:
        assert [one.answer for one in meetings.questions(tx, "kent")] == ["In June, with the new contract"]
    assert "*Answered* by" in desk.drawn(asked)["text"]
