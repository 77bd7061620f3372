"""The open actions by whose they are: how many, and which of them have had no answer from an owner since a moment.

An answer is an update, a move, evidence, or another date that was asked for (``register.committee.movement.ANSWERS``).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select

from register.action import expand_owners
from register.life import Life
from register.register import Register
from register.urgency import FIRST_DONE
from storage.actions.tallies import codes_of
from storage.database.engine import chunks
from storage.database.register_tables import action, officer


@dataclass(frozen=True)
class OwnersCount:
    """The open actions of the same owners: under which key storage has those, which directorates they are, how many
    actions there are, and how many of them have had no answer.
    """

    key: str
    directorates: tuple[str, ...]
    open: int
    missing: int


@dataclass(frozen=True)
class OfficersAction:
    """An action that has named officers: whose it is, and its life."""

    ref: str
    directorates: tuple[str, ...]
    life: Life


def counts(tx: Connection, register: Register, after: datetime) -> Sequence[OwnersCount]:
    """The register's open actions by their owners, and how many of each had no answer after a moment (UTC)."""
    query = (
        select(action.c.owners, func.count(), func.count().filter(_unanswered(after)))
        .where(*_open(register))
        .group_by(action.c.owners)
    )
    rows = tx.execute(query).all()
    codes = codes_of(tx, register, [key for key, _open, _missing in rows])
    return [
        OwnersCount(key, expand_owners(codes[key], register.positions), still_open, missing)
        for key, still_open, missing in rows
    ]


def refs(
    tx: Connection,
    register: Register,
    keys: Collection[str],
    *,
    after: datetime | None = None,
    most: int | None = None,
) -> list[str]:
    """The refs of the open actions with one of these keys of owners, in the committee's order, ``most`` at most.

    Given a moment (UTC), only those that had no answer after it.
    """
    query = select(action.c.position, action.c.ref).where(*_open(register))
    if after is not None:
        query = query.where(_unanswered(after))
    query = query.order_by(action.c.position, action.c.ref).limit(most)
    found = [
        (place, ref)
        for chunk in chunks(sorted(keys))
        for place, ref in tx.execute(query.where(action.c.owners.in_(chunk)))
    ]
    return [ref for _place, ref in sorted(found)[:most]]


def positions(
    tx: Connection, register: Register, keys: Collection[str], named: Collection[str], after: datetime
) -> dict[str, int]:
    """The open actions with one of these keys of owners or these refs that had no answer after a moment (UTC): the
    place of each in the committee's order, by ref.
    """
    query = select(action.c.ref, action.c.position).where(*_open(register), _unanswered(after))
    return {
        ref: place
        for column, values in ((action.c.owners, keys), (action.c.ref, named))
        for chunk in chunks(sorted(values))
        for ref, place in tx.execute(query.where(column.in_(chunk)))
    }


def among(
    tx: Connection, register: Register, refs: Collection[str], after: datetime
) -> list[tuple[str, tuple[str, ...]]]:
    """Those of these actions that are open and had no answer after a moment (UTC), in the committee's order: the ref of
    each, and the directorates whose it is.
    """
    query = select(action.c.position, action.c.ref, action.c.owners)
    query = query.where(*_open(register), _unanswered(after))
    found = [
        row for chunk in chunks(sorted(refs)) for row in tx.execute(query.where(action.c.ref.in_(chunk))).all()
    ]
    codes = codes_of(tx, register, {row.owners for row in found})
    return [(row.ref, expand_owners(codes[row.owners], register.positions)) for row in sorted(found)]


def of_officer(tx: Connection, register: Register, person: str) -> list[OfficersAction]:
    """The open actions of which somebody is a named officer."""
    ours = (*_open(register), officer.c.person == person)
    query = select(action.c.ref, action.c.owners, action.c.life).where(*ours)
    rows = tx.execute(query.join(officer, officer.c.action == action.c.id)).all()
    codes = codes_of(tx, register, {row.owners for row in rows})
    return [
        OfficersAction(row.ref, expand_owners(codes[row.owners], register.positions), Life.read(row.life))
        for row in rows
    ]


def _open(register: Register) -> tuple[ColumnElement[bool], ...]:
    return (action.c.register == register.slug, action.c.urgency < FIRST_DONE)


def _unanswered(after: datetime) -> ColumnElement[bool]:
    return or_(action.c.heard_at.is_(None), action.c.heard_at <= after)
