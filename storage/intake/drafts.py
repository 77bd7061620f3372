"""Half-filled forms of a round: what a person has entered for each action and not sent yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from storage.database.engine import insert_or_nothing
from storage.database.paper_tables import draft


@dataclass(frozen=True)
class Draft:
    """What the two fields hold of an action."""

    words: str
    no_change: str


def keep(tx: Connection, slug: str, meeting: date, person: str, ref: str, entered: Draft, at: datetime) -> None:
    """Keep what somebody has entered for an action at a moment (UTC), unless something later is kept already."""
    key = {"register": slug, "meeting": meeting, "person": person, "ref": ref}
    row = insert_or_nothing(tx, draft).values(**key, words=entered.words, no_change=entered.no_change, at=at)
    values = {name: row.excluded[name] for name in ("words", "no_change", "at")}
    tx.execute(
        row.on_conflict_do_update(index_elements=list(key), set_=values, where=draft.c.at < row.excluded.at)
    )


def of_person(tx: Connection, slug: str, meeting: date, person: str) -> dict[str, Draft]:
    """What somebody has entered for a meeting's paper and not sent, by ref."""
    query = select(draft).where(draft.c.register == slug, draft.c.meeting == meeting, draft.c.person == person)
    return {row["ref"]: Draft(row["words"], row["no_change"]) for row in tx.execute(query).mappings()}


def drop(tx: Connection, slug: str, person: str, refs: Collection[str]) -> None:
    """Forget what somebody has entered for these actions: it was sent."""
    tx.execute(delete(draft).where(draft.c.register == slug, draft.c.person == person, draft.c.ref.in_(refs)))


def forget(tx: Connection, slug: str, before: date) -> int:
    """Delete what was entered for meetings before a day and never sent; return how many."""
    return tx.execute(delete(draft).where(draft.c.register == slug, draft.c.meeting < before)).rowcount
