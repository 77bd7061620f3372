"""A real browser, and a small workspace with a bot of a few lines: what the tests of the page stand on."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from slack_sdk import WebClient

from playground.server import Playground
from playground.workspace import Channel, Command, Person

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but the page itself: no updates, no sync, no look at the outside world.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AMY, GARETH = Person("U0AMY", "Amy Carter", "CYPE officer"), Person("U0GARETH", "Gareth Evans", "GET officer")
HELEN = Person("U0HELEN", "Helen Marsh", "Monitoring Officer")
BOT = Person("U0HTST", "HTST", "app", is_bot=True)
EVERYBODY = (AMY.id, GARETH.id, HELEN.id, BOT.id)
COMMAND = Command(
    "/htst", "Management actions", "[status | list]", (("status", "[REF]"), ("list", "[overdue]"), ("help", ""))
)


def chromium_of(playwright: Playwright) -> str:
    """The path of a Chromium: an installed one, else one that is installed now, as this machine allows."""
    for name in INSTALLED:
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    _try_to_install([sys.executable, "-m", "playwright", "install", "chromium"])
    if Path(own).exists():
        return own
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _try_to_install(["apt-get", "install", "-y", "chromium"])
        if found := shutil.which("chromium"):
            return found
    pytest.fail(
        "The page is tested in a real browser, and none could be found or installed: install Chromium or Google Chrome."
    )


def _try_to_install(command: list[str]) -> None:
    """Run an installer. Whether it worked is told by what is there afterwards."""
    subprocess.run(command, check=False, capture_output=True, timeout=600)


# Of the folder, not of the session: Playwright keeps an event loop running in this thread, and tests elsewhere
# may want one of their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this folder."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_of(playwright), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A clean browser profile, 1280 × 800."""
    expect.set_options(timeout=10_000)
    opened = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab. An error on the page that no test looked for fails the test."""
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    opened = context.new_page()
    opened.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    yield opened
    assert wrong == [], f"the page reported errors: {wrong}"


class TinyBot:
    """A bot of a few lines: a command, a card with a button, a modal that finds fault, a Home page."""

    def __init__(self, slack: Playground) -> None:
        self.client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.url = slack.url
        self.released = threading.Event()
        bot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = json.dumps(bot.answer(self.headers["Content-Type"], body)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        slack.connect(f"http://127.0.0.1:{self.server.server_port}/slack/events")

    def stop(self) -> None:
        """Let go of a hanging command, and of the port."""
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, kind: str, body: bytes) -> dict[str, Any]:
        """What goes back in the ack."""
        if kind.startswith("application/json"):
            event = json.loads(body).get("event", {})
            if event.get("type") == "app_home_opened":
                self.client.views_publish(user_id=event["user"], view=home())
            return {}
        form = {name: values[0] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        if "payload" in form:
            return self.interaction(json.loads(form["payload"]))
        if form["text"] == "hang":
            self.released.wait(30)
        return {"text": f"Action 10 is due on *31 December 2022*. You asked for “{form['text']}”."}

    def interaction(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A button opens the modal; a sent modal is refused or becomes a message."""
        if payload["type"] == "block_actions":
            if payload["actions"][0]["action_id"] == "update":
                self.client.views_open(trigger_id=payload["trigger_id"], view=modal())
            return {}
        words = payload["view"]["state"]["values"]["words"]["v"]["value"]
        if len(words) < 10:
            return {"response_action": "errors", "errors": {"words": "Please say a little more."}}
        self.client.chat_postMessage(channel="C0CYPE", text=f"Update: {words}")
        return {}

    def post_card(self, channel: str = "C0CYPE") -> str:
        """Post a card as the bot does; its ts."""
        return str(self.client.chat_postMessage(channel=channel, text="Action 10", blocks=card())["ts"])


def words(kind: str, text: str) -> dict[str, Any]:
    """A text object."""
    return {"type": kind, "text": text}


def card() -> list[dict[str, Any]]:
    """A card with what cards have: heading, fields, context, buttons, and a wide table."""
    cells = [
        words("raw_text", text) for text in ("Ref", "Activity defined", "Owners", "Target date", "Progress")
    ]
    fields = [
        words("mrkdwn", "*Owners*\nCYPE and GET"),
        words("mrkdwn", "*Deadline*\n:red_circle: 31 December 2022"),
    ]
    update = {
        "type": "button",
        "action_id": "update",
        "style": "primary",
        "text": words("plain_text", "Update"),
    }
    drop = {
        "type": "button",
        "action_id": "drop",
        "style": "danger",
        "text": words("plain_text", "Withdraw"),
        "confirm": {
            "title": words("plain_text", "Withdraw the card?"),
            "text": words("mrkdwn", "It *stays* in the register."),
            "confirm": words("plain_text", "Withdraw it"),
            "deny": words("plain_text", "Keep it"),
        },
    }
    return [
        {"type": "header", "text": words("plain_text", "Action 10")},
        {
            "type": "section",
            "text": words("mrkdwn", "Write down `who` does what, see <#C0GET>."),
            "fields": fields,
        },
        {"type": "table", "rows": [cells, [words("raw_text", "x" * 20)] * 5]},
        {"type": "context", "elements": [words("mrkdwn", "Reply in the thread, <@U0AMY>.")]},
        {"type": "actions", "elements": [update, drop]},
    ]


def modal() -> dict[str, Any]:
    """A modal with one required field and a choice."""
    option = {"text": words("plain_text", "In progress"), "value": "going"}
    select = {"type": "static_select", "action_id": "v", "options": [option]}
    text = {"type": "plain_text_input", "action_id": "v", "multiline": True}
    return {
        "type": "modal",
        "title": words("plain_text", "Update action 10"),
        "submit": words("plain_text", "Save"),
        "close": words("plain_text", "Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": "words",
                "label": words("plain_text", "Your update"),
                "hint": words("plain_text", "As the committee should read it."),
                "element": text,
            },
            {
                "type": "input",
                "block_id": "progress",
                "optional": True,
                "label": words("plain_text", "Progress"),
                "element": select,
            },
        ],
    }


def home() -> dict[str, Any]:
    """A Home page with a button."""
    button = {"type": "button", "action_id": "update", "text": words("plain_text", "Update action 10")}
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": words("plain_text", "Your actions")},
            {"type": "actions", "elements": [button]},
        ],
    }


@pytest.fixture
def bot() -> Iterator[TinyBot]:
    """A running workspace on 15 November 2022 with the tiny bot in it. Moving the date posts a reminder in #cype."""

    def remind(now: datetime) -> None:
        started.client.chat_postMessage(channel="C0CYPE", text=f":bell: Reminder of {now:%d %B %Y}: action 10")

    slack = Playground(
        people=(AMY, GARETH, HELEN),
        channels=(
            Channel("C0CYPE", "cype", "Children, Young People and Education", EVERYBODY),
            Channel("C0GET", "get", "Growth, Environment and Transport", EVERYBODY),
            Channel("C0LEADS", "leads", "Leads", (HELEN.id, BOT.id)),
        ),
        commands=(COMMAND,),
        bot=BOT,
        team="Kent (rehearsal)",
        now=datetime(2022, 11, 15, 9, 0, tzinfo=UTC),
        messages_per_second=None,
        patience=1.5,
        on_date=remind,
    )
    with slack:
        started = TinyBot(slack)
        yield started
        started.stop()
