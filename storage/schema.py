"""Bringing a database to the schema this code knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from register.refused import Refused

# Two processes that start on one PostgreSQL take turns: any number, the same for both.
_TURN = 5_240_116


class Unreachable(Refused):
    """The database cannot be opened."""


def unreachable(engine: Engine, failed: DBAPIError) -> Unreachable:
    """That in one sentence with the database's own first words; its password stays unsaid."""
    address = engine.url.render_as_string(hide_password=True)
    words = (str(failed.orig).strip() or type(failed.orig).__name__).splitlines()[0]
    return Unreachable(f"The database {address} cannot be opened ({words}): look at DATABASE_URL.")


def migrate(engine: Engine, to: str = "head") -> str:
    """Bring the database forward to this code's schema, or create it; give the revision it now has.

    All in one transaction: a migration that fails leaves the database as it was. ``to`` is an earlier revision,
    for tests. Raises Refused when the database is of a newer version than this code.
    """
    config = _config()
    _refuse_unreachable(engine)
    with _in_one_transaction(engine) as tx:
        if tx.dialect.name == "postgresql":
            tx.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        found = MigrationContext.configure(tx).get_current_revision()
        if found is not None and found not in revisions():
            raise Refused(f"The database is of a newer version ({found}) than this code: install that one.")
        config.attributes["connection"] = tx
        command.upgrade(config, to)
        return MigrationContext.configure(tx).get_current_revision() or ""


def make_ready(engine: Engine) -> None:
    """Create the schema in an empty database; refuse one that is older or newer than this code.

    Raises Refused, saying what to run, or why the database cannot be opened.
    """
    _refuse_unreachable(engine)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        is_empty = not inspect(connection).get_table_names()
    if found is None and is_empty:
        migrate(engine)
    elif found != revisions()[0]:
        raise Refused("The database has another version's tables. Make a copy of it, then run htst migrate.")


def _refuse_unreachable(engine: Engine) -> None:
    """Raise Unreachable when the database cannot be opened."""
    try:
        engine.connect().close()
    except DBAPIError as failed:
        raise unreachable(engine, failed) from failed


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly this code's schema."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == revisions()[0]


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
