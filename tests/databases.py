"""The initial content of the databases of tests: written once in a test run, and restored for each test.

A SQLite file is copied. For PostgreSQL each process of the test run has one database: one statement deletes its rows
and copies the saved ones in, which is many times quicker than a new database, or than TRUNCATE, which makes new files
for every table and index.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, select, text

from storage.database.engine import open_database, transaction
from storage.database.tables import metadata

Fill = Callable[[str], object]
"""Writes the initial content of a test into the database with that URL."""


class SqliteFiles:
    """SQLite files with initial content, one for each name."""

    def __init__(self, folder: Path, fill: Fill) -> None:
        """``fill`` makes the schema."""
        self._folder = folder
        fill(f"sqlite:///{self.empty}")

    @property
    def empty(self) -> Path:
        """A file with the schema and nothing in it."""
        return self._folder / "empty.db"

    def restore(self, name: str, fill: Fill, url: str) -> None:
        """Write to ``url`` what ``fill`` writes. ``fill`` is called once; its file is saved under ``name``."""
        template = self._folder / f"{name}.db"
        if not template.exists():
            shutil.copy(self.empty, template)
            fill(f"sqlite:///{template}")
        shutil.copy(template, url.removeprefix("sqlite:///"))


class PostgresRows:
    """Initial contents of the one PostgreSQL database, at the current schema, that the tests use in turn."""

    def __init__(self, url: str) -> None:
        """``url`` is of a database with the schema and nothing in it."""
        self.url = url
        self._engine = open_database(url, pool_size=1)
        with transaction(self._engine) as tx:
            self._statements = {"empty": _save_rows(tx, "empty")}

    def empty(self) -> None:
        """Delete all rows, and reset all sequences."""
        with transaction(self._engine) as tx:
            tx.exec_driver_sql(self._statements["empty"])

    def restore(self, name: str, fill: Fill) -> None:
        """Set the tables to what ``fill`` writes. ``fill`` is called once; its rows are saved under ``name``."""
        if name in self._statements:
            with transaction(self._engine) as tx:
                tx.exec_driver_sql(self._statements[name])
        else:
            self.empty()
            fill(self.url)
            with transaction(self._engine) as tx:
                self._statements[name] = _save_rows(tx, name)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()


def _save_rows(tx: Connection, name: str) -> str:
    """Copy all rows into a schema with that name; returns the statement that restores them."""
    tx.execute(text(f"CREATE SCHEMA saved_{name}"))
    deleting: list[str] = []
    copying: list[str] = []
    for table in metadata.sorted_tables:
        deleting.insert(0, f'DELETE FROM "{table.name}";')  # noqa: S608 - the schema's own names
        if tx.execute(select(table).limit(1)).first() is not None:
            tx.execute(text(f'CREATE TABLE saved_{name}."{table.name}" AS TABLE "{table.name}"'))
            copying.append(
                f'INSERT INTO "{table.name}" OVERRIDING SYSTEM VALUE TABLE saved_{name}."{table.name}";'
            )
    sequences = text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    counting = [
        f"PERFORM setval('\"{sequence}\"', {last or 1}, {last is not None});"
        for sequence, last in tx.execute(sequences)
    ]
    return "\n".join(["DO $$ BEGIN", *deleting, *copying, *counting, "END $$"])
