"""The threads in Slack in which people answer us: under cards, and under the notices that speak of actions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Text, cast, literal, select

from storage.database.tables import card, notice, update
from storage.intake import inbox
from storage.queue.notices import Method


@dataclass(frozen=True)
class Thread:
    """Where people may answer: the channel, and the ts of the message that the thread hangs from."""

    channel: str
    ts: str


def every(tx: Connection, since: datetime) -> dict[str, set[str]]:
    """All of them: for each channel the ts of the messages that threads may hang from.

    Cards count however old they are, notices only when they were sent at or after ``since`` (UTC).
    """
    posted = select(card.c.channel, card.c.ts).where(card.c.channel.is_not(None), card.c.ts.is_not(None))
    sent = (
        select(notice.c.channel, notice.c.ts, notice.c.refs)
        .where(notice.c.method == Method.POST, notice.c.channel.is_not(None))
        .where(notice.c.ts.is_not(None), notice.c.settled_at >= since)
    )
    found: dict[str, set[str]] = {}
    for row in [*tx.execute(posted), *(one for one in tx.execute(sent) if one.refs)]:
        found.setdefault(row.channel, set()).add(row.ts)
    return found


def had(tx: Connection, channel: str, messages: Collection[str]) -> set[str]:
    """Those of the messages (by ts) that the bot has dealt with: updates, also withdrawn ones, and others."""
    keys = {f"message:{channel}:{ts}": ts for ts in messages}
    kept = select(update.c.ts).where(update.c.channel == channel, update.c.ts.in_(messages))
    return set(tx.execute(kept).scalars()) | {keys[key] for key in inbox.seen(tx, keys.keys())}


def lively(tx: Connection, since: datetime) -> set[Thread]:
    """The threads in which updates were said since then (UTC) that still stand."""
    return {Thread(row.channel, row.payload["thread_ts"]) for row in tx.execute(_said(since))}


def live(tx: Connection, thread: Thread, since: datetime) -> dict[str, str]:
    """The updates said in that thread since then (UTC) that still stand: ts to author."""
    rows = tx.execute(_said(since).where(update.c.channel == thread.channel))
    return {row.ts: row.by for row in rows if row.payload["thread_ts"] == thread.ts}


def _said(since: datetime) -> Select[Any]:
    # Which thread an update was said in is known from the receipt that went there.
    receipt = literal("receipt:").concat(cast(update.c.id, Text))
    return (
        select(update.c.channel, update.c.ts, update.c.by, notice.c.payload)
        .join(notice, notice.c.key == receipt)
        .where(update.c.ts.is_not(None), update.c.withdrawn_at.is_(None), update.c.at >= since)
    )
