"""Bursts of replies: many in ten seconds on a stalling database, and more at once than can be taken."""

import random
import statistics
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from bot.app import as_wsgi, make_app, take
from bot.capture import Desk
from bot.counts import Counts
from bot.slack import Slack
from cli import lanes
from cli.processes import introduced, listening
from jobs.catch_up import Reach, Reader, catch_up
from playground.server import Playground
from playground.workspace import Channel, Command, Person
from register.register import Directorate, Register
from storage import amend, cards, changes, registers
from storage.amend import Author
from storage.database import open_database, transaction
from storage.tables import update

CHANNELS, EACH, SECONDS = 20, 25, 10.0
STALL, STALLS = 0.5, 20
"""A slow moment of the database lasts so many seconds, and comes at so many of the burst's commits."""
AMY, ASKER = "U0AMY", "U0ASKER"
BOT = Person("U0HTST", "HTST", is_bot=True)
NOW = datetime(2022, 11, 15, 9, tzinfo=UTC)


def channel(number: int) -> str:
    return f"C0BUSY{number:02}"


@pytest.fixture
def slack() -> Iterator[Playground]:
    """Slack with its usual patience of three seconds, and its retries within seconds instead of minutes."""
    people = [Person(AMY, "Amy Carter"), Person(ASKER, "Ruth Adeyemi"), BOT]
    members = tuple(person.id for person in people)
    with Playground(
        people=people,
        channels=[Channel(channel(number), f"busy-{number:02}", members=members) for number in range(CHANNELS)],
        bot=BOT,
        now=NOW,
        commands=[Command("/htst")],
        messages_per_second=None,
        retry_waits=(0.0, 2.0, 5.0, 15.0, 30.0),
    ) as running:
        yield running


@pytest.fixture
def roots(engine: Engine, slack: Playground) -> list[str]:
    """A register of 20 directorates with an action each, whose cards stand in the channels; the cards' ts."""
    owners = tuple(
        Directorate(f"D{number:02}", f"Directorate {number}", channel(number), "") for number in range(CHANNELS)
    )
    register = replace(Register("busy", "Busy"), directorates=owners)
    target = {"printed": "TBC", "milestones": [{"label": "", "printed": "TBC", "deadline": None}]}
    target["milestones"][0] |= {"original": None, "met": None}
    client = Slack(slack.bot_token, slack.api_url)
    found = []
    with transaction(engine) as tx:
        registers.save(tx, register)
        changes.lock(tx, "busy")
        for number, one in enumerate(owners, start=1):
            state: dict[str, Any] = {
                "ref": str(number),
                "position": number,
                "defined": "Do",
                "delivered": "Done",
            }
            state |= {"target": target, "owners": [one.code], "progress": "Ongoing", "status": "in progress"}
            author = Author("paper", NOW, "paper", NOW)
            (action,) = amend.add(tx, register, [state], author, frozenset())
            card = cards.assign(tx, "busy", one.code, [action])[action]
            posted = client.call("chat.postMessage", {"channel": one.channel, "text": f"Action {number}"})
            cards.posted(tx, card, one.channel, posted["ts"])
            found.append(str(posted["ts"]))
    return found


class Stalling:
    """Makes some commits of the bot's own database wait, as a slow disk or a busy server does."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._random, self._lock = engine, random.Random(3), threading.Lock()
        self.commits = self.stalls = 0

    def __enter__(self) -> "Stalling":
        event.listen(self._engine, "commit", self._commit)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self._engine, "commit", self._commit)

    def _commit(self, connection: Any) -> None:
        if connection.get_execution_options().get("reading"):
            return
        with self._lock:
            self.commits += 1
            stall = self.stalls < STALLS and self._random.random() < STALLS / (CHANNELS * EACH)
            self.stalls += stall
        if stall:
            time.sleep(STALL)


def talk(slack: Playground, roots: list[str], began: float) -> list[threading.Thread]:
    """Everybody replies at their own moments, and nobody waits for the bot."""

    def replies(number: int) -> None:
        moments = sorted(random.Random(number).uniform(0, SECONDS) for _ in range(EACH))
        for count, moment in enumerate(moments):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            threads.append(one := threading.Thread(target=say, args=(number, count)))
            one.start()

    def say(number: int, count: int) -> None:
        slack.say(AMY, channel(number), f"Reply {count} in {number}", thread_ts=roots[number])

    threads: list[threading.Thread] = []
    talkers = [threading.Thread(target=replies, args=(number,)) for number in range(CHANNELS)]
    for talker in talkers:
        talker.start()
    for talker in talkers:
        talker.join()
    return threads


def ask(slack: Playground, stop: threading.Event, times: list[float], errors: list[str]) -> None:
    """Ask for the status of an action again and again, as several people would."""
    while not stop.wait(0.2):
        began = time.monotonic()
        answer = slack.command(ASKER, channel(3), "/htst status 4")
        times.append(time.monotonic() - began)
        if not answer.ok:
            errors.append(str(answer.error))


def test_a_burst_loses_no_reply_and_keeps_nobody_waiting(
    database_url: str,
    engine: Engine,
    slack: Playground,
    roots: list[str],
) -> None:
    bots = open_database(database_url)
    caller, counts = Slack(slack.bot_token, slack.api_url), Counts()
    app = make_app(Desk(bots, slack.now, frozenset()), caller, introduced(caller), slack.signing_secret, counts)
    times: list[float] = []
    errors: list[str] = []
    stop = threading.Event()
    with (
        Stalling(bots) as stalling,
        listening(as_wsgi(app, slack.signing_secret, counts), 0, "127.0.0.1") as port,
    ):
        slack.connect(f"http://127.0.0.1:{port}/slack/events")
        askers = [threading.Thread(target=ask, args=(slack, stop, times, errors)) for _ in range(2)]
        for asker in askers:
            asker.start()
        began = time.monotonic()
        for thread in talk(slack, roots, began):
            thread.join()
        slack.settle(60, retries=True)
        took = time.monotonic() - began
        stop.set()
        for asker in askers:
            asker.join()
    recorded = kept(bots)
    bots.dispose()
    sent = [one for one in slack.deliveries("message") if "Reply" in one.event.get("text", "")]
    again = sum(len(one.attempts) > 1 for one in sent)
    asked = statistics.quantiles(times, n=100)
    print(
        f"\n{engine.dialect.name}: {recorded} of {len(sent)} replies kept in {took:.1f} s, {again} sent again, "
        f"{stalling.stalls} stalls; {len(times)} answers, median {asked[49] * 1000:.0f} ms, "
        f"p99 {asked[98] * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms"
    )
    assert len(sent) == recorded == CHANNELS * EACH
    assert all(one.acked for one in sent)
    assert errors == []
    assert max(times) < 3
    assert stalling.stalls > STALLS / 2


MANY, ROOM = 240, 30
"""So many replies at the same moment, and so many that may wait: more is not to be dealt with in time."""


def test_more_than_can_be_taken_is_turned_away_at_once_and_none_is_lost(
    database_url: str,
    engine: Engine,
    slack: Playground,
    roots: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lanes, "MOST_EVENTS", ROOM)
    monkeypatch.setattr(slack.outbound, "_waits", (0.0, 2.0, 5.0))  # some are then left to the catch-up
    bots = open_database(database_url)
    caller, counts = Slack(slack.bot_token, slack.api_url), Counts()
    identity = introduced(caller)
    app = make_app(Desk(bots, slack.now, frozenset()), caller, identity, slack.signing_secret, counts)
    inside = as_wsgi(app, slack.signing_secret, counts)
    with listening(inside, 0, "127.0.0.1", counts) as port:
        slack.connect(f"http://127.0.0.1:{port}/slack/events")
        with transaction(engine) as tx:
            changes.lock(tx, "busy")  # a slow moment: until it ends nothing can be recorded
            began, numbers = time.monotonic(), range(MANY)
            saying = [threading.Thread(target=reply, args=(slack, roots, number)) for number in numbers]
            for one in saying:
                one.start()
            while time.monotonic() < began + lanes.TOO_LATE + 1:
                assert slack.command(ASKER, channel(3), "/htst status 4").ok
        assert slack.command(ASKER, channel(3), "/htst status 4").ok
        for one in saying:
            one.join()
        slack.settle(60, retries=True)
        tried_and_kept = kept(bots)
        reader = Reader(
            bots, caller, identity.team_id, slack.now, lambda body: take(app, body), Reach(spacing=0)
        )
        found = catch_up(reader)
    counted = counts.read()
    sent = [one for one in slack.deliveries("message") if "Reply" in one.event.get("text", "")]
    refused = [one for one in sent if one.attempts[0].status == 503]
    print(
        f"\n{engine.dialect.name}: {MANY} replies at once: {len(refused)} turned away at first "
        f"({counted}), {tried_and_kept} kept in the end without the catch-up, which found {found.handed} more"
    )
    assert kept(bots) == len(sent) == MANY
    bots.dispose()
    assert counted["event", "turned away: too many"] > MANY / 3
    assert counted["event", "turned away: too late"] >= ROOM / 2
    assert tried_and_kept + found.handed == MANY


def reply(slack: Playground, roots: list[str], number: int) -> None:
    place = number % CHANNELS
    slack.say(AMY, channel(place), f"Reply {number}", thread_ts=roots[place])


def kept(engine: Engine) -> int:
    with engine.connect() as tx:
        return tx.execute(select(func.count()).select_from(update)).scalar_one()
