"""Connections to PostgreSQL: kept, replaced when the server has let go of them; nobody waits without end."""

import re
import select
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.database import engine as engine_module
from storage.database.engine import open_database, reading, reading_once, transaction
from tests.conftest import ROOT

WHO = text("SELECT pg_backend_pid()")


@pytest.fixture
def server(postgres_url: str) -> Iterator[Engine]:
    opened = open_database(postgres_url)
    yield opened
    opened.dispose()


def serving(engine: Engine) -> int:
    """The server process behind the connection that is used next."""
    with reading_once(engine) as tx:
        return int(tx.execute(WHO).scalar_one())


def line(engine: Engine) -> int:
    """The file number of the connection that is used next."""
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        return int(driver.fileno())


def test_a_connection_is_used_again(server: Engine) -> None:
    assert len({serving(server) for _time in range(5)}) == 1


@pytest.mark.parametrize("way", [reading_once, reading, transaction])
def test_what_the_server_has_closed_is_replaced_before_it_is_used(
    way: object, server: Engine, postgres_url: str
) -> None:
    assert callable(way)
    first, number = serving(server), line(server)
    other = open_database(postgres_url)
    with transaction(other) as tx:
        assert tx.execute(text("SELECT pg_terminate_backend(:pid, 20000)"), {"pid": first}).scalar_one()
    other.dispose()
    closed = select.poll()
    closed.register(number, select.POLLIN)
    assert closed.poll(20_000)  # the server's last words have arrived
    with way(server) as tx:
        assert tx.execute(WHO).scalar_one() != first


def test_only_a_connection_that_lay_idle_is_tried_first(
    server: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []
    serving(server)
    monkeypatch.setattr(server.dialect, "do_ping", tried.append)
    serving(server)
    assert not tried
    monkeypatch.setattr(engine_module, "IDLE_SECONDS", -1)
    serving(server)
    assert len(tried) == 1


TAKE = text("SELECT pg_advisory_xact_lock(20221115)")
"""Stands for any lock: one that no other test takes."""


def test_nobody_waits_without_end_for_somebody_who_is_at_work(
    server: Engine, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_SECONDS", 1)
    hurried = open_database(postgres_url)
    with transaction(server) as tx:
        tx.execute(TAKE)
        with pytest.raises(OperationalError, match="lock timeout"), transaction(hurried) as waiting:
            waiting.execute(TAKE)
    with transaction(hurried) as later:
        later.execute(TAKE)
    hurried.dispose()


def test_whoever_is_stuck_in_a_transaction_keeps_nobody_waiting(
    server: Engine, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "STUCK_SECONDS", 1)
    stuck = open_database(postgres_url)
    with pytest.raises(DBAPIError, match="idle-in-transaction"):
        hold(stuck, server)
    with transaction(stuck) as tx:  # and with a new connection it can go on
        tx.execute(TAKE)
    stuck.dispose()


def hold(engine: Engine, others: Engine) -> None:
    """Keep a lock for as long as others wait for it, and then go on."""
    with transaction(engine) as tx:
        tx.execute(TAKE)
        with transaction(others) as waiting:
            waiting.execute(TAKE)
        tx.execute(WHO)


def test_no_module_goes_past_the_functions_that_begin_transactions() -> None:
    past = re.compile(r"\.begin\(\)|engine\.connect\(")
    rooms = (
        "bot",
        "cli",
        "demo",
        "jobs",
        "runtime",
        "workflow",
        "storage/actions",
        "storage/intake",
        "storage/queue",
    )
    modules = [ROOT / "htst.py", *(module for room in rooms for module in (ROOT / room).rglob("*.py"))]
    assert len(modules) > 200
    assert [module for module in modules if past.search(module.read_text(encoding="utf-8"))] == []
