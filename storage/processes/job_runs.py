"""How far each job has got: the moment up to which it has run."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from register.register import Register
from storage.actions import papers
from storage.database.engine import insert_or_nothing
from storage.database.process_tables import job_run


def through(tx: Connection, slug: str, job: str) -> datetime | None:
    """The moment (UTC) up to which a job has run for a register; None when it never has."""
    query = select(job_run.c.through).where(job_run.c.register == slug, job_run.c.job == job)
    return tx.execute(query).scalar_one_or_none()


def last(tx: Connection, register: Register, job: str) -> datetime | None:
    """The moment up to which a job has run for a register, or from which on it is to.

    A job that never ran begins the day after the first paper's; None: there is no paper yet.
    """
    found = through(tx, register.slug, job)
    if found is not None:
        return found
    first = papers.first_day(tx, register.slug)
    return register.calendar.midnight(first + timedelta(days=1)) if first else None


def mark(tx: Connection, slug: str, job: str, moment: datetime) -> None:
    """Record, in the transaction of the job's work, that it has run up to ``moment`` (UTC)."""
    row = insert_or_nothing(tx, job_run).values(register=slug, job=job, through=moment)
    tx.execute(row.on_conflict_do_update(index_elements=["register", "job"], set_={"through": moment}))
