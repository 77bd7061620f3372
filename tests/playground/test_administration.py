"""People who come, change and go: what the app hears of it, and what lists and the page then say."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.app_settings import USUAL
from playground.server import Playground
from playground.workspace import SlackUser

BEN, NEW = "U0GET1", "U0NEW"


def test_whoever_joins_is_announced_and_listed(slack: Playground, bot: Any, client: WebClient) -> None:
    slack.admit(SlackUser(NEW, "Iris New", is_guest=True))
    (message,) = bot.events("team_join")
    assert (message["user"]["id"], message["user"]["is_restricted"]) == (NEW, True)
    assert client.users_info(user=NEW)["user"]["is_restricted"]
    assert slack.dm(NEW)


def test_a_change_is_told_and_who_has_gone_is_deleted_in_lists_and_not_on_the_page(
    slack: Playground, bot: Any, client: WebClient
) -> None:
    slack.change(BEN, is_guest=True)
    slack.change(BEN, is_gone=True)
    first, second = bot.events("user_change")
    assert (first["user"]["is_restricted"], first["user"]["deleted"]) == (True, False)
    assert second["user"]["deleted"]
    assert first["cache_ts"] <= second["cache_ts"]  # the second, and no moment of the event's own
    assert [one["deleted"] for one in client.users_list()["members"] if one["id"] == BEN] == [True]
    assert BEN not in {one["id"] for one in state(slack)["people"]}


def test_the_page_marks_a_guest(slack: Playground) -> None:
    slack.change(BEN, is_guest=True)
    titles = {one["id"]: one["title"] for one in state(slack)["people"]}
    assert titles[BEN] == "Guest – Officer, GET"


def test_an_app_without_the_scope_hears_nothing_of_people(make: Callable[..., Playground], bot: Any) -> None:
    slack = make(app=replace(USUAL, scopes=("commands", "chat:write")))
    slack.change(BEN, is_guest=True)
    assert bot.events() == []
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.users_list()


def state(slack: Playground) -> dict[str, Any]:
    with urllib.request.urlopen(f"{slack.url}play/state") as answer:  # noqa: S310 - its own
        found: dict[str, Any] = json.loads(answer.read())
        return found
