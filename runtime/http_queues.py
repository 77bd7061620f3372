"""Two queues with threads of their own before the bot: a burst of events never keeps a person waiting.

Nobody waits for an answer to an event, and Slack brings an unanswered one again: at once, after a minute, after
five. So under overload it is events that give way, and at once: what could not be dealt with in time is
answered 503 without a thread's work, and its connection is free for somebody who does wait.
"""

import contextlib
import socket
import time
from typing import Any

from waitress.channel import ClientDisconnected
from waitress.task import ThreadedTaskDispatcher

from bot.counters import Counters
from bot.socket_mode import ANSWER_THREADS, EVENT_THREADS, TOO_LATE

MOST_EVENTS = 200
"""So many events may wait for a thread; each holds one of the server's connections meanwhile."""

_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class HttpQueues:
    """What the web server hands its requests to: those of Slack's events go one way, all others another.

    Events come as JSON, whatever a person waits for as a form. ``counts`` hears of the events turned away.
    """

    def __init__(self, counts: Counters) -> None:
        self._counts = counts
        self._events, self._answers = ThreadedTaskDispatcher(), ThreadedTaskDispatcher()
        self._events.set_thread_count(EVENT_THREADS)
        self._answers.set_thread_count(ANSWER_THREADS)

    def add_task(self, task: Any) -> None:
        """Queue a connection whose next request has arrived, or answer it at once when too many wait."""
        kind = task.requests[0].headers.get("CONTENT_TYPE", "") if task.requests else ""
        if not kind.startswith("application/json"):
            self._answers.add_task(_Waiting(task))
        elif len(self._events.queue) < MOST_EVENTS:
            self._events.add_task(_Event(task, self._counts))
        else:
            self._counts.add("event", "turned away: too many")
            _turn_away(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """Let the requests in hand end within ``timeout`` seconds a lane; True if what waited was sent away."""
        answers = self._answers.shutdown(cancel_pending, timeout)
        events = self._events.shutdown(cancel_pending, timeout)
        return bool(answers and events)


class _Waiting:
    """A request in its queue. Nothing is done for whoever has hung up meanwhile.

    The server could watch for that itself (``channel_request_lookahead``), but then its thread goes round and
    round while an answer is on its way, and on a busy machine an answer takes twice as long.
    """

    def __init__(self, channel: Any) -> None:
        self._channel = channel

    def service(self) -> None:
        if _has_hung_up(self._channel.socket):
            self._channel.connected = False
        self._channel.service()

    def cancel(self) -> None:
        self._channel.cancel()


class _Event(_Waiting):
    """One that has waited too long is not worked on either: Slack has given up or soon will."""

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


def _has_hung_up(line: socket.socket) -> bool:
    try:
        return line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _turn_away(channel: Any) -> None:
    """Answer 503 and hang up, as the server's own ``service`` does. Whoever calls holds the channel's lock."""
    with contextlib.suppress(ClientDisconnected):
        channel.write_soon(_BUSY)
    channel.close_when_flushed = True
    for request in channel.requests:
        request.close()
    channel.requests = []
