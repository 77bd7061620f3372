"""What people tell us about an action: kept, edited and withdrawn, never overwritten."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select
from sqlalchemy import update as update_rows

from storage import changes
from storage.amend import Author
from storage.changes import Change
from storage.tables import action, update


@dataclass(frozen=True)
class Said:
    """A live update and the action it belongs to."""

    id: int
    register: str
    action: int
    ref: str
    by: str
    text: str
    channel: str | None
    ts: str | None


def add(
    tx: Connection, slug: str, action_id: int, text: str, author: Author, message: tuple[str, str] | None = None
) -> int:
    """Keep an update and return its number. ``message`` is the (channel, ts) it was said in, if it was.

    The caller holds the register's lock. Raises IntegrityError when that message is an update already.
    """
    channel, ts = message or (None, None)
    row = {"action": action_id, "at": author.at, "by": author.by, "text": text, "source": author.source}
    query = insert(update).values(channel=channel, ts=ts, **row).returning(update.c.id)
    number: int = tx.execute(query).scalar_one()
    said = row | {"id": number, "at": author.at.isoformat()}
    del said["action"]
    one = Change("update", author.at, author.by, author.source, {"update": said}, action=action_id)
    changes.record(tx, slug, [one], author.recorded_at)
    return number


def edit(tx: Connection, said: Said, text: str, author: Author) -> None:
    """Give an update its new words; the old ones stay in the history. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == said.id).values(text=text))
    _record(tx, said, "update edited", {"text": text}, {"text": said.text}, author)


def withdraw(tx: Connection, said: Said, author: Author) -> None:
    """Take an update back: no longer shown, it stays in the history. The caller holds the register's lock."""
    tx.execute(update_rows(update).where(update.c.id == said.id).values(withdrawn_at=author.recorded_at))
    _record(tx, said, "update withdrawn", {"withdrawn": True}, {"text": said.text}, author)


def find(tx: Connection, number: int) -> Said | None:
    """The live update of that number, or None when there is none or it was withdrawn."""
    return _one(tx, number=number)


def of_message(tx: Connection, channel: str, ts: str) -> Said | None:
    """The live update said in that Slack message, or None."""
    return _one(tx, message=(channel, ts))


def _one(tx: Connection, number: int | None = None, message: tuple[str, str] | None = None) -> Said | None:
    query = (
        select(update, action.c.ref, action.c.register)
        .join(action, action.c.id == update.c.action)
        .where(update.c.withdrawn_at.is_(None))
    )
    if message:
        query = query.where(update.c.channel == message[0], update.c.ts == message[1])
    else:
        query = query.where(update.c.id == number)
    row: RowMapping | None = tx.execute(query).mappings().one_or_none()
    if row is None:
        return None
    names = ("id", "register", "action", "ref", "by", "text", "channel", "ts")
    return Said(**{name: row[name] for name in names})


def _record(
    tx: Connection, said: Said, kind: str, now: dict[str, object], was: dict[str, object], author: Author
) -> None:
    after, before = {"update": {"id": said.id} | now}, {"update": {"id": said.id} | was}
    one = Change(kind, author.at, author.by, author.source, after, before, said.action)
    changes.record(tx, said.register, [one], author.recorded_at)
