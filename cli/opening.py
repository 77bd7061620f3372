"""What commands share: the settings, an open database, and the options that mean the same everywhere."""

import functools
import os
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import Engine

from config.settings import Settings, from_environment
from runtime.startup import when_there
from storage.database import schema
from storage.database.engine import open_database

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
