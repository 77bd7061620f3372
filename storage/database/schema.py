"""Which version's tables a database has, and whether they are the ones this code knows.

A process that finds them in place needs no Alembic, which takes longer to load than the rest of ``storage``:
only ``storage.database.migrate`` knows it.
"""

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from register.refused import Refused

NEWEST = "0006"
"""The revision of the newest migration."""


class Unreachable(Refused):
    """The database cannot be opened."""


def unreachable(engine: Engine, failed: DBAPIError) -> Unreachable:
    """That in one sentence with the database's own first words; its password stays unsaid."""
    address = engine.url.render_as_string(hide_password=True)
    words = (str(failed.orig).strip() or type(failed.orig).__name__).splitlines()[0]
    return Unreachable(f"The database {address} cannot be opened ({words}): look at DATABASE_URL.")


def make_ready(engine: Engine) -> None:
    """Create the schema in an empty database; refuse one that is older or newer than this code.

    Raises Refused, saying what to run, or why the database cannot be opened.
    """
    refuse_unreachable(engine)
    with engine.connect() as connection:
        found = revision(connection)
        is_empty = not inspect(connection).get_table_names()
    if is_empty:
        from storage.database.migrate import migrate

        migrate(engine)
    elif found != NEWEST:
        raise Refused("The database has another version's tables. Make a copy of it, then run htst migrate.")


def refuse_unreachable(engine: Engine) -> None:
    """Raise Unreachable when the database cannot be opened."""
    try:
        engine.connect().close()
    except DBAPIError as failed:
        raise unreachable(engine, failed) from failed


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly this code's schema."""
    with engine.connect() as connection:
        return revision(connection) == NEWEST


def revision(connection: Connection) -> str | None:
    """The revision that the database's tables are at, as Alembic notes it; None when there are none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found
