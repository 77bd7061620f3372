"""The changes of a register that belong to no action: in the same log, and in the same chain."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Connection, select

from register.change import RegisterChange
from storage.actions import change_log
from storage.actions.change_log import Author
from storage.database.register_tables import change

Kind = TypeVar("Kind", bound=RegisterChange, covariant=True)


@dataclass(frozen=True)
class RegisterEntry(Generic[Kind]):
    """A change of a register that belongs to no action: its number, its hash, when (UTC) it became so and when it was
    recorded, by whom, and from which source.
    """

    number: int
    hash: str
    at: datetime
    recorded_at: datetime
    by: str
    source: str
    change: Kind


def record(tx: Connection, slug: str, changes: Iterable[RegisterChange], author: Author) -> None:
    """Append changes that hold from when they are recorded. The caller holds the register's lock."""
    now = replace(author, at=author.recorded_at)
    change_log.append(tx, slug, [(None, one) for one in changes], now)


def of_register(tx: Connection, slug: str, *kinds: type[Kind]) -> list[RegisterEntry[Kind]]:
    """The changes of those kinds in a register's log, in order."""
    by_name = {kind.kind: kind for kind in kinds}
    # Few changes are of no action: with this condition they are found by the index on the action.
    ours = (change.c.action.is_(None), change.c.register == slug, change.c.kind.in_(list(by_name)))
    found = tx.execute(select(change).where(*ours).order_by(change.c.number)).mappings()
    return [
        RegisterEntry(
            *(row["number"], row["hash"], row["at"], row["recorded_at"], row["by"], row["source"]),
            change=by_name[row["kind"]].read(row["before"], row["after"]),
        )
        for row in found
    ]
