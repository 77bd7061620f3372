"""Leases on work that one process at a time may do; the lease of a process that died expires.

The jobs of the timetable need none: each runs in one transaction that locks its register (``jobs.timetable``).
"""

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy import update as update_rows

from storage.database.engine import insert_or_nothing
from storage.database.process_tables import lease


def acquire(tx: Connection, name: str, now: datetime, until: datetime) -> bool:
    """Take the lease until a moment (UTC), unless it is held. That moment identifies the holder afterwards."""
    row = insert_or_nothing(tx, lease).values(name=name, until=until)
    if_expired = row.on_conflict_do_update(
        index_elements=["name"], set_={"until": until}, where=lease.c.until <= now
    )
    return tx.execute(if_expired.returning(lease.c.name)).first() is not None


def renew(tx: Connection, name: str, held_until: datetime, until: datetime) -> bool:
    """Extend the lease; False when it expired and another process took it."""
    is_ours = (lease.c.name == name) & (lease.c.until == held_until)
    return bool(tx.execute(update_rows(lease).where(is_ours).values(until=until)).rowcount)


def release(tx: Connection, name: str, held_until: datetime) -> None:
    """Give the lease back."""
    tx.execute(delete(lease).where(lease.c.name == name, lease.c.until == held_until))
