"""Requests to the bot: signed, with a timeout of three seconds; events that fail are retried.

While the app has a Socket Mode connection everything goes there, and otherwise to its request URL. Each
request is signed as Slack signs it (v0, HMAC-SHA256 over the real time and the body). Nothing here holds
the workspace's lock while it waits for the bot. ``close`` ends all threads and connections.
"""

import contextlib
import hashlib
import heapq
import hmac
import http.client
import itertools
import json
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from playground.events import SlackEvent, envelope
from playground.reply import FORM_TYPE, JSON_TYPE
from playground.reply import AppResponse as AppResponse
from playground.sockets import Sockets
from playground.workspace import Workspace


@dataclass
class Delivery:
    """One event on its way to the bot: the envelope as sent and how each attempt ended."""

    body: dict[str, Any]
    attempts: list[AppResponse] = field(default_factory=list)

    @property
    def event(self) -> SlackEvent:
        """The event inside the envelope."""
        found: SlackEvent = self.body["event"]
        return found

    @property
    def acked(self) -> bool:
        """Whether the bot acknowledged it."""
        return bool(self.attempts) and self.attempts[-1].ok


MOST_REQUESTS = 128
"""How many events may be on their way at the same time: Slack does not wait for one before it sends the next."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def _set_deadline(link: socket.socket, until: float) -> None:
    """Set the connection's timeout so that it ends at ``until`` (monotonic). Raises TimeoutError when that is past."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    link.settimeout(left)


class Outbound:
    """Sends to the bot: over its sockets, or else to its request URL, ``address``; with neither, events are lost.

    ``patience`` is the timeout of an answer in seconds, ``waits`` are the seconds before each retry of an event.
    """

    def __init__(
        self, workspace: Workspace, secret: str, patience: float, retry_waits: Sequence[float]
    ) -> None:
        self.sockets = Sockets(workspace)
        self.deliveries: list[Delivery] = []
        self._ws, self._secret = workspace, secret
        self.patience, self.waits = patience, tuple(retry_waits)
        self.address: str | None = None
        self._open_now: set[socket.socket] = set()
        self._due: list[tuple[float, int, Delivery]] = []
        self._count = itertools.count()
        self._wake = threading.Condition()
        self._busy = 0
        self._closed = True
        self._pool: ThreadPoolExecutor | None = None
        self._retrier: threading.Thread | None = None

    def open(self) -> None:
        """Start the threads."""
        self._closed = False
        self._pool = ThreadPoolExecutor(MOST_REQUESTS, thread_name_prefix="playground-events")
        self._retrier = threading.Thread(target=self._retry, name="playground-retries", daemon=True)
        self._retrier.start()

    def close(self) -> None:
        """End every connection and thread; retries that were still to come are dropped."""
        self.sockets.close()
        with self._wake:
            self._closed = True
            self._due.clear()
            self._wake.notify_all()
            open_now = list(self._open_now)
        for link in open_now:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        if self._retrier is not None:
            self._retrier.join()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def connect(self, address: str | None) -> None:
        """Where the bot listens: an http:// address on this machine, or None for nowhere."""
        if address is not None:
            parts = urlsplit(address)
            if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost", "::1"):
                raise ValueError(f"the playground sends to http:// on this machine only, not {address}")
        self.address = address

    # One request

    def request(
        self,
        body: bytes,
        content_type: str,
        headers: Mapping[str, str] | None = None,
        *,
        secret: str | None = None,
        timestamp: str | None = None,
    ) -> AppResponse:
        """Send one signed request and wait up to the patience; ``secret`` and ``timestamp`` are for tests of
        both.
        """
        address = self.address
        if address is None:
            return AppResponse(reason="connection_failed")
        stamp = timestamp or str(int(time.time()))
        sent = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(secret or self._secret, stamp, body),
            "Connection": "close",
            **(headers or {}),
        }
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.patience)
        started = time.monotonic()
        try:
            connection.connect()
            return self._exchange(connection, parts.path or "/", body, sent, started + self.patience)
        except TimeoutError:
            return AppResponse(reason="http_timeout")
        except ConnectionRefusedError:
            return AppResponse(reason="connection_failed")
        except (OSError, http.client.HTTPException):
            return AppResponse(reason="http_error")
        finally:
            connection.close()

    def _exchange(
        self,
        connection: http.client.HTTPConnection,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
        until: float,
    ) -> AppResponse:
        """Send a request and read its answer. The timeout is for the whole answer, also one that comes in pieces."""
        link: socket.socket = connection.sock
        with self._wake:
            if self._closed:
                return AppResponse(reason="connection_failed")
            self._open_now.add(link)
        try:
            connection.request("POST", path, body, dict(headers))
            _set_deadline(link, until)
            chunks: list[bytes] = []
            with connection.getresponse() as response:  # which has the socket from here on
                while not response.isclosed():  # from Python 3.13 on the last byte closes it, and the socket
                    _set_deadline(link, until)
                    if not (chunk := response.read1(65_536)):
                        break
                    chunks.append(chunk)
        finally:
            with self._wake:
                self._open_now.discard(link)
        found = {name.lower(): value for name, value in response.getheaders()}
        reason = None if 200 <= response.status < 300 else "http_error"
        return AppResponse(response.status, b"".join(chunks), found, reason)

    def form(self, fields: Mapping[str, str]) -> AppResponse:
        """A slash command's form."""
        return self.sockets.deliver("slash_commands", fields, self.patience) or self.request(
            urlencode(fields).encode(), FORM_TYPE
        )

    def payload(self, payload: Mapping[str, Any]) -> AppResponse:
        """An interaction: a form whose one field is JSON."""
        over_http = {"payload": json.dumps(payload)}
        return self.sockets.deliver("interactive", payload, self.patience) or self.request(
            urlencode(over_http).encode(), FORM_TYPE
        )

    # Events

    def send(self, events: Sequence[SlackEvent]) -> list[Delivery]:
        """Send the events that the app is subscribed to, and come back at once."""
        return [delivery for delivery, _ in self._start(self._subscribed(events))]

    def send_and_wait(self, events: Sequence[SlackEvent], *, whatever: bool = False) -> list[Delivery]:
        """The same (``whatever``: all of them), waiting until the first attempt of each has ended."""
        started = self._start(events if whatever else self._subscribed(events))
        wait([future for _, future in started])
        return [delivery for delivery, _ in started]

    def redeliver(self, delivery: Delivery) -> AppResponse:
        """Deliver an event once more, as Slack does when an answer was lost on the way; waits for the end."""
        count = len(delivery.attempts)
        reply = self._post(delivery, count, delivery.attempts[-1].reason if delivery.attempts else None)
        delivery.attempts.append(reply)
        return reply

    def settle(self, seconds: float, *, retries: bool) -> bool:
        """Wait until nothing is on its way and no retry is due, or with ``retries`` none is to come at all.

        False if it is not so within ``seconds``.
        """
        until = time.monotonic() + seconds
        with self._wake:
            while self._busy or (self._due and (retries or self._due[0][0] <= time.monotonic())):
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._wake.wait(min(left, 0.05))
        return True

    def _subscribed(self, events: Sequence[SlackEvent]) -> list[SlackEvent]:
        return [event for event in events if self._ws.app.receives(event)]

    def _start(self, events: Sequence[SlackEvent]) -> list[tuple[Delivery, "Future[None]"]]:
        if not events or self._pool is None:
            return []
        with self._ws.lock:
            deliveries = [Delivery(json.loads(json.dumps(envelope(self._ws, event)))) for event in events]
            self.deliveries += deliveries
        return [(delivery, future) for delivery in deliveries if (future := self._submit(delivery))]

    def _submit(self, delivery: Delivery) -> "Future[None] | None":
        with self._wake:
            if self._closed or self._pool is None:
                return None
            self._busy += 1
            return self._pool.submit(self._attempt, delivery)

    def _attempt(self, delivery: Delivery) -> None:
        try:
            count = len(delivery.attempts)
            is_lost = self.address is None and not self.sockets.count
            reply = self._post(delivery, count, delivery.attempts[-1].reason if count else None)
            delivery.attempts.append(reply)
            stop = reply.headers.get("x-slack-no-retry") == "1" or is_lost
            if not reply.ok and not stop and count < len(self.waits):
                with self._wake:
                    if not self._closed:
                        when = time.monotonic() + self.waits[count]
                        heapq.heappush(self._due, (when, next(self._count), delivery))
        finally:
            with self._wake:
                self._busy -= 1
                self._wake.notify_all()

    def _post(self, delivery: Delivery, count: int, reason: str | None) -> AppResponse:
        again = reason or "unknown_error"
        reply = self.sockets.deliver("events_api", delivery.body, self.patience, count, again if count else "")
        if reply is not None:
            return reply
        headers = {"X-Slack-Retry-Num": str(count), "X-Slack-Retry-Reason": again}
        return self.request(json.dumps(delivery.body).encode(), JSON_TYPE, headers if count else None)

    def _retry(self) -> None:
        """Hand each failed event back to the pool when its wait is over."""
        while True:
            with self._wake:
                if self._closed:
                    return
                now = time.monotonic()
                if not self._due or self._due[0][0] > now:
                    self._wake.wait(self._due[0][0] - now if self._due else None)
                    continue
                delivery = heapq.heappop(self._due)[2]
                self._submit(delivery)
