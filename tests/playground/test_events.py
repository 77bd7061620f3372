"""The bot hears of what happens as Slack tells it: signed, in Slack's shapes, and again when it fails."""

import contextlib
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from playground.server import Playground
from playground.workspace import Channel, File, SlackError, SlackUser
from tests.waiting import ended, started

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"


def test_requests_are_signed_as_slack_signs_them(slack: Playground, bot: Any) -> None:
    slack.say(AMY, "C0CYPE", "hello")
    (received,) = bot.received
    stamp, given = received.headers["x-slack-request-timestamp"], received.headers["x-slack-signature"]
    base = f"v0:{stamp}:{received.body.decode()}".encode()
    assert given == "v0=" + hmac.new(slack.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert abs(time.time() - int(stamp)) < 100, "signatures carry the real time, whatever the workspace's date"
    assert SignatureVerifier(slack.signing_secret).is_valid(received.body, stamp, given)


def test_bad_and_stale_signatures_can_be_sent(slack: Playground, bot: Any) -> None:
    verifier = SignatureVerifier(slack.signing_secret)
    bot.answer = lambda received: (
        200 if verifier.is_valid_request(received.body, received.headers) else 401,
        None,
    )
    body = json.dumps({"type": "event_callback"}).encode()
    assert slack.request(body).status == 200
    assert slack.request(body, secret="another").status == 401
    assert slack.request(body, timestamp=str(int(time.time()) - 400)).status == 401
    assert slack.request({"command": "/htst"}).status == 200


def test_the_envelope(slack: Playground, bot: Any) -> None:
    ts = slack.say(AMY, "C0CYPE", "R&D")
    data = bot.received[0].data
    assert (data["type"], data["team_id"], data["api_app_id"]) == ("event_callback", "T0PLAYGRD", "A0PLAYGRD")
    assert data["authorizations"][0]["user_id"] == BOT
    assert data["is_ext_shared_channel"] is False
    assert data["event_time"] == int(float(ts))
    event = data["event"]
    assert (
        event["type"],
        event["user"],
        event["text"],
        event["channel"],
        event["ts"],
        event["channel_type"],
    ) == (
        "message",
        AMY,
        "R&amp;D",
        "C0CYPE",
        ts,
        "channel",
    )
    assert "subtype" not in event
    assert "bot_id" not in event


def test_a_mention_comes_twice_with_one_ts(slack: Playground, bot: Any) -> None:
    ts = slack.say(AMY, "C0CYPE", "@HTST help")
    assert sorted((event["type"], event["ts"]) for event in bot.events()) == [
        ("app_mention", ts),
        ("message", ts),
    ]
    assert len({received.data["event_id"] for received in bot.received}) == 2
    bot.received.clear()
    slack.say(AMY, slack.dm(AMY), "@HTST help")
    assert [(event["type"], event["channel_type"]) for event in bot.events()] == [("message", "im")]


def test_each_kind_of_message_has_its_subtype(slack: Playground, bot: Any, client: WebClient) -> None:
    root = slack.say(AMY, "C0CYPE", "root")
    reply = slack.say(AMY, "C0CYPE", "first words", thread_ts=root)
    slack.edit(AMY, "C0CYPE", reply, "better words")
    slack.delete(AMY, "C0CYPE", reply)
    slack.say(BEN, "C0CYPE", "to all", thread_ts=root, broadcast=True)
    slack.say(BEN, "C0CYPE", "see", thread_ts=root, files=[File("a.txt", b"abc", "text/plain")])
    client.chat_postMessage(channel="C0CYPE", text="named", username="Clerk")
    slack.settle()
    events = bot.events("message")
    subtypes = [event.get("subtype") for event in events]
    expected = [
        None,
        None,
        "message_changed",
        "message_deleted",
        "thread_broadcast",
        "file_share",
        "bot_message",
    ]
    assert subtypes == expected
    _, answer, changed, deleted, broadcast, shared, _ = events
    assert (answer["thread_ts"], answer["parent_user_id"]) == (root, AMY)
    assert changed["message"]["text"] == "better words"
    assert changed["message"]["edited"]["user"] == AMY
    assert changed["previous_message"]["text"] == "first words"
    assert changed["message"]["ts"] == changed["previous_message"]["ts"] == reply
    assert changed["ts"] != reply
    assert (deleted["deleted_ts"], deleted["previous_message"]["thread_ts"]) == (reply, root)
    assert broadcast["root"]["ts"] == root
    assert shared["files"][0]["name"] == "a.txt"


def test_a_deleted_message_with_replies_leaves_a_tombstone(slack: Playground, bot: Any) -> None:
    root = slack.say(AMY, "C0CYPE", "root")
    slack.say(BEN, "C0CYPE", "reply", thread_ts=root)
    slack.delete(AMY, "C0CYPE", root)
    event = bot.events()[-1]
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")
    assert [message.get("subtype") for message in slack.thread("C0CYPE", root)] == ["tombstone", None]


def test_the_bots_own_posts_come_back_to_it(slack: Playground, bot: Any, client: WebClient) -> None:
    client.chat_postMessage(channel="C0CYPE", text="<@U0HTST> hello")
    slack.settle()
    (event,) = bot.events()
    assert (event["user"], event["bot_id"]) == (BOT, "B0HTST")


def test_joining_reacting_and_opening_home_are_told(slack: Playground, bot: Any) -> None:
    ts = slack.say(AMY, "C0CYPE", "x")
    slack.join(AMY, "C0GET")
    slack.react(BEN, "C0CYPE", ts, "eyes")
    slack.react(BEN, "C0CYPE", ts, ":eyes:")
    slack.open_home(AMY)
    kinds = sorted(f"{event['type']}/{event.get('subtype', '')}" for event in bot.events())
    assert kinds == [
        "app_home_opened/",
        "member_joined_channel/",
        "message/",
        "message/channel_join",
        "reaction_added/",
        "reaction_removed/",
    ]
    (added,) = bot.events("reaction_added")
    assert (added["user"], added["reaction"], added["item"]["ts"], added["item_user"]) == (BEN, "eyes", ts, AMY)
    (opened,) = bot.events("app_home_opened")
    assert (opened["user"], opened["channel"], opened["tab"]) == (AMY, slack.dm(AMY), "home")


def test_the_bot_hears_nothing_of_channels_it_is_not_in(slack: Playground, bot: Any) -> None:
    slack.say(AMY, "C0ELSE", "@HTST?")
    slack.join(BOT, "C0ELSE")
    slack.say(AMY, "C0ELSE", "now?")
    texts = [event.get("text") for event in bot.events("message")]
    assert texts == ["<@U0HTST> has joined the channel", "now?"]


def test_an_event_that_fails_comes_again_at_once_and_then_after_the_waits(slack: Playground, bot: Any) -> None:
    bot.answer = lambda received: (500 if len(bot.received) < 3 else 200, None)
    slack.say(AMY, "C0CYPE", "hello")
    slack.settle(retries=True)
    assert len({received.data["event_id"] for received in bot.received}) == 1
    retries = [
        (received.headers.get("x-slack-retry-num"), received.headers.get("x-slack-retry-reason"))
        for received in bot.received
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error")]
    (delivery,) = slack.deliveries()
    assert delivery.acked
    assert [attempt.status for attempt in delivery.attempts] == [500, 500, 200]


def test_after_three_retries_slack_gives_up(slack: Playground, bot: Any) -> None:
    bot.answer = lambda received: (503, None)
    slack.say(AMY, "C0CYPE", "hello")
    slack.settle(retries=True)
    assert not slack.deliveries()[0].acked
    assert len(bot.received) == 4


def test_a_bot_that_asks_for_no_retry_gets_none(slack: Playground, bot: Any) -> None:
    bot.answer = lambda received: (500, None, ("X-Slack-No-Retry", "1"))
    slack.say(AMY, "C0CYPE", "hello")
    slack.settle()
    assert [attempt.status for attempt in slack.deliveries()[0].attempts] == [500]


def test_without_a_bot_events_are_lost(slack: Playground) -> None:
    slack.connect(None)
    slack.say(AMY, "C0CYPE", "hello")
    assert [attempt.reason for attempt in slack.deliveries()[0].attempts] == ["connection_failed"]


def test_an_event_the_bot_is_too_slow_for_counts_as_failed(make: Callable[..., Playground], bot: Any) -> None:
    slack = make(patience=0.15, retry_waits=[0.0] * 400)  # on a busy machine some more are too slow
    slow = threading.Event()
    bot.answer = lambda received: (200, None if len(bot.received) > 1 else f"{slow.wait(60)}")
    slack.say(AMY, "C0CYPE", "hello")
    slack.settle(retries=True)
    slow.set()
    *late, last = [attempt.reason for attempt in slack.deliveries()[0].attempts]
    assert {*late} == {"http_timeout"}
    assert last is None
    assert bot.received[1].headers["x-slack-retry-reason"] == "http_timeout"


def test_an_answer_that_trickles_in_does_not_get_more_time(make: Callable[..., Playground]) -> None:
    slack = make(patience=0.3)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def trickle() -> None:
            link, _ = listener.accept()
            with link, contextlib.suppress(OSError):
                link.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not over.wait(0.02):
                    link.sendall(b"x")

        over = threading.Event()
        trickling = started(trickle)
        slack.connect(f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events")
        # With a new patience for each part, the whole answer would come in the end.
        assert slack.command(AMY, "C0CYPE", "/htst").error == "operation_timeout"
        over.set()
        ended([trickling], "the answer that trickles in")


def test_a_bot_that_is_down_gets_the_event_when_it_is_back(slack: Playground, bot: Any) -> None:
    slack.connect("http://127.0.0.1:1/slack/events")
    slack.outbound.waits = (0.0, *(0.1,) * 600)
    slack.say(AMY, "C0CYPE", "while away")
    assert slack.deliveries()[0].attempts[0].reason == "connection_failed"
    slack.connect(bot.url)
    slack.settle(retries=True)
    assert slack.deliveries()[0].acked
    assert bot.events()[0]["text"] == "while away"


def test_an_event_can_be_delivered_twice(slack: Playground, bot: Any) -> None:
    slack.say(AMY, "C0CYPE", "hello")
    assert slack.redeliver().ok
    assert len({received.data["event_id"] for received in bot.received}) == 1
    assert bot.received[1].headers["x-slack-retry-num"] == "1"
    sent = slack.send_event({"type": "team_rename", "name": "Kent"})
    assert sent is not None
    assert sent.acked


def test_people_of_another_organisation_are_told_apart(make: Callable[..., Playground], bot: Any) -> None:
    slack = make(
        people=[SlackUser(AMY, "Amy Carter"), SlackUser("U0EXT", "Ext Person", team="T0OTHER")],
        channels=[Channel("C0SHARED", "shared", members=(AMY, "U0EXT", BOT), is_ext_shared=True)],
    )
    root = slack.say("U0EXT", "C0SHARED", "hello")
    slack.say("U0EXT", "C0SHARED", "to all", thread_ts=root, broadcast=True)
    slack.say("U0EXT", "C0SHARED", "look", files=[File("notes.txt", b"x")])
    slack.rename("C0SHARED", "shared-again")
    assert all(one.data["is_ext_shared_channel"] for one in bot.received)
    answer, broadcast, shared = bot.events("message")
    assert answer["team"] == "T0OTHER"
    assert shared["files"][0]["user_team"] == "T0OTHER"
    for item in (answer, broadcast, shared):
        assert not {"user_team", "source_team"} & set(item)
    assert "team" not in {*broadcast, *shared}


def test_people_can_do_only_what_slack_lets_them(slack: Playground, client: WebClient) -> None:
    theirs = client.chat_postMessage(channel="C0CYPE", text="x")["ts"]
    for act in (
        lambda: slack.say(AMY, "C0GET", "x"),
        lambda: slack.edit(AMY, "C0CYPE", theirs, "x"),
        lambda: slack.delete(AMY, "C0CYPE", theirs),
        lambda: slack.say(AMY, "C0CYPE", "x", thread_ts="1.000001"),
        lambda: slack.say(AMY, "C0CYPE", "  "),
        lambda: slack.say("U9", "C0CYPE", "x"),
    ):
        with pytest.raises(SlackError):
            act()


def test_timestamps_are_unique_however_many_speak_at_once(slack: Playground) -> None:
    def speak(user: str) -> None:
        found.extend(slack.say(user, "C0CYPE", f"{n}") for n in range(20))

    found: list[str] = []
    ended([started(speak, user) for user in (AMY, BEN, AMY, BEN)], "what four people said at once")
    assert len(set(found)) == 80
    stored = [message["ts"] for message in slack.messages("C0CYPE")]
    assert stored == sorted(found)
