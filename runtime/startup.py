"""What a process does when it starts and its database is not there yet."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from storage.database import schema

START_SECONDS = 60.0
"""How long a process that starts waits for its database, which may be starting too."""

log = logging.getLogger(__name__)
T = TypeVar("T")


def when_there(engine: Engine, begin: Callable[[], T], seconds: float = START_SECONDS) -> T:
    """Do what a start begins with, again and again while PostgreSQL cannot be reached or cuts the connection.

    ``begin`` must bear being done twice. Raises Refused when the database has not come in so many seconds. A
    SQLite file is there or not: nothing is waited for.
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
