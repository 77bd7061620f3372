"""Requests that share a message, where that message cannot be changed or found, or several decide at once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select, text, update

from demo.office import CYPE_LEAD, OFFICER_IDS
from jobs.deliver import deliver_next
from playground.server import Playground
from register.register import Register
from slack_api.client import SlackClient
from storage.actions import change_log
from storage.database.engine import reading, transaction
from storage.database.queue_tables import IS_REQUEST, notice
from storage.queue import decision_requests, notices, resolution
from storage.queue.claims import Claim
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState
from storage.queue.resolution import NoticeDecision
from tests.desk import desk_of
from tests.sending_desk import SendingDesk
from tests.waiting import ended, started, until

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register, slack: Playground) -> SendingDesk:
    """A register of two dozen actions of CYPE."""
    desk_of(engine, kent, 24)
    return SendingDesk(engine, slack)


def asked_in_a_message_that_is_held(desk: SendingDesk) -> int:
    """Ask the lead to decide about two actions, while nothing is sent: the number of the notice of the message, which
    waits until somebody has looked for it.
    """
    desk.is_sending = False
    desk.types(AMY, "done 1 and 2: signed off at the board")
    with transaction(desk.engine) as tx:
        first = notice.c.asks == "report:1", notice.c.method == "chat.postMessage"
        number: int = tx.execute(select(notice.c.id).where(*first)).scalar_one()
        held = {"state": NoticeState.HELD, "settled_at": desk.now}
        tx.execute(update(notice).where(notice.c.id == number).values(held))
    return number


def test_where_messages_are_closed_to_changes_what_went_out_together_is_not_sent_again(
    desk: SendingDesk,
) -> None:
    desk.slack.faults.add("chat.update", "edit_window_closed", 50)
    desk.types(AMY, "done 1, 2 and 3: signed off at the board")
    (shown,) = desk.asked_of()
    assert shown.startswith("3 decisions are waiting for you")
    desk.types(AMY, "done 4 Handed over")
    assert len(desk.asked_of()) == 2
    assert "Action 4 is reported complete" in desk.asked_of()[1]


def test_a_request_that_is_decided_while_it_is_sent_shows_what_was_decided(
    desk: SendingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, undecided = SlackClient.call, [True]

    def decided_meanwhile(client: SlackClient, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        answer = call(client, method, arguments)
        if method == Method.POST and undecided:
            undecided.clear()
            desk.is_sending = False
            desk.types(CYPE_LEAD, "verify 1")
            desk.is_sending = True
        return answer

    monkeypatch.setattr(SlackClient, "call", decided_meanwhile)
    desk.types(AMY, "done 1 Signed off at the board")
    (shown,) = desk.asked_of()
    assert "*Verified*" in shown


def test_a_request_that_was_deleted_in_slack_troubles_nobody_when_it_is_decided(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    desk.slack.workspace.conversations[desk.slack.dm(CYPE_LEAD)].messages.clear()
    desk.types(CYPE_LEAD, "verify 1")
    with reading(desk.engine) as tx:
        alerts = select(notice.c.id).where(notice.c.kind == NoticeKind.ALERT)
        assert tx.execute(alerts).all() == []
        redrawn = select(notice.c.state).where(notice.c.key.startswith("redraw:notice:"))
        assert tx.execute(redrawn).scalar_one() == NoticeState.DROPPED


@pytest.mark.parametrize("decision", [NoticeDecision.AGAIN, NoticeDecision.DROP])
def test_a_message_that_somebody_must_look_for_holds_up_no_other(
    desk: SendingDesk, decision: NoticeDecision
) -> None:
    number = asked_in_a_message_that_is_held(desk)
    desk.is_sending = True
    desk.sends()
    assert desk.asked_of() == []
    desk.now += timedelta(days=1)
    desk.types(AMY, "done 3 Handed over")
    desk.types(AMY, "done 4 Handed over")
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")
    with transaction(desk.engine) as tx:
        resolution.resolve(tx, number, decision, desk.now)
    desk.sends()
    everything = "\n".join(desk.asked_of())
    assert everything.count("Action 2 is reported complete") == 1
    assert everything.count("Action 1 is reported complete") == (decision == NoticeDecision.AGAIN)
    with reading(desk.engine) as tx:
        assert notices.open_count(tx) == 0


def test_a_request_is_asked_whose_message_somebody_has_sent_again_just_as_it_is_set_aside(
    desk: SendingDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked_in_a_message_that_is_held(desk)
    hold = decision_requests.hold
    decided: list[Notice] = []

    def decide_and_hold(tx: Connection, claimed: Claim, reason: str, now: datetime) -> bool:
        if not decided:
            decided.append(resolution.resolve(tx, number, NoticeDecision.AGAIN, now))
        return hold(tx, claimed, reason, now)

    monkeypatch.setattr(decision_requests, "hold", decide_and_hold)
    desk.is_sending = True
    desk.sends()
    assert decided
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")
    with reading(desk.engine) as tx:
        assert [one.state for one in resolution.counts_by_state(tx)] == []


def test_a_redraw_that_the_version_before_queued_shows_what_joined_since(desk: SendingDesk) -> None:
    desk.types(AMY, "done 1 Signed off at the board")
    last = desk.slack.messages(desk.slack.dm(CYPE_LEAD))[-1]
    desk.is_sending = False
    desk.types(AMY, "done 2 Handed over")
    with transaction(desk.engine) as tx:
        number = tx.execute(select(notice.c.id).where(IS_REQUEST).order_by(notice.c.id).limit(1)).scalar_one()
        old = {"text": "as it was", "blocks": [], "ts": last["ts"]}
        to, key = desk.slack.dm(CYPE_LEAD), f"redraw:notice:{number}"
        notices.queue(tx, Notice("kent", key, NoticeKind.REDRAW, to, Method.UPDATE, ("1",), old), desk.now)
    desk.is_sending = True
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")


def test_who_decides_of_several_and_a_sender_do_not_wait_for_each_other(desk: SendingDesk) -> None:
    if desk.engine.dialect.name != "postgresql":
        pytest.skip("one writer at a time there")
    desk.types(AMY, "done 1 Signed off at the board")
    desk.is_sending = False
    desk.types(AMY, "done 2 Handed over")
    desk.types(AMY, "done 3 Handed over")
    desk.types(CYPE_LEAD, "verify 2")
    with reading(desk.engine) as tx:
        posted, joined, *_more = tx.execute(select(notice).where(IS_REQUEST).order_by(notice.c.id)).mappings()
    # As whoever decides about both: first of one, whose message is to change.
    with transaction(desk.engine) as tx:
        change_log.lock(tx, "kent")
        decision_requests.draw_again(tx, posted, desk.now)
        # What was decided is dropped, and its message drawn again.
        sender = started(deliver_next, desk.sender())
        until(lambda: _is_waiting_for_a_lock(desk.engine), "the sender waits")
        decision_requests.set_outcomes(tx, {joined["id"]: joined["outcome"]}, desk.now)
    ended([sender], "the sender")
    desk.is_sending = True
    desk.sends()
    (shown,) = desk.asked_of()
    assert shown.startswith("2 decisions are waiting for you")


def _is_waiting_for_a_lock(engine: Engine) -> bool:
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    with reading(engine) as tx:
        return bool(tx.execute(text(query)).scalar_one())
