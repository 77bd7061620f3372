"""Making a database ready for this code's processes.

A process that finds the schema up to date does not import Alembic, which takes longer to load than the rest of
``storage``: only ``storage.database.migrate`` does.
"""

from sqlalchemy import Engine

from storage.database.schema import NEWEST, OtherVersion, is_new, newer, refuse_unreachable, revision


def make_ready(engine: Engine) -> None:
    """Create the schema in an empty database; refuse one that is older or newer than this code.

    Raises OtherVersion, Refused for a newer one, Foreign, or Unreachable with the reason.
    """
    refuse_unreachable(engine)
    with engine.connect() as connection:
        is_empty = is_new(connection)
    if is_empty:
        from storage.database.migrate import migrate

        migrate(engine)
    else:
        refuse_other_version(engine)


def refuse_other_version(engine: Engine) -> None:
    """Raise OtherVersion, or Refused for a newer one, unless the database has exactly this code's schema."""
    with engine.connect() as connection:
        found = revision(connection)
    if found and found > NEWEST:  # to migrate it, as is advised for an older one, would be refused
        raise newer(found)
    if found != NEWEST:
        raise OtherVersion("The database has another version's tables.")
