"""Who is away, from when until when, and their deputy. Of overlapping rows the one that began last applies."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Row,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy import update as update_rows

from register.absences import FOR_GOOD, Absence
from register.people import SLACK
from storage.database.slack_tables import absence

_LATER = absence.alias("later")


def _counts_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """That an absence applies on a local day: no other of that person has begun later, or on the same day and was
    recorded later.
    """
    begun_later = or_(
        _LATER.c.starts > absence.c.starts,
        and_(_LATER.c.starts == absence.c.starts, _LATER.c.id > absence.c.id),
    )
    return ~exists().where(_LATER.c.person == absence.c.person, _LATER.c.starts <= day, begun_later)


_TODAY = bindparam("today", type_=Date)
_CURRENT = select(absence).where(absence.c.starts <= _TODAY, absence.c.until >= _TODAY, _counts_on(_TODAY))


def record(tx: Connection, away: Absence, by: str, at: datetime) -> None:
    """Record an absence; ``by`` is who reported it, and ``at`` when (UTC)."""
    days = {"starts": away.starts, "until": away.until}
    tx.execute(insert(absence).values(person=away.person, deputy=away.deputy, by=by, at=at, **days))


def current(tx: Connection, today: date, people: Collection[str] | None = None) -> dict[str, Absence]:
    """Who of these people (None: of all) is away on a local day, by their id."""
    query = _CURRENT if people is None else _CURRENT.where(absence.c.person.in_(people))
    return {row.person: _absence(row) for row in tx.execute(query, {"today": today})}


def current_and_coming(tx: Connection, today: date, person: str | None = None) -> list[Absence]:
    """The absences of a person (None: of everybody) that run on a local day or are to come, by their first day.

    Who has left Slack is not among them.
    """
    first = case((absence.c.starts > today, absence.c.starts), else_=literal(today, Date))
    query = select(absence).where(absence.c.until >= first, absence.c.until < FOR_GOOD, _counts_on(first))
    if person is not None:
        query = query.where(absence.c.person == person)
    return [_absence(row) for row in tx.execute(query.order_by(absence.c.starts, absence.c.id))]


def over(tx: Connection, first: date, last: date) -> list[tuple[Absence, datetime]]:
    """The absences whose last day was in a span of local days, with the moment (UTC) at which each was recorded."""
    ended = (absence.c.until.between(first, last), absence.c.until >= absence.c.starts)
    query = select(absence).where(*ended, _counts_on(absence.c.until)).order_by(absence.c.id)
    return [(_absence(row), row.at) for row in tx.execute(query)]


def _absence(row: Row[Any]) -> Absence:
    return Absence(row.person, row.until, row.deputy, row.starts)


def names(tx: Connection, person: str) -> bool:
    """Whether an absence is of a person or has them as the deputy; that they have left Slack is none."""
    is_theirs = and_(absence.c.person == person, absence.c.until < FOR_GOOD)
    query = select(absence.c.id).where(or_(is_theirs, absence.c.deputy == person)).limit(1)
    return tx.execute(query).first() is not None


def release(tx: Connection, people: Collection[str]) -> None:
    """Delete the absences of people who have left, and remove them as deputies of others."""
    tx.execute(delete(absence).where(absence.c.person.in_(people), absence.c.until < FOR_GOOD))
    tx.execute(update_rows(absence).where(absence.c.deputy.in_(people)).values(deputy=""))


def leave(tx: Connection, people: Collection[str], today: date, at: datetime) -> None:
    """Count those who have left Slack as away for good from a local day on; ``at`` is when (UTC) that is known."""
    for person in sorted(set(people) - _left(tx)):
        record(tx, Absence(person, FOR_GOOD, starts=today), SLACK, at)


def come_back(tx: Connection, people: Collection[str]) -> None:
    """Remove the mark that they have left Slack from these people: they are back, or settings no longer name them."""
    back = _left(tx).intersection(people)
    if back:
        tx.execute(delete(absence).where(absence.c.person.in_(back), absence.c.until == FOR_GOOD))


def _left(tx: Connection) -> frozenset[str]:
    return frozenset(tx.execute(select(absence.c.person).where(absence.c.until == FOR_GOOD)).scalars())


def forget(tx: Connection, before: date) -> int:
    """Delete absences that ended before a local day, and return how many.

    Those that another replaced by then are deleted first: otherwise an absence that was ended early would apply again
    once the row that ended it is gone.
    """
    replaced = tx.execute(delete(absence).where(~_counts_on(before))).rowcount
    return replaced + tx.execute(delete(absence).where(absence.c.until < before)).rowcount


def last_of(tx: Connection, person: str) -> datetime | None:
    """When (UTC) a person last said something of an absence of theirs; None when they have not."""
    mine = (absence.c.person == person, absence.c.by == person)
    at: datetime | None = tx.execute(select(func.max(absence.c.at)).where(*mine)).scalar_one()
    return at


def take_back(tx: Connection, person: str, at: datetime) -> None:
    """Delete what a person recorded of their own absence at a moment (UTC)."""
    mine = (absence.c.person == person, absence.c.by == person, absence.c.at == at)
    tx.execute(delete(absence).where(*mine))
