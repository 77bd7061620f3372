"""What commands share: the settings, an open database, and common options."""

import functools
import os
import re
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from config.settings import from_environment
from register.days.target_dates import read_target
from register.refused import Refused
from register.words.text_folding import caseless
from storage.database import ready, schema
from storage.database.engine import open_database
from workflow.context import SHELL, Context, Request

_Value = TypeVar("_Value")
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Day(click.ParamType[datetime]):
    """A day as people write it (2022-11-15, 15 November 2022, 15/11/2022, yesterday), as a datetime at midnight."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The day that was typed. Raises Refused for no day, and beyond the years, where a time zone could lead out of
        the calendar.
        """
        if isinstance(value, datetime):
            return value
        found = _day(str(value).strip(), datetime.now(UTC).date())
        if found is None:
            self.fail(f"“{value}” is not one day: write it as 2022-11-15 or 15 November 2022.", param, ctx)
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise Refused(f"{value} is out of range: give a year from {FIRST_YEAR} to {LAST_YEAR}.")
        return datetime(found.year, found.month, found.day)  # noqa: DTZ001 - a day of the register's calendar


class FilePath(click.Path):
    """A file or folder. An empty name, as of a script's variable that is not set, would be the current folder."""

    def __init__(self, **given: Any) -> None:
        super().__init__(path_type=Path, **given)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path that was typed."""
        if not str(value).strip():
            self.fail("the name is empty: is a variable in the command not set?", param, ctx)
        return super().convert(value, param, ctx)


def _day(typed: str, today: date) -> date | None:
    """The one day that was typed, None for anything else. Years with fewer or more than four digits are no day."""
    named = {"today": today, "yesterday": today - timedelta(days=1), "tomorrow": today + timedelta(days=1)}
    if typed.lower() in named:
        return named[typed.lower()]
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    if iso:
        try:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        except ValueError:
            return None
    target = read_target(typed, today)
    deadlines = [one.deadline for one in target.milestones]
    # With its year: nothing is guessed.
    names_day = re.search(r"\d{1,2}\D+(?:\d{1,2}\D+)?\d{4}$|^\D+\d{1,2}\D+\d{4}$", typed)
    return deadlines[0] if target.understood and len(deadlines) == 1 and names_day else None


JSON_VERSION = 1
"""The version of what ``--json`` prints (docs/json.md): within one, keys are added and none goes or changes."""
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")


def once_each(name: str, pairs: Iterable[tuple[str, _Value]]) -> dict[str, _Value]:
    """What was typed with an option that can be repeated. Raises Refused where it says two things of the same words."""
    found: dict[str, tuple[str, _Value]] = {}
    for words, value in pairs:
        before = found.setdefault(caseless(words), (words, value))
        if before[1] != value:
            raise Refused(
                f"{name} gives “{words}” two meanings: “{before[1]}” and “{value}”. Type the right one, and "
                "leave the other out."
            )
    return dict(found.values())


def asked_in_shell(engine: Engine) -> tuple[Context, Request]:
    """The context and the request for an operation from the shell, which needs no permission: who can run commands
    there can read and change the database anyway.
    """
    now = datetime.now(UTC)
    return Context(engine, lambda: now), Request(f"shell:{uuid.uuid4().hex}", SHELL, "", now, SHELL)


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Pass a command the settings of this deployment."""

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> None:
        command(from_environment(os.environ), *args, **given)

    return run


def with_database(command: Callable[..., None]) -> Callable[..., None]:
    """Pass a command an open database; the schema is created when the database is empty."""

    @functools.wraps(command)
    def run(engine: Engine, *args: Any, **given: Any) -> None:
        ready.make_ready(engine)
        command(engine, *args, **given)

    return with_engine(run)


def with_database_waiting(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a long-running process: it waits for a database that cannot be reached yet."""

    @functools.wraps(command)
    def run(engine: Engine, *args: Any, **given: Any) -> None:
        ready.wait_for_database(engine, lambda: ready.make_ready(engine))
        command(engine, *args, **given)

    return with_engine(run)


def with_engine(command: Callable[..., None]) -> Callable[..., None]:
    """Pass a command a database engine, without checking the schema."""

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> None:
        settings = from_environment(os.environ)
        engine = open_database(settings.database_url)
        if not os.environ.get("DATABASE_URL", "").strip():
            _make_folder(Path(engine.url.database or "").parent)
        try:
            command(engine, *args, **given)
        except DBAPIError as failed:
            refused = schema.unusable(engine, failed)
            if refused is None:
                raise
            raise refused from failed
        finally:
            engine.dispose()

    return run


def _make_folder(folder: Path) -> None:
    """Make the user's data folder where it is not there yet. Raises Refused when it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"The folder {folder} for the register cannot be created ({error.strerror}): set DATABASE_URL to where "
            "it is to be kept."
        ) from error
