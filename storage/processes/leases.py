"""Turns: what one process at a time shall do. Whoever dies in the middle loses the turn when its time is up."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy import update as update_rows

from storage.database.engine import insert_or_nothing
from storage.database.tables import job_run, pace, register
from storage.processes import job_runs


def take(tx: Connection, name: str, now: datetime, until: datetime) -> bool:
    """Take the turn until a moment (UTC), if nobody has it now. That moment is its holder's proof."""
    made = insert_or_nothing(tx, pace).values(lane=name, free_at=until)
    theirs = made.on_conflict_do_update(
        index_elements=["lane"], set_={"free_at": until}, where=pace.c.free_at <= now
    )
    return tx.execute(theirs.returning(pace.c.lane)).first() is not None


def keep(tx: Connection, name: str, had: datetime, until: datetime) -> bool:
    """Have the turn for longer; False when it is another's by now."""
    mine = (pace.c.lane == name) & (pace.c.free_at == had)
    return bool(tx.execute(update_rows(pace).where(mine).values(free_at=until)).rowcount)


def end(tx: Connection, name: str, had: datetime) -> None:
    """Let the next one have it."""
    tx.execute(delete(pace).where(pace.c.lane == name, pace.c.free_at == had))


def done_since(tx: Connection, job: str, moment: datetime) -> bool:
    """Whether the job has been done, for every register, by a run that began at or after that moment."""
    done = select(job_run.c.register).where(job_run.c.job == job, job_run.c.through >= moment)
    query = select(func.count()).select_from(register).where(register.c.slug.not_in(done))
    return not tx.execute(query).scalar_one()


def mark_done(tx: Connection, job: str, began: datetime) -> None:
    """Note that a run of the job that began then has been done, for every register."""
    for slug in tx.execute(select(register.c.slug).order_by(register.c.slug)).scalars().all():
        job_runs.mark(tx, slug, job, began)
