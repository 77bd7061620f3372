"""A small workspace with a bot of a few lines: a command, a card, a modal that finds fault, a Home page."""

import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from slack_sdk import WebClient

from playground.server import Playground
from playground.workspace import Channel, SlackUser, SlashCommand
from tests.waiting import serving

AMY, GARETH = (
    SlackUser("U0AMY", "Amy Carter", "CYPE officer"),
    SlackUser("U0GARETH", "Gareth Evans", "GET officer"),
)
HELEN = SlackUser("U0HELEN", "Helen Marsh", "Monitoring Officer")
BOT = SlackUser("U0HTST", "HTST", "app", is_bot=True)
EVERYBODY = (AMY.id, GARETH.id, HELEN.id, BOT.id)
COMMAND = SlashCommand(
    "/htst", "Management actions", "[status | list]", (("status", "[REF]"), ("list", "[overdue]"), ("help", ""))
)


def workspace(on_date: Callable[[datetime], object]) -> Playground:
    """Three people, three channels (#leads without Amy), 15 November 2022.

    ``on_date`` hears of each move of the date.
    """
    return Playground(
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
        on_date=on_date,
    )


class TinyBot:
    """A bot of a few lines: a command, a card with a button, a modal that finds fault, a Home page."""

    def __init__(self, slack: Playground) -> None:
        self.slack = slack
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

        self.at_work = ExitStack()
        url = self.at_work.enter_context(
            serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler), "the tiny bot")
        )
        slack.connect(f"{url}/slack/events")

    def stop(self) -> None:
        """Let go of a hanging command, and of the port."""
        self.released.set()
        self.at_work.close()

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
            self.released.wait(60)
        return {"text": f"Action 10 is due on *31 December 2022*. You asked for “{form['text']}”."}

    def interaction(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A button opens the modal; a sent modal is refused or becomes a message."""
        if payload["type"] == "block_actions":
            if payload["actions"][0]["action_id"] == "update":
                self.client.views_open(trigger_id=payload["trigger_id"], view=modal())
            if payload["actions"][0]["action_id"] == "check":
                so_far = payload["view"]["state"]["values"]
                text = f"So far: {so_far['words']['v']['value']}, {so_far['progress']['v']['selected_option']}"
                self.client.chat_postMessage(channel="C0CYPE", text=text)
            return {}
        words = payload["view"]["state"]["values"]["words"]["v"]["value"]
        if len(words) < 10:
            return {"response_action": "errors", "errors": {"words": "Please say a little more."}}
        self.client.chat_postMessage(channel="C0CYPE", text=f"Update: {words}")
        return {}

    def remind(self, now: datetime) -> None:
        """What the timetable does here: a reminder in #cype."""
        self.client.chat_postMessage(channel="C0CYPE", text=f":bell: Reminder of {now:%d %B %Y}: action 10")

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
    """A modal with one required field, a choice, and a button."""
    option = {"text": words("plain_text", "In progress"), "value": "going"}
    select = {"type": "static_select", "action_id": "v", "options": [option]}
    text = {"type": "plain_text_input", "action_id": "v", "multiline": True}
    check = {"type": "button", "action_id": "check", "text": words("plain_text", "Check it")}
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
            {"type": "actions", "elements": [check]},
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
