"""How often something happened since this process began, for metrics."""

import threading
from collections import Counter


class Counters:
    """Counts by kind of request and outcome. Safe to use from any thread; kept in memory only."""

    turned_away = 0
    """Requests in a row, up to now, that were turned away as not Slack's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: Counter[tuple[str, str]] = Counter()

    def note_signature(self, *, is_valid: bool) -> None:
        """Count a request in ``turned_away``, or with a valid signature begin that count anew."""
        with self._lock:
            self.turned_away = 0 if is_valid else self.turned_away + 1

    def add(self, what: str, outcome: str, times: int = 1) -> None:
        """Count one (or ``times``): for instance ``("request", "bad signature")``. Never people's words."""
        with self._lock:
            self._counted[what, outcome] += times

    def read(self) -> dict[tuple[str, str], int]:
        """How often each (what, outcome) has been counted so far."""
        with self._lock:
            return dict(self._counted)
