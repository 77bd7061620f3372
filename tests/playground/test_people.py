"""Commands, buttons, modals and App Home: what a person does, what the bot gets, what the person then sees."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.server import Playground
from playground.states import NotOffered
from playground.workspace import SlackError

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain("In progress"), "value": "progress"}, {"text": plain("Implemented"), "value": "done"}]
CARD = [
    {"type": "section", "text": plain("Action 10")},
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {"type": "button", "action_id": "update", "text": plain("Update"), "value": "10"},
            {"type": "static_select", "action_id": "progress", "options": OPTIONS},
            {"type": "overflow", "action_id": "more", "options": OPTIONS},
        ],
    },
]
MODAL = {
    "type": "modal",
    "callback_id": "update",
    "private_metadata": "10",
    "title": plain("Update"),
    "submit": plain("Save"),
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": plain("What happened?"),
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "progress",
            "optional": True,
            "label": plain("Progress"),
            "element": {"type": "static_select", "action_id": "choice", "options": OPTIONS},
        },
    ],
}
HOME = {"type": "home", "blocks": CARD}


def post(url: str, given: Any) -> tuple[int, str]:
    """What a response_url answers."""
    data = given if isinstance(given, bytes) else json.dumps(given).encode()
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
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
    bot.answer = lambda heard: (200, {"text": "Action 10", "blocks": CARD})
    answer = slack.command(AMY, "C0CYPE", "/htst status 10")
    assert (answer.ok, answer.text) == (True, "Action 10")
    (seen,) = slack.ephemeral(AMY)
    assert (seen["ts"], seen["channel"], seen["user"]) == (answer.ts, "C0CYPE", BOT)
    assert slack.ephemeral(BEN) == []
    assert slack.messages("C0CYPE") == []


def test_an_ack_may_be_plain_words_or_for_all_or_nothing(slack: Playground, bot: Any) -> None:
    bot.answer = lambda heard: (200, "plain words")
    assert slack.command(AMY, "C0CYPE", "/htst").text == "plain words"
    bot.answer = lambda heard: (200, {"text": "for all", "response_type": "in_channel"})
    slack.command(AMY, "C0CYPE", "/htst")
    assert [message["text"] for message in slack.messages("C0CYPE")] == ["for all"]
    bot.answer = lambda heard: (200, None)
    assert slack.command(AMY, "C0CYPE", "/htst").text == ""
    assert len(slack.ephemeral(AMY)) == 1


def test_an_ack_slack_cannot_show_is_said(slack: Playground, bot: Any) -> None:
    bot.answer = lambda heard: (200, {"text": "x", "blocks": [{"type": "section"}]})
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
    bot.answer = lambda heard: (200, {"text": f"late: {done.wait(20)}"})
    answer = slack.command(AMY, "C0CYPE", "/htst status")
    done.set()
    assert [heard["text"] for heard in bot.others()] == ["status"]
    assert (answer.ok, answer.error) == (False, "operation_timeout")
    assert slack.ephemeral(AMY) == []


def test_a_bot_that_fails_or_is_away_is_seen_to(slack: Playground, bot: Any) -> None:
    bot.answer = lambda heard: (500, None)
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


# Buttons


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


# Modals


def open_modal(slack: Playground, bot: Any, client: WebClient, view: dict[str, Any] = MODAL) -> dict[str, Any]:
    """Amy presses a button and the bot opens this modal before it answers."""
    ts = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]

    def answer(heard: Any) -> tuple[int, Any]:
        if heard.data["type"] == "block_actions":
            client.views_open(trigger_id=heard.data["trigger_id"], view=view)
        return 200, None

    bot.answer = answer
    assert slack.press(AMY, "C0CYPE", ts, "update").ok
    bot.answer = lambda heard: (200, None)
    found = slack.view(AMY)
    assert found is not None
    return found


def test_a_modal_is_opened_filled_in_and_submitted(slack: Playground, bot: Any, client: WebClient) -> None:
    view = open_modal(slack, bot, client)
    assert slack.view(BEN) is None
    wrong = slack.submit(AMY, view["id"], {"words": {"text": "Done & dusted"}, "progress": {"choice": "done"}})
    assert wrong == {}
    payload = bot.others()[-1]
    assert (payload["type"], payload["user"]["id"]) == ("view_submission", AMY)
    assert (payload["view"]["callback_id"], payload["view"]["private_metadata"]) == ("update", "10")
    values = payload["view"]["state"]["values"]
    assert values["words"]["text"] == {"type": "plain_text_input", "value": "Done & dusted"}
    assert values["progress"]["choice"]["selected_option"]["value"] == "done"
    assert slack.view(AMY) is None


def test_slacks_own_client_refuses_what_is_missing_or_too_long(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    view = open_modal(slack, bot, client)
    assert "required" in slack.submit(AMY, view["id"], {})["words"]
    assert "20" in slack.submit(AMY, view["id"], {"words": {"text": "x" * 21}})["words"]
    assert bot.others()[-1]["type"] == "block_actions", "the bot heard of neither"


def test_the_bots_errors_keep_the_modal_open(slack: Playground, bot: Any, client: WebClient) -> None:
    view = open_modal(slack, bot, client)
    bot.answer = lambda heard: (200, {"response_action": "errors", "errors": {"words": "Say more."}})
    assert slack.submit(AMY, view["id"], {"words": {"text": "x"}}) == {"words": "Say more."}
    assert slack.view(AMY) is not None
    bot.answer = lambda heard: (200, {"response_action": "errors", "errors": {"nowhere": "x"}})
    assert "trouble" in slack.submit(AMY, view["id"], {"words": {"text": "x"}})[""]
    bot.answer = lambda heard: (500, None)
    assert "trouble" in slack.submit(AMY, view["id"], {"words": {"text": "x"}})[""]


def test_a_modal_is_updated_pushed_and_cleared_in_the_answer(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    view = open_modal(slack, bot, client)
    bot.answer = lambda heard: (200, {"response_action": "push", "view": {**MODAL, "title": plain("Second")}})
    assert slack.submit(AMY, view["id"], {"words": {"text": "x"}}) == {}
    second = slack.view(AMY)
    assert second is not None
    assert (second["title"]["text"], second["previous_view_id"], second["root_view_id"]) == (
        "Second",
        view["id"],
        view["id"],
    )
    bot.answer = lambda heard: (200, {"response_action": "update", "view": {**MODAL, "title": plain("Third")}})
    slack.submit(AMY, second["id"], {"words": {"text": "x"}})
    assert (slack.view(AMY) or {})["title"]["text"] == "Third"
    bot.answer = lambda heard: (200, {"response_action": "update", "view": {"type": "modal"}})
    assert "invalid_arguments" in slack.submit(AMY, second["id"], {"words": {"text": "x"}})[""]
    bot.answer = lambda heard: (200, {"response_action": "clear"})
    slack.submit(AMY, second["id"], {"words": {"text": "x"}})
    assert slack.view(AMY) is None


def test_an_updated_modal_keeps_what_was_entered(slack: Playground, bot: Any, client: WebClient) -> None:
    asks = {**MODAL["blocks"][1], "dispatch_action": True}
    view = open_modal(slack, bot, client, {**MODAL, "blocks": [MODAL["blocks"][0], asks]})
    slack.press_view(AMY, view["id"], "choice", value="done")
    assert bot.others()[-1]["container"] == {"type": "view", "view_id": view["id"]}
    more = {**MODAL, "title": plain("More")}
    client.views_update(view_id=view["id"], view=more, hash=(slack.view(AMY) or {})["hash"])
    kept = (slack.view(AMY) or {})["state"]["values"]["progress"]["choice"]
    assert kept["selected_option"]["value"] == "done"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=view["id"], view=more, hash="old")
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id="V9", view=more)


def test_a_press_in_a_modal_tells_what_was_entered_so_far(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    check = {"type": "actions", "elements": [{"type": "button", "action_id": "check", "text": plain("Check")}]}
    view = open_modal(slack, bot, client, {**MODAL, "blocks": [*MODAL["blocks"], check]})
    assert slack.press_view(AMY, view["id"], "check", values={"words": {"text": "Half a"}}).ok
    told = bot.others()[-1]
    assert told["type"] == "block_actions"
    assert told["view"]["state"]["values"] == {
        "words": {"text": {"type": "plain_text_input", "value": "Half a"}},
        "progress": {"choice": {"type": "static_select", "selected_option": None}},
    }
    with pytest.raises(KeyError, match="no input"):
        slack.press_view(AMY, view["id"], "check", values={"words": {"other": "x"}})


def test_a_trigger_serves_once_and_briefly(make: Callable[..., Playground], bot: Any) -> None:
    slack = make(trigger_life=0.1)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    slack.command(AMY, "C0CYPE", "/htst")
    trigger = bot.others()[0]["trigger_id"]
    client.views_open(trigger_id=trigger, view=MODAL)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=MODAL)
    slack.command(AMY, "C0CYPE", "/htst")
    time.sleep(0.12)
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        client.views_open(trigger_id=bot.others()[1]["trigger_id"], view=MODAL)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=MODAL)


def test_views_slack_would_refuse_come_back_with_the_reason(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    slack.command(AMY, "C0CYPE", "/htst")
    trigger = bot.others()[0]["trigger_id"]
    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=trigger, view={**MODAL, "title": plain("x" * 25)})
    found = caught.value.response
    assert found["error"] == "invalid_arguments"
    wanted = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    assert found["response_metadata"]["messages"] == [wanted]
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(trigger_id=trigger, view=HOME)
    assert client.views_open(trigger_id=trigger, view=MODAL)["ok"], "a refused view leaves the trigger unused"


def test_three_views_at_most_stand_on_one_another(slack: Playground, bot: Any, client: WebClient) -> None:
    view = open_modal(slack, bot, client)
    bot.answer = lambda heard: (200, {"response_action": "push", "view": MODAL})
    for _ in range(2):
        assert slack.submit(AMY, view["id"], {"words": {"text": "x"}}) == {}
        view = slack.view(AMY) or {}
    assert "push_limit_reached" in slack.submit(AMY, view["id"], {"words": {"text": "x"}})[""]
    slack.close(AMY, view["id"])
    assert (slack.view(AMY) or {})["id"] == view["previous_view_id"]


def test_closing_is_told_to_a_bot_that_asked(slack: Playground, bot: Any, client: WebClient) -> None:
    view = open_modal(slack, bot, client, {**MODAL, "notify_on_close": True})
    slack.close(AMY, view["id"])
    assert bot.others()[-1]["type"] == "view_closed"
    assert slack.view(AMY) is None


# App Home and shortcuts


def test_app_home_is_published_for_each_person(slack: Playground, bot: Any, client: WebClient) -> None:
    def answer(heard: Any) -> tuple[int, Any]:
        if heard.data.get("event", {}).get("type") == "app_home_opened":
            client.views_publish(user_id=AMY, view=HOME)
        return 200, None

    bot.answer = answer
    view = slack.open_home(AMY)
    assert view is not None
    assert view["type"] == "home"
    assert slack.home(BEN) is None
    slack.press_view(AMY, view["id"], "update")
    assert bot.others()[-1]["view"]["id"] == view["id"]
    assert slack.open_home(AMY) is not None
    assert bot.events("app_home_opened")[-1]["view"]["id"] == view["id"]


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
