"""What the databases of tests hold at first: written once in a test run, and brought back for each test.

A SQLite file is copied. PostgreSQL has one database in each process of the test run: for a test its rows are deleted
and others copied in by one statement, which is many times quicker than a new database, or than TRUNCATE, which makes
new files for every table and index.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, select, text

from storage.database.engine import open_database, transaction
from storage.database.tables import metadata

Fill = Callable[[str], object]
"""Writes what tests begin with into the database of an address."""


class SqliteFiles:
    """SQLite files, each as it was filled once."""

    def __init__(self, folder: Path, fill: Fill) -> None:
        """``fill`` makes the schema."""
        self._folder = folder
        fill(f"sqlite:///{self.empty}")

    @property
    def empty(self) -> Path:
        """A file with the schema and nothing in it."""
        return self._folder / "empty.db"

    def bring(self, name: str, fill: Fill, url: str) -> None:
        """Leave at an address what ``fill`` writes; it is called once, and its file is kept under the ``name``."""
        kept = self._folder / f"{name}.db"
        if not kept.exists():
            shutil.copy(self.empty, kept)
            fill(f"sqlite:///{kept}")
        shutil.copy(kept, url.removeprefix("sqlite:///"))


class PostgresRows:
    """The rows of a PostgreSQL database at the current schema, which one test uses after another."""

    def __init__(self, url: str) -> None:
        """``url`` is of a database with the schema and nothing in it."""
        self.url = url
        self._engine = open_database(url, pool_size=1)
        with transaction(self._engine) as tx:
            self._kept = {"empty": _keep(tx, "empty")}

    def empty(self) -> None:
        """Leave nothing in any table, and let each count from one again."""
        with transaction(self._engine) as tx:
            tx.exec_driver_sql(self._kept["empty"])

    def bring(self, name: str, fill: Fill) -> None:
        """Leave in the tables what ``fill`` writes; it is called once, and its rows are kept under the ``name``."""
        if name in self._kept:
            with transaction(self._engine) as tx:
                tx.exec_driver_sql(self._kept[name])
        else:
            self.empty()
            fill(self.url)
            with transaction(self._engine) as tx:
                self._kept[name] = _keep(tx, name)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def _keep(tx: Connection, name: str) -> str:
    """Copy all rows into a schema of that name; gives the statement that brings them back."""
    tx.execute(text(f"CREATE SCHEMA kept_{name}"))
    deleting: list[str] = []
    copying: list[str] = []
    for table in metadata.sorted_tables:
        deleting.insert(0, f'DELETE FROM "{table.name}";')  # noqa: S608 - the schema's own names
        if tx.execute(select(table).limit(1)).first() is not None:
            tx.execute(text(f'CREATE TABLE kept_{name}."{table.name}" AS TABLE "{table.name}"'))
            copying.append(
                f'INSERT INTO "{table.name}" OVERRIDING SYSTEM VALUE TABLE kept_{name}."{table.name}";'
            )
    sequences = text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    counting = [
        f"PERFORM setval('\"{sequence}\"', {last or 1}, {last is not None});"
        for sequence, last in tx.execute(sequences)
    ]
    return "\n".join(["DO $$ BEGIN", *deleting, *copying, *counting, "END $$"])
