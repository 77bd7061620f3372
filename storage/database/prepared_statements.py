"""Prepared statements: PostgreSQL keeps the plans of frequent statements, where there is no pooler in front of it."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

_IDENTITY = (
    "SELECT pg_backend_pid(), host(inet_client_addr()), inet_client_port(), current_setting('port')::int"
)


def note_direct(connection: Any, record: Any) -> None:
    """Note for a new psycopg connection, in autocommit mode, whether it is a direct one.

    A listener for the event "connect".
    """
    pid, *seen_by_server = connection.execute(_IDENTITY).fetchone()
    with socket.socket(fileno=os.dup(connection.fileno())) as ours:
        record.info["direct"] = pid == connection.info.backend_pid and is_same_socket(ours, *seen_by_server)


def is_same_socket(ours: socket.socket, address: str | None, port: int | None, listens_on: int) -> bool:
    """Whether the client of a PostgreSQL server is this socket of ours, and no pooler.

    ``address`` and ``port`` are the client's as the server sees them, None where it came through a socket in the
    file system; the name of that socket ends with the port that the server listens on. A pooler connects from its own
    address and port. So does a network that translates addresses: there a False is wrong, and costs only time.
    """
    if ours.family == socket.AF_UNIX:
        return port is None and str(ours.getpeername()).endswith(f".{listens_on}")
    return bool(ours.getsockname()[:2] == (address, port))


@contextmanager
def prepared(tx: Connection) -> Iterator[None]:
    """Have PostgreSQL keep the plans of the statements of this block, on a direct connection.

    Behind a pooler that shares connections by transaction, such as pgbouncer, the next transaction may be on another
    server connection, where a statement of that name does not exist or is another client's.
    """
    if not tx.info.get("direct"):
        yield
        return
    connection: Any = tx.connection.driver_connection
    connection.prepare_threshold = 0
    try:
        yield
    finally:
        connection.prepare_threshold = None
