"""How far each job has got: the moment up to which it has run."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from register.register import Register
from storage.database.engine import upsert
from storage.database.process_tables import job_run
from storage.database.register_tables import register as registers

_THROUGH = select(job_run.c.through).where(
    job_run.c.register == bindparam("register"), job_run.c.job == bindparam("job")
)


def through(tx: Connection, slug: str, job: str) -> datetime | None:
    """The moment (UTC) up to which a job has run for a register; None when it never has."""
    return tx.execute(_THROUGH, {"register": slug, "job": job}).scalar_one_or_none()


def every(tx: Connection) -> Mapping[tuple[str, str], datetime]:
    """The same for every register and job that ever ran, by slug and job: in one statement."""
    return {(row.register, row.job): row.through for row in tx.execute(select(job_run))}


def last(
    register: Register,
    ran_through: datetime | None,
    beginning: tuple[date, datetime] | None,
    until: datetime,
    *,
    makes_up: bool = False,
) -> datetime | None:
    """The moment up to which a job has run for a register, or from which on it is to, as at ``until``.

    A job that never ran (``ran_through`` is None) begins the day after that of the first paper, and once that was read:
    ``beginning`` has both. So nobody hears, as soon as a paper is read, of what was due before the register was there.
    One that ``makes_up`` for that does not wait for the second, nor does a rehearsal of days before the paper was read.
    None: there is no paper, or none any more.
    """
    if ran_through is not None or beginning is None:
        return ran_through if beginning else None
    day, read_at = beginning
    begins = register.calendar.midnight(day + timedelta(days=1))
    return begins if makes_up or until < read_at else max(begins, read_at)


def mark(tx: Connection, slug: str, job: str, moment: datetime) -> None:
    """Record, in the transaction of the job's work, that it has run up to ``moment`` (UTC)."""
    upsert(tx, job_run, {"register": slug, "job": job}, {"through": moment})


def done_for_every_register(tx: Connection, job: str, moment: datetime) -> bool:
    """Whether a run that began at or after that moment (UTC) has done the job for every register."""
    done = select(job_run.c.register).where(job_run.c.job == job, job_run.c.through >= moment)
    query = select(func.count()).select_from(registers).where(registers.c.slug.not_in(done))
    return not tx.execute(query).scalar_one()


def mark_for_every_register(tx: Connection, job: str, began: datetime) -> None:
    """Record that a run of the job that began then (UTC) has finished, for every register."""
    for slug in tx.execute(select(registers.c.slug).order_by(registers.c.slug)).scalars().all():
        mark(tx, slug, job, began)
