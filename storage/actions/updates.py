"""Updates that people give on actions: added, edited and withdrawn; the change log keeps every version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select
from sqlalchemy import update as update_rows

from register.action import Update
from register.changes import UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.people import is_person
from register.words.text_folding import searchable
from storage.actions import change_log, tallies
from storage.actions.change_log import Author
from storage.database.register_tables import action, update


@dataclass(frozen=True)
class MessagePlace:
    """A message in Slack: its channel, its own ts, and the ts of the thread that it is in."""

    channel: str
    ts: str
    thread: str | None = None


@dataclass(frozen=True)
class StoredUpdate:
    """An update and the action it belongs to; ``is_withdrawn`` once it was withdrawn."""

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
    message: MessagePlace | None = None,
    written_at: datetime | None = None,
) -> int:
    """Add an update and return its number. ``message`` is its Slack message, if it has one.

    ``written_at`` (UTC) is the update's own time where that is not the author's: a reply that was edited before the
    bot read it keeps the time at which it was written. The caller holds the register's lock. Raises IntegrityError
    when that message is an update to that action already.
    """
    at = written_at or author.at
    row = {"action": action_id, "at": at, "by": author.by, "text": text, "source": author.source}
    place: dict[str, Any] = {"channel": author.place or None}
    if message:
        place = {"channel": message.channel, "ts": message.ts, "thread": message.thread}
    query = insert(update).values(search=searchable([text]), **row, **place).returning(update.c.id)
    number: int = tx.execute(query).scalar_one()
    added = UpdateAdded(Update(number, at, author.by, text, author.source))
    author = change_log.after_last_paper(tx, slug, author)
    change_log.append(tx, slug, [(action_id, added)], author)
    if change_log.latest(tx, action_id) > author.at:  # something later may have overturned it
        tallies.recount(tx, [action_id])
    else:
        tallies.note_update(tx, action_id, author.at)
    return number


def edit(tx: Connection, stored: StoredUpdate, text: str, author: Author) -> None:
    """Change an update's text; the old text stays in the change log. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == stored.id).values(text=text, search=searchable([text])))
    edited = UpdateEdited(stored.id, text, stored.text)
    author = change_log.after_last_paper(tx, stored.register, author)
    change_log.append(tx, stored.register, [(stored.action, edited)], author)


def withdraw(tx: Connection, stored: StoredUpdate, author: Author, reason: str = "") -> None:
    """Withdraw an update: it is not shown any more but stays in the log. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == stored.id).values(withdrawn_at=author.recorded_at))
    withdrawn = UpdateWithdrawn(stored.id, stored.text, reason)
    author = change_log.after_last_paper(tx, stored.register, author)
    change_log.append(tx, stored.register, [(stored.action, withdrawn)], author)
    tallies.recount(tx, [stored.action])


def release_message(tx: Connection, stored: StoredUpdate) -> None:
    """Unlink a withdrawn update from its message, which was edited to name others and may come to name it again."""
    tx.execute(update_rows(update).where(update.c.id == stored.id).values(channel=None, ts=None))


def find(tx: Connection, number: int) -> StoredUpdate | None:
    """The update of that number, or None."""
    return next(iter(_found(tx, update.c.id == number)), None)


def numbers_of(tx: Connection, action_id: int) -> list[int]:
    """The numbers of all updates to an action, withdrawn ones too, in the order in which they were added."""
    query = select(update.c.id).where(update.c.action == action_id).order_by(update.c.id)
    return list(tx.execute(query).scalars())


def of_message(tx: Connection, channel: str, ts: str) -> list[StoredUpdate]:
    """The updates that came from that Slack message, withdrawn ones too, in the order in which they were added."""
    return _found(tx, and_(update.c.channel == channel, update.c.ts == ts))


def lock_and_reload(tx: Connection, stored: StoredUpdate) -> StoredUpdate:
    """Lock the update's register, then read the update again: it may have changed before the lock was ours."""
    change_log.lock(tx, stored.register)
    found = find(tx, stored.id)
    assert found is not None  # noqa: S101 - updates are never deleted
    return found


def _found(tx: Connection, which: ColumnElement[bool]) -> list[StoredUpdate]:
    query = select(update, action.c.ref, action.c.register).join(action, action.c.id == update.c.action)
    names = ("id", "register", "action", "ref", "by", "text", "channel", "ts")
    return [
        StoredUpdate(**{name: row[name] for name in names}, is_withdrawn=row["withdrawn_at"] is not None)
        for row in tx.execute(query.where(which).order_by(update.c.id)).mappings()
    ]


def refs_since(tx: Connection, slug: str, moment: datetime) -> tuple[str, ...]:
    """The refs of a register's actions, in its order, with an update that a person gave after a moment (UTC)."""
    query = (
        select(action.c.ref, update.c.by)
        .join(action, action.c.id == update.c.action)
        .where(action.c.register == slug, update.c.at > moment, update.c.withdrawn_at.is_(None))
        .order_by(action.c.position, update.c.id)
    )
    return tuple(dict.fromkeys(row.ref for row in tx.execute(query) if is_person(row.by)))
