"""The time of the latest known version of each reply: Slack delivers events in no particular order."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, tuple_

from storage.database.engine import insert_or_nothing
from storage.database.slack_tables import reply


def note_version(tx: Connection, channel: str, ts: str, at: datetime) -> bool:
    """Record that a reply (by channel and ts) was posted, edited or deleted at a moment (UTC).

    False when a later version is recorded: then this event must be ignored. True at most once for each moment.
    Other transactions that call this for the same reply wait until this one ends.
    """
    row = insert_or_nothing(tx, reply).values(channel=channel, ts=ts, at=at)
    newer = row.on_conflict_do_update(
        index_elements=["channel", "ts"], set_={"at": row.excluded.at}, where=reply.c.at < row.excluded.at
    )
    return tx.execute(newer.returning(reply.c.at)).first() is not None


def latest(tx: Connection, channel: str, ts: str) -> datetime | None:
    """The time (UTC) of the latest version of a reply, or of its deletion; None when that is not known any more."""
    query = select(reply.c.at).where(reply.c.channel == channel, reply.c.ts == ts)
    return tx.execute(query).scalar_one_or_none()


def forget(tx: Connection, before: datetime) -> int:
    """Delete the records of replies whose latest version is older than a moment (UTC); return how many.

    The updates themselves stay. A row locked by another transaction is skipped: that transaction may be waiting for
    the register's lock, which the caller holds, and waiting for it would be a deadlock.
    """
    old = select(reply.c.channel, reply.c.ts).where(reply.c.at < before).with_for_update(skip_locked=True)
    return tx.execute(delete(reply).where(tuple_(reply.c.channel, reply.c.ts).in_(old))).rowcount
