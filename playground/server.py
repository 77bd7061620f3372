"""The playground: a local Slack workspace over HTTP, for the demo and for every test of the bot.

    slack = Playground(people=[...], channels=[...], commands=[...], team="Kent",
                       bot=Person("U0HTST", "HTST", is_bot=True), now=datetime(2022, 11, 15, 9, tzinfo=UTC))
    with slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)     # the bot's way in
        slack.connect("http://127.0.0.1:3000/slack/events")                   # the playground's way to the bot;
                                                                              # or the bot opens a socket
        answer = slack.command("U0CYPE1", "C0CYPE", "/htst status 10")

It listens on 127.0.0.1 only and answers requests for that host only. ``conversing`` and ``interacting`` hold
what people can do, ``faults`` how it can be told to misbehave; this module starts and stops it.
"""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from playground.administration import Administration
from playground.api import Api, Call
from playground.calendar import DateControl
from playground.events import SlackEvent
from playground.faults import Faults
from playground.interacting import Interacting
from playground.outbound import AppResponse, Delivery, Outbound
from playground.page_api import PageApi
from playground.settings import PlaygroundSettings
from playground.sockets import SocketProtocol, Sockets
from playground.workspace import Workspace

HOST = "127.0.0.1"
PAGE_FOLDER = Path(__file__).parent / "page"
_GRACE_SECONDS, _CHECK_SECONDS = 5, 0.005
"""Seconds that running requests get when it stops, and seconds between two checks whether any is left."""


class Playground(Interacting, Administration):
    """One workspace with its server. Use it as a context: it is ready when entered, and gone when left."""

    def __init__(self, **given: Any) -> None:
        """``given`` is what ``settings.PlaygroundSettings`` holds. Raises TypeError for anything else."""
        self.settings = PlaygroundSettings(**given)
        self.bot_token, self.app_token = self.settings.bot_token, self.settings.app_token
        self.signing_secret = self.settings.signing_secret
        self.workspace = Workspace(self.settings)
        self.outbound = Outbound(
            self.workspace, self.signing_secret, self.settings.patience, self.settings.retry_waits
        )
        self.calendar = DateControl(
            self.workspace, self.settings.timezone, self.settings.holidays, self.settings.on_date
        )
        self._api = Api(self.workspace, self.bot_token, self.outbound.send, self.app_token, self.sockets.opened)
        self._page = PageApi(self, self.calendar)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    # Starting and stopping

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, and come back when requests are answered; once only. Raises OSError if the port is taken."""
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((HOST, self.settings.port))
        except OSError:
            listener.close()
            raise
        self.workspace.url = f"http://{HOST}:{listener.getsockname()[1]}/"
        ready = threading.Event()
        config = uvicorn.Config(
            _OnlyHere(self._routes()),
            http=_Protocol,
            ws=SocketProtocol,
            ws_ping_interval=None,  # the client's own pings keep a connection alive; ours would end a deaf one
            lifespan="off",
            log_config=None,
            access_log=False,
        )
        self._server = _Server(config, ready, (self._api.close, self._page.close))
        self.outbound.open()
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="playground-server", daemon=True
        )
        self._thread.start()
        while not ready.wait(0.05):
            if not self._thread.is_alive():
                raise RuntimeError("the playground's server ended before it listened; its log says why")

    def stop(self) -> None:
        """Stop listening, end what is under way, and wait until threads and sockets are gone."""
        self.outbound.close()
        if self._server is not None and self._thread is not None:
            self._server.end()
            self._thread.join()
            self._server = self._thread = None

    def _routes(self) -> Starlette:
        routes = [
            Route("/", _index),
            Route("/archives/{channel}/{ts}", _archive),
            *self._page.routes(),
            Mount("/page", _Fresh(directory=PAGE_FOLDER, check_dir=False)),
            Route("/api/{method}", self._api.call, methods=["GET", "POST"]),
            Route("/respond/{team}/{name}", self._api.respond, methods=["POST"]),
            Route("/upload/v1/{file}", self._api.upload, methods=["POST", "PUT"]),
            Route("/files/{file}", self._api.download),
            WebSocketRoute("/link/", self.sockets.serve),
        ]
        return Starlette(routes=routes)

    # Where it is, and when

    @property
    def url(self) -> str:
        """The page's address: ``http://127.0.0.1:PORT/``."""
        return self.workspace.url

    @property
    def api_url(self) -> str:
        """The Web API's address, as ``slack_sdk`` takes it for ``base_url``."""
        return f"{self.workspace.url}api/"

    def connect(self, address: str | None) -> None:
        """Where the bot listens for events, commands and interactions; None for nowhere, and events
        are lost, unless it has a socket open: then everything goes there.
        """
        self.outbound.connect(address)

    def now(self) -> datetime:
        """The time in the workspace, in UTC."""
        return self.workspace.now()

    def move_to(self, when: datetime) -> datetime:
        """Move the workspace's clock forward and tell ``on_date``. ValueError if the time has passed."""
        return self.calendar.move_to(when)

    # Looking at the traffic, and disturbing it

    @property
    def faults(self) -> Faults:
        """How to make it misbehave."""
        return self.workspace.faults

    @property
    def sockets(self) -> Sockets:
        """The app's Socket Mode connections, and how to disturb them."""
        return self.outbound.sockets

    def calls(self, method: str | None = None) -> list[Call]:
        """The Web API calls so far, of one method or all, in the order they were answered."""
        return [call for call in list(self._api.calls) if method in (None, call.method)]

    def deliveries(self, kind: str | None = None) -> list[Delivery]:
        """The events sent so far, of one type or all, each with its attempts."""
        return [sent for sent in list(self.outbound.deliveries) if kind in (None, sent.event["type"])]

    def redeliver(self, delivery: Delivery | None = None) -> AppResponse:
        """Send an event again under its own event_id (the last one, if none is given), as Slack does."""
        if delivery is None and not self.outbound.deliveries:
            raise ValueError("no event has been sent yet")
        return self.outbound.redeliver(delivery or self.outbound.deliveries[-1])

    def send_event(self, event: SlackEvent) -> Delivery | None:
        """Send any event in a fresh envelope, subscribed to or not, and wait for the first answer."""
        sent = self.outbound.send_and_wait([event], whatever=True)
        return sent[0] if sent else None

    def request(
        self,
        body: bytes | dict[str, str],
        content_type: str | None = None,
        *,
        secret: str | None = None,
        timestamp: str | None = None,
    ) -> AppResponse:
        """Send the bot any request: a form if ``body`` is a dict, else bytes (JSON unless told otherwise).

        ``secret`` other than the app's makes the signature wrong; ``timestamp`` (seconds, as text) may be
        stale.
        """
        form = isinstance(body, dict)
        sent = urlencode(body).encode() if isinstance(body, dict) else body
        kind = content_type or ("application/x-www-form-urlencoded" if form else "application/json")
        return self.outbound.request(sent, kind, secret=secret, timestamp=timestamp)

    def settle(self, seconds: float = 60.0, *, retries: bool = False) -> None:
        """Wait until no event is on its way to the bot, nor, with ``retries``, will be. Raises TimeoutError."""
        if not self.outbound.settle(seconds, retries=retries):
            raise TimeoutError(f"events were still on their way after {seconds} s")


class _Server(uvicorn.Server):
    """uvicorn with an event that is set once it listens, and with callbacks that end hanging calls before it stops."""

    def __init__(
        self, config: uvicorn.Config, ready: threading.Event, closers: Sequence[Callable[[], None]]
    ) -> None:
        super().__init__(config)
        self._ready, self._closers = ready, closers
        self._leave = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Stop at once, from any thread."""
        self.should_exit = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._leave.set)

    async def main_loop(self) -> None:
        # uvicorn checks every tenth of a second whether it should end; hundreds of tests would each wait for it.
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % 864_000
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._leave.wait(), 0.1)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for close in self._closers:
            close()
        # As uvicorn does it, but for its tenth of a second: hundreds of tests would each wait for that, too.
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        left = _GRACE_SECONDS / _CHECK_SECONDS
        while (self.server_state.connections or self.server_state.tasks) and left > 0:
            await asyncio.sleep(_CHECK_SECONDS)
            left -= 1
        for task in self.server_state.tasks:
            task.cancel()


class _Protocol(H11Protocol):
    """Hands the connection to the application, so that it can be dropped in the middle."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _OnlyHere:
    """Refuses requests whose Host is not this machine, as a protection against DNS rebinding."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = dict(scope.get("headers", [])).get(b"host", b"").decode("latin-1").rpartition(":")
        name = host[0] if host[0] else host[2]
        if name not in (HOST, "localhost"):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close"})
            else:
                await PlainTextResponse("This server answers on this machine only.", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class _Fresh(StaticFiles):
    """The page's files, which browsers must not cache: they change while the page is being worked on."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        response = super().file_response(*args, **more)
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _index(request: Request) -> Response:
    return FileResponse(PAGE_FOLDER / "index.html", headers={"Cache-Control": "no-cache"})


async def _archive(request: Request) -> Response:
    """A permalink: the page, at the message's thread."""
    digits = request.path_params["ts"].removeprefix("p")
    root = request.query_params.get("thread_ts") or f"{digits[:-6]}.{digits[-6:]}"
    return RedirectResponse(f"/#/{quote(request.path_params['channel'])}/{quote(root)}")
