"""What Slack has sent us: each request's key once, so that a redelivery changes nothing."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.database.engine import insert_or_nothing
from storage.database.tables import inbox


def is_first(tx: Connection, key: str, received_at: datetime) -> bool:
    """Note a request's key; False when it has been here before, in which case nothing more is to be done.

    The note stands or falls with the transaction: a crash before the commit leaves the key free for the retry.
    """
    made = insert_or_nothing(tx, inbox).values(key=key, received_at=received_at).on_conflict_do_nothing()
    return tx.execute(made.returning(inbox.c.key)).first() is not None


def forget(tx: Connection, before: datetime) -> int:
    """Drop the keys of requests received before a moment (UTC) and say how many; they cannot come again."""
    return tx.execute(delete(inbox).where(inbox.c.received_at < before)).rowcount


def seen(tx: Connection, keys: Collection[str]) -> set[str]:
    """Those of the keys that have been here before."""
    return set(tx.execute(select(inbox.c.key).where(inbox.c.key.in_(keys))).scalars())
