"""How often what has happened, since this process began: for whoever watches from outside."""

import threading
from collections import Counter


class Counters:
    """Counts by what was asked and how it ended. Safe to use from any thread; nothing of it is kept."""

    turned_away = 0
    """Requests in a row, up to now, that were turned away as not Slack's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: Counter[tuple[str, str]] = Counter()

    def add(self, what: str, outcome: str, times: int = 1) -> None:
        """Count one (or ``times``): for instance ``("request", "bad signature")``. Never people's words."""
        with self._lock:
            self._counted[what, outcome] += times

    def read(self) -> dict[tuple[str, str], int]:
        """How often each (what, outcome) has been counted so far."""
        with self._lock:
            return dict(self._counted)
