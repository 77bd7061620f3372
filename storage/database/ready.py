"""Waiting for a database, and making it ready for this code's processes.

A process that finds the schema up to date does not import Alembic, which takes longer to load than the rest of
``storage``: only ``storage.database.migrate`` does.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from storage.database.schema import (
    NEWEST,
    OtherVersion,
    Unreachable,
    is_new,
    newer,
    refuse_unreachable,
    revision,
    unreachable,
)
from storage.processes.processes import STALE, InUse

START_SECONDS = 60.0
"""How long a starting process waits for its database, which may be starting too."""
KILLED_SECONDS = (STALE + timedelta(seconds=5)).total_seconds()
"""How long a migration may wait until a process that was killed counts as dead."""

log = logging.getLogger(__name__)
T = TypeVar("T")


def wait_for_database(engine: Engine, begin: Callable[[], T], seconds: float = START_SECONDS) -> T:
    """Call ``begin`` and return its result, retrying while PostgreSQL cannot be reached or drops the connection.

    ``begin`` must be repeatable. Raises Refused when the database cannot be reached for ``seconds``. For SQLite there
    is no retry: the file exists or not.
    """
    until, pause, is_logged = time.monotonic() + seconds, 0.25, False
    while True:
        try:
            return begin()
        except (Unreachable, OperationalError) as error:
            reason = error if isinstance(error, Unreachable) else unreachable(engine, error)
            if engine.dialect.name == "sqlite" or time.monotonic() + pause > until:
                raise reason from error
            if not is_logged:
                log.warning("%s It is tried again for up to %.0f s.", reason, seconds)
            is_logged = True
        time.sleep(pause)
        pause = min(pause * 2, 5.0)


def wait_for_stopped(work: Callable[[], T], seconds: float = KILLED_SECONDS, pause: float = 2.0) -> T:
    """Call ``work`` and return its result, retrying while it is refused because a process runs on the database.

    A process that was killed looks so for STALE. Raises InUse when one still does after ``seconds``.
    """
    until, is_logged = time.monotonic() + seconds, False
    while True:
        try:
            return work()
        except InUse as refused:
            if time.monotonic() > until:
                raise
            if not is_logged:
                log.warning("%s It is tried again for up to %.0f s.", refused, seconds)
            is_logged = True
        time.sleep(pause)


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
