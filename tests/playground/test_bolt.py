"""A real Bolt app at the other end takes what the playground sends, and its answers are seen."""

import json
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient

from playground.server import Playground

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"
VIEW = {
    "type": "modal",
    "callback_id": "update",
    "title": {"type": "plain_text", "text": "Update"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}
BUTTON = {
    "type": "button",
    "action_id": "update",
    "text": {"type": "plain_text", "text": "Update"},
    "value": "10",
}


@pytest.fixture
def app(slack: Playground, bot: Any) -> App:
    """A Bolt app behind the bot's port."""
    document = App(
        token=slack.bot_token,
        signing_secret=slack.signing_secret,
        client=WebClient(token=slack.bot_token, base_url=slack.api_url),
        process_before_response=True,
    )

    def answer(received: Any) -> tuple[Any, ...]:
        found = document.dispatch(BoltRequest(body=received.body.decode(), headers=received.headers))
        kind = found.headers.get("content-type", [""])[0]
        return found.status, json.loads(found.body) if kind.startswith("application/json") else found.body

    bot.answer = answer
    return document


def test_a_command_a_button_and_a_modal_with_bolt(slack: Playground, app: App) -> None:
    @app.command("/htst")
    def command(ack: Any, command: dict[str, Any]) -> None:
        ack(text=f"got {command['text']}", blocks=[{"type": "actions", "elements": [BUTTON]}])

    @app.action("update")
    def pressed(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        client.views_open(
            trigger_id=body["trigger_id"], view={**VIEW, "private_metadata": body["actions"][0]["value"]}
        )
        ack()

    @app.view("update")
    def submitted(ack: Any, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
        words = view["state"]["values"]["words"]["text"]["value"]
        if len(words) < 3:
            ack(response_action="errors", errors={"words": "Say more."})
            return
        client.chat_postMessage(channel="C0CYPE", text=f"{view['private_metadata']}: {words}")
        ack()

    answer = slack.command(AMY, "C0CYPE", "/htst status 10")
    assert (answer.ok, answer.text) == (True, "got status 10")
    assert slack.press(AMY, "C0CYPE", answer.ts or "", "update").ok
    view = slack.view(AMY)
    assert view is not None
    assert slack.submit(AMY, view["id"], {"words": {"text": "x"}}) == {"words": "Say more."}
    assert slack.submit(AMY, view["id"], {"words": {"text": "all done"}}) == {}
    assert [message["text"] for message in slack.messages("C0CYPE")] == ["10: all done"]


def test_a_reply_is_heard_and_answered_with_bolt(slack: Playground, app: App) -> None:
    @app.event("message")
    def received(event: dict[str, Any], client: WebClient) -> None:
        if "bot_id" not in event:
            client.reactions_add(channel=event["channel"], timestamp=event["ts"], name="white_check_mark")

    root = app.client.chat_postMessage(channel="C0CYPE", text="card")["ts"]
    ts = slack.say(AMY, "C0CYPE", "done", thread_ts=root)
    reply = slack.thread("C0CYPE", root)[1]
    assert (reply["ts"], reply["reactions"][0]["users"]) == (ts, [BOT])


def test_a_listener_that_fails_is_tried_again_with_bolt(slack: Playground, app: App, bot: Any) -> None:
    @app.event("message")
    def received(event: dict[str, Any]) -> None:
        if len(bot.received) < 3:
            raise RuntimeError("no database")

    slack.say(AMY, "C0CYPE", "x")
    slack.settle(retries=True)
    assert [attempt.status for attempt in slack.deliveries()[0].attempts] == [500, 500, 200]
