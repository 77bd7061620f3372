"""Who is in the workspace, as far as the bot must know: who is a guest there, and where people are from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy import update as update_rows

from register.people import Person
from storage.database.engine import insert_or_nothing
from storage.database.tables import listing, person

_PEOPLE = "people"


@dataclass(frozen=True)
class Known:
    """How many people and guests are known, and when Slack's list of them was last read (UTC; None: never)."""

    people: int
    guests: int
    read_at: datetime | None


def guests(tx: Connection) -> frozenset[str]:
    """The ids of those who are guests."""
    return frozenset(tx.execute(select(person.c.id).where(person.c.is_guest)).scalars())


def home(tx: Connection, user: str) -> str:
    """Where somebody (by user id) is from, as in ``Person.home``; empty when they are not listed."""
    return tx.execute(select(person.c.home).where(person.c.id == user)).scalar_one_or_none() or ""


def is_news(tx: Connection, told: Person) -> bool:
    """Whether this is not what is known already."""
    known = tx.execute(select(person.c.is_guest, person.c.home).where(person.c.id == told.id)).one_or_none()
    return (tuple(known) if known else None) != (None if told.is_gone else (told.is_guest, told.home))


def tell(tx: Connection, told: Person, at: datetime) -> None:
    """Keep what Slack said of one person ``at`` that moment (UTC), unless something later is known."""
    if told.is_gone:
        tx.execute(delete(person).where(person.c.id == told.id, person.c.seen_at <= at))
        return
    made = insert_or_nothing(tx, person).values(id=told.id, is_guest=told.is_guest, home=told.home, seen_at=at)
    said = {name: made.excluded[name] for name in ("is_guest", "home", "seen_at")}
    tx.execute(made.on_conflict_do_update(index_elements=["id"], set_=said, where=person.c.seen_at <= at))


def tell_all(tx: Connection, told: Iterable[Person], at: datetime) -> None:
    """Keep what a whole list said that Slack began to give ``at`` that moment (UTC).

    Who is not in it is forgotten. What came by an event since then stands. Only what differs is written.
    """
    listed = {one.id: one for one in told if not one.is_gone}
    known = {row.id: row for row in tx.execute(select(person))}
    new = [
        {"id": one.id, "is_guest": one.is_guest, "home": one.home, "seen_at": at}
        for one in listed.values()
        if one.id not in known
    ]
    other = [
        {"who": name, "guest": listed[name].is_guest, "from": listed[name].home, "at": at}
        for name, row in known.items()
        if name in listed and (row.is_guest, row.home) != (listed[name].is_guest, listed[name].home)
    ]
    gone = [{"who": name} for name in known if name not in listed]
    its = (person.c.id == bindparam("who")) & (person.c.seen_at <= at)
    if new:
        tx.execute(insert_or_nothing(tx, person).on_conflict_do_nothing(), new)
    if other:
        now: dict[str, Any] = {
            "is_guest": bindparam("guest"),
            "home": bindparam("from"),
            "seen_at": bindparam("at"),
        }
        tx.execute(update_rows(person).where(its).values(**now), other)
    if gone:
        tx.execute(delete(person).where(its), gone)
    made = insert_or_nothing(tx, listing).values(what=_PEOPLE, read_at=at)
    tx.execute(made.on_conflict_do_update(index_elements=["what"], set_={"read_at": at}))


def read_at(tx: Connection) -> datetime | None:
    """When Slack's list of people was last read to its end (UTC); None when it never was."""
    return tx.execute(select(listing.c.read_at).where(listing.c.what == _PEOPLE)).scalar_one_or_none()


def known(tx: Connection) -> Known:
    """How much is known."""
    people = tx.execute(select(func.count()).select_from(person)).scalar_one()
    return Known(people, len(guests(tx)), read_at(tx))
