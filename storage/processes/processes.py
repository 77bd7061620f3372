"""Running processes: each updates its row every few seconds and deletes it when it ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, inspect, select
from sqlalchemy import update as update_rows

from register.refused import Refused
from storage.database.process_tables import process

HEARTBEAT_SECONDS = 15
STALE = timedelta(seconds=60)
"""A process without a heartbeat for this long counts as dead."""
FORGET_AFTER = timedelta(days=1)
"""The row of a process that has been silent for this long is deleted."""


@dataclass(frozen=True)
class Process:
    """One process. ``machine`` identifies the running kernel, which containers share; times are UTC.

    ``mode`` is how it receives events from Slack, if it does; ``skew`` by how many seconds its clock was ahead of
    the database's; ``turned_away`` how many requests in a row it turned away as not Slack's.
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
    turned_away: int | None = None

    def is_stale(self, now: datetime) -> bool:
        """Whether its last heartbeat is too old for it to be running."""
        return now - self.seen_at > STALE


class InUse(Refused):
    """A process runs on the database, or was killed less than STALE ago."""


def begin(tx: Connection, started: Process) -> None:
    """Insert the row of a process that starts, and delete rows of processes long dead."""
    forget_dead(tx, started.seen_at)
    tx.execute(insert(process).values(**started.__dict__))


def beat(tx: Connection, running: Process, now: datetime) -> None:
    """Record the heartbeat of a running process at ``now`` (UTC)."""
    row = update_rows(process).where(process.c.id == running.id)
    values = {"seen_at": now, "skew": running.skew, "turned_away": running.turned_away}
    if not tx.execute(row.values(values)).rowcount:  # as after a restore of the database
        tx.execute(insert(process).values(**running.__dict__ | {"seen_at": now}))


def skew(tx: Connection, now: datetime) -> float:
    """By how many seconds ``now`` is ahead of the database server's clock; 0 for SQLite, which has none."""
    if tx.dialect.name == "sqlite":
        return 0.0
    server_time: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
    return (now - server_time).total_seconds()


def end(tx: Connection, ended: Process) -> None:
    """Delete the row of a process that ends in an orderly way."""
    tx.execute(delete(process).where(process.c.id == ended.id))


def every(tx: Connection) -> Sequence[Process]:
    """All processes with a row, dead ones included, by kind and start."""
    rows = tx.execute(select(process).order_by(process.c.kind, process.c.started_at)).mappings()
    return [Process(**row) for row in rows]


def refuse_running(tx: Connection, now: datetime) -> None:
    """Raise InUse when a process runs on the database at ``now`` (UTC).

    The database may be of an earlier version: only what those have is read, and the first had no such table. A process
    that was seen later than now had a wrong clock and is dead: one that runs is seen again by the present one.
    """
    if not inspect(tx).has_table("process"):
        return
    is_fresh = process.c.seen_at.between(now - STALE, now + STALE)
    running = select(process.c.kind, process.c.pid, process.c.host).where(is_fresh)
    found = tx.execute(running).first()
    if found:
        raise InUse(
            f"The database is in use ({found.kind}: process {found.pid} on {found.host}): stop that first. "
            "If it was killed, try again in a minute."
        )


def forget_dead(tx: Connection, now: datetime) -> None:
    """Delete the rows of processes that ``now`` (UTC) have been silent for FORGET_AFTER."""
    tx.execute(delete(process).where(process.c.seen_at < now - FORGET_AFTER))


def forget_all(tx: Connection) -> None:
    """Delete all rows, for a database that was restored from a copy."""
    tx.execute(delete(process))
