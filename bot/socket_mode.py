"""The bot's connection by Socket Mode: envelopes in, acks out, and a watchdog for a connection that has gone silent.

Slack's builtin client keeps the connection and opens a new one when Slack asks or the line breaks. It can end
up with an open connection on which nothing arrives (mostly after a reconnect, when no thread reads the new one), and
does not notice: hence the watchdog, which checks when anything, be it only a pong, last arrived.
"""

import contextlib
import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import ConnectionState
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.counters import Counters
from register.refused import Refused, TryLater
from slack_api.client import is_definite

FINISHING_SECONDS = 10
PING_SECONDS = 5
SILENCE_SECONDS = 60
"""A connection without a hello, a pong or an envelope for so long counts as dead."""
EVENT_THREADS, ANSWER_THREADS = 6, 8
"""Events and what people wait for have threads of their own, over HTTP too: each takes one connection to the
database at a time, and the pool has one for each of them and for whoever else is at work in the process."""
TOO_LATE = 2.0
"""An event that waited so many seconds for a thread is not handled and left to Slack's retry: it waits three."""

log = logging.getLogger(__name__)


class _Client(SocketModeClient):
    """Slack's client with one state for all its lines.

    Its own code notes each new line, and a moment later a new state. A reader that began in between kept the earlier
    state: it was never told to end, and closing waited for it for good.
    """

    @property
    def current_session_state(self) -> ConnectionState:
        """What tells the reader to end. It is told so before the next line is noted, and begins anew with that."""
        state: ConnectionState = self.__dict__["state"]
        return state

    @current_session_state.setter
    def current_session_state(self, state: ConnectionState) -> None:
        self.__dict__.setdefault("state", state)


class Connection:
    """One bot's line to Slack. ``open`` it once, watch ``silence``, ``close`` it once."""

    def __init__(
        self,
        app: App,
        app_token: str,
        greeted: Callable[[], None],
        counts: Counters,
        ping_seconds: float,
    ) -> None:
        """``greeted`` is called at each hello of Slack's, on a thread of the client's: it must not block."""
        self._app, self._greeted, self._counts = app, greeted, counts
        self.events = ThreadPoolExecutor(EVENT_THREADS, thread_name_prefix="socket-events")
        self._answers = ThreadPoolExecutor(ANSWER_THREADS, thread_name_prefix="socket-answers")
        self._client = _Client(
            app_token,
            app.logger,
            app.client,
            ping_interval=ping_seconds,
            on_message_listeners=[self._message_arrived],
        )
        self._client.socket_mode_request_listeners.append(self._request_arrived)
        self._heard_at = time.monotonic()
        self._pong: float | None = None

    def open(self) -> None:
        """Connect. Raises Refused when Slack does not take the app-level token, TryLater when it cannot be reached."""
        try:
            self._client.connect()
        except SlackApiError as error:
            self._end()
            reason = error.response.get("error") or f"HTTP {error.response.status_code}"
            if not is_definite(error.response.status_code, reason):
                raise TryLater(f"Slack opens no Socket Mode connection at the moment ({reason}).") from None
            raise Refused(
                f"Slack opens no Socket Mode connection ({reason}): is SLACK_APP_TOKEN right?"
            ) from None
        except (OSError, SlackClientError) as error:
            self._end()
            raise TryLater(f"Slack's Socket Mode cannot be reached: {type(error).__name__}.") from None

    def silence(self) -> float:
        """Seconds since anything was heard from Slack. A pong counts from when it is first seen here."""
        pong = getattr(self._client.current_session, "last_ping_pong_time", None)
        if pong and pong != self._pong:  # its own time is of a clock that can be set
            self._pong, self._heard_at = pong, time.monotonic()
        return time.monotonic() - self._heard_at

    def close(self) -> None:
        """Take nothing new, finish and acknowledge what is in hand over the open connection, then close it."""
        self._client.auto_reconnect_enabled = self._client.default_auto_reconnect_enabled = False
        self._client.socket_mode_request_listeners.clear()
        finishing = threading.Thread(target=self._finish, name="socket-finishing", daemon=True)
        finishing.start()
        finishing.join(FINISHING_SECONDS)
        self._end()

    def _end(self) -> None:
        """Close the client without its waiting up to a second for a message, and three for anything on the line."""
        client = self._client
        client.closed = True
        # Wakes the thread that waits for a message: it sees that the client is closed.
        client.enqueue_message("")
        # Without these two the reader could start again and never see that it is to end: closing would wait forever.
        client.current_session_runner.event.set()
        client.current_session_state.terminated = True
        if session := client.current_session:
            with contextlib.suppress(OSError):
                # Slack's pong comes at once and wakes the reader. After an empty one it would go on waiting for data.
                session.ping("closing")
        while client.current_session_runner.is_alive():
            client.current_session_state.terminated = True  # a reader that was just beginning has set it back
            client.current_session_runner.thread.join(0.05)
        try:
            self._client.close()
        except AttributeError:
            # The client's own monitor was closing the same line at that moment; the second time it is gone.
            self._client.close()

    def _finish(self) -> None:
        self._answers.shutdown()
        self.events.shutdown()

    def _message_arrived(self, message: str) -> None:
        self._heard_at = time.monotonic()
        if '"hello"' in message and json.loads(message).get("type") == "hello":
            log.info("connected to Slack by Socket Mode")
            self._counts.add("socket", "connected")
            self._greeted()

    def _request_arrived(self, _client: Any, request: SocketModeRequest) -> None:
        if request.type == "events_api":
            self.events.submit(self._handle_in_time, request, time.monotonic())
        else:
            self._answers.submit(self._handle, request)

    def _handle_in_time(self, request: SocketModeRequest, since: float) -> None:
        if time.monotonic() - since < TOO_LATE:
            self._handle(request)
        else:  # without an ack, and so Slack delivers it again
            self._counts.add("event", "turned away: too late")

    def _handle(self, request: SocketModeRequest) -> None:
        started = time.time()
        try:
            response: BoltResponse = run_bolt_app(self._app, request)
            # Anything but 200 sends no ack, and so Slack delivers it again.
            send_response(self._client, request, response, started)
        except SlackClientError:
            # Saved but not acknowledged: it comes again, and is then found to be recorded.
            log.warning("the line broke before an envelope was acknowledged")
            self._counts.add("socket", "ack lost")
        except Exception:
            log.exception("an envelope could not be handled")
            self._counts.add("socket", "failed")


class Watchdog:
    """Notices a silent connection and calls ``on_silence`` once, on a thread of its own."""

    def __init__(self, connection: Connection, on_silence: Callable[[], None], silence: float) -> None:
        """``silence`` is how many seconds without a sign of life from Slack are too many."""
        self._connection, self._on_silence, self._silence = connection, on_silence, silence
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, name="socket-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End the watch."""
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(min(1.0, self._silence / 4)):
            silent = self._connection.silence()
            if silent > self._silence:
                log.error("nothing heard from Slack for %.0f seconds: the connection is deaf", silent)
                self._on_silence()
                return
