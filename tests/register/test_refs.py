"""Refs as actions name one another."""

import pytest

from register.refs import references


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("See Action10 and action 17.", ("10", "17")),
        ("Part of actions 1.1, 1.2 and 4.10.", ("1.1", "1.2", "4.10")),
        ("Part of action 4.10a; see action 3.", ("4.10a", "3")),
        ("No further action. 10 schools wrote.", ()),
    ],
)
def test_actions_named_in_the_words(words: str, refs: tuple[str, ...]) -> None:
    assert references(words) == refs
