"""What becomes of a call that Slack refuses, limits or does not answer: never, later, or to be looked up first."""

import errno
import socket
from typing import Any
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from slack_api.client import Permanent, SlackClient, Temporary, Unknown, is_definite, person_from_user


class Answer(dict[str, Any]):
    """An answer of Slack's as its library gives it."""

    def __init__(self, error: str, status: int = 200, **headers: Any) -> None:
        super().__init__(ok=False, error=error)
        self.status_code, self.headers = status, {name.replace("_", "-"): one for name, one in headers.items()}


def refused(answer: Answer) -> SlackApiError:
    return SlackApiError("no", answer)  # type: ignore[no-untyped-call]


def called(monkeypatch: pytest.MonkeyPatch, error: Exception) -> dict[str, Any]:
    """Post a message, where the library raises an error."""

    def fails(*_: Any, **__: Any) -> None:
        raise error

    slack = SlackClient("xoxb-1", "http://127.0.0.1:1/api/")
    monkeypatch.setattr(slack.client, "api_call", fails)
    return slack.call("chat.postMessage", {})


@pytest.mark.parametrize(
    "reason",
    [
        OSError(errno.ENETUNREACH, "no network"),
        OSError(errno.EHOSTUNREACH, "no host"),
        ConnectionRefusedError(),
        socket.gaierror(),
    ],
)
def test_what_cannot_have_arrived_is_sent_again(monkeypatch: pytest.MonkeyPatch, reason: OSError) -> None:
    with pytest.raises(Temporary, match="Slack cannot be reached"):
        called(monkeypatch, URLError(reason))


@pytest.mark.parametrize(
    "reason", [TimeoutError(), ConnectionResetError(), OSError(errno.EPIPE, "broken"), "a word"]
)
def test_what_may_have_arrived_is_looked_up_first(
    monkeypatch: pytest.MonkeyPatch, reason: OSError | str
) -> None:
    with pytest.raises(Unknown):
        called(monkeypatch, URLError(reason))


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (Answer("ratelimited", 429, Retry_After="7"), 7),
        (Answer("ratelimited", 429, Retry_After=["9"]), 9),
        (Answer("", 429, Retry_After="3"), 3),  # a proxy's, which knows no codes
        (Answer("ratelimited", 200), 1),
        (Answer("ratelimited", 429, Retry_After="Wed, 16 Nov 2022 09:00:00 GMT"), 30),
    ],
)
def test_a_limit_is_waited_for_as_long_as_it_says(
    monkeypatch: pytest.MonkeyPatch, answer: Answer, seconds: float
) -> None:
    with pytest.raises(Temporary) as limited:
        called(monkeypatch, refused(answer))
    assert (limited.value.seconds, limited.value.is_limit) == (seconds, True)


@pytest.mark.parametrize(
    ("status", "code", "is_refused"),
    [
        (200, "channel_not_found", True),
        (404, "channel_not_found", True),
        (429, "channel_not_found", False),
        (500, "channel_not_found", False),
        (502, "channel_not_found", False),
        (200, "", False),
        (200, "<html>", False),
        (200, "fatal_error", False),
    ],
)
def test_only_slacks_own_refusal_is_for_good(
    monkeypatch: pytest.MonkeyPatch, status: int, code: str, is_refused: bool
) -> None:
    assert is_definite(status, code) is is_refused
    with pytest.raises(Permanent if is_refused else (Temporary, Unknown)):
        called(monkeypatch, refused(Answer(code, status)))


@pytest.mark.parametrize(
    ("about", "is_guest"),
    [
        ({}, False),
        ({"is_restricted": False, "is_ultra_restricted": False}, False),
        ({"is_restricted": True}, True),
        ({"is_ultra_restricted": True}, True),
    ],
    ids=["a member", "a member by name", "of several channels", "of a single channel"],
)
def test_guests_of_one_channel_or_several_are_both_known_as_guests(
    about: dict[str, Any], is_guest: bool
) -> None:
    assert person_from_user({"id": "U0SAM"} | about).is_guest is is_guest


@pytest.mark.parametrize(
    ("about", "home"),
    [
        ({"team_id": "T0OURS"}, "T0OURS"),
        ({"team_id": "T0OURS", "enterprise_user": {"enterprise_id": "E0GRID"}}, "E0GRID"),
        ({"profile": {"team": "T0THEIRS"}}, "T0THEIRS"),
        ({}, ""),
    ],
)
def test_whose_a_person_is_comes_from_whatever_slack_says_of_it(about: dict[str, Any], home: str) -> None:
    assert person_from_user({"id": "U0SAM"} | about).home == home
