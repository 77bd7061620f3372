"""Delivery to many channels at Slack's own pace (benchmark 5)."""

import threading
import time
from datetime import UTC, datetime

from sqlalchemy import Engine

from bench.register_of import register_of
from bot.slack import Slack
from cli import processes
from playground.server import Playground
from playground.workspace import Channel, Person
from storage import notices, registers
from storage.database import transaction
from storage.notices import Notice

BOT = Person("U0HTST", "HTST", is_bot=True)


def delivered(engine: Engine, channels: int, seconds: int) -> dict[str, object]:
    """Post to so many channels for so long; what share of what Slack allows went out, and what went wrong."""
    register = register_of()
    with transaction(engine) as tx:
        registers.save(tx, register)
        for channel in range(channels):
            for number in range(seconds + 5):
                said = {"text": f"message {number}"}
                one = Notice(register.slug, f"{channel}:{number}", "digest", f"C0B{channel}", payload=said)
                notices.queue(tx, one, datetime.now(UTC))
    places = [Channel(f"C0B{n}", f"channel-{n}", members=(BOT.id,)) for n in range(channels)]
    with Playground(people=[], channels=places, bot=BOT, now=datetime.now(UTC)) as slack:
        stop = threading.Event()
        with processes.sending(engine, Slack(slack.bot_token, slack.api_url), processes.now, stop):
            time.sleep(seconds)
        calls = slack.calls("chat.postMessage")
        posted = {n: [one["text"] for one in slack.messages(f"C0B{n}")] for n in range(channels)}
    arrived = sum(len(texts) for texts in posted.values())
    return {
        "allowed": channels * seconds,
        "sent": arrived,
        "share": round(arrived / (channels * seconds), 3),
        "refused": sum(call.status == 429 for call in calls),
        "duplicates": arrived - sum(len(set(texts)) for texts in posted.values()),
        "out of order": sum(
            texts != sorted(texts, key=lambda text: int(text.split()[1])) for texts in posted.values()
        ),
    }
