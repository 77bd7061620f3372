"""The schema version of a database, whether it is the one this code needs, and why it cannot be used."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError

from register.refused import Refused, TryLater

NEWEST = "0032"
"""The revision of the newest migration."""


_CANNOT_WRITE = ("53", "25")
"""PostgreSQL's classes of states for a server without room (53100: the disk is full) and for one that is only read."""
_ONE_MEGABYTE = (
    "CREATE TEMPORARY TABLE htst_room ON COMMIT DROP AS "
    "SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 32768)"
)
_NO_PRIVILEGE = "42501"
"""PostgreSQL's state for a statement that the user may not run."""


class OtherVersion(Refused):
    """The database has an older schema than this code, or one that it does not know."""


def newer(found: str | None) -> Refused:
    """The refusal for a database with a revision that is newer than this code."""
    return Refused(f"The database is of a newer version ({found}) than this code ({NEWEST}): install that one.")


class Foreign(Refused):
    """The database holds tables that are not HTST's, and none that are."""


class Unreachable(TryLater):
    """The database cannot be opened."""


def unreachable(engine: Engine, failed: DBAPIError) -> Refused:
    """The refusal for a failed connection: the address without its password, and the first line of the error.

    Unreachable, or Damaged where another try would find the same.
    """
    address = engine.url.render_as_string(hide_password=True)
    words = (str(failed.orig).strip() or type(failed.orig).__name__).splitlines()[0]
    if _is_damaged(failed) and "not a database" in words:
        # A copy is not put in the place of another program's file.
        return Damaged(
            f"The database {address} is damaged from its first page on, or another program's file ({words}): look at "
            "DATABASE_URL, and if it is right, move the file away."
        )
    if _is_damaged(failed):
        return Damaged(f"The database {address} is damaged ({words}).")
    if engine.dialect.name != "sqlite":
        return Unreachable(
            f"The database {address} cannot be opened ({words}): does PostgreSQL run there, and is DATABASE_URL right?"
        )
    file = Path(engine.url.database or "").absolute()
    folder = file.parent
    if file.is_dir():
        advice = "that is a folder; let DATABASE_URL name a file in it"
    elif not folder.is_dir():
        advice = (
            f"there is no folder {folder}; make it, for the user that runs HTST alone, or mend DATABASE_URL"
        )
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        advice = f"the user that runs HTST may not write in {folder}"
    elif "disk" in words:
        advice = f"see whether the disk of {folder} is full, or failing"
    else:
        advice = "look at DATABASE_URL"
    return Unreachable(f"The database {address} cannot be opened ({words}): {advice}.")


class Unusable(TryLater):
    """The database failed while it was used, as by a full disk."""


class Damaged(Refused):
    """The database cannot be read: its file is not as it was written."""


def unusable(engine: Engine, failed: DBAPIError) -> Refused | None:
    """The refusal for a database that failed while it was used, as by a full disk; None when our statement is wrong."""
    address = engine.url.render_as_string(hide_password=True)
    words = (str(failed.orig).strip() or type(failed.orig).__name__).splitlines()[0]
    if _is_damaged(failed):
        return Damaged(f"The database {address} is damaged ({words}).")
    if getattr(failed.orig, "sqlstate", None) == _NO_PRIVILEGE:
        return Refused(
            f"The database {address} does not let its user work there ({words}): make that user its owner, as "
            "createdb --owner does."
        )
    if isinstance(failed, OperationalError | InternalError):
        return Unusable(f"The database {address} failed ({words}); nothing was saved.")
    return None


def _is_damaged(failed: DBAPIError) -> bool:
    """Whether SQLite cannot make sense of the file, for which it has a class of its own."""
    return type(failed.orig) is sqlite3.DatabaseError


def is_new(connection: Connection) -> bool:
    """Whether the database has none of our tables. Raises Foreign when it has another's instead."""
    found = inspect(connection).get_table_names()  # read once: another process may be creating them
    if found and "alembic_version" not in found:
        raise Foreign(
            f"The database holds what is not HTST's (the table {found[0]}), and is left alone: let DATABASE_URL name "
            "one of its own."
        )
    return not found


def refuse_unreachable(engine: Engine) -> None:
    """Raise Unreachable when the database cannot be opened."""
    try:
        engine.connect().close()
    except DBAPIError as failed:
        raise unreachable(engine, failed) from failed


def refusal_to_write(engine: Engine) -> str:
    """Why PostgreSQL takes nothing more, tried by a megabyte that is taken back; empty where it does, and on SQLite.

    A full disk is not noticed by looking: what is there can still be read, and small rows still find room.
    """
    if engine.dialect.name == "sqlite":
        return ""
    with engine.connect() as connection:
        try:
            connection.execute(text(_ONE_MEGABYTE))
        except DBAPIError as failed:
            if str(getattr(failed.orig, "sqlstate", "")).startswith(_CANNOT_WRITE):
                return str(failed.orig).strip().splitlines()[0]
        finally:
            connection.rollback()
    return ""


def is_current(engine: Engine) -> bool:
    """Whether the database has exactly this code's schema."""
    with engine.connect() as connection:
        return revision(connection) == NEWEST


def revision(connection: Connection) -> str | None:
    """The Alembic revision of the database's tables; None when it has none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found
