"""The rate Slack holds an app to: so many messages a second in each channel, in real time."""

import math
import threading
import time

from playground.slack_error import SlackError

TOLERANCE = 0.05


class Pace:
    """Lets one message a period through for each channel; ``per_second`` None lets all through."""

    def __init__(self, per_second: float | None) -> None:
        self._period = None if per_second is None else 1.0 / per_second
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, channel: str) -> None:
        """Count a message in this channel. Raises SlackError ratelimited (with ``retry_after``) if it is too
        soon.

        The tolerance forgives a clock's jitter, not a faster pace: over time the average holds.
        """
        if self._period is None:
            return
        with self._lock:
            now = time.monotonic()
            due = self._next.get(channel, now)
            if now < due - TOLERANCE:
                raise SlackError("ratelimited", retry_after=max(1, math.ceil(due - now)))
            self._next[channel] = max(now, due) + self._period
