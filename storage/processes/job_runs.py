"""How far each job has got: the moment up to which it has run."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from register.register import Register
from storage.database.engine import upsert
from storage.database.process_tables import job_run

_THROUGH = select(job_run.c.through).where(
    job_run.c.register == bindparam("register"), job_run.c.job == bindparam("job")
)


def through(tx: Connection, slug: str, job: str) -> datetime | None:
    """The moment (UTC) up to which a job has run for a register; None when it never has."""
    return tx.execute(_THROUGH, {"register": slug, "job": job}).scalar_one_or_none()


def every(tx: Connection) -> Mapping[tuple[str, str], datetime]:
    """The same for every register and job that ever ran, by slug and job: in one statement."""
    return {(row.register, row.job): row.through for row in tx.execute(select(job_run))}


def last(register: Register, ran_through: datetime | None, first_day: date | None) -> datetime | None:
    """The moment up to which a job has run for a register, or from which on it is to.

    A job that never ran (``ran_through`` is None) begins the day after ``first_day``, that of the first paper. None:
    there is no paper, or none any more.
    """
    if first_day is None:
        return None
    return ran_through or register.calendar.midnight(first_day + timedelta(days=1))


def mark(tx: Connection, slug: str, job: str, moment: datetime) -> None:
    """Record, in the transaction of the job's work, that it has run up to ``moment`` (UTC)."""
    upsert(tx, job_run, {"register": slug, "job": job}, {"through": moment})
