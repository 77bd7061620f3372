"""The Web API answers the bot's calls as Slack does, its errors included."""

import http.client
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.api import METHODS, OPEN_SOCKET
from playground.pace import TIERS
from playground.server import Playground

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "words"}}


def refused(call: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
    """The answer to a call that Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return dict(caught.value.response.data)


def error(call: Callable[..., Any], **arguments: Any) -> str:
    return str(refused(call, **arguments)["error"])


def test_the_token_opens_the_door(slack: Playground, client: WebClient) -> None:
    found = client.auth_test()
    assert (found["user_id"], found["team"], found["bot_id"]) == (BOT, "Kent", "B0HTST")
    assert "chat:write" in found.headers["x-oauth-scopes"].split(",")
    assert error(WebClient(token="xoxb-other", base_url=slack.api_url).auth_test) == "invalid_auth"
    assert error(WebClient(base_url=slack.api_url).auth_test) == "not_authed"
    assert WebClient(base_url=slack.api_url).auth_test(token=slack.bot_token)["ok"]


def test_a_method_nobody_knows(client: WebClient) -> None:
    found = refused(client.api_call, api_method="chat.shout")
    assert (found["error"], found["req_method"]) == ("unknown_method", "chat.shout")


def test_api_test_gives_back_what_it_got(client: WebClient) -> None:
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert error(client.api_test, error="my_error") == "my_error"


def test_a_message_is_posted_by_id_by_name_and_to_a_person(slack: Playground, client: WebClient) -> None:
    first = client.chat_postMessage(channel="C0CYPE", text="one")
    second = client.chat_postMessage(channel="#cype", text="two")
    direct = client.chat_postMessage(channel=AMY, text="three")
    assert (first["channel"], second["channel"], direct["channel"]) == ("C0CYPE", "C0CYPE", slack.dm(AMY))
    assert first["ts"] < second["ts"] < direct["ts"]
    assert first["ts"].startswith("16685028"), "the workspace's clock stands at 15 November 2022"
    assert [message["text"] for message in slack.messages("C0CYPE")] == ["one", "two"]
    assert first["message"]["bot_id"] == "B0HTST"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "#nowhere", "text": "x"}, "channel_not_found"),
        ({"channel": "C0ELSE", "text": "x"}, "not_in_channel"),
        ({"channel": "C0SECRET", "text": "x"}, "channel_not_found"),
        ({"channel": "C0CYPE"}, "no_text"),
        ({"channel": "C0CYPE", "text": " "}, "no_text"),
        ({"channel": "C0CYPE", "text": "x" * 40_001}, "msg_too_long"),
        ({"channel": "C0CYPE", "text": "x", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "C0CYPE", "text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"channel": "C0CYPE", "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0CYPE", "text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"channel": "C0CYPE", "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
        ({"channel": "C0CYPE", "text": "x", "metadata": "{"}, "invalid_metadata_format"),
        (
            {
                "channel": "C0CYPE",
                "text": "x",
                "metadata": {"event_type": "a", "event_payload": {"k": "v" * 8000}},
            },
            "metadata_too_large",
        ),
    ],
)
def test_posts_slack_would_refuse(client: WebClient, arguments: dict[str, Any], word: str) -> None:
    # Past the client's own method, which warns of some of these before Slack can.
    assert error(client.api_call, api_method="chat.postMessage", json=arguments) == word


def test_blocks_slack_would_refuse_come_back_with_the_reason(slack: Playground, client: WebClient) -> None:
    found = refused(client.chat_postMessage, channel="C0CYPE", text="x", blocks=[{"type": "section"}])
    assert found["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks/0]" in found["response_metadata"]["messages"][0]
    assert slack.messages("C0CYPE") == []


def test_too_much_text_in_all_the_blocks_together(client: WebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2640}}] * 5
    assert client.chat_postMessage(channel="C0CYPE", text="x", blocks=blocks)["ok"]
    more = [*blocks, {"type": "section", "text": {"type": "mrkdwn", "text": "x"}}]
    assert error(client.chat_postMessage, channel="C0CYPE", text="x", blocks=more) == "msg_blocks_too_long"


def test_blocks_without_ids_are_given_ids(client: WebClient) -> None:
    button = {"type": "button", "text": {"type": "plain_text", "text": "Go"}}
    blocks: list[dict[str, Any]] = [{"type": "actions", "elements": [button]}, SECTION]
    (actions, section) = client.chat_postMessage(channel="C0CYPE", text="x", blocks=blocks)["message"]["blocks"]
    assert actions["block_id"] != section["block_id"]
    assert actions["elements"][0]["action_id"]


def test_one_message_a_second_in_each_channel(make: Callable[..., Playground], clock: Any) -> None:
    slack = make(messages_per_second=1.0)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.chat_postMessage(channel="C0CYPE", text="one")
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0CYPE", text="two")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "1"
    assert caught.value.response["error"] == "ratelimited"
    assert client.chat_postMessage(channel="C0GET", text="another channel")["ok"]
    clock.now += 1
    assert client.chat_postMessage(channel="C0CYPE", text="two")["ok"]
    assert [call.status for call in slack.calls("chat.postMessage")] == [200, 429, 200, 200]


def test_every_method_has_slacks_tier_but_those_with_rules_of_their_own() -> None:
    assert {*METHODS, OPEN_SOCKET} - set(TIERS) == {"auth.test", "chat.getPermalink", "chat.postMessage"}
    assert set(TIERS.values()) == {1, 20, 50, 100}


def test_each_method_takes_so_many_calls_a_minute(make: Callable[..., Playground], clock: Any) -> None:
    slack = make(minute=60)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    for _ in range(20):
        client.users_list()
    with pytest.raises(SlackApiError) as caught:
        client.users_list()
    assert (caught.value.response.status_code, caught.value.response["error"]) == (429, "ratelimited")
    assert caught.value.response.headers["Retry-After"] == "60"
    assert client.conversations_list()["ok"], "another method of the same tier"
    clock.now += 60
    assert client.users_list()["ok"], "it had only to wait as it was told"
    assert [call.status for call in slack.calls("users.list")] == [*[200] * 20, 429, 200]


def test_an_update_changes_what_is_given_and_keeps_the_rest(slack: Playground, client: WebClient) -> None:
    metadata = {"event_type": "card", "event_payload": {"key": "k1"}}
    posted = client.chat_postMessage(channel="C0CYPE", text="old", blocks=[SECTION], metadata=metadata)
    client.chat_update(channel="C0CYPE", ts=posted["ts"], text="new")
    (message,) = slack.messages("C0CYPE")
    assert (message["text"], message["metadata"], len(message["blocks"])) == ("new", metadata, 1)
    assert message["edited"]["user"] == BOT
    client.chat_update(channel="C0CYPE", ts=posted["ts"], text="bare", blocks=[])
    assert "blocks" not in slack.messages("C0CYPE")[0]


def test_updates_and_deletions_slack_would_refuse(slack: Playground, client: WebClient) -> None:
    theirs = slack.say(AMY, "C0CYPE", "mine")
    mine = client.chat_postMessage(channel="C0CYPE", text="x")["ts"]
    at = {"channel": "C0CYPE", "text": "x"}
    assert error(client.chat_update, ts=theirs, **at) == "cant_update_message"
    assert error(client.chat_update, ts="1.000001", **at) == "message_not_found"
    assert error(client.chat_update, ts=mine, channel="C0CYPE", text="x" * 4001) == "msg_too_long"
    assert error(client.chat_update, ts=mine, channel="cype", text="x") == "channel_not_found"
    assert error(client.chat_delete, ts=theirs, channel="C0CYPE") == "cant_delete_message"
    assert client.chat_delete(ts=mine, channel="C0CYPE")["ok"]
    assert error(client.chat_delete, ts=mine, channel="C0CYPE") == "message_not_found"


def test_history_is_newest_first_in_pages_and_keeps_metadata_for_those_who_ask(
    slack: Playground, client: WebClient
) -> None:
    metadata = {"event_type": "notice", "event_payload": {"key": "k1"}}
    root = client.chat_postMessage(channel="C0CYPE", text="m0", metadata=metadata)["ts"]
    for n in range(1, 5):
        slack.say(AMY, "C0CYPE", f"m{n}")
    slack.say(AMY, "C0CYPE", "a reply", thread_ts=root)
    slack.say(AMY, "C0CYPE", "to all", thread_ts=root, broadcast=True)
    texts, cursor, pages = [], "", 0
    while True:
        found = client.conversations_history(channel="C0CYPE", limit=2, cursor=cursor)
        texts += [message["text"] for message in found["messages"]]
        pages += 1
        slack.say(BEN, "C0CYPE", "meanwhile")
        cursor = (found.get("response_metadata") or {}).get("next_cursor", "")
        assert found["has_more"] == bool(cursor)
        if not cursor:
            break
    assert texts == ["to all", "m4", "m3", "m2", "m1", "m0"]
    assert pages == 3
    oldest = client.conversations_history(channel="C0CYPE", latest=root, inclusive=True)["messages"]
    assert [message["ts"] for message in oldest] == [root]
    assert "metadata" not in oldest[0]
    (with_it,) = client.conversations_history(
        channel="C0CYPE", latest=root, inclusive=True, include_all_metadata=True
    )["messages"]
    assert with_it["metadata"] == metadata
    assert with_it["reply_count"] == 2
    after = client.conversations_history(channel="C0CYPE", oldest=root)["messages"]
    assert root not in [message["ts"] for message in after]


def test_a_thread_is_read_root_first(slack: Playground, client: WebClient) -> None:
    root = client.chat_postMessage(channel="C0CYPE", text="root")["ts"]
    first = slack.say(AMY, "C0CYPE", "one", thread_ts=root)
    second = client.chat_postMessage(channel="C0CYPE", text="two", thread_ts=root)["ts"]
    found = client.conversations_replies(channel="C0CYPE", ts=root)["messages"]
    assert [message["ts"] for message in found] == [root, first, second]
    assert found[1]["thread_ts"] == root
    later = client.conversations_replies(channel="C0CYPE", ts=root, oldest=first)["messages"]
    assert [message["ts"] for message in later] == [root, second]
    assert error(client.conversations_replies, channel="C0CYPE", ts="1.000001") == "thread_not_found"
    answer = {"channel": "C0CYPE", "text": "x", "thread_ts": first}
    assert error(client.chat_postMessage, **answer) == "cannot_reply_to_message"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"cursor": "!"}, "invalid_cursor"),
        ({"cursor": "bmV4dDp4"}, "invalid_cursor"),
        ({"limit": 0}, "invalid_limit"),
        ({"limit": 1001}, "invalid_limit"),
        ({"oldest": "noon"}, "invalid_ts_oldest"),
        ({"latest": "noon"}, "invalid_ts_latest"),
    ],
)
def test_history_slack_would_refuse(client: WebClient, arguments: dict[str, Any], word: str) -> None:
    assert error(client.conversations_history, channel="C0CYPE", **arguments) == word
    assert error(client.conversations_history, channel="C0ELSE") == "not_in_channel"


def test_channels_and_people_are_listed(slack: Playground, client: WebClient) -> None:
    names = [channel["name"] for channel in client.conversations_list(limit=2)["channels"]]
    assert names == ["cype", "get"]
    everything = client.conversations_list(types="public_channel,private_channel,im")["channels"]
    assert "C0SECRET" not in [channel["id"] for channel in everything]
    assert {channel["id"] for channel in everything if channel["is_im"]} == {slack.dm(AMY), slack.dm(BEN)}
    info = client.conversations_info(channel="C0ELSE")["channel"]
    assert (info["name"], info["is_member"], info["is_private"]) == ("elsewhere", False, False)
    assert error(client.conversations_info, channel="C0SECRET") == "channel_not_found"
    assert client.conversations_members(channel="C0GET")["members"] == [BEN, BOT]
    assert [channel["id"] for channel in client.users_conversations()["channels"]] == ["C0CYPE", "C0GET"]
    assert client.users_info(user=AMY)["user"]["profile"]["title"] == "Officer, CYPE"
    assert error(client.users_info, user="U9") == "user_not_found"
    assert {person["id"] for person in client.users_list()["members"]} == {AMY, BEN, BOT}
    assert client.conversations_open(users=AMY)["channel"]["id"] == slack.dm(AMY)
    assert error(client.conversations_open, users="U9") == "user_not_found"
    assert client.team_info()["team"]["name"] == "Kent"
    assert client.bots_info(bot="B0HTST")["bot"]["user_id"] == BOT


def test_the_bot_joins_a_public_channel(client: WebClient) -> None:
    client.conversations_join(channel="C0ELSE")
    assert client.conversations_info(channel="C0ELSE")["channel"]["is_member"]
    assert client.chat_postMessage(channel="C0ELSE", text="here")["ok"]
    assert error(client.conversations_join, channel="C0SECRET") == "channel_not_found"


def test_reactions(slack: Playground, client: WebClient) -> None:
    ts = slack.say(AMY, "C0CYPE", "done")
    at: dict[str, Any] = {"channel": "C0CYPE", "timestamp": ts}
    client.reactions_add(name="eyes", **at)
    assert error(client.reactions_add, name="eyes", **at) == "already_reacted"
    found = client.reactions_get(**at)["message"]["reactions"]
    assert found == [{"name": "eyes", "users": [BOT], "count": 1}]
    client.reactions_remove(name="eyes", **at)
    assert error(client.reactions_remove, name="eyes", **at) == "no_reaction"
    assert error(client.reactions_add, name="eyes", channel="C0CYPE", timestamp="1.0") == "message_not_found"
    assert error(client.reactions_add, name="white check", **at) == "invalid_name"


def test_an_ephemeral_message_is_seen_by_one_person_and_not_in_history(
    slack: Playground, client: WebClient
) -> None:
    ts = client.chat_postEphemeral(channel="C0CYPE", user=AMY, text="for you")["message_ts"]
    assert [message["ts"] for message in slack.ephemeral(AMY)] == [ts]
    assert slack.ephemeral(BEN) == []
    assert client.conversations_history(channel="C0CYPE")["messages"] == []
    assert error(client.chat_postEphemeral, channel="C0GET", user=AMY, text="x") == "user_not_in_channel"
    assert error(client.chat_update, channel="C0CYPE", ts=ts, text="x") == "message_not_found"


def test_a_file_is_attached_in_three_steps(slack: Playground, client: WebClient) -> None:
    root = client.chat_postMessage(channel="C0CYPE", text="root")["ts"]
    client.files_upload_v2(
        channel="C0CYPE", thread_ts=root, filename="chart.png", content=b"\x89PNG", title="Chart"
    )
    message = slack.thread("C0CYPE", root)[1]
    assert message["subtype"] == "file_share"
    assert [(file["name"], file["title"], file["size"]) for file in message["files"]] == [
        ("chart.png", "Chart", 4)
    ]
    assert error(client.files_completeUploadExternal, files=[{"id": "F9"}]) == "file_not_found"


def test_a_picture_is_described_and_its_address_is_for_the_bot_alone(
    slack: Playground, client: WebClient
) -> None:
    root = client.chat_postMessage(channel="C0CYPE", text="root")["ts"]
    given = client.files_getUploadURLExternal(filename="chart.png", length=4, alt_txt="Three bars")
    assert put(given["upload_url"], b"\x89PN") == 400
    assert error(client.files_completeUploadExternal, files=[{"id": given["file_id"]}]) == "file_not_found"
    assert put(given["upload_url"], b"\x89PNG") == 200
    share = {"files": [{"id": given["file_id"]}], "thread_ts": root}
    assert error(client.files_completeUploadExternal, channel_id="#cype", **share) == "channel_not_found"
    assert error(client.files_completeUploadExternal, channel_id="C0ELSE", **share) == "not_in_channel"
    wrong = share | {"thread_ts": "1.1"}
    assert error(client.files_completeUploadExternal, channel_id="C0CYPE", **wrong) == "thread_not_found"
    client.files_completeUploadExternal(channel_id="C0CYPE", initial_comment="See", **share)
    reply = client.conversations_replies(channel="C0CYPE", ts=root)["messages"][1]
    (file,) = reply["files"]
    assert (reply["subtype"], reply["text"], file["alt_txt"], file["mimetype"]) == (
        "file_share",
        "See",
        "Three bars",
        "image/png",
    )
    assert put(given["upload_url"], b"\x89PNG") == 404
    for token, status in ((slack.bot_token, 200), ("another", 403)):
        assert asked("GET", file["url_private"], token=token) == status
    long = {"filename": "x.png", "length": 4, "alt_txt": "x" * 1_001}
    assert error(client.files_getUploadURLExternal, **long) == "alt_txt_too_large"


@pytest.mark.parametrize(("fault", "is_stored"), [("500", False), ("500_after", True)])
def test_an_upload_can_go_wrong_in_the_middle(
    slack: Playground, client: WebClient, fault: str, is_stored: bool
) -> None:
    given = client.files_getUploadURLExternal(filename="chart.png", length=4)
    slack.faults.add("upload", fault)
    assert put(given["upload_url"], b"\x89PNG") == 500
    assert (given["file_id"] in slack.workspace.contents) is is_stored


def put(address: str, content: bytes) -> int:
    """Send a file's bytes; the status of the answer."""
    return asked("POST", address, content)


def asked(method: str, address: str, content: bytes = b"", token: str = "") -> int:
    """The status that is answered to a request."""
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
    line.request(method, urlsplit(address).path, content, {"Authorization": f"Bearer {token}"})
    status = line.getresponse().status
    line.close()
    return status


def test_a_permalink_leads_to_the_playgrounds_own_page(slack: Playground, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0CYPE", text="x")["ts"]
    link = client.chat_getPermalink(channel="C0CYPE", message_ts=ts)["permalink"]
    assert link == f"{slack.url}archives/C0CYPE/p{ts.replace('.', '')}"
    parts = urlsplit(link)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", parts.path)
    assert connection.getresponse().getheader("Location") == f"/#/C0CYPE/{ts}"
    connection.close()


def test_the_clock_moves_forward_only(slack: Playground, client: WebClient) -> None:
    slack.move_to(datetime(2022, 11, 16, 9, tzinfo=UTC))
    assert client.chat_postMessage(channel="C0CYPE", text="x")["ts"] >= "1668589200"
    with pytest.raises(ValueError, match="never runs backwards"):
        slack.move_to(datetime(2022, 11, 16, 8, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        slack.move_to(datetime(2022, 11, 17))  # noqa: DTZ001 the point of it


def test_every_call_is_recorded_without_the_token(slack: Playground, client: WebClient) -> None:
    client.chat_postMessage(channel="C0CYPE", text="one", token=slack.bot_token)
    (call,) = slack.calls("chat.postMessage")
    assert (call.arguments["text"], call.status, "token" in call.arguments) == ("one", 200, False)
    assert call.answer is not None
    assert call.answer["channel"] == "C0CYPE"


def test_only_this_machine_is_answered(slack: Playground) -> None:
    parts = urlsplit(slack.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", "/play/state", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 403
    connection.close()
