"""Migrating a database to this code's schema, by Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.database.engine import begin_transaction
from storage.database.schema import NEWEST, is_new, newer, refuse_unreachable, revision
from storage.database.sqlite_statistics import write_statistics
from storage.processes import processes

# The key of the advisory lock that serialises migrations on PostgreSQL: an arbitrary number.
_ADVISORY_LOCK = 5_240_116


def migrate(engine: Engine, to: str = "head", *, now: datetime | None = None) -> str:
    """Migrate the database to this code's schema, or create it; return the revision it now has.

    All in one transaction: a migration that fails leaves the database as it was. ``to`` is an earlier revision,
    for tests. Raises Refused when the database is of a newer version than this code, or another program's, and, unless
    ``now`` (UTC) is None, when it is of an older one and a process runs on it: that would write on with its own code,
    which knows nothing of the new schema.
    """
    config = _config()
    refuse_unreachable(engine)
    with _in_one_transaction(engine) as tx:
        if tx.dialect.name == "postgresql":
            # Wait without limit: another process is migrating, and this one can do nothing until it has finished.
            tx.execute(text("SET LOCAL lock_timeout = 0"))
            tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        if not is_new(tx):
            found = revision(tx)
            if found not in revisions():
                raise newer(found)
            if found == NEWEST and to == "head":
                return NEWEST  # nothing is written: the disk may be full, and processes may be running
            if now is not None:
                processes.refuse_running(tx, now)
        config.attributes["connection"] = tx
        command.upgrade(config, to)
        if to == "head" and tx.dialect.name == "sqlite":
            write_statistics(tx)
        reached = revision(tx) or ""
    if engine.dialect.name == "sqlite":
        engine.dispose()  # a connection that is open does not learn of the statistics, and takes other indexes
    return reached


def revisions() -> list[str]:
    """Every revision this code knows, the newest first."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()]


@contextmanager
def _in_one_transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            with begin_transaction(connection):
                yield connection
            return
        # Where SQLite cannot alter a table, Alembic copies it and drops the old one, which with foreign keys on
        # would delete the rows that refer to it; the pragma has no effect inside a transaction.
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 - the connection is open
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with begin_transaction(connection):
                yield connection
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if orphans:
                    raise RuntimeError(f"the migration leaves rows without their parents: {orphans[:5]}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _config() -> Config:
    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))  # the parser's own sign
    return config
