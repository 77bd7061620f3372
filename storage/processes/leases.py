"""Leases on work that one process at a time may do; the lease of a process that died expires."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy import update as update_rows

from storage.database.engine import insert_or_nothing
from storage.database.process_tables import job_run, lease
from storage.database.register_tables import register
from storage.processes import job_runs


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


def done_since(tx: Connection, job: str, moment: datetime) -> bool:
    """Whether a run that began at or after that moment (UTC) has done the job for every register."""
    done = select(job_run.c.register).where(job_run.c.job == job, job_run.c.through >= moment)
    query = select(func.count()).select_from(register).where(register.c.slug.not_in(done))
    return not tx.execute(query).scalar_one()


def mark_done(tx: Connection, job: str, began: datetime) -> None:
    """Record that a run of the job that began then (UTC) has finished, for every register."""
    for slug in tx.execute(select(register.c.slug).order_by(register.c.slug)).scalars().all():
        job_runs.mark(tx, slug, job, began)
