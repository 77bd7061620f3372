"""Who is away, until when, and their deputy. The latest row of a person applies."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy import update as update_rows

from register.absences import Absence
from storage.database.slack_tables import absence


def record(tx: Connection, away: Absence, by: str, at: datetime) -> None:
    """Record an absence; ``by`` is who reported it, and ``at`` when (UTC)."""
    row = {"person": away.person, "until": away.until, "deputy": away.deputy, "by": by, "at": at}
    tx.execute(insert(absence).values(row))


def current(tx: Connection, today: date, people: Collection[str] | None = None) -> dict[str, Absence]:
    """Who of these people (None: of all) is away on a local day, by their id."""
    newest = select(func.max(absence.c.id)).group_by(absence.c.person)
    query = select(absence).where(absence.c.id.in_(newest), absence.c.until >= today)
    if people is not None:
        query = query.where(absence.c.person.in_(people))
    return {row.person: Absence(row.person, row.until, row.deputy) for row in tx.execute(query)}


def over(tx: Connection, first: date, last: date) -> list[tuple[Absence, datetime]]:
    """Whose absence had its last day from a local day to another, with the moment (UTC) at which it was told."""
    newest = select(func.max(absence.c.id)).group_by(absence.c.person)
    ended = absence.c.until.between(first, last)
    query = select(absence).where(absence.c.id.in_(newest), ended).order_by(absence.c.id)
    return [(Absence(row.person, row.until, row.deputy), row.at) for row in tx.execute(query)]


def release(tx: Connection, people: Collection[str]) -> None:
    """Nobody is stood in for by those people any more, and they are away no more: they have left."""
    tx.execute(delete(absence).where(absence.c.person.in_(people)))
    tx.execute(update_rows(absence).where(absence.c.deputy.in_(people)).values(deputy=""))


def forget(tx: Connection, before: date) -> int:
    """Delete absences that ended before a local day, and return how many.

    Those that a newer one of their person took the place of go first: else an absence that was ended early would count
    again once the row that ended it is gone.
    """
    newest = select(func.max(absence.c.id)).group_by(absence.c.person)
    replaced = tx.execute(delete(absence).where(absence.c.id.not_in(newest))).rowcount
    return replaced + tx.execute(delete(absence).where(absence.c.until < before)).rowcount


def last_of(tx: Connection, person: str) -> datetime | None:
    """When (UTC) a person last said something of an absence of theirs; None when they have not."""
    mine = (absence.c.person == person, absence.c.by == person)
    at: datetime | None = tx.execute(select(func.max(absence.c.at)).where(*mine)).scalar_one()
    return at


def take_back(tx: Connection, person: str, at: datetime) -> None:
    """Let what a person said of their absence at a moment (UTC) never have been said."""
    mine = (absence.c.person == person, absence.c.by == person, absence.c.at == at)
    tx.execute(delete(absence).where(*mine))
