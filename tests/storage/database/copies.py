"""What both kinds of backup are tried on: a database that holds the sample, and somebody who keeps writing."""

import threading
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, select

from config import register_file
from demo.office import PAPER_DAY, SETTINGS
from storage.actions import actions, change_log, registers, updates
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.tables import metadata
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from tests.readings import sample
from tests.waiting import ended, started, until
from workflow.imports import import_reading

NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


def fill(engine: Engine) -> None:
    """Take in Kent's settings and the sample, and queue one notice, which waits."""
    paper, register = sample(), register_file.read(SETTINGS)
    with transaction(engine) as tx:
        registers.save(tx, register)
        import_reading(tx, register, paper, PAPER_DAY, NOW)
        notices.queue(tx, Notice("kent", "one", NoticeKind.REMINDER, "C0CYPE", payload={"text": "one"}), NOW)


def everything(engine: Engine) -> dict[str, list[Any]]:
    """All rows of each table, in an order that does not depend on where they lie."""
    with reading(engine) as tx:
        return {
            name: sorted(map(repr, tx.execute(select(table)).all())) for name, table in metadata.tables.items()
        }


def say(engine: Engine, number: int) -> None:
    """Record an update of action 10."""
    with transaction(engine) as tx:
        register = registers.find(tx, "kent")
        change_log.lock(tx, "kent")
        action = actions.find_id(tx, register, "10")
        assert action is not None
        updates.add(tx, "kent", action, f"update {number}", Author("U0CYPE", NOW, "test", NOW))


def update_count(engine: Engine) -> int:
    """How many updates of action 10 there are."""
    with reading(engine) as tx:
        action = actions.find(tx, registers.find(tx, "kent"), "10")
    assert action is not None
    return len(action.updates)


class Saying:
    """Somebody who records one update after another for as long as the block lasts, ``count`` so far."""

    def __init__(self, engine: Engine) -> None:
        self.count = 0
        self._engine, self._stop = engine, threading.Event()

    def __enter__(self) -> "Saying":
        self._saying = started(self._say)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        ended([self._saying], "the last update of somebody who keeps writing")

    def _say(self) -> None:
        while not self._stop.is_set():
            say(self._engine, self.count)
            self.count += 1

    def wait_for_more_than(self, count: int) -> None:
        """Whoever writes is not held up for good."""
        until(lambda: self.count > count, f"more than {count} updates are recorded")
