"""What commands share: the settings, an open database, and common options."""

import functools
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from config.settings import Settings, from_environment
from register.refused import Refused
from runtime.startup import wait_for_database
from storage.database import schema
from storage.database.engine import open_database
from workflow.context import SHELL, Context, Request

FIRST_YEAR, LAST_YEAR = 1900, 2200


class Day(click.DateTime):
    """A day such as 2022-11-15, as a datetime at midnight; refused outside the years that a register can be about."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day that was typed. Raises Refused beyond the years, where a time zone could lead out of the calendar."""
        day: datetime = super().convert(value, param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(f"{value} is no day of ours: give a year from {FIRST_YEAR} to {LAST_YEAR}.")
        return day


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


def asked_in_shell(engine: Engine) -> tuple[Context, Request]:
    """What a deed is given that is asked for in a shell: whoever has that has the register."""
    now = datetime.now(UTC)
    return Context(engine, lambda: now), Request(f"shell:{uuid.uuid4().hex}", SHELL, "", now, SHELL)


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
        if not os.environ.get("DATABASE_URL", "").strip():  # the user's data folder may not be there yet
            Path(engine.url.database or "").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
