"""Delivery to many channels at Slack's own pace (benchmark 5)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Engine

from bench.measure import Figure, Result, paired
from bench.sized_register import sized_register
from config.settings import VARIABLES
from playground.server import Playground
from playground.workspace import Channel, SlackUser
from storage.actions import registers
from storage.database.engine import transaction
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind

_BOT = SlackUser("U0HTST", "HTST", is_bot=True)


TROUBLES = ("refused", "duplicates", "out of order")


def delivered(
    databases: Iterable[tuple[Engine, str]], kind: str, channels: int, seconds: int
) -> Iterator[Result | Figure]:
    """What goes out in so long against what Slack allows, once for each database; and all that went wrong."""
    results = [_delivered(engine, url, channels, seconds) for engine, url in databases]
    pairs = [(one["sent"], channels * seconds) for one in results]
    name = f"5. delivery to {channels} channels for {seconds} s"
    yield paired(f"{name}, against what Slack allows", kind, pairs, "messages", "0.95 or more")
    troubles = {trouble: sum(one[trouble] for one in results) for trouble in TROUBLES}
    yield Figure(f"{name}, {len(results)} times: what went wrong", kind, troubles)


def _delivered(engine: Engine, database_url: str, channels: int, seconds: int) -> dict[str, int]:
    """Post to so many channels for so long; how many went out, and how much of what went wrong.

    By one worker, a process of its own, without the cap for the whole workspace. The time begins with the
    first message to arrive; Slack allows one a second in each channel. More waits than can go out.
    """
    register = sized_register()
    waiting = [
        Notice(
            register.slug, f"{n}:{number}", NoticeKind.DIGEST, f"C0B{n}", payload={"text": f"message {number}"}
        )
        for number in range(seconds + 5)
        for n in range(channels)
    ]
    with transaction(engine) as tx:
        registers.save(tx, register)
        notices.queue_all(tx, waiting, datetime.now(UTC))
    places = [Channel(f"C0B{n}", f"channel-{n}", members=(_BOT.id,)) for n in range(channels)]
    with Playground(people=[], channels=places, bot=_BOT, now=datetime.now(UTC)) as slack:
        with working(slack, database_url):
            while not slack.calls("chat.postMessage"):
                time.sleep(0.01)
            time.sleep(seconds)
            posted = {n: [one["text"] for one in slack.messages(f"C0B{n}")] for n in range(channels)}
        calls = slack.calls("chat.postMessage")
    arrived = sum(len(texts) for texts in posted.values())
    return {
        "sent": arrived,
        "refused": sum(call.status == 429 for call in calls),
        "duplicates": arrived - sum(len(set(texts)) for texts in posted.values()),
        "out of order": sum(
            texts != sorted(texts, key=lambda text: int(text.split()[1])) for texts in posted.values()
        ),
    }


@contextmanager
def working(slack: Playground, database_url: str) -> Iterator[None]:
    """``htst worker`` at work; it is told to stop at the end, and finishes what it has in hand."""
    environ = {name: value for name, value in os.environ.items() if name not in VARIABLES} | {
        "DATABASE_URL": database_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "HTST_MESSAGES_PER_SECOND": "0",
    }
    command = [sys.executable, "-c", "import htst; htst.main()", "worker"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as worker:
        try:
            yield
        finally:
            worker.terminate()
