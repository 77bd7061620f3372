"""The door: only what Slack signed just now comes in, and what is turned away is counted."""

import io
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.counters import Counters
from bot.signature import LARGEST_REQUEST, TELL_AGAIN_SECONDS, SignatureCheck
from demo.office import OFFICER_IDS, Office
from playground.outbound import signature

SECRET, NOW = "the secret", 1_700_000_000
FORM = {"command": "/htst", "text": "help", "team_id": "T1"}


def knock(
    body: bytes, timestamp: str, signed: str | None = None, length: int | None = None, kind: str = ""
) -> tuple[str, Any]:
    """Send a request to a door; give its status and what was counted."""
    counts, answers = Counters(), []

    def inside(environ: Any, start_response: Any) -> list[bytes]:
        assert environ["wsgi.input"].read() == body
        start_response("200 OK", [])
        return [b"in"]

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body) if length is None else length),
        "wsgi.input": io.BytesIO(body),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": timestamp,
        "HTTP_X_SLACK_SIGNATURE": signature(SECRET, timestamp, body) if signed is None else signed,
    }
    door = SignatureCheck(inside, "/slack/events", SECRET, counts, lambda: NOW)

    def start(status: str, _headers: object, _failed: object = None) -> Callable[[bytes], object]:
        answers.append(status)
        return lambda _chunk: None

    door(environ, start)
    return answers[0], counts.read()


def test_what_slack_signed_comes_in() -> None:
    assert knock("naïve".encode(), str(NOW - 299)) == ("200 OK", {})


@pytest.mark.parametrize(
    ("timestamp", "reason"),
    [
        (str(NOW - 301), "stale timestamp"),
        (str(NOW + 301), "stale timestamp"),
        ("", "no timestamp"),
        ("yesterday", "no timestamp"),
        ("1.7e9", "no timestamp"),
        ("-5", "no timestamp"),
        ("١٧٠٠٠٠٠٠٠٠", "no timestamp"),
        ("9" * 400, "no timestamp"),
    ],
)
def test_a_stale_or_strange_timestamp_is_turned_away(timestamp: str, reason: str) -> None:
    assert knock(b"{}", timestamp) == ("401 Unauthorized", {("request", reason): 1})


@pytest.mark.parametrize("signed", ["", "v0=", "v1=abc", "v0=" + "0" * 64, "v0=é"])
def test_a_bad_signature_is_turned_away(signed: str) -> None:
    assert knock(b"{}", str(NOW), signed) == ("401 Unauthorized", {("request", "bad signature"): 1})


def test_bytes_that_are_no_text_are_turned_away() -> None:
    assert knock(b"\xff\xfe", str(NOW)) == ("401 Unauthorized", {("request", "not text"): 1})


@pytest.mark.parametrize("body", ['{"type": ', "{]", "[]", "5", "null", "[" * 100_000, '{"a": ' * 100_000])
def test_json_that_cannot_be_read_is_turned_away_for_good(body: str) -> None:
    """After an error Slack would send it again."""
    answer = knock(body.encode(), str(NOW), kind="application/json; charset=utf-8")
    assert answer == ("400 Bad Request", {("request", "bad JSON"): 1})


@pytest.mark.parametrize(
    "body", ["payload=%7B%22type", "payload=", "payload=5", "payload=%5B%5D", "a=1&payload=null", "%70ayload=5"]
)
def test_so_is_a_form_with_such_json(body: str) -> None:
    answer = knock(body.encode(), str(NOW), kind="application/x-www-form-urlencoded")
    assert answer == ("400 Bad Request", {("request", "bad JSON"): 1})


def test_the_running_bot_takes_what_cannot_be_read_for_no_fault_of_its_own(office: Office) -> None:
    for body in (b'{"type": ', b"payload=%7B", b"5", b"[]"):
        assert office.slack.request(body).status == 400
    assert office.slack.request({"payload": "{"}).status == 400
    assert office.slack.command(OFFICER_IDS["CYPE"], "C0CYPE", "/htst help").ok


def test_what_is_too_large_is_not_even_read() -> None:
    assert knock(b"", str(NOW), length=LARGEST_REQUEST + 1) == (
        "413 Content Too Large",
        {("request", "too large"): 1},
    )


def test_whoever_runs_it_is_told_why_requests_are_turned_away_once_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A signing secret that was renewed in Slack alone: people read that it failed, and nothing else says why."""
    counts, now = Counters(), float(NOW)

    def send(secret: str) -> None:
        stamp = str(int(now))
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/slack/events",
            "CONTENT_LENGTH": "2",
            "wsgi.input": io.BytesIO(b"{}"),
            "HTTP_X_SLACK_REQUEST_TIMESTAMP": stamp,
            "HTTP_X_SLACK_SIGNATURE": signature(secret, stamp, b"{}"),
        }
        door(environ, lambda _status, _headers, _failed=None: lambda _chunk: None)

    door = SignatureCheck(lambda environ, start: [], "/slack/events", SECRET, counts, lambda: now)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            send("the new secret")
        (warning,) = caplog.messages
        assert "SLACK_SIGNING_SECRET is not the app's" in warning
        now += TELL_AGAIN_SECONDS
        send("the new secret")
    assert caplog.messages == [warning, warning]
    assert counts.turned_away == 4
    send(SECRET)
    assert counts.turned_away == 0


@pytest.mark.parametrize("timestamp", ["soon", "1", None])
def test_the_running_bot_turns_away_what_is_not_slacks(office: Office, timestamp: str | None) -> None:
    secret = "somebody else's" if timestamp is None else None
    assert office.slack.request(FORM, secret=secret, timestamp=timestamp).status == 401
    assert office.slack.command(OFFICER_IDS["CYPE"], "C0CYPE", "/htst help").ok
