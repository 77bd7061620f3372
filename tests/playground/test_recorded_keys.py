"""What the local Slack says has the keys that Slack's recorded samples have, and no more: bots must not learn to
lean on what the real one leaves out.

Compared with json-logs/samples of slackapi/java-slack-sdk when ``recorded_keys`` was written; the samples themselves
are not ours and stay there.
"""

from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient

from playground.api import METHODS
from playground.definitions import Enterprise, UserGroup
from playground.server import Playground
from playground.workspace import Channel, File, SlackUser
from tests.playground.recorded_keys import ANSWERS, PAYLOADS
from tests.playground.shapes import CARD, HOME, MODAL

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"
# What has no keys of its own: words that the bot wrote, what was entered under its ids, texts of Block Kit.
OPAQUE = {"blocks", "attachments", "values", "metadata", "title", "submit", "close"}
Shape = dict[str, set[str]]


def shape_of(value: Any, at: str = "") -> Shape:
    """The keys at each place of a JSON value; a list's items share theirs."""
    found: Shape = {}
    if isinstance(value, dict):
        found[at] = set(value)
        inner = [(f"{at}.{name}".strip("."), one) for name, one in value.items() if name not in OPAQUE]
    else:
        inner = [(at, one) for one in value] if isinstance(value, list) else []
    for place, item in inner:
        for name, keys in shape_of(item, place).items():
            found[name] = found.get(name, set()) | keys
    return found


def told(shapes: dict[str, str]) -> Shape:
    """A shape as ``recorded_keys`` writes it."""
    return {place: set(keys.split()) for place, keys in shapes.items()}


Make = Callable[..., Playground]
GRID = Enterprise("E0ORG", "Organisation", ("T0SISTER",))


def workspace(make: Make, grid: Enterprise | None) -> Playground:
    """A workspace with everything in it, by itself or in an Enterprise Grid."""
    return make(
        people=[
            SlackUser(AMY, "Amy Carter"),
            SlackUser(BEN, "Ben Shah"),
            SlackUser("U0SAM", "Sam", team="T0OTHER"),
        ],
        channels=[
            Channel("C0CYPE", "cype", members=(AMY, BEN, BOT, "U0SAM"), is_ext_shared=True),
            Channel("C0SECRET", "secret", members=(AMY, BOT), is_private=True),
        ],
        user_groups=[UserGroup("S0FINANCE", "finance", (AMY,))],
        enterprise=grid,
    )


def client_of(slack: Playground) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=30)


def people_speak(slack: Playground) -> None:
    """All that people say and do in conversations."""
    client = client_of(slack)
    root = client.chat_postMessage(channel="C0CYPE", text="root", blocks=CARD)["ts"]
    for user in (AMY, "U0SAM"):
        slack.say(user, "C0CYPE", "Ask <@U0HTST>", thread_ts=root)
        slack.say(user, "C0CYPE", "to all", thread_ts=root, broadcast=True)
        slack.say(user, "C0CYPE", "look", thread_ts=root, files=[File("a.txt", b"x")])
    answer = slack.say(AMY, "C0CYPE", "see https://example.org/a @finance")
    slack.edit(AMY, "C0CYPE", answer, "better")
    slack.delete(AMY, "C0CYPE", answer)
    slack.react(AMY, "C0CYPE", root, "eyes")
    slack.react(AMY, "C0CYPE", root, "eyes")
    slack.join(BEN, "C0SECRET")
    slack.change(BEN, title="Away")
    slack.admit(SlackUser("U0NEW", "Iris New"))
    client.views_publish(user_id=AMY, view=HOME)
    slack.open_home(AMY)
    slack.rate_limit_events()


def people_press(slack: Playground, bot: Any) -> None:
    """All that people do with the app."""
    client = client_of(slack)
    ts = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]
    slack.react(BEN, "C0CYPE", ts, "eyes")
    slack.command(AMY, "C0CYPE", "/htst status")
    slack.shortcut(AMY, "remember", "C0CYPE", ts)
    for ends in ("submit", "close"):
        slack.press(AMY, "C0CYPE", ts, "update")
        opened = client.views_open(
            trigger_id=bot.others()[-1]["trigger_id"], view=MODAL | {"notify_on_close": True}
        )
        if ends == "submit":
            slack.submit(AMY, opened["view"]["id"], {"words": {"text": "Done"}})
        else:
            slack.close(AMY, opened["view"]["id"])


def the_bot_asks(slack: Playground) -> None:
    """Calls whose answers say more than that all is well; those that were not made above."""
    client = client_of(slack)
    ts = client.chat_postMessage(channel="C0CYPE", text="x", thread_ts=root_of(slack))["ts"]
    client.chat_update(channel="C0CYPE", ts=ts, text="y")
    client.chat_postEphemeral(channel="C0CYPE", user=AMY, text="z")
    client.chat_getPermalink(channel="C0CYPE", message_ts=ts)
    client.reactions_add(channel="C0CYPE", timestamp=ts, name="memo")
    client.reactions_get(channel="C0CYPE", timestamp=ts)
    client.reactions_remove(channel="C0CYPE", timestamp=ts, name="memo")
    client.chat_delete(channel="C0CYPE", ts=ts)
    client.auth_test()
    for call in (client.users_list, client.users_conversations, client.team_info, client.bots_info):
        call()
    client.conversations_list(types="public_channel,private_channel,im")
    client.conversations_history(channel="C0CYPE")
    client.conversations_replies(channel="C0CYPE", ts=root_of(slack))
    client.conversations_members(channel="C0CYPE")
    client.users_info(user=AMY)
    client.usergroups_list(include_users=True)
    for place in ("C0CYPE", "C0SECRET", slack.dm(AMY)):
        client.conversations_info(channel=place)
    client.conversations_join(channel="C0CYPE")
    for whole in (False, True):
        client.conversations_open(users=AMY, return_im=whole)
    given = client.files_getUploadURLExternal(filename="a.png", length=1, alt_txt="A dot")
    with urlopen(Request(given["upload_url"], b"x")) as answer:  # noqa: S310 - its own
        answer.read()
    client.files_completeUploadExternal(files=[{"id": given["file_id"]}], channel_id="C0CYPE")


def root_of(slack: Playground) -> str:
    ts: str = slack.messages("C0CYPE")[0]["ts"]
    return ts


def kind_of(body: dict[str, Any]) -> str:
    """What a payload is, by the name it has in ``recorded_keys``."""
    event = body.get("event")
    if event is None:
        return "command" if "command" in body else str(body["type"])
    if event["type"] != "message":
        return str(event["type"])
    if event.get("bot_id"):
        return "message by the bot"
    unfurled = " unfurled" if "attachments" in event.get("message", {}) else ""
    return f"message {event.get('subtype', 'plain')}{unfurled}"


def gathered(make: Make, bot: Any, grid: Enterprise | None) -> tuple[dict[str, Shape], dict[str, Shape]]:
    """The shapes of all payloads and of all answers that one workspace gives."""
    bot.received.clear()
    slack = workspace(make, grid)
    people_speak(slack)
    people_press(slack, bot)
    the_bot_asks(slack)
    slack.archive("C0CYPE", AMY)
    slack.convert("C0SECRET", "C0SECRETNEW")
    slack.settle()
    payloads, answers = dict[str, Shape](), dict[str, Shape]()
    for received in bot.received:
        envelope, event = received.data, received.data.get("event")
        join(payloads, kind_of(received.data), shape_of(event or envelope))
        if event:
            join(payloads, "envelope of an event", shape_of({**envelope, "event": None}))
    for call in (one for one in slack.calls() if one.method in METHODS):
        join(answers, call.method, shape_of(call.answer))
    return payloads, answers


def join(known: dict[str, Shape], kind: str, shape: Shape) -> None:
    together = known.setdefault(kind, {})
    for place, keys in shape.items():
        together[place] = together.get(place, set()) | keys


def test_payloads_and_answers_have_the_recorded_keys_and_no_more(make: Make, bot: Any) -> None:
    payloads, answers = gathered(make, bot, None)
    assert "enterprise" not in str(answers).replace("is_enterprise_install", "")
    for into, more in zip((payloads, answers), gathered(make, bot, GRID), strict=True):
        for kind, shape in more.items():
            join(into, kind, shape)
    assert payloads.keys() == PAYLOADS.keys()
    assert answers.keys() == ANSWERS.keys()
    for found, known in ((payloads, PAYLOADS), (answers, ANSWERS)):
        for kind, shape in found.items():
            assert shape == told(known[kind]), kind


def test_every_method_is_held_to_its_keys_but_those_that_answer_ok_alone() -> None:
    said_elsewhere = {"api.test", "blocks.validate", "files.info", "views.push", "views.update"}
    assert METHODS.keys() - ANSWERS.keys() == said_elsewhere


@pytest.mark.parametrize("kind", ["message thread_broadcast", "message file_share"])
def test_what_says_no_home_beside_its_author_is_known_as_such(kind: str) -> None:
    own = set(PAYLOADS[kind][""].split())
    assert not own & {"team", "user_team", "source_team", "user_profile"}
