"""Who is in the workspace, as far as the bot must know: only whether somebody is a guest there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

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


def is_news(tx: Connection, told: Person) -> bool:
    """Whether this is not what is known already."""
    known = tx.execute(select(person.c.is_guest).where(person.c.id == told.id)).scalar_one_or_none()
    return known != (None if told.is_gone else told.is_guest)


def tell(tx: Connection, told: Person, at: datetime) -> None:
    """Keep what Slack said of one person ``at`` that moment (UTC), unless something later is known."""
    if told.is_gone:
        tx.execute(delete(person).where(person.c.id == told.id, person.c.seen_at <= at))
        return
    made = insert_or_nothing(tx, person).values(id=told.id, is_guest=told.is_guest, seen_at=at)
    said = {"is_guest": made.excluded.is_guest, "seen_at": made.excluded.seen_at}
    tx.execute(made.on_conflict_do_update(index_elements=["id"], set_=said, where=person.c.seen_at <= at))


def tell_all(tx: Connection, told: Iterable[Person], at: datetime) -> None:
    """Keep what a whole list said that Slack began to give ``at`` that moment (UTC).

    Who is not in it is forgotten. What came by an event since then stands. Only what differs is written.
    """
    listed = {one.id: one.is_guest for one in told if not one.is_gone}
    known = {row.id: row for row in tx.execute(select(person))}
    new = [
        {"id": name, "is_guest": guest, "seen_at": at} for name, guest in listed.items() if name not in known
    ]
    other = [
        {"who": name, "guest": listed[name], "at": at}
        for name, row in known.items()
        if name in listed and row.is_guest != listed[name]
    ]
    gone = [{"who": name} for name in known if name not in listed]
    its = (person.c.id == bindparam("who")) & (person.c.seen_at <= at)
    if new:
        tx.execute(insert_or_nothing(tx, person).on_conflict_do_nothing(), new)
    if other:
        now = update_rows(person).where(its).values(is_guest=bindparam("guest"), seen_at=bindparam("at"))
        tx.execute(now, other)
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
