"""Opening the database, and its transactions: writing, reading, and reading with one statement."""

import json
import select
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, TypeVar

from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Integer, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Insert
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from register.refused import Refused
from storage.database.address import read_address
from storage.database.prepared_statements import note_direct, prepared
from storage.database.sqlite_write_queue import SqliteWriteQueue

T = TypeVar("T")

_decode = json.JSONDecoder().raw_decode

VALUES_PER_STATEMENT = 5_000
"""How many values are given to one statement: SQLite takes 32,766 in all."""
BUSY_SECONDS = 10
"""How long a writer waits for another before giving up."""
STUCK_SECONDS = 60
"""PostgreSQL ends a transaction that is idle for so long: its client hangs or was lost, and others wait for its
locks."""
THINKING_SECONDS = 1_800
"""The same for a transaction that computes for long between its statements, as for a paper of 100,000 actions."""
_PLANNING = "SET LOCAL random_page_cost = 1.1; SET LOCAL max_parallel_workers_per_gather = 0"
"""How PostgreSQL plans. Its default for random reads assumes a disk that turns, and so prefers to read whole tables;
the indexes here are in memory or on an SSD, where a random page costs no more than the next. No parallel workers:
starting them takes longer than they save, and takes processors from other requests.
"""
_KEEPALIVE = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""When the server counts as lost: libpq's parameters, in seconds, the last in milliseconds."""


class Moment(TypeDecorator[datetime]):
    """A point in time: aware on both sides, UTC in the database. A naive value is refused, not guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite drops the offset without converting, so it is converted here."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives back a naive value that is UTC."""
        return None if value is None else _as_utc(value)


def moment(text: str) -> datetime:
    """A point in time, UTC, from the text that ``json_rows`` gives for a ``Moment``."""
    return _as_utc(datetime.fromisoformat(text))


def _as_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class json_rows(FunctionElement[Any]):  # noqa: N801 - named as it is written in a statement
    """The rows of a select as one JSON list of lists, in no order; null when there are none (so nothing is parsed).

    Days and moments come as ISO text.
    """

    type = JSON()
    inherit_cache = True


@compiles(json_rows, "sqlite")
def _json_rows_of_sqlite(element: json_rows, compiler: SQLCompiler, **how: Any) -> str:
    return f"nullif(json_group_array(json_array({compiler.process(element.clauses, **how)})), '[]')"


@compiles(json_rows, "postgresql")
def _json_rows_of_postgresql(element: json_rows, compiler: SQLCompiler, **how: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **how)}))"


class place_of(FunctionElement[int]):  # noqa: N801 - named as it is written in a statement
    """Where in a folded text a folded phrase begins, counted from 1; 0 where it does not stand in it.

    The phrase is given with the space before its first word (register.words.text_folding).
    """

    type = Integer()
    inherit_cache = True


@compiles(place_of, "sqlite")
def _place_of_sqlite(element: place_of, compiler: SQLCompiler, **how: Any) -> str:
    # instr compares at every byte. GLOB skips to the next first letter of the phrase, so it filters first and instr
    # decides for the few texts that are left. GLOB gets only a beginning, as the length of its patterns is limited; no
    # folded phrase has characters that mean something in a pattern.
    text, phrase = (compiler.process(one, **how) for one in element.clauses)
    likely = f"{text} GLOB '*' || substr({phrase}, 2, 50) || '*'"
    return f"CASE WHEN {likely} THEN instr({text}, {phrase}) ELSE 0 END"


@compiles(place_of, "postgresql")
def _place_of_postgresql(element: place_of, compiler: SQLCompiler, **how: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **how)})"


IDLE_SECONDS = 30
"""A connection idle for longer is tested before it is used: a firewall may have dropped it."""
POOL_SIZE = 26
"""A connection for each thread that may need one at once. A process that does everything has the most: 14 threads for
Slack, 4 senders, 2 for health checks, the clock, the catch-up and the heartbeat, and some to spare."""


def open_database(url: str, pool_size: int = POOL_SIZE) -> Engine:
    """An engine for ``url`` (as ``read_address`` takes it). Raises Refused as that does.

    Connections are opened when they are needed; ``pool_size`` is the maximum.
    """
    address = read_address(url)
    # Parameters can be people's words: no error message may contain them (hide_parameters).
    pool: dict[str, Any] = {
        "pool_size": pool_size,
        "max_overflow": 0,
        "pool_use_lifo": True,
        "hide_parameters": True,
    }
    if address.get_backend_name() == "postgresql":
        # No prepared statements, except where reading_once knows that the connection goes through no pooler.
        options: dict[str, Any] = {
            name: value for name, value in _KEEPALIVE.items() if name not in address.query
        }
        options["prepare_threshold"] = None
        engine = create_engine(
            address, connect_args=options, isolation_level="AUTOCOMMIT", json_serializer=_write_json, **pool
        )
        # Before SQLAlchemy's own first statement, whose answer it could not read in another encoding.
        event.listen(engine, "connect", _refuse_encoding, insert=True)
        event.listen(engine, "connect", note_direct)
        event.listen(engine, "checkin", _note_return)
        event.listen(engine, "checkout", partial(_refuse_lost, engine.dialect))
        return engine
    engine = create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS},
        json_serializer=_write_json,
        json_deserializer=_read_json,
        **pool,
    )
    engine.update_execution_options(writers=SqliteWriteQueue(BUSY_SECONDS))
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _write_json(value: Any) -> str:
    """What json.dumps gives, which sets up an encoder for each value: most of what is written is empty."""
    return "{}" if value == {} else json.dumps(value)


def _read_json(text: str) -> Any:
    """What json.loads gives. That looks for spaces at both ends first, which takes longer than parsing a short text."""
    try:
        value, end = _decode(text)
    except ValueError:
        end = -1
    return value if end == len(text) else json.loads(text)


def _refuse_encoding(dbapi_connection: Any, _record: object) -> None:
    """Raise Refused for a database that cannot store all characters, such as one made under the locale C."""
    info = dbapi_connection.info
    encoding = info.parameter_status("server_encoding")
    if encoding not in ("UTF8", None):
        raise Refused(
            f"The database {info.dbname} is of the encoding {encoding}, which cannot keep everything that people "
            "write: make one with createdb --encoding UTF8 --template template0."
        )


def _note_return(_connection: Any, record: Any) -> None:
    record.info["returned"] = time.monotonic()


def _refuse_lost(dialect: Dialect, connection: Any, record: Any, _proxy: object) -> None:
    """Have the pool replace a connection that the server or a firewall has closed.

    A ping at each checkout, as ``pool_pre_ping`` does it, costs as much as a small statement. A server that shuts
    down sends a message, which shows as unread data on the socket; so only a connection that has long been idle, or
    that has unread data, is pinged.
    """
    idle = time.monotonic() - record.info.get("returned", time.monotonic())
    try:
        if idle > IDLE_SECONDS or _has_unread_data(connection.fileno()):
            dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as lost:
        raise DisconnectionError from lost


def _has_unread_data(socket: int) -> bool:
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    # isolation_level None: the driver must not begin transactions by itself.
    dbapi_connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that may write: committed when the block ends, rolled back when it raises."""
    writers: SqliteWriteQueue | None = engine.get_execution_options().get("writers")
    with writers.turn() if writers else nullcontext(), engine.connect() as tx, begin_transaction(tx):
        yield tx


@contextmanager
def begin_transaction(connection: Connection) -> Iterator[None]:
    """A writing transaction on a connection without one. On SQLite it does not queue with this process's writers."""
    # IMMEDIATE: a transaction that reads and then writes could otherwise fail half-way, as its snapshot is stale.
    _begin(connection, "BEGIN" if connection.dialect.name == "postgresql" else "BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _begin(connection: Connection, begin: str) -> None:
    """Begin a transaction. The drivers are in autocommit mode and begin none. SQLAlchemy's "begin" event is not used
    either: setting it up for each connection takes a fifth of the time of a small statement.

    On PostgreSQL the same round trip sets it up. For the transaction only: a SET for the session, behind a pooler that
    shares connections by transaction, would be lost by the next transaction and left to whoever uses that server
    connection then; and a pooler may refuse connection options.
    """
    if connection.dialect.name == "postgresql":
        begin += (
            f"; SET LOCAL lock_timeout = '{BUSY_SECONDS}s'"
            f"; SET LOCAL idle_in_transaction_session_timeout = '{STUCK_SECONDS}s'; {_PLANNING}"
        )
    connection.exec_driver_sql(begin)


def allow_thinking(tx: Connection) -> None:
    """Let PostgreSQL wait for longer in this transaction, as much is computed between its statements.

    Not without a limit, as the client may hang; a lost connection is noticed by the keep-alives.
    """
    if tx.dialect.name == "postgresql":
        tx.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = '{THINKING_SECONDS}s'")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A read-only transaction with one consistent snapshot; on SQLite it does not wait for writers."""
    with engine.connect() as tx:
        _begin(tx, "BEGIN ISOLATION LEVEL REPEATABLE READ" if tx.dialect.name == "postgresql" else "BEGIN")
        yield tx


@contextmanager
def reading_once(engine: Engine) -> Iterator[Connection]:
    """The same for a single statement, which is consistent by itself and needs no transaction.

    PostgreSQL keeps its plan for the next time, as planning takes longer than executing it.
    """
    with engine.connect() as tx, prepared(tx):
        yield tx


def chunks(several: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in batches of at most as many as one statement can carry."""
    for start in range(0, len(several), VALUES_PER_STATEMENT):
        yield several[start : start + VALUES_PER_STATEMENT]


def insert_or_nothing(tx: Connection, table: Any) -> Any:
    """An insert in the connection's dialect, which has ``on_conflict_do_nothing`` and ``on_conflict_do_update``."""
    return _insert(tx.dialect.name, table)


def upsert(tx: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Give the row of that key these values; where there is none, insert it."""
    tx.execute(_upsert(tx.dialect.name, table, tuple(key), tuple(values)), {**key, **values})


@cache
def _upsert(dialect: str, table: Table, key: tuple[str, ...], values: tuple[str, ...]) -> Insert:
    row = _insert(dialect, table)
    given: Insert = row.on_conflict_do_update(
        index_elements=key, set_={name: row.excluded[name] for name in values}
    )
    return given


def _insert(dialect: str, table: Table) -> Any:
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
