"""A sender goes on for as long as its process does, whatever becomes of the database meanwhile."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from jobs.deliver import Sender, deliver_all
from playground.server import Playground
from slack_api.client import SlackClient
from storage.database.engine import transaction
from storage.queue import claims, notices
from storage.queue.notices import Notice, NoticeKind


class Waits(threading.Event):
    """Notes how long is to be waited, and lets that time pass at once."""

    def __init__(self) -> None:
        super().__init__()
        self.timeouts: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.timeouts.append(timeout or 0)
        return self.is_set()


@pytest.mark.usefixtures("kent")
def test_a_sender_waits_longer_each_time_that_its_database_is_away_and_sends_when_it_is_back(
    engine: Engine, slack: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued = Notice("kent", "one", NoticeKind.REMINDER, "C0CYPE", payload={"text": "one"})
    with transaction(engine) as tx:
        notices.queue(tx, queued, datetime.now(UTC))
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
