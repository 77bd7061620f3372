"""Commands, buttons and shortcuts: what a person does, what the bot gets, what the person then sees."""

import http.client
import json
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient

from playground.server import Playground
from playground.view_state import NotOffered
from playground.workspace import SlackError
from tests.playground.shapes import CARD
from tests.waiting import until

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"


def post(url: str, given: Any) -> tuple[int, str]:
    """What a response_url answers."""
    data = given if isinstance(given, bytes) else json.dumps(given).encode()
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    with closing(connection):
        connection.request("POST", parts.path, data, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


# Commands


def test_a_command_arrives_with_all_slack_sends(slack: Playground, bot: Any) -> None:
    answer = slack.command(AMY, "C0CYPE", "/htst assign 10 @Ben Shah R&D")
    assert answer.ok
    (form,) = bot.others()
    assert (form["command"], form["text"]) == ("/htst", "assign 10 <@U0GET1|Ben Shah> R&amp;D")
    assert (form["user_id"], form["user_name"], form["channel_id"], form["channel_name"]) == (
        AMY,
        "amy.carter",
        "C0CYPE",
        "cype",
    )
    assert form["team_id"] == "T0PLAYGRD"
    assert form["response_url"].startswith(slack.url)
    assert form["trigger_id"]


def test_what_the_ack_says_is_seen_by_the_person_alone(slack: Playground, bot: Any) -> None:
    bot.answer = lambda received: (200, {"text": "Action 10", "blocks": CARD})
    answer = slack.command(AMY, "C0CYPE", "/htst status 10")
    assert (answer.ok, answer.text) == (True, "Action 10")
    (seen,) = slack.ephemeral(AMY)
    assert (seen["ts"], seen["channel"], seen["user"]) == (answer.ts, "C0CYPE", BOT)
    assert slack.ephemeral(BEN) == []
    assert slack.messages("C0CYPE") == []


def test_an_ack_may_be_plain_words_or_for_all_or_nothing(slack: Playground, bot: Any) -> None:
    bot.answer = lambda received: (200, "plain words")
    assert slack.command(AMY, "C0CYPE", "/htst").text == "plain words"
    bot.answer = lambda received: (200, {"text": "for all", "response_type": "in_channel"})
    slack.command(AMY, "C0CYPE", "/htst")
    assert [message["text"] for message in slack.messages("C0CYPE")] == ["for all"]
    bot.answer = lambda received: (200, None)
    assert slack.command(AMY, "C0CYPE", "/htst").text == ""
    assert len(slack.ephemeral(AMY)) == 1


def test_an_ack_slack_cannot_show_is_said(slack: Playground, bot: Any) -> None:
    bot.answer = lambda received: (200, {"text": "x", "blocks": [{"type": "section"}]})
    answer = slack.command(AMY, "C0CYPE", "/htst")
    assert answer.error is not None
    assert answer.error.startswith("invalid_blocks: ")
    assert "/blocks/0" in answer.error
    assert slack.ephemeral(AMY) == []


def test_a_command_that_misses_three_seconds_is_seen_to_time_out(
    make: Callable[..., Playground], bot: Any
) -> None:
    slack = make(patience=0.15)
    done = threading.Event()
    bot.answer = lambda received: (200, {"text": f"late: {done.wait(60)}"})
    answer = slack.command(AMY, "C0CYPE", "/htst status")
    done.set()
    until(bot.others, "the bot has heard the command, too late")
    assert [received["text"] for received in bot.others()] == ["status"]
    assert (answer.ok, answer.error) == (False, "operation_timeout")
    assert slack.ephemeral(AMY) == []


def test_a_bot_that_fails_or_is_away_is_seen_to(slack: Playground, bot: Any) -> None:
    bot.answer = lambda received: (500, None)
    assert slack.command(AMY, "C0CYPE", "/htst").error == "dispatch_failed"
    slack.connect("http://127.0.0.1:1/slack/events")
    assert slack.command(AMY, "C0CYPE", "/htst").error == "dispatch_failed"


def test_commands_in_threads_and_unknown_ones_are_refused_by_slack_itself(slack: Playground, bot: Any) -> None:
    ts = slack.say(AMY, "C0CYPE", "root")
    assert "not supported in threads" in (slack.command(AMY, "C0CYPE", "/htst", thread_ts=ts).error or "")
    assert "not a valid command" in (slack.command(AMY, "C0CYPE", "/other").error or "")
    assert bot.others() == []


# response_url


def test_a_response_url_serves_five_times_within_thirty_minutes(slack: Playground, bot: Any) -> None:
    slack.command(AMY, "C0CYPE", "/htst")
    url = bot.others()[0]["response_url"]
    assert [post(url, {"text": f"{n}"})[0] for n in range(6)] == [200] * 5 + [404]
    assert [message["text"] for message in slack.ephemeral(AMY)] == ["0", "1", "2", "3", "4"]
    slack.command(AMY, "C0CYPE", "/htst")
    url = bot.others()[1]["response_url"]
    slack.move_to(slack.now() + timedelta(minutes=31))
    status, body = post(url, {"text": "late"})
    assert (status, json.loads(body)["error"]) == (404, "expired_url")


def test_a_response_may_replace_or_delete_what_was_pressed(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]
    slack.press(AMY, "C0CYPE", ts, "update")
    url = bot.others()[0]["response_url"]
    assert post(url, {"replace_original": True, "text": "replaced"})[0] == 200
    assert [message["text"] for message in slack.messages("C0CYPE")] == ["replaced"]
    assert post(url, {"delete_original": True})[0] == 200
    assert slack.messages("C0CYPE") == []


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (b"{", "invalid_payload"),
        ({"text": "x", "colour": "red"}, "invalid_payload"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "response_type": "loud"}, "invalid_response_type"),
        ({"text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
    ],
)
def test_responses_slack_would_refuse(slack: Playground, bot: Any, given: Any, word: str) -> None:
    slack.command(AMY, "C0CYPE", "/htst")
    status, body = post(bot.others()[0]["response_url"], given)
    assert (status, json.loads(body)["error"]) == (400, word)


# Buttons and shortcuts


def test_a_button_arrives_as_block_actions(slack: Playground, bot: Any, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]
    assert slack.press(AMY, "C0CYPE", ts, "update").ok
    (payload,) = bot.others()
    assert payload["type"] == "block_actions"
    (pressed,) = payload["actions"]
    assert (pressed["action_id"], pressed["block_id"], pressed["value"], pressed["type"]) == (
        "update",
        "buttons",
        "10",
        "button",
    )
    container = {"type": "message", "message_ts": ts, "channel_id": "C0CYPE", "is_ephemeral": False}
    assert payload["container"] == container
    assert payload["message"]["ts"] == ts
    assert payload["user"]["id"] == AMY
    assert payload["trigger_id"]


def test_a_choice_arrives_in_the_action_and_in_the_state(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    ts = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]
    slack.press(AMY, "C0CYPE", ts, "progress", value="done")
    slack.press(AMY, "C0CYPE", ts, "more", value="progress")
    chosen, menu = bot.others()
    assert chosen["actions"][0]["selected_option"]["value"] == "done"
    assert chosen["state"]["values"]["buttons"]["progress"]["selected_option"]["value"] == "done"
    assert menu["actions"][0]["selected_option"]["value"] == "progress"
    with pytest.raises(NotOffered):
        slack.press(AMY, "C0CYPE", ts, "progress", value="other")
    with pytest.raises(ValueError, match="there are: update, progress, more"):
        slack.press(AMY, "C0CYPE", ts, "nothing")


def test_a_button_in_an_ephemeral_message_comes_without_the_message(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    ts = client.chat_postEphemeral(channel="C0CYPE", user=AMY, text="card", blocks=CARD)["message_ts"]
    slack.press(AMY, "C0CYPE", ts, "update")
    (payload,) = bot.others()
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    post(payload["response_url"], {"delete_original": True})
    assert slack.ephemeral(AMY) == []
    with pytest.raises(SlackError):
        slack.press(BEN, "C0CYPE", ts, "update")


def test_a_shortcut_on_a_message(slack: Playground, bot: Any) -> None:
    ts = slack.say(AMY, "C0CYPE", "x")
    assert slack.shortcut(AMY, "record", "C0CYPE", ts).ok
    payload = bot.others()[-1]
    assert (payload["type"], payload["callback_id"], payload["message"]["ts"]) == (
        "message_action",
        "record",
        ts,
    )
    slack.shortcut(AMY, "open")
    assert bot.others()[-1]["type"] == "shortcut"
