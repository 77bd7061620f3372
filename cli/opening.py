"""What commands share: the settings, an open database, and common options."""

import functools
import os
from collections.abc import Callable
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from config.settings import Settings, from_environment
from runtime.startup import wait_for_database
from storage.database import schema
from storage.database.engine import open_database

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


def with_database(command: Callable[..., None]) -> Callable[..., None]:
    """Pass a command the settings and an open database; the schema is created when the database is empty."""

    @functools.wraps(command)
    def run(settings: Settings, engine: Engine, *args: Any, **given: Any) -> None:
        schema.make_ready(engine)
        command(settings, engine, *args, **given)

    return with_engine(run)


def with_database_waiting(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a long-running process: it waits for a database that cannot be reached yet."""

    @functools.wraps(command)
    def run(settings: Settings, engine: Engine, *args: Any, **given: Any) -> None:
        wait_for_database(engine, lambda: schema.make_ready(engine))
        command(settings, engine, *args, **given)

    return with_engine(run)


def with_engine(command: Callable[..., None]) -> Callable[..., None]:
    """Pass a command the settings and a database engine, without checking the schema."""

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> None:
        settings = from_environment(os.environ)
        engine = open_database(settings.database_url)
        try:
            command(settings, engine, *args, **given)
        except DBAPIError as failed:
            refused = schema.unusable(engine, failed)
            if refused is None:
                raise
            raise refused from failed
        finally:
            engine.dispose()

    return run
