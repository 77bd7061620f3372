"""Reminders as one APScheduler job each in its SQL job store, and as HTST stores them (benchmark 4).

    python -m bench.apscheduler_jobs theirs 1000

prints, as JSON, the seconds to load that many reminders of one moment and to fire them, and the peak memory. Each
measurement is a separate process, so that the peak is that of the measurement alone.
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.events import EVENT_JOB_EXECUTED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from bench.measure import Figure, Result, paired, seconds
from bench.sized_register import AS_AT, fill_register, sized_register
from jobs.timetable import tick
from storage.database.engine import open_database, transaction
from storage.database.migrate import migrate
from storage.processes import job_runs

BESIDE = 10_000
"""How many reminders are fired by both in turn."""
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
MEASURE_TIMEOUT = 120
"""Seconds that one measurement may take."""
_NOT_DONE = {"not done after seconds": MEASURE_TIMEOUT}


def beside(size: int, rounds: int) -> Iterator[Result | Figure]:
    """Ours and theirs in turn, so many times, at a size that APScheduler handles well."""
    pairs = [(_measured("ours", size), _measured("theirs", size)) for _round in range(rounds)]
    name = f"4. {size:,} reminders due at once, against one APScheduler job each"
    for what, unit, key in (("to fire", "s", "seconds to fire"), ("memory at most", "MiB", "MiB at most")):
        done = [(ours[key], theirs[key]) for ours, theirs in pairs if ours and theirs]
        if len(done) < rounds:  # the page says how many pairs a ratio is of
            yield Figure(f"{name}: {what}", "sqlite", _NOT_DONE)
        else:
            yield paired(f"{name}: {what}", "sqlite", done, unit, "said as measured")


def largest(sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    """Each size that APScheduler finishes within MEASURE_TIMEOUT, and ours at the largest of them."""
    largest_done = 0
    for size in sizes:
        result = _measured("theirs", size)
        yield Figure(f"4. one APScheduler job a reminder, {size:,} due at once", "sqlite", result or _NOT_DONE)
        if not result:
            break
        largest_done = size
    if largest_done:
        result = _measured("ours", largest_done) or _NOT_DONE
        yield Figure(f"4. ours beside it, {largest_done:,} due at once", "sqlite", result)


def _measured(way: str, size: int) -> dict[str, Any] | None:
    command = [sys.executable, "-m", "bench.apscheduler_jobs", way, str(size)]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, timeout=MEASURE_TIMEOUT, check=True)
    except subprocess.TimeoutExpired:
        return None
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _theirs(folder: Path, size: int) -> tuple[float, float]:
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{folder}/jobs.db")},
        job_defaults={"misfire_grace_time": None},
        timezone="UTC",
    )
    scheduler.start(paused=True)
    when = datetime.now(UTC) - timedelta(seconds=1)

    def load() -> None:
        for number in range(size):
            scheduler.add_job(fire, "date", run_date=when, id=str(number))

    loading = seconds(load)
    left, fired = size, threading.Event()

    def count(_event: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            fired.set()

    scheduler.add_listener(count, EVENT_JOB_EXECUTED)
    firing = seconds(lambda: (scheduler.resume(), fired.wait()))
    scheduler.shutdown()
    return loading, firing


def fire() -> None:
    """What each of those jobs does: nothing."""


def _ours(folder: Path, size: int) -> tuple[float, float]:
    engine = open_database(f"sqlite:///{folder}/ours.db")
    migrate(engine)
    day, moment = AS_AT + timedelta(days=1), datetime(2022, 11, 16, 18, tzinfo=UTC)
    loading = seconds(lambda: fill_register(engine, sized_register(1_000), size, due=size, due_on=day))
    with transaction(engine) as tx:
        job_runs.mark(tx, "bench", "digest", moment)  # reminders alone are measured
    firing = seconds(lambda: tick(engine, moment, moment))
    engine.dispose()
    return loading, firing


def main() -> None:
    """Measure what the command line names, and print it."""
    way, size = {"theirs": _theirs, "ours": _ours}[sys.argv[1]], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        loading, firing = way(Path(folder), size)
    # Not getrusage: that counts what the process was before it became this one.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    result = {"seconds to load": loading, "seconds to fire": firing, "MiB at most": int(peak.split()[1]) / 1024}
    print(json.dumps({name: round(value, 1) for name, value in result.items()}))


if __name__ == "__main__":
    main()
