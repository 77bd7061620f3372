"""What a tick costs: with nothing due, with a thousand due, and as others do it (benchmarks 3 and 4)."""

import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, insert, text

from bench.measure import Result, paired, seconds
from bench.register_of import AS_AT, fill, register_of
from jobs.timetable import tick
from storage import runs
from storage.database import transaction
from storage.tables import notice

NONE: frozenset[date] = frozenset()
FIRED = threading.Event()
_left = 0


def nothing_due(small: Engine, large: Engine, database: str, sizes: tuple[int, int], rounds: int) -> Result:
    """A tick on the day after the last, nothing due: the large register against the small."""
    for engine, size in ((small, sizes[0]), (large, sizes[1])):
        fill(engine, register_of(), size)
        tick(engine, _at(0), _at(0), NONE)
    pairs = []
    for day in range(1, rounds + 1):
        # The first look at a database after another was busy pays for a cold cache: both get one.
        for engine in (large, small):
            with transaction(engine) as tx:
                tx.execute(text("SELECT 1"))
        ours = seconds(lambda day=day: tick(large, _at(day), _at(day), NONE))
        theirs = seconds(lambda day=day: tick(small, _at(day), _at(day), NONE))
        pairs.append((ours, theirs))
    name = f"3. tick with nothing due, {sizes[1]:,} actions against {sizes[0]:,}"
    return paired(name, database, pairs, "s", "1.5 or less")


def a_thousand_due(engine: Engine, database: str, size: int, rounds: int) -> Iterator[Result]:
    """1,000 reminders to 1,000 channels, due among many, against the bare insert of 1,000 rows."""
    fill(engine, register_of(directorates=1000), size, due=1000, due_on=AS_AT + timedelta(days=1))
    pairs = []
    for _round in range(rounds):
        with transaction(engine) as tx:
            tx.execute(text("DELETE FROM notice"))
            tx.execute(text("DELETE FROM job_run"))
            tx.execute(
                text(
                    "UPDATE milestone SET reminded_through = :as_at, next_reminder = :due WHERE action <= 1000"
                ),
                {"as_at": AS_AT.isoformat(), "due": (AS_AT + timedelta(days=1)).isoformat()}
                if engine.dialect.name == "sqlite"
                else {"as_at": AS_AT, "due": AS_AT + timedelta(days=1)},
            )
            runs.mark(tx, "bench", "digest", _at(30))  # reminders alone are measured
        ours = seconds(lambda: tick(engine, _at(1), _at(1), NONE))
        with engine.connect() as tx:
            rows = [dict(row) for row in tx.execute(notice.select()).mappings()]
        assert len(rows) == 1000
        with transaction(engine) as tx:
            tx.execute(text("DELETE FROM notice"))
        theirs = seconds(lambda rows=rows: _bare(engine, rows))
        pairs.append((ours, theirs))
    name = f"4. tick with 1,000 due among {size:,}, against the bare insert of 1,000 rows"
    yield paired(name, database, pairs, "s", "said as measured")


def one_job_a_reminder(size: int) -> tuple[float, float]:
    """The other way: one APScheduler job a reminder in its SQL job store. Seconds to load and to fire all."""
    global _left
    with tempfile.TemporaryDirectory() as folder:
        store = SQLAlchemyJobStore(url=f"sqlite:///{Path(folder)}/jobs.db")
        scheduler = BackgroundScheduler(jobstores={"default": store}, timezone="UTC")
        scheduler.start(paused=True)
        when = datetime.now(UTC) + timedelta(seconds=1)
        loading = seconds(
            lambda: [
                scheduler.add_job(fire, "date", run_date=when, misfire_grace_time=None, id=str(n))
                for n in range(size)
            ]
        )
        _left = size
        FIRED.clear()
        began = time.perf_counter()
        scheduler.resume()
        assert FIRED.wait(600)
        firing = time.perf_counter() - began
        scheduler.shutdown()
    return loading, firing


def fire() -> None:
    """What each of those jobs does."""
    global _left
    _left -= 1
    if _left == 0:
        FIRED.set()


def _bare(engine: Engine, rows: list[dict[str, object]]) -> None:
    with transaction(engine) as tx:
        tx.execute(insert(notice), rows)


def _at(days: int) -> datetime:
    return datetime(2022, 11, 15, 18, tzinfo=UTC) + timedelta(days=days)
