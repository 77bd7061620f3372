"""Who sits in the directorates' channels, as Slack tells. Registers are read with it (``Directorate.members``)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.database.engine import upsert
from storage.database.register_tables import directorate
from storage.database.slack_tables import listing

_MEMBERS = "members"


def channels(tx: Connection, *, never_read: bool = False) -> list[str]:
    """The directorates' channels as settings give them, each once; or only those that were never read."""
    query = select(directorate.c.channel).where(directorate.c.channel != "").distinct()
    if never_read:
        query = query.where(directorate.c.members.is_(None))
    return sorted(tx.execute(query).scalars())


def known(tx: Connection, channel: str) -> frozenset[str] | None:
    """Who is known to sit in a channel, given as settings give it; None when one of its directorates has no list."""
    lists = tx.execute(select(directorate.c.members).where(directorate.c.channel == channel)).scalars().all()
    if any(one is None for one in lists):
        return None
    return frozenset(person for one in lists for person in one)


def save(tx: Connection, channel: str, people: Iterable[str], before: frozenset[str] | None) -> None:
    """Store the complete list of who sits in a channel, given as settings give it.

    ``before`` is who was known to sit there when the reading of the list began: whoever came or left since, as events
    told (``moved``), is newer than the list.
    """
    there = directorate.c.channel == channel
    listed = set(people)
    for row in tx.execute(select(directorate).where(there).with_for_update()).all():
        now = listed
        if before is not None and row.members is not None:
            now = (listed | (set(row.members) - before)) - (before - set(row.members))
        key = (directorate.c.register == row.register) & (directorate.c.code == row.code)
        tx.execute(update(directorate).where(key).values(members=sorted(now)))


def moved(tx: Connection, channel: str, person: str, *, is_in: bool) -> bool:
    """Store that somebody came into a channel (by its id) or left it; False when that was known already."""
    query = select(directorate).where(directorate.c.channel == channel).with_for_update()
    changed = False
    for row in tx.execute(query):
        if row.members is None or (person in row.members) == is_in:
            continue  # a list that was never read is read whole, with them in it
        people = sorted({*row.members, person} if is_in else {*row.members} - {person})
        key = (directorate.c.register == row.register) & (directorate.c.code == row.code)
        tx.execute(update(directorate).where(key).values(members=people))
        changed = True
    return changed


def read_at(tx: Connection) -> datetime | None:
    """When all channels were last read (UTC); None when they never were."""
    return tx.execute(select(listing.c.read_at).where(listing.c.what == _MEMBERS)).scalar_one_or_none()


def save_read_at(tx: Connection, at: datetime) -> None:
    """Store when all channels were last read (UTC)."""
    upsert(tx, listing, {"what": _MEMBERS}, {"read_at": at})
