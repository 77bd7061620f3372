"""What runs: each process writes that it is there, every few seconds, and takes its line away when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy import update as update_rows

from storage.database.tables import process

BEAT_SECONDS = 15
STALE = timedelta(seconds=60)
"""Silent for so long, a process is taken for dead."""
FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Process:
    """One process. ``machine`` is one running kernel, whatever its containers are called; times are UTC.

    ``mode`` is how it hears Slack, if it does; ``skew`` how many seconds its clock was ahead of the database's.
    """

    id: str
    kind: str
    host: str
    machine: str
    pid: int
    started_at: datetime
    seen_at: datetime
    mode: str | None = None
    skew: float | None = None

    def is_stale(self, now: datetime) -> bool:
        """Whether it has been silent too long to be running."""
        return now - self.seen_at > STALE


def begin(tx: Connection, one: Process) -> None:
    """Write down a process that starts; those long silent are forgotten."""
    tx.execute(delete(process).where(process.c.seen_at < one.seen_at - FORGOTTEN))
    tx.execute(insert(process).values(**one.__dict__))


def beat(tx: Connection, one: Process, now: datetime) -> None:
    """Say that a process is still there."""
    mine = update_rows(process).where(process.c.id == one.id)
    if not tx.execute(mine.values(seen_at=now, skew=one.skew)).rowcount:
        tx.execute(insert(process).values(**one.__dict__ | {"seen_at": now}))  # after a restore, say


def skew(tx: Connection, now: datetime) -> float:
    """By how many seconds a clock that shows ``now`` is ahead of the database's; SQLite has none of its own."""
    if tx.dialect.name == "sqlite":
        return 0.0
    shown: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
    return (now - shown).total_seconds()


def end(tx: Connection, one: Process) -> None:
    """A process ended as it should."""
    tx.execute(delete(process).where(process.c.id == one.id))


def every(tx: Connection) -> Sequence[Process]:
    """All that were seen lately, by kind and start."""
    rows = tx.execute(select(process).order_by(process.c.kind, process.c.started_at)).mappings()
    return [Process(**row) for row in rows]


def forget_all(tx: Connection) -> None:
    """Nothing runs: for a database that was restored from a copy."""
    tx.execute(delete(process))
