"""Two queues of HTTP requests, each with its own threads: a burst of events does not delay commands and forms.

Nobody waits for the answer to an event, and Slack retries a failed one: at once, after a minute, after five. So
under overload events are shed: one that cannot be handled in time is answered 503 without occupying a thread, and its
connection is closed.
"""

import contextlib
import socket
import time
from typing import Any

from waitress.channel import ClientDisconnected
from waitress.task import ThreadedTaskDispatcher

from bot.counters import Counters
from bot.socket_mode import ANSWER_THREADS, EVENT_THREADS, TOO_LATE

MAX_QUEUED_EVENTS = 200
"""How many events may wait for a thread; each occupies one of the server's connections."""

_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class HttpQueues:
    """The web server's task dispatcher: one queue for Slack's events, one for all other requests.

    Events come as JSON; requests for whose answer a person waits come as forms. ``counts`` counts the events that are
    turned away.
    """

    def __init__(self, counts: Counters) -> None:
        self._counts = counts
        self._events, self._answers = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._events.set_thread_count(EVENT_THREADS)
        self._answers.set_thread_count(ANSWER_THREADS)

    def add_task(self, task: Any) -> None:
        """Queue a connection whose next request has arrived; answer an event 503 at once when too many wait."""
        kind = task.requests[0].headers.get("CONTENT_TYPE", "") if task.requests else ""
        if not kind.startswith("application/json"):
            self._answers.add_task(_QueuedRequest(task))
        elif len(self._events.queue) < MAX_QUEUED_EVENTS:
            self._events.add_task(_QueuedEvent(task, self._counts))
        else:
            self._counts.add("event", "turned away: too many")
            _turn_away(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """Let running requests end, ``timeout`` seconds for each queue; True if queued ones were cancelled."""
        answers = self._answers.shutdown(cancel_pending, timeout)
        events = self._events.shutdown(cancel_pending, timeout)
        return bool(answers and events)


class _QueuedRequest:
    """A request in a queue. It is not handled when its client has closed the connection meanwhile.

    Waitress can detect that itself (``channel_request_lookahead``), but then its main thread polls in a busy loop
    while a request is handled, and on a busy machine answers take twice as long.
    """

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def service(self) -> None:
        if _has_hung_up(self._channel.socket):
            self._channel.connected = False
        self._channel.service()

    def cancel(self) -> None:
        self._channel.cancel()


class _QueuedEvent(_QueuedRequest):
    """An event. One that has waited too long is answered 503: Slack has timed out or soon will."""

    def __init__(self, channel: Any, counts: Counters) -> None:
        super().__init__(channel)
        self._counts, self._since = counts, time.monotonic()

    def service(self) -> None:
        if time.monotonic() - self._since < TOO_LATE:
            super().service()
            return
        self._counts.add("event", "turned away: too late")
        with self._channel.requests_lock:
            _turn_away(self._channel)
        self._channel.server.pull_trigger()


def _has_hung_up(connection: socket.socket) -> bool:
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _turn_away(channel: Any) -> None:
    """Answer 503 and close the connection, as Waitress's own ``service`` does. The caller holds the channel's lock."""
    with contextlib.suppress(ClientDisconnected):
        channel.write_soon(_BUSY)
    channel.close_when_flushed = True
    for request in channel.requests:
        request.close()
    channel.requests = []
