"""What the real Slack has and a toy leaves out: user groups, archived channels, unfurls, an Enterprise Grid."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.server import Playground
from playground.workspace import Channel, Enterprise, SlackError, SlackUser, UserGroup
from tests.playground.shapes import CARD, MODAL

AMY, BEN, BOT, SISTER, STRANGER = "U0CYPE1", "U0GET1", "U0HTST", "U0SISTER", "U0SAM"


def client_of(slack: Playground) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=30)


def error(call: Callable[..., Any], **given: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**given)
    word: str = refused.value.response["error"]
    return word


def test_a_user_group_is_sent_as_its_id_alone_and_listed(make: Callable[..., Playground], bot: Any) -> None:
    slack = make(user_groups=[UserGroup("S0FINANCE", "finance", (AMY, BEN))])
    slack.say(AMY, "C0CYPE", "@finance asked")
    (answer,) = bot.events("message")
    assert answer["text"] == "<!subteam^S0FINANCE> asked"
    (section,) = answer["blocks"][0]["elements"]
    assert section["elements"][0] == {"type": "usergroup", "usergroup_id": "S0FINANCE"}
    (group,) = client_of(slack).usergroups_list()["usergroups"]
    assert (group["id"], group["handle"], group["user_count"], "users" in group) == (
        "S0FINANCE",
        "finance",
        2,
        False,
    )
    (group,) = client_of(slack).usergroups_list(include_users=True)["usergroups"]
    assert group["users"] == [AMY, BEN]


def test_the_rich_text_of_what_was_typed_says_what_each_part_is(slack: Playground, bot: Any) -> None:
    slack.say(AMY, "C0CYPE", "<@U0GET1> see a.md, https://x.org/?a=1&b=2 <!date^1^{date}|today> @here")
    answer, _unfurled = bot.events("message")
    (section,) = answer["blocks"][0]["elements"]
    assert [one for one in section["elements"] if one["type"] != "text"] == [
        {"type": "user", "user_id": BEN},
        {"type": "link", "url": "http://a.md", "text": "a.md"},
        {"type": "link", "url": "https://x.org/?a=1&b=2"},
        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "today"},
        {"type": "broadcast", "range": "here"},
    ]


def test_an_address_is_unfurled_a_moment_later_as_a_change_that_nobody_made(
    slack: Playground, bot: Any
) -> None:
    ts = slack.say(AMY, "C0CYPE", "see https://example.org/report and notes.md")
    answer, unfurled = bot.events("message")
    assert (answer["ts"], "attachments" in answer) == (ts, False)
    assert (unfurled["subtype"], unfurled["hidden"]) == ("message_changed", True)
    assert "edited" not in unfurled["message"]
    (attached,) = unfurled["message"]["attachments"]
    assert attached["from_url"] == "https://example.org/report"
    assert unfurled["previous_message"]["ts"] == ts
    assert "attachments" not in unfurled["previous_message"]
    (shown,) = client_of(slack).conversations_history(channel="C0CYPE")["messages"]
    assert shown["attachments"] == [attached]
    slack.say(AMY, "C0CYPE", "see notes.md")
    assert len(bot.events("message")) == 3


def test_nobody_writes_in_an_archived_channel_and_its_past_can_be_read(
    slack: Playground, client: WebClient, bot: Any
) -> None:
    ts = client.chat_postMessage(channel="C0CYPE", text="before", blocks=CARD)["ts"]
    client.reactions_add(channel="C0CYPE", timestamp=ts, name="eyes")
    slack.archive("C0CYPE", AMY)
    assert [(one["channel"], one["user"]) for one in bot.events("channel_archive")] == [("C0CYPE", AMY)]
    assert error(client.chat_postMessage, channel="C0CYPE", text="x") == "is_archived"
    assert error(client.chat_postMessage, channel="#cype", text="x") == "is_archived"
    assert error(client.chat_postEphemeral, channel="C0CYPE", user=AMY, text="x") == "is_archived"
    assert error(client.chat_update, channel="C0CYPE", ts=ts, text="x") == "is_inactive"
    at = {"channel": "C0CYPE", "timestamp": ts}
    assert error(client.reactions_add, name="memo", **at) == "is_archived"
    assert error(client.reactions_remove, name="eyes", **at) == "is_archived"
    with pytest.raises(SlackApiError, match="is_archived"):
        client.files_upload_v2(channel="C0CYPE", filename="a.png", content=b"x")
    assert error(client.conversations_join, channel="C0CYPE") == "is_archived"
    for refused in (
        lambda: slack.say(AMY, "C0CYPE", "x"),
        lambda: slack.command(AMY, "C0CYPE", "/htst status"),
    ):
        with pytest.raises(SlackError, match="is_archived"):
            refused()
    assert [one["ts"] for one in client.conversations_history(channel="C0CYPE")["messages"]] == [ts]
    assert client.conversations_info(channel="C0CYPE")["channel"]["is_archived"]
    names = {one["name"] for one in client.conversations_list(exclude_archived=True)["channels"]}
    assert names == {"get", "elsewhere"}
    assert "cype" in {one["name"] for one in client.conversations_list()["channels"]}
    slack.archive("C0CYPE", AMY, archived=False)
    assert len(bot.events("channel_unarchive")) == 1
    assert client.chat_postMessage(channel="C0CYPE", text="after")["ok"]


def test_a_private_channel_does_not_say_its_name(make: Callable[..., Playground], bot: Any) -> None:
    slack = make(channels=[Channel("C0SECRET", "secret", members=(AMY, BOT), is_private=True)])
    ts = client_of(slack).chat_postMessage(channel="C0SECRET", text="x", blocks=CARD)["ts"]
    slack.command(AMY, "C0SECRET", "/htst status")
    slack.press(AMY, "C0SECRET", ts, "update")
    slack.shortcut(AMY, "remember", "C0SECRET", ts)
    command, press, shortcut = bot.others()
    assert command["channel_name"] == "privategroup"
    assert press["channel"] == shortcut["channel"] == {"id": "C0SECRET", "name": "privategroup"}
    assert "secret" not in str((command, press, shortcut))


def grid(make: Callable[..., Playground]) -> Playground:
    return make(
        people=[
            SlackUser(AMY, "Amy Carter"),
            SlackUser(SISTER, "Ben Sister", team="T0SISTER"),
            SlackUser(STRANGER, "Sam Elsewhere", team="T0OTHER"),
        ],
        channels=[Channel("C0CYPE", "cype", members=(AMY, SISTER, STRANGER, BOT), is_ext_shared=True)],
        enterprise=Enterprise("E0ORG", "Organisation", ("T0SISTER",)),
    )


def test_in_a_grid_requests_and_lists_name_the_organisation(make: Callable[..., Playground], bot: Any) -> None:
    slack = grid(make)
    client = client_of(slack)
    assert client.auth_test()["enterprise_id"] == "E0ORG"
    slack.command(AMY, "C0CYPE", "/htst status")
    slack.say(SISTER, "C0CYPE", "hello")
    (command,) = bot.others()
    assert (command["enterprise_id"], command["enterprise_name"]) == ("E0ORG", "Organisation")
    envelope = next(received.data for received in bot.received if received.data.get("type") == "event_callback")
    assert envelope["authorizations"][0]["enterprise_id"] == envelope["context_enterprise_id"] == "E0ORG"
    assert envelope["event"]["team"] == "T0SISTER"
    homes = {
        one["id"]: (one["team_id"], one.get("enterprise_user", {}).get("enterprise_id"))
        for one in client.users_list()["members"]
    }
    assert homes[AMY] == (slack.workspace.team_id, "E0ORG")
    assert homes[SISTER] == ("T0SISTER", "E0ORG")
    assert homes[STRANGER] == ("T0OTHER", None)


@pytest.mark.parametrize("person", [SISTER, STRANGER])
def test_in_a_grid_a_press_names_the_apps_workspace_whoever_presses(
    make: Callable[..., Playground], bot: Any, person: str
) -> None:
    slack = grid(make)
    ts = client_of(slack).chat_postMessage(channel="C0CYPE", text="x", blocks=CARD)["ts"]
    slack.press(person, "C0CYPE", ts, "update")
    (press,) = bot.others()
    team = {"id": slack.workspace.team_id, "domain": "kent"}
    assert press["team"] == team | {"enterprise_id": "E0ORG", "enterprise_name": "Organisation"}
    assert press["enterprise"] == {"id": "E0ORG", "name": "Organisation"}
    assert press["user"]["team_id"] == slack.workspace.people[person].team
    opened = client_of(slack).views_open(trigger_id=press["trigger_id"], view=MODAL)
    slack.submit(person, opened["view"]["id"], {"words": {"text": "Done"}})
    assert bot.others()[-1]["enterprise"] == {"id": "E0ORG", "name": "Organisation"}


def test_outside_a_grid_nothing_names_an_organisation(slack: Playground, client: WebClient, bot: Any) -> None:
    ts = client.chat_postMessage(channel="C0CYPE", text="x", blocks=CARD)["ts"]
    slack.press(AMY, "C0CYPE", ts, "update")
    slack.command(AMY, "C0CYPE", "/htst status")
    press, command = bot.others()
    assert press["enterprise"] is None
    assert "enterprise_id" not in press["team"] | command
    assert "enterprise_id" not in client.auth_test().data
