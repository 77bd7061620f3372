"""What is read as the reason in words that people type after a command."""

import pytest

from register.words.reasons import because, whole_reason, with_reason


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("31 March because the tender is late", "the tender is late"),
        ("31 March because of the payroll year", "because of the payroll year"),
        ("31 March because offices are shut", "offices are shut"),
        ("31 March because of", ""),
        ("31 March because of …", ""),
        ("31 March because …", ""),
        ("31 March because", ""),
        ("31 March", ""),
    ],
)
def test_because_of_nothing_is_no_reason(typed: str, reason: str) -> None:
    assert because(typed) == ("31 March", reason)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("31 Jan because Legal is slow", ("31 Jan", "Legal is slow")),
        ("31 Jan as Legal is slow", ("31 Jan", "Legal is slow")),
        ("31 Jan cos Legal is slow", ("31 Jan", "Legal is slow")),
        ("31 Jan, since Legal is slow", ("31 Jan", "Legal is slow")),
        ("because the tender is out", ("", "the tender is out")),
        ("same as last month", ("same as last month", "")),
        ("just as before", ("just as before", "")),
        ("as planned", ("as planned", "")),
        ("such as the tender, because it is late", ("such as the tender", "it is late")),
    ],
)
def test_a_reason_is_what_stands_behind_a_word_for_because(typed: str, parts: tuple[str, str]) -> None:
    assert because(typed) == parts


@pytest.mark.parametrize("reason", ["the tender is late", "because of the payroll year"])
def test_a_reason_that_is_put_behind_words_is_read_as_it_was(reason: str) -> None:
    assert because(with_reason("31 March", reason)) == ("31 March", reason)


def test_a_place_is_left_for_a_reason_that_is_missing() -> None:
    assert with_reason("31 March", "") == "31 March because …"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("because the board has not met", "the board has not met"),
        ("the board has not met", "the board has not met"),
        ("please because the board has not met", "the board has not met"),
        ("we wait because the board has not met", "we wait because the board has not met"),
        ("not good enough as there is no evidence", "not good enough as there is no evidence"),
        ("we wait because …", "we wait"),
        ("", ""),
    ],
)
def test_where_all_words_are_the_reason_what_stands_before_because_is_kept(typed: str, reason: str) -> None:
    assert whole_reason(typed) == reason
