"""The threads in Slack in which people reply to us: under cards, and under notices that name actions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from storage.database.queue_tables import card, notice
from storage.database.register_tables import update
from storage.intake import inbox
from storage.queue.notices import Method


@dataclass(frozen=True)
class Thread:
    """A thread: the channel, and the ts of its first message."""

    channel: str
    ts: str


def every(tx: Connection, since: datetime) -> dict[str, set[str]]:
    """For each channel the ts of the messages of ours under which people can reply.

    All cards are included, and notices that were sent at or after ``since`` (UTC).
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


def handled(tx: Connection, channel: str, messages: Collection[str]) -> set[str]:
    """Those of the messages (by ts) that the bot has handled: updates, also withdrawn ones, and others."""
    keys = {f"message:{channel}:{ts}": ts for ts in messages}
    of_updates = select(update.c.ts).where(update.c.channel == channel, update.c.ts.in_(messages))
    return set(tx.execute(of_updates).scalars()) | {keys[key] for key in inbox.seen(tx, keys.keys())}


def with_updates(tx: Connection, since: datetime) -> set[Thread]:
    """The threads with updates since then (UTC) that have not been withdrawn."""
    return {Thread(row.channel, row.thread) for row in tx.execute(_updates(since))}


def current_updates(tx: Connection, thread: Thread, since: datetime) -> dict[str, str]:
    """The updates in that thread since then (UTC) that have not been withdrawn: ts to author."""
    there = _updates(since).where(update.c.channel == thread.channel, update.c.thread == thread.ts)
    return {row.ts: row.by for row in tx.execute(there)}


def _updates(since: datetime) -> Select[Any]:
    return select(update.c.channel, update.c.thread, update.c.ts, update.c.by).where(
        update.c.ts.is_not(None),
        update.c.thread.is_not(None),
        update.c.withdrawn_at.is_(None),
        update.c.at >= since,
    )
