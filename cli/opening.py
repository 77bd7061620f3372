"""What commands share: the settings, an open database, and the options that mean the same everywhere."""

import functools
import logging
import os
import time
from collections.abc import Callable
from typing import Any, TypeVar

import click
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from config.settings import Settings, from_environment
from storage.database import schema
from storage.database.engine import open_database

START_SECONDS = 60.0
"""How long a process that starts waits for its database, which may be starting too."""

log = logging.getLogger(__name__)
T = TypeVar("T")

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


def with_database(command: Callable[..., None]) -> Callable[..., None]:
    """Hand a command the settings and an open database, made ready when it is empty."""

    @functools.wraps(command)
    def run(settings: Settings, engine: Engine, *args: Any, **given: Any) -> None:
        schema.make_ready(engine)
        command(settings, engine, *args, **given)

    return with_engine(run)


def with_database_when_there(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a process that stays: it waits a while for a database that is not there yet."""

    @functools.wraps(command)
    def run(settings: Settings, engine: Engine, *args: Any, **given: Any) -> None:
        when_there(engine, lambda: schema.make_ready(engine))
        command(settings, engine, *args, **given)

    return with_engine(run)


def when_there(engine: Engine, begin: Callable[[], T], seconds: float = START_SECONDS) -> T:
    """Do what a start begins with, again and again while PostgreSQL cannot be reached or cuts the connection.

    ``begin`` must bear being done twice. Raises Refused when the database has not come in so many seconds. A
    SQLite file is there or not: nothing is waited for.
    """
    until, pause, is_said = time.monotonic() + seconds, 0.25, False
    while True:
        try:
            return begin()
        except (schema.Unreachable, OperationalError) as error:
            said = error if isinstance(error, schema.Unreachable) else schema.unreachable(engine, error)
            if engine.dialect.name == "sqlite" or time.monotonic() + pause > until:
                raise said from error
            if not is_said:
                log.warning("%s It is tried again for up to %.0f s.", said, seconds)
            is_said = True
        time.sleep(pause)
        pause = min(pause * 2, 5.0)


def with_engine(command: Callable[..., None]) -> Callable[..., None]:
    """Hand a command the settings and the way to the database, in whatever state that is."""

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> None:
        settings = from_environment(os.environ)
        engine = open_database(settings.database_url)
        try:
            command(settings, engine, *args, **given)
        finally:
            engine.dispose()

    return run
