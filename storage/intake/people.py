"""The people of the workspace, with what decides who is let in: whether each is a guest, and where they are from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy import update as update_rows

from register.people import Person
from storage.database.engine import insert_or_nothing, upsert
from storage.database.slack_tables import listing, person

_PEOPLE = "people"


@dataclass(frozen=True)
class PeopleCount:
    """How many people and guests are known, and when Slack's list of them was last read (UTC; None: never)."""

    people: int
    guests: int
    read_at: datetime | None


def guests(tx: Connection) -> frozenset[str]:
    """The ids of those who are guests."""
    return frozenset(tx.execute(select(person.c.id).where(person.c.is_guest)).scalars())


def stored_home(tx: Connection, user: str) -> str:
    """Where a person (by user id) is from, as in ``Person.home``; empty when they are not listed."""
    return tx.execute(select(person.c.home).where(person.c.id == user)).scalar_one_or_none() or ""


def differs(tx: Connection, reported: Person) -> bool:
    """Whether this differs from what is stored."""
    known = tx.execute(select(person.c.is_guest, person.c.home).where(person.c.id == reported.id)).one_or_none()
    return (tuple(known) if known else None) != (
        None if reported.is_gone else (reported.is_guest, reported.home)
    )


def save(tx: Connection, reported: Person, at: datetime) -> None:
    """Store what Slack reported of a person ``at`` that moment (UTC), unless a later report is stored."""
    if reported.is_gone:
        tx.execute(delete(person).where(person.c.id == reported.id, person.c.seen_at <= at))
        return
    row = insert_or_nothing(tx, person).values(
        id=reported.id, is_guest=reported.is_guest, home=reported.home, seen_at=at
    )
    newer = {name: row.excluded[name] for name in ("is_guest", "home", "seen_at")}
    tx.execute(row.on_conflict_do_update(index_elements=["id"], set_=newer, where=person.c.seen_at <= at))


def save_all(tx: Connection, people: Iterable[Person], at: datetime) -> None:
    """Store a complete list of people whose reading began ``at`` that moment (UTC).

    People who are not in it are deleted. Events received since then take precedence. Only differences are written.
    """
    listed = {one.id: one for one in people if not one.is_gone}
    known = {row.id: row for row in tx.execute(select(person))}
    new = [
        {"id": one.id, "is_guest": one.is_guest, "home": one.home, "seen_at": at}
        for one in listed.values()
        if one.id not in known
    ]
    changed = [
        {"who": name, "guest": listed[name].is_guest, "from": listed[name].home, "at": at}
        for name, row in known.items()
        if name in listed and (row.is_guest, row.home) != (listed[name].is_guest, listed[name].home)
    ]
    missing = [{"who": name} for name in known if name not in listed]
    not_newer = (person.c.id == bindparam("who")) & (person.c.seen_at <= at)
    if new:
        tx.execute(insert_or_nothing(tx, person).on_conflict_do_nothing(), new)
    if changed:
        values: dict[str, Any] = {
            "is_guest": bindparam("guest"),
            "home": bindparam("from"),
            "seen_at": bindparam("at"),
        }
        tx.execute(update_rows(person).where(not_newer).values(**values), changed)
    if missing:
        tx.execute(delete(person).where(not_newer), missing)
    upsert(tx, listing, {"what": _PEOPLE}, {"read_at": at})


def read_at(tx: Connection) -> datetime | None:
    """When Slack's list of people was last read to its end (UTC); None when it never was."""
    return tx.execute(select(listing.c.read_at).where(listing.c.what == _PEOPLE)).scalar_one_or_none()


def count(tx: Connection) -> PeopleCount:
    """How many people and guests are stored, and when the list was last read."""
    people = tx.execute(select(func.count()).select_from(person)).scalar_one()
    return PeopleCount(people, len(guests(tx)), read_at(tx))
