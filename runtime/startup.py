"""Waiting for the database when a process starts."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from storage.database import schema

START_SECONDS = 60.0
"""How long a starting process waits for its database, which may be starting too."""

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
        except (schema.Unreachable, OperationalError) as error:
            unreachable = error if isinstance(error, schema.Unreachable) else schema.unreachable(engine, error)
            if engine.dialect.name == "sqlite" or time.monotonic() + pause > until:
                raise unreachable from error
            if not is_logged:
                log.warning("%s It is tried again for up to %.0f s.", unreachable, seconds)
            is_logged = True
        time.sleep(pause)
        pause = min(pause * 2, 5.0)
