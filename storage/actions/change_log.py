"""The log of changes, in order: each row carries a hash over itself and the hash of the row before."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, bindparam, func, insert, or_, select

from register.change import Change
from register.changes import ImportUndone, read
from register.history import Event, event_of
from storage.database.engine import chunks
from storage.database.paper_tables import published
from storage.database.register_tables import action, change, register

START = "0" * 64
FOR = "for"
"""The key in a change's ``after`` that names whom its author stood in for."""
_INSTANT = timedelta(microseconds=1)
_CLOCKS_APART = timedelta(hours=1)
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_HASHED = ("register", "number", "action", "kind", "at", "recorded_at", "by", "source", "before", "after")
"""The columns that a row's hash covers, together with the previous hash."""


@dataclass(frozen=True)
class Author:
    """Who makes a change, when it holds from (UTC), by which channel it came, and when it was recorded (UTC).

    ``place`` is the id of the Slack channel in which they made it; empty for none.
    """

    by: str
    at: datetime
    source: str
    recorded_at: datetime
    place: str = ""


@dataclass(frozen=True)
class Entry:
    """A change in the log, by its ``number`` in the register. ``action`` is its action's row number.

    Times are UTC. ``at`` is when it holds from, which can be in the past when a paper is read late; ``recorded_at``
    when it was written.
    """

    number: int
    action: int
    ref: str
    at: datetime
    recorded_at: datetime
    by: str
    source: str
    change: Change
    on_behalf_of: str = ""

    def event(self) -> Event:
        """The change as people and scripts read it."""
        return event_of(self.change, self.at, self.by, self.source, self.on_behalf_of)


_LOCK = select(register.c.slug).where(register.c.slug == bindparam("slug")).with_for_update(key_share=True)


def lock(tx: Connection, slug: str) -> None:
    """Make this transaction the register's only writer until it ends. Call it before any row of it is changed.

    The lock (FOR NO KEY UPDATE) still lets others insert rows that refer to the register, as a sender does that
    queues a notice while it holds another one: a stronger lock could deadlock with it.
    """
    tx.execute(_LOCK, {"slug": slug})


def newest(tx: Connection, slug: str) -> tuple[int, str]:
    """The number and the hash of a register's last change; they tell whether it has changed since they were read."""
    query = select(change.c.number, change.c.hash).where(change.c.register == slug)
    last = tx.execute(query.order_by(change.c.number.desc()).limit(1)).one_or_none()
    return (last.number, last.hash) if last else (0, START)


def append(
    tx: Connection,
    slug: str,
    changes: Iterable[tuple[int | None, Change]],
    author: Author,
    for_whom: Mapping[int | None, str] = MappingProxyType({}),
) -> None:
    """Append changes, each with its action's row number (None: of the register), to the log.

    ``for_whom`` has, by the action's row number, whom the author stands in for. The caller holds the register's lock.
    """
    number, previous = newest(tx, slug)
    chain = chain_name(tx, slug)
    rows = []
    for action_id, happened in changes:
        number += 1
        row: dict[str, Any] = {
            "register": slug,
            "number": number,
            "action": action_id,
            "kind": happened.kind,
            "at": author.at,
            "recorded_at": author.recorded_at,
            "by": author.by,
            "source": author.source,
            "before": happened.before,
            "after": happened.after | ({FOR: for_whom[action_id]} if action_id in for_whom else {}),
            "previous": previous,
        }
        previous = row["hash"] = seal(row, chain)
        rows.append(row)
    if rows:
        tx.execute(insert(change), rows)


def seal(row: RowMapping | dict[str, Any], chain: str) -> str:
    """The SHA-256 of the previous row's hash and of this row's fields in one canonical spelling.

    ``chain`` is the slug that the register's first change was written under, so that renaming it changes no hash.
    """
    values = {name: row[name].timestamp() if name in ("at", "recorded_at") else row[name] for name in _HASHED}
    values["register"] = chain
    return hashlib.sha256((row["previous"] + _canonical(values)).encode()).hexdigest()


def chain_name(tx: Connection, slug: str) -> str:
    """The slug that the register's first change was written under (see ``seal``)."""
    return tx.execute(select(register.c.chain).where(register.c.slug == slug)).scalar_one_or_none() or slug


def history(tx: Connection, slug: str, ref: str) -> list[Entry]:
    """All changes of an action, by ``at``: also those that were undone, and the changes that undid them.

    The row of an action whose import was undone is in no register, so that several rows can have one ref.
    """
    ours = or_(action.c.register == slug, action.c.register.is_(None))
    return _entries(tx, _ENTRIES.where(action.c.ref == ref, ours, change.c.register == slug))


def removed_refs(tx: Connection, slug: str) -> list[str]:
    """The refs of the actions that are no longer in a register, because their imports were undone."""
    query = select(action.c.ref).join(change, change.c.action == action.c.id)
    removed = query.where(action.c.register.is_(None), change.c.register == slug)
    return list(tx.execute(removed.distinct().order_by(action.c.ref)).scalars())


def of_actions(
    tx: Connection, numbers: Sequence[int], kinds: Sequence[str] | None = None
) -> dict[int, list[Entry]]:
    """The changes in force of the actions of those row numbers, each action's by ``at``; of some ``kinds``, or all.

    Changes of an import that was undone are in force no longer; an action without any is left out.
    """
    found: dict[int, list[Entry]] = {}
    for chunk in chunks(numbers):
        query = _ENTRIES.where(change.c.action.in_(chunk))
        found |= _by_action(tx, query if kinds is None else query.where(change.c.kind.in_(kinds)))
    return found


def until(
    tx: Connection, slug: str, through: datetime, refs: Sequence[str] | None = None
) -> dict[int, list[Entry]]:
    """The changes in force, up to a moment (UTC), by action, each action's in order; of the actions of those ``refs``
    (None: of every one).
    """
    query = _ENTRIES.where(change.c.register == slug, change.c.at <= through)
    if refs is None:
        return _by_action(tx, query)
    ours = or_(action.c.register == slug, action.c.register.is_(None))
    found: dict[int, list[Entry]] = {}
    for chunk in chunks(refs):
        found |= _by_action(tx, query.where(ours, action.c.ref.in_(chunk)))
    return found


def since(
    tx: Connection, slug: str, after: datetime, through: datetime, only: Sequence[int] | None = None
) -> dict[int, list[Entry]]:
    """The changes that hold from a moment in (after, through] (UTC), by action, each action's in order; of the actions
    of those row numbers ``only`` (None: of every one).
    """
    query = _ENTRIES.where(change.c.register == slug, change.c.at > after, change.c.at <= through)
    return _by_action(tx, query if only is None else query.where(change.c.action.in_(only)))


def after(tx: Connection, slug: str, moment: datetime, kinds: Sequence[str]) -> dict[int, list[Entry]]:
    """The changes of those kinds that hold from after a moment (UTC), by action, each action's in order."""
    return _by_action(
        tx,
        _ENTRIES.where(change.c.register == slug, change.c.at > moment, change.c.kind.in_(kinds)),
    )


def written_by_people(tx: Connection, slug: str, kind: str, through: datetime) -> list[str]:
    """The refs of the actions of which people, and no paper, made a change of that kind up to a moment (UTC)."""
    theirs = (change.c.register == slug, change.c.kind == kind, change.c.source != "paper")
    query = select(action.c.ref).join(change, change.c.action == action.c.id)
    return list(tx.execute(query.where(*theirs, change.c.at <= through).distinct()).scalars())


def goes_past(tx: Connection, slug: str, moment: datetime) -> bool:
    """Whether any change of a register holds from later than a moment (UTC)."""
    later = select(change.c.number).where(change.c.register == slug, change.c.at > moment).limit(1)
    return tx.execute(later).first() is not None


def between(
    tx: Connection, slug: str, after: datetime, through: datetime, begun: datetime | None = None
) -> list[Entry]:
    """The changes in force that hold from a moment in (after, through] (UTC), or were recorded late in it, in order.

    ``begun`` is when the register's first paper was read (UTC): what that brought is the beginning, and no change.
    """
    became = and_(change.c.at > after, change.c.at <= through)
    first = max(after, begun) if begun else after
    learnt_late = and_(
        change.c.recorded_at <= through,
        or_(
            and_(change.c.at < after, change.c.recorded_at > after),
            and_(change.c.at == after, change.c.recorded_at > first),
        ),
    )
    return _in_force(_entries(tx, _ENTRIES.where(change.c.register == slug, or_(became, learnt_late))))


def of_import(tx: Connection, slug: str, name: str, at: datetime, read_at: datetime) -> list[Entry]:
    """The changes in force that came with a paper of that name, dated ``at`` (UTC), read at that moment or again."""
    query = _ENTRIES.where(change.c.register == slug, change.c.at == at, change.c.by == name)
    entries = _entries(tx, query.where(change.c.source == "paper", change.c.recorded_at >= read_at))
    stories = of_actions(tx, sorted({one.action for one in entries}))
    standing = {one.number for story in stories.values() for one in story}
    return [one for one in entries if one.number in standing]


def last_of(tx: Connection, slug: str, person: str) -> list[Entry]:
    """All that a person recorded in their last request to a register, in order; empty when there is none."""
    query = _ENTRIES.where(change.c.register == slug, change.c.by == person)
    newest = tx.execute(query.order_by(None).order_by(change.c.number.desc()).limit(1)).mappings().first()
    if newest is None:
        return []
    return _entries(tx, query.where(change.c.recorded_at == newest["recorded_at"]))


def last_by(tx: Connection, number: int, kind: type[Change], **about: object) -> str:
    """Who made the last change of that kind to an action (by row number); empty for nobody.

    ``about`` are fields that the change must have: the ``code`` of a directorate, the ``id`` of an update.
    """
    story = reversed(of_actions(tx, [number]).get(number, []))
    same = (one for one in story if isinstance(one.change, kind) and about.items() <= vars(one.change).items())
    return next((one.by for one in same), "")


def latest(tx: Connection, action_id: int) -> datetime:
    """The latest ``at`` (UTC) of an action's changes."""
    return latest_of(tx, [action_id])[action_id]


def latest_of(tx: Connection, action_ids: Sequence[int]) -> dict[int, datetime]:
    """The latest ``at`` (UTC) of the changes of each of these actions."""
    found: dict[int, datetime] = {}
    for chunk in chunks(action_ids):
        query = select(change.c.action, func.max(change.c.at)).where(change.c.action.in_(chunk))
        found |= {row[0]: row[1] for row in tx.execute(query.group_by(change.c.action))}
    return found


def as_latest(tx: Connection, author: Author, action_ids: Sequence[int]) -> Author:
    """The author at a time not before anything that was recorded of these actions: the clock of another machine may
    have been ahead of ours, and what is later by time is what counts.
    """
    return replace(author, at=max([author.at, *latest_of(tx, action_ids).values()]))


def after_last_paper(tx: Connection, slug: str, author: Author) -> Author:
    """The author at a time after the last paper that was published of a register: that was frozen without what is
    recorded from now on, however long before it was said, so that the next paper has it. The caller holds the lock.
    """
    whole = (published.c.register == slug, published.c.is_notice.is_(False))
    frozen_at = tx.execute(select(func.max(published.c.at)).where(*whole)).scalar_one()
    if (
        frozen_at is None or frozen_at > author.recorded_at + _CLOCKS_APART
    ):  # published by a clock that was wrong
        return author
    return replace(author, at=max(author.at, frozen_at + _INSTANT))


def known_through(now: datetime, newest: datetime) -> datetime:
    """The moment (UTC) through which a paper that is frozen ``now`` knows: that of the ``newest`` change in it, where a
    machine with a clock ahead recorded that, so that the next paper does not tell it again; a wrong clock counts not.
    """
    return newest if now < newest <= now + _CLOCKS_APART else now


def count(tx: Connection, slug: str) -> int:
    """How many changes the register has."""
    return tx.execute(select(func.count()).select_from(change).where(change.c.register == slug)).scalar_one()


_ENTRIES: Select[Any] = (
    select(
        *(change.c.number, change.c.action, action.c.ref, change.c.at, change.c.recorded_at),
        *(change.c.by, change.c.source, change.c.kind, change.c.before, change.c.after),
    )
    .join(action, action.c.id == change.c.action)
    .order_by(change.c.at, change.c.number)
)


def _entries(tx: Connection, query: Select[Any]) -> list[Entry]:
    return [
        Entry(number, of, ref, at, recorded_at, by, source, read(kind, before, after), after.get(FOR, ""))
        for number, of, ref, at, recorded_at, by, source, kind, before, after in tx.execute(query)
    ]


def _by_action(tx: Connection, query: Select[Any]) -> dict[int, list[Entry]]:
    return by_action(_in_force(_entries(tx, query)))


def by_action(entries: Iterable[Entry]) -> dict[int, list[Entry]]:
    """Entries by the row number of their action, each action's in the order given."""
    found: dict[int, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.action, []).append(entry)
    return found


def _in_force(entries: list[Entry]) -> list[Entry]:
    """The entries without those of imports that were undone, and without the changes that undid them."""
    undone = {n for one in entries if isinstance(one.change, ImportUndone) for n in one.change.changes}
    if not undone:
        return entries
    return [one for one in entries if one.number not in undone and not isinstance(one.change, ImportUndone)]
