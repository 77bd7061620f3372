"""Under which word a request is counted."""

import pytest

from bot.request_log import request_kind


@pytest.mark.parametrize(
    ("typed", "verb"),
    [
        ("status 10", "status"),
        ("in send status 10", "status"),
        ("In SEND: list overdue", "list"),
        ("in send 10", "status"),
        ("in send #10", "status"),
        ("in send", "help"),
        ("in", "in"),
        ("log 10 Draft sent", "update"),
        ("in send show 10", "list"),
        ("", "help"),
        ("in send somebody's words", "other command"),
        ("somebody's words in status", "other command"),
    ],
)
def test_a_command_is_counted_under_the_verb_that_is_asked_for(typed: str, verb: str) -> None:
    assert request_kind({"command": "/htst", "text": typed}) == verb
