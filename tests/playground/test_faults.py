"""Slack can be unwell: each way of misbehaving reaches the bot's client as it would in life."""

import http.client
import threading
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.server import Playground
from tests.waiting import ended, started, until

AMY = "U0CYPE1"


def texts(slack: Playground) -> list[str]:
    return [message["text"] for message in slack.messages("C0CYPE")]


@pytest.mark.parametrize(("kind", "posted"), [("drop_before", []), ("drop_after", ["x"])])
def test_the_connection_is_dropped(slack: Playground, client: WebClient, kind: str, posted: list[str]) -> None:
    slack.faults.add("chat.postMessage", kind)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        client.chat_postMessage(channel="C0CYPE", text="x")
    assert texts(slack) == posted
    assert [sent.event["text"] for sent in slack.deliveries("message")] == posted
    assert client.chat_postMessage(channel="C0CYPE", text="y")["ok"], "once, unless told otherwise"


@pytest.mark.parametrize(("kind", "posted"), [("hang", []), ("hang_after", ["x"])])
def test_no_answer_comes(slack: Playground, kind: str, posted: list[str]) -> None:
    slack.faults.add("chat.postMessage", kind)
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    client.timeout = 0.2  # type: ignore[assignment]  # it says whole seconds, and takes any
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel="C0CYPE", text="x")
    until(lambda: texts(slack) == posted, "what was posted before the hang stands")


@pytest.mark.parametrize(
    ("kind", "status", "posted"),
    [("500", 500, []), ("500_after", 500, ["x"]), ("503", 503, []), ("garbage", 200, [])],
)
def test_the_server_fails(
    slack: Playground, client: WebClient, kind: str, status: int, posted: list[str]
) -> None:
    slack.faults.add("chat.postMessage", kind, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="non-JSON"):
            client.chat_postMessage(channel="C0CYPE", text="x")
    assert texts(slack) == posted * 2
    assert [call.status for call in slack.calls()] == [status] * 2
    assert client.chat_postMessage(channel="C0CYPE", text="y")["ok"]


def test_being_told_to_wait(slack: Playground, client: WebClient) -> None:
    slack.faults.add("chat.postMessage", "429", retry_after=7)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="C0CYPE", text="x")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(("kind", "posted"), [("fatal_error", []), ("fatal_error_after", ["x"])])
def test_an_error_of_slacks_own(slack: Playground, client: WebClient, kind: str, posted: list[str]) -> None:
    slack.faults.add("chat.postMessage", kind)
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.chat_postMessage(channel="C0CYPE", text="x")
    assert texts(slack) == posted


def test_a_fault_may_be_meant_for_one_channel_or_any_method(slack: Playground, client: WebClient) -> None:
    slack.faults.add("chat.postMessage", "channel_not_found", channel="C0GET")
    assert client.chat_postMessage(channel="#cype", text="x")["ok"]
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="#get", text="x")
    slack.faults.add("*", "internal_error", times=9)
    with pytest.raises(SlackApiError, match="internal_error"):
        client.users_list()
    slack.faults.clear()
    assert client.users_list()["ok"]


def test_history_may_be_late_while_the_page_is_not(slack: Playground, client: WebClient, clock: Any) -> None:
    root = client.chat_postMessage(channel="C0CYPE", text="old")["ts"]
    slack.faults.history_lag(1.0)
    slack.say(AMY, "C0CYPE", "new", thread_ts=root)
    assert client.conversations_history(channel="C0CYPE")["messages"] == []
    with pytest.raises(SlackApiError, match="thread_not_found"):
        client.conversations_replies(channel="C0CYPE", ts=root)
    assert texts(slack) == ["old", "new"]
    clock.now += 2
    assert len(client.conversations_replies(channel="C0CYPE", ts=root)["messages"]) == 2


def test_stopping_lets_go_of_what_hangs(make: Callable[..., Playground], bot: Any) -> None:
    slack = make(patience=600.0)
    slack.faults.add("auth.test", "hang")
    release = threading.Event()
    bot.answer = lambda received: (200, f"{release.wait(600)}")
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=600)
    let_go: list[str] = []

    def ask() -> None:
        try:
            client.auth_test()
        except (http.client.HTTPException, OSError):
            let_go.append("call")

    def command() -> None:
        let_go.append(slack.command(AMY, "C0CYPE", "/htst").error or "")

    hanging = [started(ask), started(command)]
    until(lambda: slack.calls("auth.test") and bot.received, "a call and a command are under way")
    ended([started(slack.stop), *hanging], "the workspace and what hung in it")
    assert sorted(let_go) == ["call", "dispatch_failed"]
    release.set()
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith("playground")]
