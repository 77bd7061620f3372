"""How far each job has got: the moment up to which everything is dealt with."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.database.engine import insert_or_nothing
from storage.database.tables import job_run


def through(tx: Connection, slug: str, job: str) -> datetime | None:
    """The moment (UTC) up to which a job has run for a register; None when it never has."""
    query = select(job_run.c.through).where(job_run.c.register == slug, job_run.c.job == job)
    return tx.execute(query).scalar_one_or_none()


def mark(tx: Connection, slug: str, job: str, moment: datetime) -> None:
    """Note, in the transaction that did the work, that a job has run up to ``moment``."""
    made = insert_or_nothing(tx, job_run).values(register=slug, job=job, through=moment)
    tx.execute(made.on_conflict_do_update(index_elements=["register", "job"], set_={"through": moment}))
