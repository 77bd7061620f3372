"""The page's JSON: what a person sees, what they do, and the date control."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from slack_sdk import WebClient

from playground.server import Playground
from playground.workspace import File

AMY, BEN, BOT = "U0CYPE1", "U0GET1", "U0HTST"
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
CARD = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
MODAL = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Update"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


class Page:
    """The page, as its script speaks."""

    def __init__(self, slack: Playground, user: str) -> None:
        parts = urlsplit(slack.url)
        self.host, self.port, self.user = parts.hostname or "", parts.port, user

    @contextmanager
    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, {"X-Playground": "1", **headers})
            yield connection.getresponse()
        finally:
            connection.close()

    def get(self, name: str, /, **query: str) -> dict[str, Any]:
        with self.ask("GET", f"/play/{name}?{urlencode({'as': self.user, **query})}") as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def post(self, name: str, /, **body: Any) -> dict[str, Any]:
        with self.ask("POST", f"/play/{name}", {"as": self.user, **body}) as answer:
            found: dict[str, Any] = json.loads(answer.read())
            return found

    def channel(self, name: str) -> dict[str, Any]:
        return next(channel for channel in self.get("state")["channels"] if channel["name"] == name)


@pytest.fixture
def amy(slack: Playground) -> Page:
    return Page(slack, AMY)


@pytest.fixture
def ben(slack: Playground) -> Page:
    return Page(slack, BEN)


def test_the_state_of_things(amy: Page, slack: Playground) -> None:
    state = amy.get("state")
    assert state["now"].startswith("2022-11-15T09:00:0")
    assert state["me"] == {"id": AMY, "name": "Amy Carter", "title": "Officer, CYPE", "is_bot": False}
    assert [person["id"] for person in state["people"]] == [AMY, BEN]
    assert state["bot"]["is_bot"] is True
    assert (state["team"], state["timezone"]) == ({"name": "Kent"}, "Europe/London")
    assert state["commands"][0]["verbs"] == [{"name": "status", "hint": "[REF] …"}]
    assert state["shortcuts"] == []
    assert (state["view"], state["busy"]) == (None, False)
    shown = [(channel["name"], channel["kind"], channel["joined"]) for channel in state["channels"]]
    assert shown == [
        ("cype", "channel", True),
        ("get", "channel", False),
        ("elsewhere", "channel", True),
        ("secret", "channel", True),
        ("HTST", "dm", True),
    ]
    assert state["channels"][-1]["with"] == BOT
    assert slack.dm(BEN) not in [channel["id"] for channel in state["channels"]]


def test_before_anyone_is_chosen_the_first_person_looks(slack: Playground) -> None:
    with Page(slack, "").ask("GET", "/play/state") as answer:
        assert json.loads(answer.read())["me"]["id"] == AMY


def test_unread_marks_come_and_go(amy: Page, ben: Page, client: WebClient) -> None:
    client.chat_postMessage(channel="C0CYPE", text="one")
    ts = client.chat_postMessage(channel="C0CYPE", text="two")["ts"]
    client.chat_postMessage(channel="C0CYPE", text="a reply", thread_ts=ts)
    assert (amy.channel("cype")["unread"], ben.channel("cype")["unread"]) == (2, 2)
    assert amy.post("read", channel="C0CYPE") == {"ok": True}
    assert (amy.channel("cype")["unread"], ben.channel("cype")["unread"]) == (0, 2)
    ben.post("say", channel="C0CYPE", text="mine")
    assert (amy.channel("cype")["unread"], ben.channel("cype")["unread"]) == (1, 0)


def test_messages_as_the_page_shows_them(amy: Page, ben: Page, client: WebClient, slack: Playground) -> None:
    root = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]
    amy.post("say", channel="C0CYPE", text="reply & more", thread_ts=root)
    amy.post("say", channel="C0CYPE", text="for all", thread_ts=root, broadcast=True)
    client.chat_postEphemeral(channel="C0CYPE", user=AMY, text="for Amy")
    amy.post("react", channel="C0CYPE", ts=root, name="eyes")
    slack.say(BEN, "C0CYPE", "file", files=[File("a.txt", b"abc", "text/plain")])
    shown = amy.get("messages", channel="C0CYPE")["messages"]
    assert [message["text"] for message in shown] == ["card", "for all", "for Amy", "file"]
    card, broadcast, ephemeral, filed = shown
    assert set(card) == {
        "ts",
        "user",
        "text",
        "blocks",
        "thread_ts",
        "edited",
        "ephemeral",
        "subtype",
        "reply_count",
        "latest_reply",
        "reply_users",
        "reactions",
        "files",
    }
    assert (card["reply_count"], card["reply_users"], card["blocks"][0]["type"]) == (2, [AMY], "actions")
    assert card["reactions"] == [{"name": "eyes", "users": [AMY]}]
    assert (broadcast["subtype"], broadcast["blocks"]) == ("thread_broadcast", None)
    assert ephemeral["ephemeral"] is True
    assert [message["text"] for message in ben.get("messages", channel="C0CYPE")["messages"]] == [
        "card",
        "for all",
        "file",
    ]
    thread = amy.get("thread", channel="C0CYPE", ts=root)["messages"]
    assert [message["text"] for message in thread] == ["card", "reply &amp; more", "for all"]
    with amy.ask("GET", filed["files"][0]["url"]) as answer:
        assert (answer.read(), answer.getheader("Content-Disposition")) == (b"abc", "attachment")


def test_people_change_their_own_messages_only(amy: Page, ben: Page, slack: Playground) -> None:
    ts = slack.say(AMY, "C0CYPE", "one")
    assert amy.post("edit", channel="C0CYPE", ts=ts, text="two") == {"ok": True}
    assert amy.get("messages", channel="C0CYPE")["messages"][0]["edited"] is True
    refused = ben.post("edit", channel="C0CYPE", ts=ts, text="three")
    assert refused == {"ok": False, "error": "Only its author can change a message."}
    amy.post("react", channel="C0CYPE", ts=ts, name="eyes")
    amy.post("react", channel="C0CYPE", ts=ts, name="eyes")
    assert amy.get("messages", channel="C0CYPE")["messages"][0]["reactions"] == []
    assert amy.post("delete", channel="C0CYPE", ts=ts) == {"ok": True}
    assert amy.get("messages", channel="C0CYPE")["messages"] == []


def test_a_private_channel_is_not_shown_to_others(ben: Page, slack: Playground) -> None:
    slack.say(AMY, "C0SECRET", "quiet")
    assert ben.get("messages", channel="C0SECRET")["ok"] is False
    assert ben.get("thread", channel=slack.dm(AMY), ts="1")["ok"] is False


def test_a_slash_command_and_its_failures(
    amy: Page, slack: Playground, bot: Any, make: Callable[..., Playground]
) -> None:
    bot.answer = lambda received: (200, {"text": "Action 10"})
    assert amy.post("say", channel="C0CYPE", text="/htst status 10") == {"ok": True}
    assert amy.get("messages", channel="C0CYPE")["messages"][0]["text"] == "Action 10"
    root = slack.say(AMY, "C0CYPE", "root")
    refused = amy.post("say", channel="C0CYPE", text="/htst", thread_ts=root)["error"]
    assert refused == "/htst is not supported in threads. Sorry!"
    assert amy.post("say", channel="C0CYPE", text="/htts")["error"] == "/htts is not a valid command."
    impatient = make(patience=0.1)
    late = threading.Event()
    bot.answer = lambda received: (200, f"{late.wait(60)}")
    failed = Page(impatient, AMY).post("say", channel="C0CYPE", text="/htst status")
    late.set()
    assert failed == {"ok": False, "error": "/htst failed with the error “operation_timeout”"}


def test_buttons_and_modals(amy: Page, bot: Any, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0CYPE", text="card", blocks=CARD)["ts"]

    def answer(received: Any) -> tuple[int, Any]:
        if received.data.get("type") == "block_actions":
            client.views_open(trigger_id=received.data["trigger_id"], view=MODAL)
        return 200, None

    bot.answer = answer
    assert amy.post("press", channel="C0CYPE", ts=ts, block_id="b", action_id="go") == {"ok": True}
    view = amy.get("state")["view"]
    assert view["title"]["text"] == "Update"
    empty: dict[str, Any] = {"words": {"text": {"type": "plain_text_input", "value": None}}}
    wrong = amy.post("view/submit", view_id=view["id"], values=empty)
    assert wrong == {"ok": True, "errors": {"words": "Please complete this required field."}}
    given = {"words": {"text": {"type": "plain_text_input", "value": "done"}}}
    assert amy.post("view/submit", view_id=view["id"], values=given) == {"ok": True}
    assert bot.others()[-1]["view"]["state"]["values"] == given
    assert amy.get("state")["view"] is None
    bot.answer = lambda received: (500, None)
    failed = amy.post("press", channel="C0CYPE", ts=ts, block_id="b", action_id="go")
    assert failed["ok"] is False
    assert "dispatch_failed" in failed["error"]


def test_a_modal_is_closed(amy: Page, bot: Any, client: WebClient) -> None:
    amy.post("say", channel="C0CYPE", text="/htst")
    client.views_open(trigger_id=bot.others()[0]["trigger_id"], view=MODAL)
    view = amy.get("state")["view"]
    assert amy.post("view/close", view_id=view["id"]) == {"ok": True}
    assert amy.get("state")["view"] is None
    assert amy.post("view/close", view_id=view["id"])["ok"] is False


def test_opening_home_tells_the_bot_first(amy: Page, bot: Any, client: WebClient) -> None:
    def answer(received: Any) -> tuple[int, Any]:
        client.views_publish(user_id=AMY, view={"type": "home", "blocks": CARD})
        return 200, None

    bot.answer = answer
    view = amy.get("home")["view"]
    assert view["blocks"][0]["elements"][0]["action_id"] == "go"
    bot.answer = lambda received: (200, None)
    assert amy.post("view/press", view_id=view["id"], block_id="b", action_id="go") == {"ok": True}
    assert bot.others()[-1]["container"]["view_id"] == view["id"]


def test_home_can_be_looked_at_again_without_the_bot_hearing_of_it(
    amy: Page, slack: Playground, bot: Any, client: WebClient
) -> None:
    client.views_publish(user_id=AMY, view={"type": "home", "blocks": CARD})
    opened = amy.get("home")["view"]
    slack.settle()
    message = len(slack.deliveries("app_home_opened"))
    assert amy.get("home", quiet="yes")["view"] == opened
    slack.settle()
    assert len(slack.deliveries("app_home_opened")) == message == 1


def test_the_date_control(make: Callable[..., Playground]) -> None:
    message: list[datetime] = []

    def on_date(now: datetime) -> None:
        # What the bot does on the day, it does over the Web API: nothing may be locked meanwhile.
        WebClient(token=slack.bot_token, base_url=slack.api_url).chat_postMessage(channel="C0CYPE", text="due")
        assert page.get("state")["busy"] is True
        message.append(now)

    slack = make(on_date=on_date, holidays={date(2022, 11, 21)})
    page = Page(slack, AMY)
    assert page.post("date", to="2022-11-18") == {"ok": True, "now": "2022-11-18T10:00:00+00:00"}
    assert page.post("date", to="next-working-day")["now"] == "2022-11-22T10:00:00+00:00"
    assert page.post("date", to="next-monday")["now"] == "2022-11-28T10:00:00+00:00"
    assert page.post("date", to="2023-06-01")["now"] == "2023-06-01T09:00:00+00:00", "ten o'clock in summer"
    assert page.post("date", to="2022-12-01")["ok"] is False
    assert "YYYY-MM-DD" in page.post("date", to="tomorrow")["error"]
    assert message[0] == datetime(2022, 11, 18, 10, tzinfo=UTC)
    assert len(message) == len(slack.messages("C0CYPE")) == 4
    assert page.get("state")["busy"] is False


def test_a_day_that_goes_wrong_is_said(make: Callable[..., Playground]) -> None:
    def on_date(now: datetime) -> None:
        raise RuntimeError("no database")

    slack = make(on_date=on_date)
    page = Page(slack, AMY)
    assert page.post("date", to="next-working-day")["ok"] is False
    assert page.get("state")["busy"] is False


def test_changes_are_told_as_they_happen(amy: Page, slack: Playground) -> None:
    with amy.ask("GET", "/play/stream") as stream:
        assert stream.getheader("Content-Type", "").startswith("text/event-stream")
        first = json.loads(stream.readline().removeprefix(b"data: "))["revision"]
        stream.readline()
        slack.say(AMY, "C0CYPE", "x")
        second = json.loads(stream.readline().removeprefix(b"data: "))["revision"]
        assert second > first


def test_no_other_site_can_post(amy: Page) -> None:
    body = {"as": AMY, "channel": "C0CYPE", "text": "x"}
    with amy.ask("POST", "/play/say", body, **{"X-Playground": "0"}) as answer:
        assert answer.status == 403
    with amy.ask("POST", "/play/say", body, Host="evil.example") as answer:
        assert answer.status == 403
    assert amy.get("messages", channel="C0CYPE")["messages"] == []


def test_the_page_itself(amy: Page) -> None:
    for path, kind in (("/", "text/html"), ("/page/app.js", "text/javascript")):
        with amy.ask("GET", path) as answer:
            assert answer.status == 200
            assert answer.getheader("Content-Type", "").startswith(kind)
    with amy.ask("GET", "/page/../server.py") as answer:
        assert answer.status == 404


def test_nonsense_is_refused_in_a_sentence(amy: Page) -> None:
    for answer in (
        amy.post("say", channel="C0CYPE"),
        amy.post("say", channel="C0NOWHERE", text="x"),
        amy.post("press", channel="C0CYPE", ts="1.0", action_id="x"),
        amy.post("view/submit", view_id="V9", values={}),
        amy.get("messages"),
        amy.get("thread", channel="C0NOWHERE", ts="1"),
    ):
        assert answer["ok"] is False
        assert answer["error"]
