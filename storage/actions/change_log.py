"""The chain of changes: what happened, in order, each row sealed by a hash over itself and the row before."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, insert, or_, select

from storage.database.tables import action, change, register

START = "0" * 64
State = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that happened. ``at`` is when it was so (UTC), which a paper read late may put in the past."""

    kind: str
    at: datetime
    by: str
    source: str
    after: State
    before: State = field(default_factory=dict)
    action: int | None = None


def lock(tx: Connection, slug: str) -> None:
    """Make this transaction the register's only writer until it ends. Taken before any row of it is changed.

    Others may name the register meanwhile, as a sender does that queues a notice with another one in its hands:
    a lock that also kept those waiting could end with each waiting for the other.
    """
    tx.execute(select(register.c.slug).where(register.c.slug == slug).with_for_update(key_share=True))


def record(tx: Connection, slug: str, changes: Iterable[Change], recorded_at: datetime) -> None:
    """Append changes to the register's chain. The caller holds the register's lock."""
    last = tx.execute(
        select(change.c.number, change.c.hash)
        .where(change.c.register == slug)
        .order_by(change.c.number.desc())
        .limit(1)
    ).one_or_none()
    number, previous = (last.number, last.hash) if last else (0, START)
    rows = []
    for one in changes:
        number += 1
        row: State = {
            "register": slug,
            "number": number,
            "action": one.action,
            "kind": one.kind,
            "at": one.at,
            "recorded_at": recorded_at,
            "by": one.by,
            "source": one.source,
            "before": one.before,
            "after": one.after,
            "previous": previous,
        }
        previous = row["hash"] = seal(row)
        rows.append(row)
    if rows:
        tx.execute(insert(change), rows)


def seal(row: RowMapping | State) -> str:
    """The SHA-256 of a change row with the hash before it, over one canonical spelling of its fields."""
    said = {
        name: row[name].timestamp() if name in ("at", "recorded_at") else row[name]
        for name in (
            "register",
            "number",
            "action",
            "kind",
            "at",
            "recorded_at",
            "by",
            "source",
            "before",
            "after",
        )
    }
    spelt = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((row["previous"] + spelt).encode()).hexdigest()


def broken_at(tx: Connection, slug: str) -> int | None:
    """The number of the first change that is not what was written, or None when the whole chain holds."""
    previous = START
    chain = select(change).where(change.c.register == slug).order_by(change.c.number)
    with tx.execute(chain, execution_options={"yield_per": 1_000}) as rows:  # never all of them at once
        for number, row in enumerate(rows.mappings(), start=1):
            if row["number"] != number or row["previous"] != previous or row["hash"] != seal(row):
                return number
            previous = row["hash"]
    return None


def of_action(tx: Connection, action_id: int) -> Sequence[RowMapping]:
    """An action's changes in the order in which they were so."""
    return of_actions(tx, [action_id]).get(action_id, [])


def of_actions(tx: Connection, numbers: Sequence[int]) -> dict[int, list[RowMapping]]:
    """The changes of the actions of those row numbers, each action's in the order in which they were so."""
    query = select(change).where(change.c.action.in_(numbers)).order_by(change.c.at, change.c.number)
    found: dict[int, list[RowMapping]] = {}
    for row in tx.execute(query).mappings():
        found.setdefault(row["action"], []).append(row)
    return found


def latest(tx: Connection, action_id: int) -> datetime:
    """The latest moment (UTC) at which any of an action's changes was so."""
    found: datetime = tx.execute(select(func.max(change.c.at)).where(change.c.action == action_id)).scalar_one()
    return found


def until(tx: Connection, slug: str, through: datetime) -> Sequence[RowMapping]:
    """All changes to the register's actions that were so by a moment (UTC), in order."""
    query = (
        select(change)
        .where(change.c.register == slug, change.c.action.is_not(None), change.c.at <= through)
        .order_by(change.c.at, change.c.number)
    )
    return tx.execute(query).mappings().all()


def between(tx: Connection, slug: str, after: datetime, through: datetime) -> Sequence[RowMapping]:
    """What became so, or was only told to us, in (after, through], in order, each with its action's ref."""
    became = and_(change.c.at > after, change.c.at <= through)
    told_late = and_(change.c.at < after, change.c.recorded_at > after, change.c.recorded_at <= through)
    query = (
        select(change, action.c.ref)
        .join(action, action.c.id == change.c.action)
        .where(change.c.register == slug, or_(became, told_late))
        .order_by(change.c.at, change.c.number)
    )
    return tx.execute(query).mappings().all()


def count(tx: Connection, slug: str) -> int:
    """How many changes the register has seen."""
    return tx.execute(select(func.count()).select_from(change).where(change.c.register == slug)).scalar_one()


def fold(rows: Iterable[RowMapping | State]) -> State:
    """An action's state after those changes: each says only the fields it changed; updates are kept by id."""
    state: State = {"updates": {}}
    for row in rows:
        for name, value in row["after"].items():
            if name == "update":
                kept = state["updates"].setdefault(value["id"], {})
                kept.update(value)
            else:
                state[name] = value
    return state
