"""Waiting with a timeout: what does not happen in time fails the test, with a message that names it."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import HTTPServer
from threading import Thread
from typing import Any

from sqlalchemy import Engine, text

from storage.database.engine import reading


def started(job: Callable[..., Any], *given: Any) -> Thread:
    """A daemon thread that runs ``job(*given)``: one that hangs does not keep the tests from ending."""
    thread = Thread(target=job, args=given, daemon=True)
    thread.start()
    return thread


def ended(threads: Iterable[Thread], what: str, seconds: float = 60) -> None:
    """Wait until all ``threads`` are through; after so many ``seconds`` the test fails and names ``what``."""
    limit = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, limit - time.monotonic()))
        assert not thread.is_alive(), f"{what}: not over within {seconds:g} seconds"


def until(true: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until ``true()`` returns something true; after ``seconds`` the test fails and names ``what``."""
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, f"{what}: not within {seconds:g} seconds"
        time.sleep(0.02)


def waits_for_a_lock(engine: Engine) -> bool:
    """Whether somebody waits; on SQLite whoever writes waits before their transaction begins."""
    if engine.dialect.name == "sqlite":
        return True
    with reading(engine) as tx:
        return bool(tx.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


@contextmanager
def serving(server: HTTPServer, what: str) -> Iterator[str]:
    """Run ``server`` in a thread while the block lasts; yields its URL, without a path."""
    at_work = started(server.serve_forever, 0.02)
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        ended([started(server.shutdown), at_work], f"the end of {what}")
        server.server_close()
