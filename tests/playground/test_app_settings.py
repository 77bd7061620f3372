"""The app may do what its scopes allow and hears what it is subscribed to, as in Slack."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.api import ALL_SCOPES, METHODS
from playground.app_settings import USUAL, AppSettings, everything
from playground.server import Playground
from playground.workspace import Channel
from tests.conftest import ROOT

MANIFEST = json.loads((ROOT / "config" / "manifest.json").read_text())
AMY, BOT = "U0CYPE1", "U0HTST"
PLACES = [
    Channel("C0CYPE", "cype", members=(AMY, BOT)),
    Channel("C0SECRET", "secret", members=(AMY, BOT), is_private=True),
]
EVERYTHING = everything(ALL_SCOPES)


def client_of(slack: Playground) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=30)


def without(name: str) -> AppSettings:
    """An app that may do and hear everything but one thing."""
    scopes = tuple(one for one in EVERYTHING.scopes if one != name)
    return replace(EVERYTHING, scopes=scopes, events=tuple(one for one in EVERYTHING.events if one != name))


def test_what_an_app_has_by_default_does_not_exceed_the_manifest() -> None:
    granted = AppSettings.of_manifest(MANIFEST)
    assert set(USUAL.scopes) <= set(granted.scopes)
    assert set(USUAL.events) <= set(granted.events)


def test_a_manifest_tells_scopes_events_and_commands() -> None:
    found = AppSettings.of_manifest(MANIFEST)
    assert "channels:history" in found.scopes
    assert "message.groups" in found.events
    (command,) = found.commands
    assert (command.command, command.should_escape) == ("/htst", True)
    assert AppSettings.of_manifest({"oauth_config": {"scopes": {"bot": ["chat:write"]}}}).events == ()


@pytest.mark.parametrize(
    ("missing", "received"),
    [
        ("message.channels", ["secret", "direct"]),
        ("channels:history", ["secret", "direct"]),
        ("message.groups", ["open", "direct"]),
        ("groups:history", ["open", "direct"]),
        ("message.im", ["open", "secret"]),
        ("im:history", ["open", "secret"]),
        ("users:read", ["open", "secret", "direct"]),
    ],
)
def test_a_message_is_heard_only_with_its_subscription_and_its_scope(
    make: Callable[..., Playground], bot: Any, missing: str, received: list[str]
) -> None:
    slack = make(app=without(missing), channels=PLACES)
    slack.say(AMY, "C0CYPE", "open")
    slack.say(AMY, "C0SECRET", "secret")
    slack.say(AMY, slack.dm(AMY), "direct")
    assert [one["text"] for one in bot.events("message")] == received


def act(slack: Playground) -> None:
    """Something that each kind of event follows from."""
    ts = slack.say(AMY, "C0CYPE", "Ask <@U0HTST>")
    slack.react(AMY, "C0CYPE", ts, "eyes")
    slack.react(AMY, "C0CYPE", ts, "eyes")
    slack.change(AMY, title="Away")
    slack.open_home(AMY)
    slack.join("U0GET1", "C0CYPE")
    slack.join("U0GET1", "C0SECRET")
    slack.convert("C0SECRET", "C0SHARED")


@pytest.mark.parametrize(
    ("missing", "kinds"),
    [
        ("app_mention", {"app_mention"}),
        ("app_mentions:read", {"app_mention"}),
        ("reactions:read", {"reaction_added", "reaction_removed"}),
        ("reaction_added", {"reaction_added"}),
        ("user_change", {"user_change"}),
        ("users:read", {"user_change"}),
        ("app_home_opened", {"app_home_opened"}),
        ("member_joined_channel", {"member_joined_channel"}),
        ("channel_id_changed", {"channel_id_changed"}),
        ("groups:read", {"channel_id_changed"}),
    ],
)
def test_every_other_event_needs_its_subscription_and_its_scope(
    make: Callable[..., Playground], bot: Any, missing: str, kinds: set[str]
) -> None:
    act(make(channels=PLACES))
    everything_heard = {one["type"] for one in bot.events()}
    bot.received.clear()
    act(make(app=without(missing), channels=PLACES))
    assert everything_heard - {one["type"] for one in bot.events()} == kinds


def test_of_who_joins_a_private_channel_an_app_without_groups_read_hears_nothing(
    make: Callable[..., Playground], bot: Any
) -> None:
    slack = make(app=without("groups:read"), channels=PLACES)
    slack.join("U0GET1", "C0CYPE")
    slack.join("U0GET1", "C0SECRET")
    assert [one["channel"] for one in bot.events("member_joined_channel")] == ["C0CYPE"]


@pytest.mark.parametrize("place", ["C0CYPE", "C0SECRET", "dm"])
@pytest.mark.parametrize("method", ["history", "replies", "info", "members"])
def test_each_sort_of_conversation_has_a_scope_of_its_own(
    make: Callable[..., Playground], place: str, method: str
) -> None:
    sort = {"C0CYPE": "channels", "C0SECRET": "groups", "dm": "im"}[place]
    needed = f"{sort}:{'history' if method in ('history', 'replies') else 'read'}"
    for app in (without(needed), EVERYTHING):
        slack = make(app=app, channels=PLACES)
        channel = slack.dm(AMY) if place == "dm" else place
        ts = slack.say(AMY, channel, "Words")
        more = {"ts": ts} if method == "replies" else {}
        ask = getattr(client_of(slack), f"conversations_{method}")
        if app is EVERYTHING:
            assert ask(channel=channel, **more)["ok"]
            continue
        with pytest.raises(SlackApiError) as refused:
            ask(channel=channel, **more)
        assert refused.value.response["error"] == "missing_scope"
        assert refused.value.response["needed"] == needed


def test_a_list_needs_the_scope_of_every_type_it_asks_for(make: Callable[..., Playground]) -> None:
    client = client_of(make(app=without("groups:read"), channels=PLACES))
    assert [one["name"] for one in client.conversations_list()["channels"]] == ["cype"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.conversations_list(types="public_channel,private_channel")


FORMS_ONLY = sorted(name for name, method in METHODS.items() if not method.takes_json)


@pytest.mark.parametrize("method", FORMS_ONLY)
def test_json_is_refused_where_only_forms_are_taken(slack: Playground, method: str) -> None:
    client = client_of(slack)
    known = {"channel": "C0CYPE", "user": AMY, "ts": slack.say(AMY, "C0CYPE", "Words"), "limit": 1}
    with pytest.raises(SlackApiError) as refused:
        client.api_call(method, json=known)
    assert refused.value.response["error"] == "invalid_post_type"


def test_the_reads_are_among_those() -> None:
    reads = {f"conversations.{what}" for what in ("history", "info", "list", "members", "replies")}
    assert reads | {"users.list", "users.info"} <= set(FORMS_ONLY)
    assert "chat.postMessage" not in FORMS_ONLY


def test_a_missing_scope_is_named(make: Callable[..., Playground]) -> None:
    client = client_of(make(app=AppSettings(("chat:write",), ())))
    with pytest.raises(SlackApiError) as refused:
        client.reactions_add(channel="C0CYPE", timestamp="1.0", name="eyes")
    found = refused.value.response
    assert (found["error"], found["needed"], found["provided"]) == (
        "missing_scope",
        "reactions:write",
        "chat:write",
    )


def test_the_manifests_shortcuts_are_the_pages() -> None:
    shortcut = {"name": "Keep it", "type": "message", "callback_id": "keep", "description": "Keeps it"}
    manifest = {"features": {"shortcuts": [shortcut]}, "oauth_config": {"scopes": {"bot": []}}}
    (found,) = AppSettings.of_manifest(manifest).shortcuts
    assert (found.name, found.kind, found.callback_id) == ("Keep it", "message", "keep")
