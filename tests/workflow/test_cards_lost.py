"""Cards of which Slack and the register disagree: deleted there, posted unseen, let be, or not to be drawn."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from demo.office import MONITOR, OFFICER_IDS, Office
from demo.story import action_card, shown_text
from register.action import Action
from register.refused import Refused
from slack_api.client import SlackClient
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.intake import threads
from storage.intake.threads import Thread
from storage.queue import notices, resolution
from storage.queue.notices import Notice, NoticeKind, NoticeState
from storage.queue.resolution import NoticeDecision

AMY = OFFICER_IDS["CYPE"]


def assign(office: Office) -> str:
    answer = office.slack.command(MONITOR, "C0LEADS", "/htst assign 7")
    office.settle()
    return answer.text


def found(office: Office) -> Action:
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "7")
    assert action is not None
    return action


def cards(office: Office) -> list[dict[str, Any]]:
    """The cards of action 7 in #cype."""
    return [one for one in office.slack.messages("C0CYPE") if "kent:7'" in str(one.get("blocks"))]


def kinds(office: Office, *states: NoticeState) -> list[str]:
    with reading(office.engine) as tx:
        query = select(notice.c.kind).where(notice.c.state.in_(states)).order_by(notice.c.id)
        return list(tx.execute(query).scalars())


def decide(office: Office, decision: NoticeDecision, place: Thread | None = None) -> None:
    """About the one card that needs it."""
    with transaction(office.engine) as tx:
        query = select(notice.c.id).where(notice.c.kind == "card", notice.c.state == NoticeState.HELD)
        resolution.resolve(tx, tx.execute(query).scalar_one(), decision, office.slack.now(), place)
    office.settle()


@pytest.fixture
def held(office: Office) -> Thread:
    """Where the card of action 7 stands, which nobody saw arrive and nobody can look up."""
    office.slack.faults.add("chat.postMessage", "drop_after", channel="C0CYPE")
    office.slack.faults.add("conversations.history", "missing_scope", channel="C0CYPE")
    assign(office)
    assert kinds(office, NoticeState.HELD) == ["card"]
    return Thread("C0CYPE", action_card(office, "C0CYPE", "7")["ts"])


def test_a_card_that_somebody_has_found_shows_what_was_recorded_meanwhile(office: Office, held: Thread) -> None:
    assert office.slack.command(AMY, "C0CYPE", "/htst update 7 The form is drafted.").ok
    office.settle()
    assert "The form is drafted." not in shown_text(cards(office)[0])
    decide(office, NoticeDecision.SENT, held)
    assert "The form is drafted." in shown_text(cards(office)[0])


def test_replies_under_a_card_that_somebody_has_found_are_heard(office: Office, held: Thread) -> None:
    decide(office, NoticeDecision.SENT, held)
    office.slack.say(AMY, "C0CYPE", "The form is drafted.", thread_ts=held.ts)
    office.settle()
    assert [one.text for one in found(office).updates] == ["The form is drafted."]
    assert "The form is drafted." in shown_text(cards(office)[0])
    assert "already" in assign(office)
    assert len(cards(office)) == 1


def test_a_directorate_that_moves_to_another_channel_gets_its_cards_there(office: Office) -> None:
    assign(office)
    before = action_card(office, "C0CYPE", "7")["ts"]
    cype = office.register.directorate("CYPE")
    assert cype is not None
    moved = replace(cype, channel="C0LEADS")
    others = tuple(one for one in office.register.directorates if one.code != "CYPE")
    with transaction(office.engine) as tx:
        registers.save(tx, replace(office.register, directorates=(moved, *others)))
    assert "Posting" in assign(office)
    assert "already" in assign(office)
    after = action_card(office, "C0LEADS", "7")["ts"]
    office.slack.say(AMY, "C0CYPE", "Said where it stood.", thread_ts=before)
    office.slack.say(MONITOR, "C0LEADS", "Said where it stands.", thread_ts=after)
    office.settle()
    assert [one.text for one in found(office).updates] == ["Said where it stood.", "Said where it stands."]
    assert "Said where it stands." in shown_text(action_card(office, "C0LEADS", "7"))
    with reading(office.engine) as tx:  # and the catch-up reads both threads
        every = threads.every(tx, office.slack.now() - timedelta(days=28))
    assert before in every["C0CYPE"]
    assert after in every["C0LEADS"]


@pytest.mark.parametrize("name", ["cype", "#cype"])
def test_a_channel_that_is_given_by_its_name_gets_each_card_once(office: Office, name: str) -> None:
    directorates = [
        replace(one, channel=name) if one.code == "CYPE" else one for one in office.register.directorates
    ]
    with transaction(office.engine) as tx:
        registers.save(tx, replace(office.register, directorates=tuple(directorates)))
    assert "Posting" in assign(office)
    assert "already" in assign(office)
    assert len(cards(office)) == 1


def test_a_card_that_was_let_be_can_be_posted_anew(office: Office, held: Thread) -> None:
    assert "already" in assign(office)  # it may stand there
    assert len(cards(office)) == 1
    decide(office, NoticeDecision.DROP)
    assign(office)
    assert len(cards(office)) == 2
    assert kinds(office, NoticeState.HELD, NoticeState.FAILED, NoticeState.DROPPED) == []


@pytest.fixture
def deleted(office: Office) -> str:
    """The ts at which the card of action 7 stood; somebody has replied under it, and somebody deleted it."""
    assign(office)
    ts: str = cards(office)[0]["ts"]
    office.slack.say(AMY, "C0CYPE", "Begun.", thread_ts=ts)
    office.settle()
    SlackClient(office.slack.bot_token, office.slack.api_url).call(
        "chat.delete", {"channel": "C0CYPE", "ts": ts}
    )
    return ts


def test_a_card_deleted_in_slack_is_told_of_once_and_not_redrawn_again(office: Office, deleted: str) -> None:
    for words in ("One.", "Two.", "Three."):
        office.slack.command(AMY, "C0CYPE", f"/htst update 7 {words}")
        office.settle()
    assert [one.text for one in found(office).updates] == ["Begun.", "One.", "Two.", "Three."]
    refused = [call for call in office.slack.calls("chat.update") if call.answer and not call.answer["ok"]]
    assert len(refused) == 1
    assert kinds(office, NoticeState.FAILED) == ["redraw"]
    (alert,) = office.slack.messages(office.slack.dm(MONITOR))
    assert "deleted in Slack" in alert["text"]


def test_replies_where_a_card_stood_are_still_heard(office: Office, deleted: str) -> None:
    office.slack.command(AMY, "C0CYPE", "/htst update 7 One.")
    office.settle()
    office.slack.say(AMY, "C0CYPE", "Two.", thread_ts=deleted)
    office.settle()
    assert [one.text for one in found(office).updates] == ["Begun.", "One.", "Two."]


def test_a_deleted_card_is_posted_anew_when_asked_for(office: Office, deleted: str) -> None:
    office.slack.command(AMY, "C0CYPE", "/htst update 7 One.")
    office.settle()
    assign(office)
    (anew,) = cards(office)
    office.slack.say(AMY, "C0CYPE", "Two.", thread_ts=anew["ts"])
    office.settle()
    assert "Two." in shown_text(cards(office)[0])
    assert kinds(office, NoticeState.FAILED) == []


def test_a_card_that_waits_to_be_posted_anew_is_not_asked_for_twice(office: Office, deleted: str) -> None:
    office.slack.command(AMY, "C0CYPE", "/htst update 7 One.")
    office.settle()
    office.slack.faults.add("chat.postMessage", "429", channel="C0CYPE", retry_after=2)
    answers = [office.slack.command(MONITOR, "C0LEADS", "/htst assign 7").text for _time in range(2)]
    assert "Posting" in answers[0]
    assert "already" in answers[1]
    office.settle()
    assert len(cards(office)) == 1


def test_a_card_that_cannot_be_drawn_once_posted_is_posted_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from messages.cards import card as card_message

    drawn: list[object] = []

    def once(*given: Any) -> Any:
        """Drawn for posting, and never again."""
        drawn.append(given)
        if len(drawn) > 1:
            raise KeyError("somebody's words")
        return card_message(*given)

    monkeypatch.setattr("jobs.render.card_message", once)
    assign(office)
    assert len(cards(office)) == 1
    assert "card" in kinds(office, NoticeState.SENT)
    assert kinds(office, NoticeState.FAILED) == ["redraw"]


def test_a_notice_cannot_be_said_to_stand_where_a_card_stands(office: Office) -> None:
    assign(office)
    card = cards(office)[0]["ts"]
    office.slack.say(AMY, "C0CYPE", "Begun.", thread_ts=card)  # the card is redrawn: two notices of one message
    office.settle()
    office.slack.faults.add("chat.postMessage", "drop_after", channel="C0CYPE")
    office.slack.faults.add("conversations.history", "missing_scope", channel="C0CYPE")
    queued = Notice("kent", "test", NoticeKind.CARD, "C0CYPE", refs=("7",), payload={"text": "x"})
    with transaction(office.engine) as tx:
        notices.queue(tx, queued, office.slack.now())
    office.settle()
    with pytest.raises(Refused, match="stands there already"):
        decide(office, NoticeDecision.SENT, Thread("C0CYPE", card))


def test_of_two_redrawings_at_once_the_later_stands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is on its way to Slack for so long that the second would overtake it."""
    assign(office)
    call, calls = SlackClient.call, threading.Semaphore(0)
    is_first, go_on = threading.Lock(), threading.Event()

    def slow(self: SlackClient, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        is_ours = method == "chat.update" and arguments["channel"] == "C0CYPE"
        if is_ours:
            calls.release()
        if is_ours and is_first.acquire(blocking=False):
            assert go_on.wait(60)
        return call(self, method, arguments)

    monkeypatch.setattr(SlackClient, "call", slow)
    office.slack.command(AMY, "C0CYPE", "/htst update 7 One.")
    assert calls.acquire(timeout=60)
    office.slack.command(AMY, "C0CYPE", "/htst update 7 Two.")
    overtakes = calls.acquire(timeout=1)  # four looks of a sender
    if overtakes:  # and give it the time to arrive
        threading.Event().wait(1)
    go_on.set()
    office.settle()
    assert "Two." in shown_text(cards(office)[0])
    assert not overtakes
