"""Fixtures: a small workspace, a client for its Web API, and a bot whose answers a test sets."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest
from slack_sdk import WebClient

from playground.api import ALL_SCOPES
from playground.app_settings import everything
from playground.server import Playground
from playground.workspace import Channel, SlackUser, SlashCommand
from tests.waiting import serving

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"


@dataclass
class Received:
    """One request the bot got: its headers, raw body, and what the body says."""

    headers: dict[str, str]
    body: bytes
    data: dict[str, Any]


@dataclass
class Bot:
    """A bot on a port of its own. ``answer(heard)`` gives status, JSON or text, and headers."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    answer: Callable[[Received], tuple[Any, ...]] = lambda received: (200, None)

    def events(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The events it got, in the order they came."""
        found = [
            received.data["event"]
            for received in self.received
            if received.data.get("type") == "event_callback"
        ]
        return [event for event in found if kind in (None, event["type"])]

    def others(self) -> list[dict[str, Any]]:
        """The commands and interactions it got."""
        return [received.data for received in self.received if received.data.get("type") != "event_callback"]


def read(body: bytes, content_type: str) -> dict[str, Any]:
    """The body of a request as Slack packs it."""
    if content_type.startswith("application/json"):
        whole: dict[str, Any] = json.loads(body)
        return whole
    form = dict(parse_qsl(body.decode(), keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else form


@pytest.fixture
def bot() -> Iterator[Bot]:
    """A bot that answers 200 with nothing, until a test gives it another ``answer``."""
    message = Bot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            received = Received(headers, body, read(body, headers["content-type"]))
            message.received.append(received)
            status, given, *more = message.answer(received)
            out = (
                b""
                if given is None
                else given.encode()
                if isinstance(given, str)
                else json.dumps(given).encode()
            )
            try:
                self.send_response(status)
                kind = "application/json" if isinstance(given, dict) else "text/plain"
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(out)))
                for name, value in more:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(out)
            except OSError:
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler), "the bot that says what it is told") as url:
        message.url = f"{url}/slack/events"
        yield message


@pytest.fixture
def make(bot: Bot) -> Iterator[Callable[..., Playground]]:
    """Starts a workspace of two people and three channels, with what a test wants otherwise."""
    started: list[Playground] = []

    def build(**more: Any) -> Playground:
        given: dict[str, Any] = {
            "people": [
                SlackUser(AMY, "Amy Carter", "Officer, CYPE"),
                SlackUser(BEN, "Ben Shah", "Officer, GET"),
            ],
            "channels": [
                Channel("C0CYPE", "cype", "Children", members=(AMY, BEN, BOT)),
                Channel("C0GET", "get", members=(BEN, BOT)),
                Channel("C0ELSE", "elsewhere", members=(AMY,)),
                Channel("C0SECRET", "secret", members=(AMY,), is_private=True),
            ],
            "commands": [SlashCommand("/htst", "Actions", "[status …]", verbs=(("status", "[REF] …"),))],
            "bot": SlackUser(BOT, "HTST", "app", is_bot=True),
            "team": "Kent",
            "now": datetime(2022, 11, 15, 9, tzinfo=UTC),
            "messages_per_second": None,
            "app": everything(ALL_SCOPES),
            "retry_waits": (0.0, 0.02, 0.02),
        }
        slack = Playground(**{**given, **more})
        slack.start()
        started.append(slack)
        slack.connect(bot.url)
        return slack

    yield build
    for slack in started:
        slack.stop()


class Clock:
    """What ``time`` is to a part of the workspace, in which a test lets the seconds pass."""

    def __init__(self) -> None:
        self.now = time.monotonic()

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Paces, triggers and late history go by this clock, which stands still unless the test moves it."""
    clock = Clock()
    for part in ("pace", "workspace", "posting", "conversation_methods"):
        monkeypatch.setattr(f"playground.{part}.time", clock)
    return clock


@pytest.fixture
def slack(make: Callable[..., Playground]) -> Playground:
    """The workspace as it usually is."""
    return make()


@pytest.fixture
def client(slack: Playground) -> WebClient:
    """The bot's way into it, without retries of its own."""
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=30)
