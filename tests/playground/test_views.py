"""Modals and App Home: how a bot opens them, what a person does there, and what the bot hears of it."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.server import Playground
from tests.playground.shapes import CARD, HOME, MODAL, plain

AMY, BEN = "U0CYPE1", "U0GET1"


def open_modal(slack: Playground, bot: Any, client: WebClient, view: dict[str, Any] = MODAL) -> dict[str, Any]:
    """Amy presses a button and the bot opens this modal before it answers."""
    ts = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]

    def answer(received: Any) -> tuple[int, Any]:
        if received.data["type"] == "block_actions":
            client.views_open(trigger_id=received.data["trigger_id"], view=view)
        return 200, None

    bot.answer = answer
    assert slack.press(AMY, "C0CYPE", ts, "update").ok
    bot.answer = lambda received: (200, None)
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
    bot.answer = lambda received: (200, {"response_action": "errors", "errors": {"words": "Say more."}})
    assert slack.submit(AMY, view["id"], {"words": {"text": "x"}}) == {"words": "Say more."}
    assert slack.view(AMY) is not None
    bot.answer = lambda received: (200, {"response_action": "errors", "errors": {"nowhere": "x"}})
    assert "trouble" in slack.submit(AMY, view["id"], {"words": {"text": "x"}})[""]
    bot.answer = lambda received: (500, None)
    assert "trouble" in slack.submit(AMY, view["id"], {"words": {"text": "x"}})[""]


def test_a_modal_is_updated_pushed_and_cleared_in_the_answer(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    view = open_modal(slack, bot, client)
    bot.answer = lambda received: (
        200,
        {"response_action": "push", "view": {**MODAL, "title": plain("Second")}},
    )
    assert slack.submit(AMY, view["id"], {"words": {"text": "x"}}) == {}
    second = slack.view(AMY)
    assert second is not None
    assert (second["title"]["text"], second["previous_view_id"], second["root_view_id"]) == (
        "Second",
        view["id"],
        view["id"],
    )
    bot.answer = lambda received: (
        200,
        {"response_action": "update", "view": {**MODAL, "title": plain("Third")}},
    )
    slack.submit(AMY, second["id"], {"words": {"text": "x"}})
    assert (slack.view(AMY) or {})["title"]["text"] == "Third"
    bot.answer = lambda received: (200, {"response_action": "update", "view": {"type": "modal"}})
    assert "invalid_arguments" in slack.submit(AMY, second["id"], {"words": {"text": "x"}})[""]
    bot.answer = lambda received: (200, {"response_action": "clear"})
    slack.submit(AMY, second["id"], {"words": {"text": "x"}})
    assert slack.view(AMY) is None


def test_an_updated_modal_keeps_what_was_entered(slack: Playground, bot: Any, client: WebClient) -> None:
    asks = {**MODAL["blocks"][1], "dispatch_action": True}
    view = open_modal(slack, bot, client, {**MODAL, "blocks": [MODAL["blocks"][0], asks]})
    slack.press_view(AMY, view["id"], "choice", value="done")
    assert bot.others()[-1]["container"] == {"type": "view", "view_id": view["id"]}
    more = {**MODAL, "title": plain("More")}
    client.views_update(view_id=view["id"], view=more, hash=(slack.view(AMY) or {})["hash"])
    state = (slack.view(AMY) or {})["state"]["values"]["progress"]["choice"]
    assert state["selected_option"]["value"] == "done"
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
    message = bot.others()[-1]
    assert message["type"] == "block_actions"
    assert message["view"]["state"]["values"] == {
        "words": {"text": {"type": "plain_text_input", "value": "Half a"}},
        "progress": {"choice": {"type": "static_select", "selected_option": None}},
    }
    with pytest.raises(KeyError, match="no input"):
        slack.press_view(AMY, view["id"], "check", values={"words": {"other": "x"}})


def test_a_trigger_serves_once_and_briefly(make: Callable[..., Playground], bot: Any, clock: Any) -> None:
    slack = make(trigger_life=3.0)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    slack.command(AMY, "C0CYPE", "/htst")
    trigger = bot.others()[0]["trigger_id"]
    client.views_open(trigger_id=trigger, view=MODAL)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=MODAL)
    slack.command(AMY, "C0CYPE", "/htst")
    clock.now += 3.1
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
    reason = "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    assert found["response_metadata"]["messages"] == [reason]
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(trigger_id=trigger, view=HOME)
    assert client.views_open(trigger_id=trigger, view=MODAL)["ok"], "a refused view leaves the trigger unused"


def test_three_views_at_most_stand_on_one_another(slack: Playground, bot: Any, client: WebClient) -> None:
    view = open_modal(slack, bot, client)
    bot.answer = lambda received: (200, {"response_action": "push", "view": MODAL})
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


# App Home


def test_app_home_is_published_for_each_person(slack: Playground, bot: Any, client: WebClient) -> None:
    def answer(received: Any) -> tuple[int, Any]:
        if received.data.get("event", {}).get("type") == "app_home_opened":
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
