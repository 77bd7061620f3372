"""Connections to PostgreSQL: kept, and replaced when the server has let go of them."""

import select
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from storage import database
from storage.database import asking, open_database, reading, transaction

WHO = text("SELECT pg_backend_pid()")


@pytest.fixture
def server(postgres_url: str) -> Iterator[Engine]:
    opened = open_database(postgres_url)
    yield opened
    opened.dispose()


def serving(engine: Engine) -> int:
    """The server process behind the connection that is used next."""
    with asking(engine) as tx:
        return int(tx.execute(WHO).scalar_one())


def line(engine: Engine) -> int:
    """The file number of the connection that is used next."""
    with engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        return int(driver.fileno())


def test_a_connection_is_used_again(server: Engine) -> None:
    assert len({serving(server) for _time in range(5)}) == 1


@pytest.mark.parametrize("way", [asking, reading, transaction])
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
    monkeypatch.setattr(database, "IDLE_SECONDS", -1)
    serving(server)
    assert len(tried) == 1
