"""Thanks behind a command."""

import time

import pytest

from register.words.courtesies import is_courtesy, without_courtesies


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("until Friday thanks Amy", "until Friday"),
        ("10 to GET, please", "10 to GET"),
        ("10 👍", "10"),
        ("10 :thumbsup::skin-tone-2: thank you so much @U0CYPE!", "10"),
        ("ended, cheers all. Great work", "ended"),
        ("overdue in CYPE pls", "overdue in CYPE"),
        ("Thanks", ""),
        ("10 thanks for letting me know", "10"),
        ("2, thank you @U0GET for the help", "2"),
        ("until Friday, thanks Amy for covering", "until Friday"),
        # These say something.
        ("thanks for asking, policy signed", "thanks for asking, policy signed"),
        ("10 thanks for the note - minutes seen", "10 thanks for the note - minutes seen"),
        ("10 to Beta", "10 to Beta"),
        ("10 no thanks to Legal", "10 no thanks to Legal"),
        ("about school thanksgiving", "about school thanksgiving"),
        ("10 but last time", "10 but last time"),
        ("10 👎", "10 👎"),
        ("until Friday please @U0GET", "until Friday please @U0GET"),  # who stands in
    ],
)
def test_courtesies_at_the_end_are_left_out(typed: str, left: str) -> None:
    assert without_courtesies(typed) == left


@pytest.mark.parametrize("words", ["thanks Amy", "ok, good work all", "", "yes please Amy", "fine by me 👍"])
def test_words_that_say_nothing_more(words: str) -> None:
    assert is_courtesy(words)


@pytest.mark.parametrize("words", ["no", "but last time", "approved by Simon", "thanks Amy but not again"])
def test_words_that_say_more(words: str) -> None:
    assert not is_courtesy(words)


def test_a_long_message_is_read_at_once() -> None:
    began = time.perf_counter()
    for words in ("thanks " * 2_000, "thanks for the " * 1_000, "🙏" * 5_000):
        without_courtesies(words)
        is_courtesy(words)
    assert time.perf_counter() - began < 1
