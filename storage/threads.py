"""The threads in Slack in which people answer us: under cards, and under the notices that speak of actions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Text, cast, func, literal, select

from storage.notices import Method
from storage.tables import card, notice, update


@dataclass(frozen=True)
class Thread:
    """Where people may answer: the channel, and the ts of the message that the thread hangs from."""

    channel: str
    ts: str


def recent(tx: Connection, since: datetime, most: int) -> list[Thread]:
    """At most so many threads, those first where something was said or posted last.

    Cards count however old they are, notices only when they were sent at or after ``since`` (UTC).
    """
    said = select(update.c.action, func.max(update.c.at).label("at")).group_by(update.c.action).subquery()
    talked = (
        select(card.c.channel, card.c.ts, said.c.at)
        .join(said, said.c.action == card.c.action)
        .where(card.c.ts.is_not(None))
        .order_by(said.c.at.desc(), card.c.id.desc())
    )
    posted = select(card.c.channel, card.c.ts).where(card.c.ts.is_not(None)).order_by(card.c.ts.desc())
    sent = (
        select(notice.c.channel, notice.c.ts, notice.c.refs)
        .where(notice.c.method == Method.POST, notice.c.card.is_(None), notice.c.ts.is_not(None))
        .where(notice.c.settled_at >= since)
        .order_by(notice.c.settled_at.desc())
    )
    found: dict[Thread, float] = {}
    for row in tx.execute(talked.limit(most)):
        found[Thread(row.channel, row.ts)] = max(row.at.timestamp(), float(row.ts))
    for row in [*tx.execute(posted.limit(most)), *(one for one in tx.execute(sent.limit(most)) if one.refs)]:
        found.setdefault(Thread(row.channel, row.ts), float(row.ts))
    return sorted(found, key=lambda one: found[one], reverse=True)[:most]


def kept(tx: Connection, channel: str, messages: Collection[str]) -> set[str]:
    """Those of the messages (by ts) that are updates, or were before they were taken back."""
    query = select(update.c.ts).where(update.c.channel == channel, update.c.ts.in_(messages))
    return set(tx.execute(query).scalars())


def live(tx: Connection, thread: Thread, since: datetime, until: datetime) -> dict[str, str]:
    """The updates said in that thread from ``since`` to ``until`` that still stand: ts to author.

    Which thread an update was said in is known from the receipt that went there.
    """
    receipt = literal("receipt:").concat(cast(update.c.id, Text))
    query = (
        select(update.c.ts, update.c.by, notice.c.payload)
        .join(notice, notice.c.key == receipt)
        .where(update.c.channel == thread.channel, update.c.withdrawn_at.is_(None))
        .where(update.c.at >= since, update.c.at <= until)
    )
    return {row.ts: row.by for row in tx.execute(query) if row.payload.get("thread_ts") == thread.ts}
