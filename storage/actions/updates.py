"""What people tell us about an action: kept, edited and withdrawn, never overwritten."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select
from sqlalchemy import update as update_rows

from register.action import Update
from register.changes import UpdateAdded, UpdateEdited, UpdateWithdrawn
from storage.actions import change_log
from storage.actions.change_log import Author
from storage.database.tables import action, update


@dataclass(frozen=True)
class StoredUpdate:
    """An update and the action it belongs to; ``is_withdrawn`` once it was taken back."""

    id: int
    register: str
    action: int
    ref: str
    by: str
    text: str
    channel: str | None
    ts: str | None
    is_withdrawn: bool


def add(
    tx: Connection,
    slug: str,
    action_id: int,
    text: str,
    author: Author,
    message: tuple[str, str] | None = None,
    written_at: datetime | None = None,
) -> int:
    """Keep an update and return its number. ``message`` is the (channel, ts) it was said in, if it was.

    ``written_at`` (UTC) is the update's own date where that is not the author's: a reply that was edited before
    we knew of it keeps the day it was written on. The caller holds the register's lock. Raises IntegrityError
    when that message is an update already.
    """
    channel, ts = message or (None, None)
    at = written_at or author.at
    row = {"action": action_id, "at": at, "by": author.by, "text": text, "source": author.source}
    query = insert(update).values(channel=channel, ts=ts, **row).returning(update.c.id)
    number: int = tx.execute(query).scalar_one()
    added = UpdateAdded(Update(number, at, author.by, text, author.source))
    change_log.append(tx, slug, [(action_id, added)], author)
    return number


def edit(tx: Connection, stored: StoredUpdate, text: str, author: Author) -> None:
    """Give an update its new words; the old ones stay in the history. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == stored.id).values(text=text))
    edited = UpdateEdited(stored.id, text, stored.text)
    change_log.append(tx, stored.register, [(stored.action, edited)], author)


def withdraw(tx: Connection, stored: StoredUpdate, author: Author, reason: str = "") -> None:
    """Take an update back: no longer shown, it stays in the history. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == stored.id).values(withdrawn_at=author.recorded_at))
    withdrawn = UpdateWithdrawn(stored.id, stored.text, reason)
    change_log.append(tx, stored.register, [(stored.action, withdrawn)], author)


def release_message(tx: Connection, stored: StoredUpdate, author: Author) -> None:
    """Take back an update whose message speaks of another action now, and free the message for that."""
    withdraw(tx, stored, author)
    tx.execute(update_rows(update).where(update.c.id == stored.id).values(channel=None, ts=None))


def find(tx: Connection, number: int) -> StoredUpdate | None:
    """The update of that number, or None."""
    return _find(tx, update.c.id == number)


def of_message(tx: Connection, channel: str, ts: str) -> StoredUpdate | None:
    """The update said in that Slack message, or None."""
    return _find(tx, and_(update.c.channel == channel, update.c.ts == ts))


def locked(tx: Connection, stored: StoredUpdate) -> StoredUpdate:
    """The update as it is once this transaction is its register's only writer, whoever changed it before."""
    change_log.lock(tx, stored.register)
    found = find(tx, stored.id)
    assert found is not None  # noqa: S101 - updates are never deleted
    return found


def _find(tx: Connection, which: ColumnElement[bool]) -> StoredUpdate | None:
    query = select(update, action.c.ref, action.c.register).join(action, action.c.id == update.c.action)
    row = tx.execute(query.where(which)).mappings().one_or_none()
    if row is None:
        return None
    names = ("id", "register", "action", "ref", "by", "text", "channel", "ts")
    return StoredUpdate(**{name: row[name] for name in names}, is_withdrawn=row["withdrawn_at"] is not None)
