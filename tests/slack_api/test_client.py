"""What the client finds in Slack's lists and history, however long they are, and makes of answers that are none."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from demo.office import BOT, CHANNELS, MONITOR, PEOPLE
from playground.server import Playground
from slack_api.client import METADATA, HistoryInconclusive, SlackClient, Temporary, Unknown

SINCE = datetime(2022, 11, 15, 10, tzinfo=UTC)
OTHERS = [{"ts": f"1668506400.{number:06}"} for number in range(100)]
OURS = {"ts": "1668506500.000100", "metadata": {"event_type": METADATA, "event_payload": {"key": "opaque"}}}


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A local workspace."""
    with Playground(people=PEOPLE, channels=CHANNELS, bot=BOT, now=datetime.now(UTC)) as opened:
        yield opened


class Reading(SlackClient):
    """A client to which Slack gives a list in pages; ``asked`` is what it asked for."""

    def __init__(self, what: str, *pages: Sequence[dict[str, Any]]) -> None:
        super().__init__("xoxb-1", "http://127.0.0.1:1/api/")
        self.asked: list[dict[str, Any]] = []
        self._what, self._pages = what, pages

    def ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The page that the cursor names."""
        self.asked.append(dict(arguments))
        page = int(arguments.get("cursor") or 0)
        following = str(page + 1) if page + 1 < len(self._pages) else ""
        return {self._what: self._pages[page], "response_metadata": {"next_cursor": following}}


def test_a_message_is_found_however_much_was_said_since() -> None:
    client = Reading("messages", OTHERS, OTHERS, [*OTHERS[:5], OURS])
    assert client.find("C0CYPE", None, "opaque", SINCE) == ("C0CYPE", OURS["ts"])
    assert len(client.asked) == 3


def test_nothing_is_looked_for_in_what_was_said_before_it_was_tried() -> None:
    """Or a look-up in a busy channel reads a thousand messages, and then somebody has to look."""
    client = Reading("messages", [])
    assert client.find("C0CYPE", None, "opaque", SINCE) is None
    assert float(client.asked[0]["oldest"]) == SINCE.timestamp()


def test_where_more_was_said_than_can_be_read_nobody_takes_it_for_not_there() -> None:
    client = Reading("messages", *[OTHERS] * 11)
    with pytest.raises(HistoryInconclusive, match="too much"):
        client.find("C0CYPE", None, "opaque", SINCE)


def test_a_channel_is_found_by_its_name_however_many_there_are() -> None:
    client = Reading(
        "channels", [{"id": "C1", "name": "one"}], [{"id": "C2", "name": "two", "is_private": True}], []
    )
    assert client.channel_id("#two") == "C2"
    assert client.named_channels(["two"])["two"].is_private
    assert len(client.asked) == 4, "the list is read on after all were found"


def test_a_channel_that_is_archived_is_not_found_by_its_name(slack: Playground) -> None:
    client = SlackClient(slack.bot_token, slack.api_url)
    name = slack.workspace.conversation("C0CYPE").name
    assert name in client.named_channels([name])
    slack.archive("C0CYPE", MONITOR)
    assert client.named_channels([name]) == {}


def test_a_mark_that_is_there_already_is_set_and_one_that_is_gone_is_removed(slack: Playground) -> None:
    client = SlackClient(slack.bot_token, slack.api_url)
    ts = client.call("chat.postMessage", {"channel": "C0CYPE", "text": "x"})["ts"]
    mark = {"channel": "C0CYPE", "timestamp": ts, "name": "memo"}
    for method in ("reactions.add", "reactions.add", "reactions.remove", "reactions.remove"):
        assert client.call(method, mark)["ok"]


def test_a_file_whose_upload_is_not_answered_is_simply_uploaded_again(slack: Playground) -> None:
    """Nobody sees it before it is shared, so that nothing has to be looked up."""
    client = SlackClient(slack.bot_token, slack.api_url)
    slack.faults.add("files.getUploadURLExternal", "drop_after")
    with pytest.raises(Temporary, match="could not be handed over"):
        client.upload("chart.png", b"picture", "")
    assert client.upload("chart.png", b"picture", "")


def test_an_answer_that_is_no_json_may_have_been_given_after_the_call_was_carried_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As slack_sdk gives what a proxy packed."""
    client = SlackClient("xoxb-1", "http://127.0.0.1:1/api/")
    monkeypatch.setattr(client.client, "api_call", lambda *_, **__: SimpleNamespace(data=b"\x1f\x8b"))
    with pytest.raises(Unknown):
        client.call("chat.postMessage", {})
