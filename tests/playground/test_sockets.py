"""Socket Mode: tickets, envelopes, acks, connections that end or fall silent; and Slack's own client in it."""

import contextlib
import json
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from playground.server import Playground
from tests.waiting import ended, started, until

AMY = "U0CYPE1"


@pytest.fixture
def slack(make: Callable[..., Playground]) -> Playground:
    """A workspace that knows no request URL."""
    workspace = make()
    workspace.connect(None)
    return workspace


@pytest.fixture
def impatient(slack: Playground) -> None:
    """It has little patience, and tries again often: on a busy machine what comes may be too late once more."""
    slack.outbound.patience, slack.outbound.waits = 0.2, (0.0,) * 100


def address(slack: Playground, token: str | None = None) -> str:
    client = WebClient(base_url=slack.api_url)
    url: str = client.apps_connections_open(app_token=token or slack.app_token)["url"]
    return url


@pytest.fixture
def line(slack: Playground) -> Iterator[ClientConnection]:
    """One bare connection that has been greeted."""
    with connect(address(slack)) as opened:
        hello = json.loads(opened.recv(60))
        assert hello["type"] == "hello"
        assert hello["num_connections"] == 1
        yield opened


def answering(line: ClientConnection, payload: Any = None, received: list[Any] | None = None) -> Thread:
    """Acknowledge the next envelope, with ``payload`` if there is one."""

    def answer() -> None:
        envelope = json.loads(line.recv(60))
        if received is not None:
            received.append(envelope)
        output = {"envelope_id": envelope["envelope_id"]}
        line.send(json.dumps(output if payload is None else output | {"payload": payload}))

    return started(answer)


@pytest.mark.parametrize(
    ("token", "error"), [("xoxb-playground", "not_allowed_token_type"), ("xapp-other", "invalid_auth")]
)
def test_only_the_app_level_token_opens_a_connection(slack: Playground, token: str, error: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        address(slack, token)
    assert refused.value.response["error"] == error


def test_the_app_level_token_opens_nothing_else(slack: Playground) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        WebClient(token=slack.app_token, base_url=slack.api_url).auth_test()


def test_a_ticket_is_good_for_one_connection(slack: Playground) -> None:
    url = address(slack)
    with connect(url), pytest.raises(InvalidStatus, match="403"), connect(url):
        pass
    with pytest.raises(InvalidStatus, match="403"), connect(url.split("?")[0] + "?ticket=guessed"):
        pass


def test_a_command_is_answered_in_its_ack(slack: Playground, line: ClientConnection) -> None:
    received: list[Any] = []
    thread = answering(line, {"text": "ten"}, received)
    answer = slack.command(AMY, "C0CYPE", "/htst status 10")
    ended([thread], "the ack of a command")
    assert (answer.ok, answer.text) == (True, "ten")
    assert received[0]["type"] == "slash_commands"
    assert received[0]["accepts_response_payload"] is True
    assert received[0]["payload"]["text"] == "status 10"


@pytest.mark.usefixtures("impatient")
def test_a_command_that_nobody_acknowledges_times_out(slack: Playground, line: ClientConnection) -> None:
    assert slack.command(AMY, "C0CYPE", "/htst status").error == "operation_timeout"


@pytest.mark.usefixtures("impatient")
def test_an_event_that_is_not_acknowledged_comes_again_with_its_count(
    slack: Playground, line: ClientConnection
) -> None:
    slack.say(AMY, "C0CYPE", "hello")
    first, second = json.loads(line.recv(60)), json.loads(line.recv(60))
    line.send(json.dumps({"envelope_id": second["envelope_id"]}))

    def is_acknowledged() -> bool:
        with contextlib.suppress(TimeoutError):
            line.send(json.dumps({"envelope_id": json.loads(line.recv(0.1))["envelope_id"]}))
        return slack.deliveries()[0].acked

    until(is_acknowledged, "one of the tries is acknowledged in time")
    assert first["type"] == "events_api"
    assert (first["retry_attempt"], second["retry_attempt"]) == (0, 1)
    assert second["retry_reason"] == "timeout"
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]
    *missed, last = [attempt.ok for attempt in slack.deliveries()[0].attempts]
    assert missed
    assert not any(missed)
    assert last


def test_nothing_is_kept_for_later_while_nobody_is_connected(slack: Playground) -> None:
    slack.say(AMY, "C0CYPE", "into the void")
    with connect(address(slack)) as line:
        assert json.loads(line.recv(60))["type"] == "hello"
        with pytest.raises(TimeoutError):
            line.recv(0.2)
    assert [len(one.attempts) for one in slack.deliveries()] == [1]
    assert slack.command(AMY, "C0CYPE", "/htst status").error == "dispatch_failed"


def test_of_two_connections_each_gets_its_share(slack: Playground, line: ClientConnection) -> None:
    with connect(address(slack)) as other:
        assert json.loads(other.recv(60))["num_connections"] == 2
        threads = [answering(each) for each in (line, other)]
        slack.say(AMY, "C0CYPE", "one")
        slack.say(AMY, "C0CYPE", "two")
        ended(threads, "the acks of two events")
        assert all(len(one.attempts) == 1 and one.acked for one in slack.deliveries())


def test_a_dropped_connection_ends_at_once(slack: Playground, line: ClientConnection) -> None:
    slack.sockets.drop()
    with pytest.raises(ConnectionClosed):
        line.recv(60)
    slack.sockets.wait_for(0)


def test_a_refresh_is_announced_and_new_envelopes_go_elsewhere(
    slack: Playground, line: ClientConnection
) -> None:
    slack.sockets.refresh(grace=0.3)
    assert json.loads(line.recv(60)) == {
        "type": "disconnect",
        "reason": "refresh_requested",
        "debug_info": {"host": "applink-playground"},
    }
    with connect(address(slack)) as fresh:
        assert json.loads(fresh.recv(60))["type"] == "hello"
        thread = answering(fresh)
        slack.say(AMY, "C0CYPE", "over the new one")
        ended([thread], "the ack on the new connection")
        with pytest.raises(ConnectionClosed):
            line.recv(60)
        slack.sockets.wait_for(1)


@pytest.mark.usefixtures("impatient")
def test_a_deaf_connection_stays_open_without_even_a_pong(slack: Playground, line: ClientConnection) -> None:
    assert line.ping().wait(60), "no pong came within a minute"
    slack.sockets.go_deaf()
    assert not line.ping().wait(0.2)
    slack.say(AMY, "C0CYPE", "unheard")
    with pytest.raises(TimeoutError):
        line.recv(0.1)
    assert slack.sockets.count == 1
    slack.sockets.drop()  # else the client waits for the end to be confirmed


def test_an_eleventh_connection_is_too_many(slack: Playground) -> None:
    with contextlib.ExitStack() as opened:
        for _ in range(10):
            opened.enter_context(connect(address(slack)))
        slack.sockets.wait_for(10)
        with connect(address(slack)) as extra:
            assert json.loads(extra.recv(60))["reason"] == "too_many_websockets"


def test_slacks_own_client_hears_acknowledges_and_comes_back(slack: Playground) -> None:
    client = SocketModeClient(
        app_token=slack.app_token, web_client=WebClient(base_url=slack.api_url), ping_interval=1
    )
    texts: list[str] = []

    def hear(client: Any, request: SocketModeRequest) -> None:
        texts.append(request.payload["event"]["text"])
        client.send_socket_mode_response({"envelope_id": request.envelope_id})

    client.socket_mode_request_listeners.append(hear)
    client.connect()
    slack.sockets.wait_for(1)
    slack.say(AMY, "C0CYPE", "one")
    (first,) = slack.sockets.open_now()
    slack.sockets.refresh(grace=60)  # on a busy machine the client takes a while to come back
    until(lambda: any(line is not first for line in slack.sockets.open_now()), "the client comes back")
    slack.sockets.wait_for(1)
    slack.say(AMY, "C0CYPE", "two")
    slack.settle(retries=True)
    client.close()
    assert texts == ["one", "two"]
    assert all(one.acked for one in slack.deliveries())
