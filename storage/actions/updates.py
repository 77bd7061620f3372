"""What people tell us about an action: kept, edited and withdrawn, never overwritten."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select
from sqlalchemy import update as update_rows

from storage.actions import change_log
from storage.actions.change_log import Change
from storage.actions.write_actions import Author
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
    said_at: datetime | None = None,
) -> int:
    """Keep an update and return its number. ``message`` is the (channel, ts) it was said in, if it was.

    ``said_at`` (UTC) is the update's own date where that is not the author's: a reply that was edited before we
    knew of it keeps the day it was written on. The caller holds the register's lock. Raises IntegrityError when
    that message is an update already.
    """
    channel, ts = message or (None, None)
    at = said_at or author.at
    row = {"action": action_id, "at": at, "by": author.by, "text": text, "source": author.source}
    query = insert(update).values(channel=channel, ts=ts, **row).returning(update.c.id)
    number: int = tx.execute(query).scalar_one()
    said = row | {"id": number, "at": at.isoformat()}
    del said["action"]
    one = Change("update", author.at, author.by, author.source, {"update": said}, action=action_id)
    change_log.record(tx, slug, [one], author.recorded_at)
    return number


def edit(tx: Connection, said: StoredUpdate, text: str, author: Author) -> None:
    """Give an update its new words; the old ones stay in the history. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == said.id).values(text=text))
    _record(tx, said, "update edited", {"text": text}, {"text": said.text}, author)


def withdraw(tx: Connection, said: StoredUpdate, author: Author) -> None:
    """Take an update back: no longer shown, it stays in the history. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == said.id).values(withdrawn_at=author.recorded_at))
    _record(tx, said, "update withdrawn", {"withdrawn": True}, {"text": said.text}, author)


def let_go(tx: Connection, said: StoredUpdate, author: Author) -> None:
    """Take back an update whose message speaks of another action now, and free the message for that."""
    withdraw(tx, said, author)
    tx.execute(update_rows(update).where(update.c.id == said.id).values(channel=None, ts=None))


def find(tx: Connection, number: int) -> StoredUpdate | None:
    """The update of that number, or None."""
    return _one(tx, update.c.id == number)


def of_message(tx: Connection, channel: str, ts: str) -> StoredUpdate | None:
    """The update said in that Slack message, or None."""
    return _one(tx, and_(update.c.channel == channel, update.c.ts == ts))


def locked(tx: Connection, said: StoredUpdate) -> StoredUpdate:
    """The update as it is once this transaction is its register's only writer, whoever changed it before."""
    change_log.lock(tx, said.register)
    found = find(tx, said.id)
    assert found is not None  # noqa: S101 - updates are never deleted
    return found


def _one(tx: Connection, which: ColumnElement[bool]) -> StoredUpdate | None:
    query = select(update, action.c.ref, action.c.register).join(action, action.c.id == update.c.action)
    row = tx.execute(query.where(which)).mappings().one_or_none()
    if row is None:
        return None
    names = ("id", "register", "action", "ref", "by", "text", "channel", "ts")
    return StoredUpdate(**{name: row[name] for name in names}, is_withdrawn=row["withdrawn_at"] is not None)


def _record(
    tx: Connection,
    said: StoredUpdate,
    kind: str,
    now: dict[str, object],
    was: dict[str, object],
    author: Author,
) -> None:
    after, before = {"update": {"id": said.id} | now}, {"update": {"id": said.id} | was}
    one = Change(kind, author.at, author.by, author.source, after, before, said.action)
    change_log.record(tx, said.register, [one], author.recorded_at)
