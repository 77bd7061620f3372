"""SQLite's writers of one process, in a row: first come, first served.

SQLite lets one write at a time, and has the others look again every so often: whoever looks at the right moment
is next, which can keep somebody waiting for seconds while a burst of others goes by.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class SqliteWriteQueue:
    """The row. Other processes on the same file do not stand in it: between those SQLite decides as ever."""

    def __init__(self, patience: float) -> None:
        """After ``patience`` seconds somebody leaves the row and tries their luck with SQLite itself."""
        self._patience, self._lock = patience, threading.Lock()
        self._row: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until it is one's turn, which lasts as long as the block."""
        mine = threading.Event()
        with self._lock:
            self._row.append(mine)
            self._call()
        try:
            mine.wait(self._patience)
            yield
        finally:
            with self._lock:
                self._row.remove(mine)
                self._call()

    def _call(self) -> None:
        if self._row:
            self._row[0].set()
