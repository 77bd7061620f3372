"""Writers of one process: each in turn, and nobody kept waiting by those who came later."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from storage.database.engine import reading, transaction
from storage.database.slack_tables import inbox as kept
from storage.database.sqlite_write_queue import SqliteWriteQueue
from storage.intake import inbox
from tests.waiting import ended, started, until

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


def in_row(writers: SqliteWriteQueue) -> int:
    return len(writers.waiting)


def wait_until(writers: SqliteWriteQueue, count: int) -> None:
    until(lambda: in_row(writers) == count, f"{count} stand in the row")


def test_first_come_first_served() -> None:
    writers, order = SqliteWriteQueue(10), []

    def write(number: int) -> None:
        with writers.turn():
            order.append(number)

    with writers.turn():
        waiting = []
        for number in range(8):
            waiting.append(started(write, number))
            wait_until(writers, number + 2)
        assert order == []
    ended(waiting, "the eight writers that stood in the row")
    assert order == list(range(8))
    assert in_row(writers) == 0


def test_whoever_has_no_patience_left_goes_on_and_holds_nobody_up() -> None:
    writers, done = SqliteWriteQueue(0.02), threading.Event()

    def write() -> None:
        with writers.turn():
            done.set()

    with writers.turn():
        waiting = started(write)
        assert done.wait(60), "whoever had no patience left did not go on within a minute"
        ended([waiting], "the turn of whoever had no patience left")
    with writers.turn():
        assert in_row(writers) == 1


def test_a_write_that_fails_lets_the_next_one_in(engine: Engine) -> None:
    def fail() -> None:
        with transaction(engine) as tx:
            inbox.note(tx, "event:1", NOW)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        fail()
    with transaction(engine) as tx:
        assert inbox.note(tx, "event:1", NOW)


def test_many_at_once_all_write(engine: Engine) -> None:
    def write(number: int) -> None:
        for count in range(10):
            with transaction(engine) as tx:
                inbox.note(tx, f"event:{number}:{count}", NOW)

    ended([started(write, number) for number in range(12)], "twelve writers of ten rows each")
    with reading(engine) as tx:
        assert len(tx.execute(select(kept.c.key)).all()) == 120


def test_on_sqlite_each_transaction_that_may_write_takes_its_turn(engine: Engine) -> None:
    writers: SqliteWriteQueue | None = engine.get_execution_options().get("writers")
    assert (writers is None) == (engine.dialect.name == "postgresql")
    if writers is None:
        return
    with transaction(engine):
        assert in_row(writers) == 1
        with reading(engine):
            assert in_row(writers) == 1
    assert in_row(writers) == 0
