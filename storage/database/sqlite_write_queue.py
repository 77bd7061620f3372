"""A first-in, first-out queue for the SQLite writers of one process.

SQLite lets one connection write at a time and has the others poll: which of them is next is a matter of chance, so
that one can wait for seconds during a burst of writes.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class SqliteWriteQueue:
    """The queue. Writers in other processes are not in it: between processes SQLite's own polling decides."""

    def __init__(self, timeout: float) -> None:
        """``timeout`` is how many seconds a writer waits; after that it goes on and competes in SQLite's polling."""
        self._timeout, self._lock = timeout, threading.Lock()
        self.waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, which lasts as long as the block."""
        mine = threading.Event()
        with self._lock:
            self.waiting.append(mine)
            self._wake_first()
        try:
            mine.wait(self._timeout)
            yield
        finally:
            with self._lock:
                self.waiting.remove(mine)
                self._wake_first()

    def _wake_first(self) -> None:
        if self.waiting:
            self.waiting[0].set()
