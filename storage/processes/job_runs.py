"""How far each job has got: the moment up to which it has run."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.database.engine import insert_or_nothing
from storage.database.tables import job_run


def through(tx: Connection, slug: str, job: str) -> datetime | None:
    """The moment (UTC) up to which a job has run for a register; None when it never has."""
    query = select(job_run.c.through).where(job_run.c.register == slug, job_run.c.job == job)
    return tx.execute(query).scalar_one_or_none()


def mark(tx: Connection, slug: str, job: str, moment: datetime) -> None:
    """Record, in the transaction of the job's work, that it has run up to ``moment`` (UTC)."""
    row = insert_or_nothing(tx, job_run).values(register=slug, job=job, through=moment)
    tx.execute(row.on_conflict_do_update(index_elements=["register", "job"], set_={"through": moment}))
