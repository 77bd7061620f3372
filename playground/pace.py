"""The rates Slack holds an app to, in real time: messages a second in a channel, calls a minute of a method."""

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Mapping

from playground.slack_error import SlackError

RATE_TOLERANCE = 0.05

# How many calls a minute each method may take in a workspace: Slack's tiers 1 to 4 are 1, 20, 50 and 100.
# Source: the facts on each method's page in Slack's reference. chat.postMessage has a limit of its own (below),
# and of auth.test and chat.getPermalink Slack gives no number: hundreds a minute.
TIERS: Mapping[str, int] = {
    "api.test": 100,
    "apps.connections.open": 1,
    "blocks.validate": 50,
    "bots.info": 50,
    "chat.delete": 50,
    "chat.postEphemeral": 100,
    "chat.update": 50,
    "conversations.history": 50,
    "conversations.info": 50,
    "conversations.join": 50,
    "conversations.list": 20,
    "conversations.members": 100,
    "conversations.open": 50,
    "conversations.replies": 50,
    "files.completeUploadExternal": 100,
    "files.info": 100,
    "files.getUploadURLExternal": 100,
    "reactions.add": 50,
    "reactions.get": 50,
    "reactions.remove": 20,
    "team.info": 50,
    "usergroups.list": 20,
    "users.conversations": 50,
    "users.info": 100,
    "users.list": 20,
    "views.open": 100,
    "views.publish": 100,
    "views.push": 100,
    "views.update": 100,
}


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
            if now < due - RATE_TOLERANCE:
                raise SlackError("ratelimited", retry_after=max(1, math.ceil(due - now)))
            self._next[channel] = max(now, due) + self._period


class Tiers:
    """Lets as many calls of a method through in a ``minute`` (in seconds) as its tier allows; None: all."""

    def __init__(self, minute: float | None) -> None:
        self._minute = minute
        self._taken: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def take(self, method: str) -> None:
        """Count a call. Raises SlackError ratelimited (with ``retry_after``) if it is one too many."""
        if self._minute is None or method not in TIERS:
            return
        with self._lock:
            now, calls = time.monotonic(), self._taken[method]
            while calls and calls[0] <= now - self._minute:
                calls.popleft()
            if len(calls) >= TIERS[method]:
                raise SlackError("ratelimited", retry_after=max(1, math.ceil(calls[0] + self._minute - now)))
            calls.append(now)
