"""What a tick costs: with nothing due, and with a thousand due (benchmarks 3 and 4)."""

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Engine, bindparam, insert, text, update

from bench.measure import Result, paired, seconds
from bench.sized_register import AS_AT, sized_register
from jobs.timetable import tick
from storage.actions import registers
from storage.database.engine import transaction
from storage.database.queue_tables import notice
from storage.database.register_tables import milestone, owner
from storage.processes import job_runs

DUE = 1_000


def nothing_due(small: Engine, large: Engine, database: str, sizes: tuple[int, int], rounds: int) -> Result:
    """A tick on the day after the last, nothing due: a register of the second size against one of the first."""
    for engine in (small, large):
        _without_digest(engine, 0)
        tick(engine, _at(0), _at(0))
    pairs = []
    for day in range(1, rounds + 1):
        # The first query after another database was busy runs with a cold cache: both get one before the timing.
        for engine in (large, small):
            with transaction(engine) as tx:
                tx.execute(text("SELECT 1"))
            _without_digest(engine, day)
        ours = seconds(partial(tick, large, _at(day), _at(day)))
        theirs = seconds(partial(tick, small, _at(day), _at(day)))
        pairs.append((ours, theirs))
    name = f"3. tick with nothing due, {sizes[1]:,} actions against {sizes[0]:,}"
    return paired(name, database, pairs, "s", "1.5 or less")


def a_thousand_due(engine: Engine, database: str, size: int, rounds: int) -> Result:
    """1,000 reminders to 1,000 channels, due among many, against the bare insert of 1,000 rows."""
    with transaction(engine) as tx:
        register = sized_register(directorates=DUE)
        registers.save(tx, register)
        each = [{"number": number, "code": code} for number, code in enumerate(register.codes, start=1)]
        tx.execute(
            update(owner).where(owner.c.action == bindparam("number")).values(code=bindparam("code")), each
        )
    pairs = []
    for _round in range(rounds):
        _make_due(engine)
        ours = seconds(lambda: tick(engine, _at(1), _at(1)))
        with engine.connect() as tx:
            rows = [dict(row) for row in tx.execute(notice.select()).mappings()]
        assert len(rows) == DUE
        with transaction(engine) as tx:
            tx.execute(notice.delete())
        theirs = seconds(partial(_bare, engine, rows))
        pairs.append((ours, theirs))
    name = f"4. tick with {DUE:,} due among {size:,}, against the bare insert of {DUE:,} rows"
    return paired(name, database, pairs, "s", "said as measured")


def _make_due(engine: Engine) -> None:
    """Reset to the evening of the first day: nothing is sent yet, and a thousand reminders are due the next day."""
    promised = {"deadline": AS_AT + timedelta(days=15), "original": AS_AT + timedelta(days=15)}
    coming = {"reminded_through": AS_AT, "next_reminder": AS_AT + timedelta(days=1), "reminded": {}}
    with transaction(engine) as tx:
        tx.execute(notice.delete())
        tx.execute(text("DELETE FROM job_run"))
        tx.execute(milestone.update().where(milestone.c.action <= DUE).values(promised | coming))
    _without_digest(engine, 1)


def _without_digest(engine: Engine, day: int) -> None:
    """Reminders alone are measured here: a digest is due once a week, and has a benchmark of its own."""
    with transaction(engine) as tx:
        job_runs.mark(tx, "bench", "digest", _at(day))


def _bare(engine: Engine, rows: list[dict[str, object]]) -> None:
    with transaction(engine) as tx:
        tx.execute(insert(notice), rows)


def _at(days: int) -> datetime:
    return datetime(2022, 11, 15, 18, tzinfo=UTC) + timedelta(days=days)
