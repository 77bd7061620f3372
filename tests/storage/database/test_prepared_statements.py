"""PostgreSQL keeps a plan where the connection is direct; poolers are in test_engine_pooler."""

import socket
import tempfile

import pytest
from sqlalchemy import Engine, text

from storage.database.engine import reading, reading_once
from storage.database.prepared_statements import is_same_socket
from tests.databases import PostgresRows


@pytest.fixture(params=["postgresql"])
def database_url(postgres_rows: PostgresRows) -> str:
    """Only PostgreSQL prepares statements by name."""
    postgres_rows.empty()
    return postgres_rows.url


def test_what_is_asked_often_is_prepared_and_nothing_else(engine: Engine) -> None:
    often = text("SELECT count(*) FROM action WHERE ref = :ref")
    for _time in range(2):
        with reading_once(engine) as tx:
            assert tx.execute(often, {"ref": "10"}).scalar() == 0
    with reading(engine) as tx:
        for _time in range(9):
            tx.execute(text("SELECT count(*) FROM action"))
        statements = tx.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()
    assert [statement for statement in statements if "FROM action" in statement] == [
        "SELECT count(*) FROM action WHERE ref = $1"
    ]


def test_a_client_with_another_address_or_port_is_a_pooler() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as ours,
    ):
        address, port = ours.getsockname()
        listens_on = server.getsockname()[1]
        assert is_same_socket(ours, address, port, listens_on)
        assert not is_same_socket(ours, address, listens_on, listens_on)
        assert not is_same_socket(ours, "10.1.2.3", port, listens_on)
        assert not is_same_socket(ours, None, None, listens_on)


def test_a_socket_in_the_file_system_is_the_servers_where_it_ends_with_its_port() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="htst-") as folder,  # a socket's path is limited to 107 characters
        socket.socket(socket.AF_UNIX) as server,
        socket.socket(socket.AF_UNIX) as ours,
    ):
        server.bind(f"{folder}/.s.PGSQL.6432")
        server.listen()
        ours.connect(f"{folder}/.s.PGSQL.6432")
        assert is_same_socket(ours, None, None, 6432)
        assert not is_same_socket(ours, None, None, 5432)
        assert not is_same_socket(ours, "127.0.0.1", 40_000, 6432)
