"""The keys of requests already handled, so that a redelivery changes nothing."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, select

from storage.database.engine import insert_or_nothing
from storage.database.slack_tables import inbox


def note(tx: Connection, key: str, received_at: datetime) -> bool:
    """Store a request's key; False when it is there already: the request was handled and must be ignored.

    The key is committed or rolled back with the transaction: after a crash before the commit the retry is handled.
    """
    row = insert_or_nothing(tx, inbox).values(key=key, received_at=received_at).on_conflict_do_nothing()
    return tx.execute(row.returning(inbox.c.key)).first() is not None


def forget(tx: Connection, before: datetime) -> int:
    """Delete the keys of requests received before a moment (UTC), which Slack does not redeliver; return how many."""
    return tx.execute(delete(inbox).where(inbox.c.received_at < before)).rowcount


def seen(tx: Connection, keys: Collection[str]) -> set[str]:
    """Those of the keys that are stored."""
    return set(tx.execute(select(inbox.c.key).where(inbox.c.key.in_(keys))).scalars())
