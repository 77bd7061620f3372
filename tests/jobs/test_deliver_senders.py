"""Senders that are held up, that wait, or whose database is away: they go on, and nothing is said twice or lost."""

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import OperationalError

from jobs.deliver import DeliveryTiming, Sender, deliver_all, deliver_next
from playground.server import Playground
from slack_api.client import Permanent, SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue import claims, notices
from storage.queue.notices import Notice, NoticeKind, NoticeState

pytestmark = pytest.mark.usefixtures("kent")


class Waits(threading.Event):
    """Notes how long is to be waited, and lets that time pass at once."""

    def __init__(self) -> None:
        super().__init__()
        self.timeouts: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.timeouts.append(timeout or 0)
        return self.is_set()


def queue(engine: Engine) -> None:
    queued = Notice("kent", "one", NoticeKind.REMINDER, "C0CYPE", payload={"text": "one"})
    with transaction(engine) as tx:
        notices.queue(tx, queued, datetime.now(UTC))


def rows(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as tx:
        return [(one.kind, one.state) for one in tx.execute(select(notice.c.kind, notice.c.state))]


def test_a_message_that_did_not_arrive_is_looked_up_ever_less_often_and_then_sent_again(
    engine: Engine, slack: Playground
) -> None:
    """Slack limits these calls too; and history can lag, so that the message is not sent again at once."""
    queue(engine)
    slack.faults.add("chat.postMessage", "drop_before")
    caller, began = SlackClient(slack.bot_token, slack.api_url), datetime.now(UTC)
    timing, now = DeliveryTiming(), began
    for _turn in range(12):
        deliver_next(Sender(engine, caller, partial(max, began, now), timing))
        if slack.messages("C0CYPE"):
            break
        with reading(engine) as tx:
            now = claims.next_due(tx) or now
    assert timing.resend_after <= now - began <= 2 * timing.resend_after
    assert 3 <= len(slack.calls("conversations.history")) <= 8


def test_what_slack_tells_a_sender_that_came_late_is_told_to_nobody(
    engine: Engine, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another has sent the message by then."""
    queue(engine)
    caller, now = SlackClient(slack.bot_token, slack.api_url), datetime.now(UTC)
    no_wait = DeliveryTiming(recheck_after=timedelta(0), resend_after=timedelta(0))
    call, late = SlackClient.call, [True]

    def held_up(client: SlackClient, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if late:
            late.clear()
            for _turn in range(2):  # it is looked up, and sent again
                deliver_next(Sender(engine, caller, lambda: now + timedelta(hours=1), no_wait))
            raise Permanent("channel_not_found")
        return call(client, method, arguments)

    monkeypatch.setattr(SlackClient, "call", held_up)
    deliver_next(Sender(engine, caller, lambda: now, no_wait))
    assert rows(engine) == [(NoticeKind.REMINDER, NoticeState.SENT)]


def test_a_sender_waits_longer_each_time_that_its_database_is_away_and_sends_when_it_is_back(
    engine: Engine, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(engine)
    turns, stop, next_due = iter(["away", "away", "away", "back", "away", "end"]), Waits(), claims.next_due

    def asked(tx: Connection) -> datetime | None:
        turn = next(turns)
        if turn == "away":
            raise OperationalError("SELECT", {}, OSError("no server"))
        if turn == "end":
            stop.set()
        return next_due(tx)

    monkeypatch.setattr(claims, "next_due", asked)
    deliver_all(Sender(engine, SlackClient(slack.bot_token, slack.api_url), lambda: datetime.now(UTC)), stop)
    assert [one["text"] for one in slack.messages("C0CYPE")] == ["one"]
    assert [seconds for seconds in stop.timeouts if seconds >= 1] == [1, 2, 4, 1]
