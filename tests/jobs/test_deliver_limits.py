"""Slack limits each method by itself: all who call it wait as long as they are told, and the others go on."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, select

from demo.office import BOT, CHANNELS, OFFICER_IDS, PEOPLE
from jobs.catch_up import CatchUpResult, CatchUpSettings, ThreadReader, catch_up
from jobs.deliver import DeliveryTiming, Sender, deliver_next
from jobs.people import PeopleReader, read_people
from playground.pace import TIERS, Tiers
from playground.server import Playground
from slack_api.client import SlackClient
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.intake import people
from storage.queue import claims, notices
from storage.queue.notices import Method, Notice, NoticeKind, NoticeState

NO_WAIT = DeliveryTiming(channel_interval=timedelta(0), recheck_after=timedelta(0), resend_after=timedelta(0))
AMY = OFFICER_IDS["CYPE"]
PLACES = ("C0CYPE", "C0GET", "C0LEADS")

pytestmark = pytest.mark.usefixtures("kent")


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Playground]:
    """A local workspace that limits each method to its tier; its minute does not pass by itself."""
    monkeypatch.setattr("playground.pace.time", SimpleNamespace(monotonic=lambda: 1_000.0))
    with Playground(
        people=PEOPLE, channels=CHANNELS, bot=BOT, now=now(), messages_per_second=None, minute=60.0
    ) as opened:
        yield opened


@pytest.fixture
def caller(slack: Playground) -> SlackClient:
    """The bot's way into it."""
    return SlackClient(slack.bot_token, slack.api_url)


def now() -> datetime:
    return datetime.now(UTC)


def queue(engine: Engine, *several: Notice) -> None:
    with transaction(engine) as tx:
        assert len(notices.queue_all(tx, several, now())) == len(several)


def mark(to: str, ts: str, number: int) -> Notice:
    payload = {"timestamp": ts, "name": f"mark{number}"}
    return Notice("kent", f"{to} {number}", NoticeKind.REACTION, to, Method.REACT, payload=payload)


def message(to: str, words: str) -> Notice:
    return Notice("kent", f"{to} {words}", NoticeKind.REMINDER, to, payload={"text": words})


def deliver(engine: Engine, caller: SlackClient, after: timedelta = timedelta(0)) -> None:
    """Send until nothing may go out, with so much time gone by."""
    while deliver_next(Sender(engine, caller, lambda: now() + after, NO_WAIT)):
        pass


def let_a_minute_pass(engine: Engine, slack: Playground) -> timedelta:
    """Slack takes calls again; the time that senders have to wait for it."""
    slack.workspace.tiers = Tiers(60.0)
    with reading(engine) as tx:
        due = claims.next_due(tx)
    assert due is not None
    assert timedelta(0) < due - now() <= timedelta(minutes=1)
    return due - now()


class Waits(threading.Event):
    """Notes how long is to be waited, and lets that time pass at once."""

    def __init__(self, slack: Playground) -> None:
        super().__init__()
        self.timeouts: list[float] = []
        self._slack = slack

    def wait(self, timeout: float | None = None) -> bool:
        if timeout:
            self.timeouts.append(timeout)
            self._slack.workspace.tiers = Tiers(60.0)
        return False


def states(engine: Engine) -> Counter[str]:
    with reading(engine) as tx:
        return Counter(tx.execute(select(notice.c.state)).scalars())


def statuses(slack: Playground, method: str) -> list[int | None]:
    return [call.status for call in slack.calls(method)]


def use_up(caller: SlackClient, method: str, **asked: str) -> None:
    """Call a method as often as its tier allows."""
    for _call in range(TIERS[method]):
        caller.ask(method, asked)


def test_senders_let_a_limited_method_rest_in_every_channel_and_no_other(
    engine: Engine, slack: Playground, caller: SlackClient
) -> None:
    posted = {place: caller.call("chat.postMessage", {"channel": place, "text": "x"})["ts"] for place in PLACES}
    queue(engine, *(mark(place, posted[place], n) for n in range(20) for place in PLACES))
    queue(engine, *(message(place, f"words {n}") for n in range(20) for place in PLACES))
    deliver(engine, caller)
    assert statuses(slack, "reactions.add") == [*[200] * 50, 429], "nobody asked again before it was time"
    assert states(engine) == {NoticeState.SENT: 50 + 60, NoticeState.WAITING: 10}
    deliver(engine, caller, let_a_minute_pass(engine, slack))
    assert statuses(slack, "reactions.add") == [*[200] * 50, 429, *[200] * 10]
    assert states(engine) == {NoticeState.SENT: 60 + 60}


def test_look_ups_rest_together_while_what_is_in_no_doubt_goes_out(
    engine: Engine, slack: Playground, caller: SlackClient
) -> None:
    use_up(caller, "conversations.history", channel="C0CYPE")
    slack.faults.add("chat.postMessage", "drop_after", channel=PLACES[0])
    slack.faults.add("chat.postMessage", "drop_before", channel=PLACES[1])
    queue(engine, *(message(place, "words") for place in PLACES))
    deliver(engine, caller)
    assert statuses(slack, "conversations.history") == [*[200] * 50, 429]
    assert states(engine) == {NoticeState.SENT: 1, NoticeState.UNKNOWN: 2}
    deliver(engine, caller, let_a_minute_pass(engine, slack))
    assert states(engine) == {NoticeState.SENT: 3}
    assert [len(slack.messages(place)) for place in PLACES] == [1, 1, 1]


def test_the_catch_up_waits_as_it_is_told(engine: Engine, slack: Playground, caller: SlackClient) -> None:
    queue(
        engine,
        Notice("kent", "reminder", NoticeKind.REMINDER, "C0CYPE", refs=("3",), payload={"text": "words"}),
    )
    deliver(engine, caller)
    (root,) = [one["ts"] for one in slack.messages("C0CYPE")]
    slack.say(AMY, "C0CYPE", "Said while nobody listened", thread_ts=root)
    use_up(caller, "conversations.replies", channel="C0CYPE", ts=root)
    observed: list[str] = []

    def observe(body: Mapping[str, Any]) -> bool:
        observed.append(body["event"]["text"])
        return True

    waits = Waits(slack)
    reader = ThreadReader(
        engine,
        caller,
        "T0PLAYGRD",
        slack.now,
        observe,
        CatchUpSettings(call_interval=0),
        stop=waits,
    )
    assert catch_up(reader) == CatchUpResult(threads=1, handed=1)
    assert observed == ["Said while nobody listened"]
    assert statuses(slack, "conversations.replies") == [*[200] * 50, 429, 200]
    assert statuses(slack, "conversations.history") == [200]
    assert len(waits.timeouts) == 1
    assert 0 < waits.timeouts[0] <= 60


def test_the_list_of_people_waits_as_it_is_told(engine: Engine, slack: Playground, caller: SlackClient) -> None:
    use_up(caller, "users.list")
    waits = Waits(slack)
    read_people(PeopleReader(engine, caller, slack.now, page_interval=0, stop=waits))
    assert statuses(slack, "users.list") == [*[200] * 20, 429, 200]
    assert len(waits.timeouts) == 1
    assert 0 < waits.timeouts[0] <= 60
    with reading(engine) as tx:
        assert people.count(tx).people == len([one for one in PEOPLE if not one.is_bot])
