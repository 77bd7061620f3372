"""Bringing a database forward to the tables this code knows, by Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from register.refused import Refused
from storage.database.schema import refuse_unreachable, revision

# Two processes that start on one PostgreSQL take turns: any number, the same for both.
_TURN = 5_240_116


def migrate(engine: Engine, to: str = "head") -> str:
    """Bring the database forward to this code's schema, or create it; give the revision it now has.

    All in one transaction: a migration that fails leaves the database as it was. ``to`` is an earlier revision,
    for tests. Raises Refused when the database is of a newer version than this code.
    """
    config = _config()
    refuse_unreachable(engine)
    with _in_one_transaction(engine) as tx:
        if tx.dialect.name == "postgresql":
            # However long the other takes: it is at work, and there is nothing to do meanwhile.
            tx.execute(text("SET LOCAL lock_timeout = 0"))
            tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            tx.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        found = revision(tx)
        if found is not None and found not in revisions():
            raise Refused(f"The database is of a newer version ({found}) than this code: install that one.")
        config.attributes["connection"] = tx
        command.upgrade(config, to)
        return revision(tx) or ""


def revisions() -> list[str]:
    """Every revision this code knows, the newest first."""
    return [one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()]


@contextmanager
def _in_one_transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        # Where SQLite cannot alter a table it is made anew and the old one dropped, which with foreign keys in
        # force would delete its children; and they can only be switched outside a transaction.
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101 - the connection is open
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if orphans:
                    raise RuntimeError(f"the migration leaves rows without their parents: {orphans[:5]}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
