"""What may be done twice in Slack: marks under replies, redrawn cards. In doubt it is done again."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select, update

from demo.office import MONITOR, OFFICER_IDS
from jobs.deliver import DeliveryTiming, Sender, deliver_next
from playground.server import Playground
from slack_api.client import SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.database.queue_tables import pace as pace_rows
from storage.queue import claims, notices
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState

NO_WAIT = DeliveryTiming(channel_interval=timedelta(0), recheck_after=timedelta(0), resend_after=timedelta(0))
AMY = OFFICER_IDS["CYPE"]

pytestmark = pytest.mark.usefixtures("kent")


def now() -> datetime:
    return datetime.now(UTC)


def queue(engine: Engine, method: Method, ts: str) -> None:
    payload = {"timestamp": ts, "name": "memo"}
    if method == Method.UPDATE:
        payload = {"ts": ts, "text": "new words"}
    queued = Notice("kent", f"{method} {ts}", NoticeKind.REACTION, "C0CYPE", method, payload=payload)
    with transaction(engine) as tx:
        assert notices.queue(tx, queued, now())


def deliver(engine: Engine, slack: Playground, turns: int) -> None:
    """So many turns, each with every wait over."""
    caller = SlackClient(slack.bot_token, slack.api_url)
    for _turn in range(turns):
        deliver_next(Sender(engine, caller, now, NO_WAIT))
        waiting_is_over(engine)


def waiting_is_over(engine: Engine) -> None:
    with transaction(engine) as tx:
        tx.execute(update(notice).values(not_before=now()))
        tx.execute(delete(pace_rows))


def rows(engine: Engine) -> list[tuple[str, str | None]]:
    with reading(engine) as tx:
        found = tx.execute(select(notice.c.state, notice.c.error).order_by(notice.c.id))
        return [(row.state, row.error) for row in found]


def marks(slack: Playground, ts: str) -> list[str]:
    (message,) = [one for one in slack.messages("C0CYPE") if one["ts"] == ts]
    return [one["name"] for one in message.get("reactions") or ()]


@pytest.mark.parametrize("method", [Method.REACT, Method.UPDATE])
@pytest.mark.parametrize("fault", ["drop_after", "500", "garbage_after"])
def test_an_unknown_outcome_is_simply_tried_again(
    engine: Engine, slack: Playground, method: Method, fault: str
) -> None:
    caller = SlackClient(slack.bot_token, slack.api_url)
    ts = str(caller.call("chat.postMessage", {"channel": "C0CYPE", "text": "x"})["ts"])
    slack.faults.add(method, fault)
    queue(engine, method, ts)
    deliver(engine, slack, 1)
    assert rows(engine)[0][0] == NoticeState.WAITING
    deliver(engine, slack, 1)
    assert rows(engine) == [(NoticeState.SENT, None)]
    assert slack.calls("conversations.history") == []


def test_each_try_waits_longer_and_there_is_a_last_one(engine: Engine, slack: Playground) -> None:
    ts = slack.say(AMY, "C0CYPE", "x")
    slack.faults.add("reactions.add", "500", times=1_000)
    queue(engine, Method.REACT, ts)
    caller = SlackClient(slack.bot_token, slack.api_url)
    waits, moment = [], now()

    def at_moment() -> datetime:
        return moment

    for _try in range(12):
        assert deliver_next(Sender(engine, caller, at_moment, NO_WAIT))
        with reading(engine) as tx:
            due = tx.execute(select(notice.c.not_before)).scalar_one()
        waits.append((due - moment).total_seconds())
        moment = due
    assert waits == sorted(waits)
    assert waits[0] <= 1
    assert 290 <= waits[-1] <= 300
    waiting_is_over(engine)
    deliver(engine, slack, 100 - 12)
    assert rows(engine)[0] == (NoticeState.FAILED, "no_answer")
    assert len(slack.calls("reactions.add")) == 100
    deliver(engine, slack, 3)
    (alert,) = slack.messages(slack.dm(MONITOR))
    assert "has given no answer for hours" in alert["text"]
    assert len(slack.calls("reactions.add")) == 100


def test_one_that_a_dead_sender_had_in_hand_counts_its_tries_too(engine: Engine, slack: Playground) -> None:
    ts = slack.say(AMY, "C0CYPE", "x")
    queue(engine, Method.REACT, ts)
    with transaction(engine) as tx:
        assert claims.claim(tx, now(), timedelta(0))
    slack.faults.add("reactions.add", "500")
    deliver(engine, slack, 1)
    assert rows(engine)[0][0] == NoticeState.WAITING
    deliver(engine, slack, 1)
    assert rows(engine) == [(NoticeState.SENT, None)]


def test_a_mark_never_outlives_the_update_that_was_taken_back(engine: Engine, slack: Playground) -> None:
    ts = slack.say(AMY, "C0CYPE", "x")
    slack.faults.add("reactions.add", "429", retry_after=30)
    queue(engine, Method.REACT, ts)
    queue(engine, Method.UNREACT, ts)
    caller = SlackClient(slack.bot_token, slack.api_url)
    assert deliver_next(Sender(engine, caller, now, NO_WAIT))
    assert not deliver_next(Sender(engine, caller, now, NO_WAIT))  # its removal waits behind it
    deliver(engine, slack, 5)
    assert rows(engine) == [(NoticeState.SENT, None), (NoticeState.SENT, None)]
    assert marks(slack, ts) == []
    assert [call.method for call in slack.calls() if call.method.startswith("reactions")] == [
        "reactions.add",
        "reactions.add",
        "reactions.remove",
    ]
