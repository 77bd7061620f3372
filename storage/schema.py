"""Bringing a database to the schema this code knows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from register.refused import Refused

# Two processes that start on one PostgreSQL take turns: any number, the same for both.
_TURN = 5_240_116


def migrate(engine: Engine) -> str:
    """Bring the database forward to this code's schema, or create it; give the revision it now has."""
    config = _config()
    with engine.begin() as tx:
        if tx.dialect.name == "postgresql":
            tx.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": _TURN})
        config.attributes["connection"] = tx
        command.upgrade(config, "head")
        return _revision_of(config)


def make_ready(engine: Engine) -> None:
    """Create the schema in an empty database; refuse one that is older or newer than this code.

    Raises Refused, saying what to run.
    """
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        is_empty = not inspect(connection).get_table_names()
    if found is None and is_empty:
        migrate(engine)
    elif found != _revision_of(_config()):
        raise Refused("The database has another version's tables. Make a copy of it, then run htst migrate.")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _revision_of(config: Config) -> str:
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None  # noqa: S101 - the migrations ship with the code
    return head
