"""Socket Mode: the connections the app holds open, the envelopes on them, and how they go wrong.

``apps.connections.open`` gives an address with a ticket for one connection. On it come ``hello``, then
``events_api``, ``slash_commands`` and ``interactive`` envelopes, each to be acknowledged by its envelope_id
within Slack's patience; ``disconnect`` announces that the connection is about to end. Of several connections
each envelope goes to one. While none is open nothing is kept for later: what Slack would have said is lost.

    slack.sockets.count                 # connections open now
    slack.sockets.drop()                # end them without a word
    slack.sockets.refresh()             # announce the end, as Slack does every few hours, then end them
    slack.sockets.go_deaf()             # they stay open, but nothing comes or goes on them any more
    slack.sockets.go_deaf(lasting=True) # … nor on those that are opened from now on

Source: Slack's "Using Socket Mode" and the reference of apps.connections.open.
"""

import asyncio
import json
import secrets
import threading
import uuid
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from playground.arguments import Arguments
from playground.chat_methods import MethodResult
from playground.reply import JSON_TYPE, AppResponse
from playground.workspace import Workspace

MOST_CONNECTIONS = 10
"""How many connections an app may hold."""

# The kinds of envelope whose ack may carry an answer; what comes with the others' acks is ignored.
_ANSWERED = ("slash_commands", "view_submission", "block_suggestion")


class SocketProtocol(WebSocketsSansIOProtocol):
    """The protocol beneath one connection, which can be made deaf: open, but without even a pong."""

    is_deaf = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.app_state = {**self.app_state, "line": self}

    def data_received(self, data: bytes) -> None:
        if not self.is_deaf:
            super().data_received(data)


@dataclass(eq=False)
class _Connection:
    line: SocketProtocol
    loop: asyncio.AbstractEventLoop
    outbox: "asyncio.Queue[str | None]" = field(default_factory=asyncio.Queue)
    is_leaving: bool = False

    def post(self, message: Mapping[str, Any] | None) -> None:
        """Send a message, or with None the end; from any thread."""
        text = None if message is None else json.dumps(message)
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.outbox.put_nowait, text)


class Sockets:
    """Every connection the app has open. Safe to use from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        self._ws = workspace
        self._lock = threading.Condition()
        self._tickets: set[str] = set()
        self._open: list[_Connection] = []
        self._waiting: dict[str, Future[AppResponse]] = {}
        self._turn = 0
        self._is_deaf = False
        self._closed = False

    # What tests and the demo look at and disturb

    @property
    def count(self) -> int:
        """How many connections are open, deaf ones too."""
        with self._lock:
            return len(self._open)

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        """Wait until so many connections are open. Raises TimeoutError."""
        with self._lock:
            if not self._lock.wait_for(lambda: len(self._open) == count, seconds):
                raise TimeoutError(f"{len(self._open)} connections were open after {seconds} s, not {count}")

    def drop(self) -> None:
        """End every connection without a word, as a broken network does."""
        for connection in self.open_now():
            connection.loop.call_soon_threadsafe(connection.line.transport.abort)

    def go_deaf(self, *, lasting: bool = False) -> None:
        """Every connection that is open now stays open, but nothing comes or goes on it any more.

        ``lasting``: nor on those to come, which are taken and then left without even a hello.
        """
        self._is_deaf = lasting
        for connection in self.open_now():
            connection.line.is_deaf = True

    def refresh(self, reason: str = "refresh_requested", grace: float = 0.5) -> None:
        """Announce that every connection will end, and end it ``grace`` seconds later.

        Reasons: ``refresh_requested``, ``warning`` (Slack then waits some ten seconds), ``link_disabled``.
        """
        for connection in self.open_now():
            connection.is_leaving = True
            connection.post(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-playground"}}
            )
            connection.loop.call_soon_threadsafe(
                connection.loop.call_later, grace, connection.outbox.put_nowait, None
            )

    def open_now(self) -> list[_Connection]:
        """The connections that are open."""
        with self._lock:
            return list(self._open)

    # The app's way in

    def opened(self, ws: Workspace, args: Arguments) -> MethodResult:
        """apps.connections.open: the address for one connection."""
        ticket = secrets.token_urlsafe(16)
        with self._lock:
            self._tickets.add(ticket)
        address = ws.url.replace("http://", "ws://", 1)
        return MethodResult({"url": f"{address}link/?ticket={ticket}&app_id={ws.app_id}"})

    async def serve(self, websocket: WebSocket) -> None:
        """One connection, from its ticket to its end."""
        with self._lock:
            ticket = websocket.query_params.get("ticket", "")
            known, full = ticket in self._tickets and not self._closed, len(self._open) >= MOST_CONNECTIONS
            self._tickets.discard(ticket)
        if not known:
            await websocket.close()
            return
        await websocket.accept()
        if full:
            await websocket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await websocket.close()
            return
        connection = _Connection(websocket.state.line, asyncio.get_running_loop())
        connection.line.is_deaf = self._is_deaf
        with self._lock:
            self._open.append(connection)
            connection.post(self._hello())
            self._lock.notify_all()
        writer = asyncio.create_task(_write(websocket, connection))
        try:
            while True:
                self._acknowledge(await websocket.receive_text())
        except (WebSocketDisconnect, KeyError):
            pass
        finally:
            writer.cancel()
            with self._lock:
                self._open.remove(connection)
                self._lock.notify_all()

    def _hello(self) -> dict[str, Any]:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._ws.app_id},
            "debug_info": {"host": "applink-playground", "approximate_connection_time": 18060},
        }

    def _acknowledge(self, text: str) -> None:
        """Record an ack. It counts on any connection, as the one that got the envelope may have ended meanwhile."""
        try:
            sent = json.loads(text)
        except ValueError:
            return
        if not isinstance(sent, dict):
            return
        with self._lock:
            waiting = self._waiting.pop(str(sent.get("envelope_id")), None)
        if waiting is not None:
            payload = sent.get("payload")
            body = b"" if payload is None else json.dumps(payload).encode()
            waiting.set_result(AppResponse(200, body, {"content-type": JSON_TYPE}))

    # The way to the app

    def deliver(
        self, kind: str, payload: Mapping[str, Any], patience: float, attempt: int = 0, reason: str = ""
    ) -> AppResponse | None:
        """Send one envelope and wait up to ``patience`` seconds for its ack; None when nobody is connected."""
        envelope: dict[str, Any] = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind in _ANSWERED or payload.get("type") in _ANSWERED,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        waiting: Future[AppResponse] = Future()
        with self._lock:
            connection = self._next()
            if connection is None:
                return None
            self._waiting[envelope["envelope_id"]] = waiting
        connection.post(envelope)
        try:
            reply = waiting.result(patience)
        except TimeoutError:
            reply = AppResponse(reason="timeout")
        finally:
            with self._lock:
                self._waiting.pop(envelope["envelope_id"], None)
        return reply if envelope["accepts_response_payload"] or not reply.ok else AppResponse(200)

    def _next(self) -> _Connection | None:
        """The connection for the next envelope, in turn; one that is about to end only when there is no other."""
        staying = [one for one in self._open if not one.is_leaving] or self._open
        if not staying:
            return None
        self._turn += 1
        return staying[self._turn % len(staying)]

    def close(self) -> None:
        """End everything that waits for an ack; the server ends the connections."""
        with self._lock:
            self._closed = True
            futures = list(self._waiting.values())
            self._waiting.clear()
        for future in futures:
            future.set_result(AppResponse(reason="connection_failed"))


async def _write(websocket: WebSocket, connection: _Connection) -> None:
    while True:
        text = await connection.outbox.get()
        if connection.line.is_deaf:
            continue
        if text is None:
            await websocket.close()
            return
        await websocket.send_text(text)
