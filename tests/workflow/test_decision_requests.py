"""A message that asks somebody to decide loses its buttons once it is decided, by whomever and wherever; who comes
late is told what happened; a form opened before that keeps its words and shows the way on.
"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.button_presses import grant, verify
from bot.forms import done, reasons, update
from bot.forms.form import NextPage
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from jobs.deliver import Sender, deliver_next
from messages.outcomes import with_outcome
from playground.blocks import check_view
from register.outcomes import Happened, Outcome
from register.progress import Status
from register.register import Register
from slack_api.client import SlackClient
from storage.actions import registers
from storage.database.engine import transaction
from storage.database.queue_tables import notice
from storage.intake.threads import Thread
from storage.queue import decision_requests, resolution
from storage.queue.resolution import NoticeDecision
from tests.desk import Desk, button_of, desk_of

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions of CYPE."""
    return desk_of(engine, kent)


def test_what_asks_to_verify_says_who_did_and_asks_again_when_that_is_taken_back(desk: Desk) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    asked = desk.asked("report")
    assert "'verify'" in str(asked["payload"]["blocks"])
    desk.types(CYPE_LEAD, "verify 1")
    drawn = desk.drawn(asked)
    assert f"*Verified* by <@{CYPE_LEAD}> on 16 November 2022." in drawn["text"]
    assert "button" not in str(drawn["blocks"])
    assert "Signed off at the board" in str(drawn["blocks"])
    late = verify(desk.context, desk.press(MONITOR, button_of(asked, "verify")))
    assert f"*Verified* by <@{CYPE_LEAD}>" in late.text
    assert "nothing left to do" in late.text
    desk.types(CYPE_LEAD, "undo")
    assert "'verify'" in str(desk.drawn(asked)["blocks"])


def test_what_came_of_a_report_stays_what_it_was_when_the_action_ends_or_goes_on(desk: Desk) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    first = desk.asked("report")
    desk.types(AMY, "undo")
    desk.types(CYPE_LEAD, "end 1 taken forward by the digital board")
    desk.types(CYPE_LEAD, "reopen 1 because the digital board declined")
    assert f"*Taken back* by <@{AMY}>" in desk.drawn(first)["text"]
    assert "digital board" not in desk.drawn(first)["text"]
    desk.types(AMY, "done 1 Signed off at the board, once more")
    second = desk.asked("report")
    desk.types(CYPE_LEAD, "reject 1 because one name is missing")
    desk.types(CYPE_LEAD, "end 1 superseded by action 2")
    assert f"*Sent back* by <@{CYPE_LEAD}>" in desk.drawn(second)["text"]


def test_a_form_for_an_action_that_ended_meanwhile_says_how_it_stands(desk: Desk) -> None:
    view = done.FORM.open(desk.context, desk.press(AMY, "kent:1"))
    desk.types(CYPE_LEAD, "end 1 superseded by action 2")
    sent = done.FORM.submit(desk.context, desk.submission(AMY, view, words="Handed over to the school"))
    assert isinstance(sent, NextPage)
    assert "Action 1 has become superseded since you opened the form." in str(sent.view["blocks"])


def test_who_reported_it_reads_that_an_action_was_verified_before_it_was_opened_again(desk: Desk) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    desk.types(CYPE_LEAD, "verify 1")
    desk.types(CYPE_LEAD, "reopen 1 because the new term showed gaps")
    text = desk.last_message(AMY)
    assert (
        f"Action 1 is open again: it was verified, and <@{CYPE_LEAD}> opened it.\n> the new term showed gaps"
        in text
    )
    assert "did not accept" not in text
    desk.types(AMY, "done 1 Gaps are closed")
    desk.types(CYPE_LEAD, "reject 1 because one is left")
    assert f"Action 1 is open again: <@{CYPE_LEAD}> did not accept that it is complete." in desk.last_message(
        AMY
    )


def test_a_date_is_granted_only_as_it_was_seen(desk: Desk) -> None:
    desk.types(AMY, "due 1 28 February 2023 because the tender is late")
    first = desk.asked("date")
    desk.types(AMY, "undo")
    assert f"*Withdrawn* by <@{AMY}> on 16 November 2022." in desk.drawn(first)["text"]
    desk.types(AMY, "due 1 10 March 2023 because the tender is very late")
    late = grant(desk.context, desk.press(CYPE_LEAD, button_of(first, "grant")))
    assert "*Withdrawn*" in late.text
    assert desk.action("1").life.asked is not None  # the other date waits still
    refused = reasons.REFUSE.open(desk.context, desk.press(CYPE_LEAD, button_of(first, "refuse")))
    assert "submit" not in refused
    assert "*Withdrawn*" in str(refused["blocks"])
    second = desk.asked("date")
    assert "10 March 2023" in grant(desk.context, desk.press(CYPE_LEAD, button_of(second, "grant"))).text
    assert f"*Granted* by <@{CYPE_LEAD}>" in desk.drawn(second)["text"]


def test_what_was_decided_before_it_was_sent_is_not_asked(engine: Engine, desk: Desk) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    asked = desk.asked("report")
    with transaction(engine) as tx:
        tx.execute(notice.update().where(notice.c.id == asked["id"]).values(state="waiting", settled_at=None))
    desk.types(CYPE_LEAD, "reject 1 because one name is missing")
    assert "*Sent back*" in desk.asked("report")["outcome"]["text"]
    assert desk.drawn(asked) == {}


def test_what_was_not_sent_as_it_was_decided_is_sent_once_that_is_taken_back(
    engine: Engine, desk: Desk
) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    asked = desk.asked("report")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    with transaction(engine) as tx:
        tx.execute(notice.update().values(state="sent", settled_at=desk.now))
        dropped = {"state": "dropped", "error": "an operator dropped it"}
        tx.execute(notice.update().where(notice.c.id == desk.asked("date")["id"]).values(dropped))
        waits = {"state": "waiting", "settled_at": None, "channel": None, "ts": None, "not_before": desk.now}
        tx.execute(notice.update().where(notice.c.id == asked["id"]).values(waits))
        about = Outcome(Happened.VERIFIED, CYPE_LEAD, desk.now)
        drawn = with_outcome(asked["payload"], about, registers.find(tx, "kent"))
        decision_requests.set_outcomes(tx, {asked["id"]: drawn}, desk.now)
    nowhere = SlackClient("xoxb-1", "http://127.0.0.1:9/")  # what is decided is not sent
    assert deliver_next(Sender(engine, nowhere, lambda: desk.now))
    assert desk.asked("report")["state"] == "dropped"
    with transaction(engine) as tx:
        decision_requests.set_outcomes(tx, {asked["id"]: {}}, desk.now)
    assert desk.asked("report")["state"] == "waiting"
    assert desk.asked("date")["state"] == "dropped"  # which had another reason


def test_a_request_that_an_operator_dropped_is_not_sent_once_its_decision_is_taken_back(
    engine: Engine, desk: Desk
) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    asked = desk.asked("report")
    with transaction(engine) as tx:
        waits = {"state": "waiting", "settled_at": None, "channel": None, "ts": None}
        tx.execute(notice.update().where(notice.c.id == asked["id"]).values(waits))
        resolution.resolve(tx, asked["id"], NoticeDecision.DROP, desk.now)
    desk.types(CYPE_LEAD, "verify 1")
    desk.types(CYPE_LEAD, "undo")
    assert (desk.asked("report")["state"], desk.asked("report")["outcome"]) == ("dropped", {})


@pytest.mark.parametrize("form", ["done", "reject"])
def test_a_form_that_comes_too_late_says_why_and_keeps_its_words(desk: Desk, form: str) -> None:
    if form == "done":
        view = done.FORM.open(desk.context, desk.press(AMY, "kent:1"))
        desk.types(GARETH, "done 1 All seen to")
        sent = done.FORM.submit(desk.context, desk.submission(AMY, view, words="Handed over to the school"))
        answer = f"*Reported complete* by <@{GARETH}>"
    else:
        desk.types(AMY, "done 1 All seen to")
        view = reasons.REJECT.open(desk.context, desk.press(CYPE_LEAD, "kent:1|1"))
        desk.types(MONITOR, "verify 1")
        sent = reasons.REJECT.submit(
            desk.context, desk.submission(CYPE_LEAD, view, reason="Handed over to the school")
        )
        answer = f"*Verified* by <@{MONITOR}>"
    assert isinstance(sent, NextPage)
    assert answer in str(sent.view["blocks"])
    assert "'initial_value': 'Handed over to the school'" in str(sent.view["blocks"])
    assert check_view(sent.view) == []
    assert (
        update.FORM.submit(desk.context, desk.submission(AMY, sent.view, words="Handed over to the school"))
        == {}
    )
    found = desk.action("1")
    assert found.updates[-1].text == "Handed over to the school"
    assert found.status is (Status.IMPLEMENTED if form == "done" else Status.VERIFIED)


def test_an_update_with_a_progress_that_has_moved_on_is_asked_for_anew(desk: Desk) -> None:
    view = update.FORM.open(desk.context, desk.press(AMY, "kent:1"))
    desk.types(GARETH, "done 1 All seen to")
    body = desk.submission(AMY, view, words="Still at it")
    body["view"]["state"]["values"]["progress"] = {"progress": {"selected_option": {"value": "ongoing"}}}
    sent = update.FORM.submit(desk.context, body)
    assert isinstance(sent, NextPage)
    assert "choose the progress again" in str(sent.view["blocks"])
    assert desk.action("1").status is Status.IMPLEMENTED


def test_in_slack_the_message_is_drawn_again_without_its_buttons(office: Office) -> None:
    def types(person: str, channel: str, words: str) -> None:
        assert office.slack.command(person, channel, words).ok
        office.settle()

    def last(person: str) -> dict[str, Any]:
        return office.slack.messages(office.slack.dm(person))[-1]

    types(AMY, "C0CYPE", "/htst done 38 All seen to, and the names are agreed")
    asked = last(CYPE_LEAD)
    assert "Send back" in shown_text(asked)
    types(MONITOR, "C0LEADS", "/htst verify 38")
    (drawn,) = [one for one in office.slack.messages(office.slack.dm(CYPE_LEAD)) if one["ts"] == asked["ts"]]
    assert "Verified" in shown_text(drawn)
    assert "Send back" not in shown_text(drawn)
    assert date(2022, 11, 15) == office.slack.now().date()


def test_a_message_that_an_operator_finds_in_slack_says_what_was_decided_meanwhile(desk: Desk) -> None:
    desk.types(AMY, "done 1 Signed off at the board, see the minutes")
    asked = desk.asked("report")
    with transaction(desk.engine) as tx:  # Slack gave no answer, and its history cannot be read
        tx.execute(
            notice.update().where(notice.c.id == asked["id"]).values(state="held", channel=None, ts=None)
        )
    desk.types(CYPE_LEAD, "verify 1")
    assert desk.drawn(asked) == {}
    with transaction(desk.engine) as tx:
        resolution.resolve(tx, asked["id"], NoticeDecision.SENT, desk.now, Thread("D1", "7.7"))
    assert f"*Verified* by <@{CYPE_LEAD}>" in desk.drawn(asked)["text"]
    assert desk.drawn(asked)["ts"] == "7.7"
