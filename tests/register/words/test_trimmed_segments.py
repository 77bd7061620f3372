"""What is cut from a reply that names actions, and what may not be: words that say how one is."""

import pytest

from register.words.reply_words import ReplyReading, read_reply
from register.words.typed_refs import RefIndex

INDEX = RefIndex([*map(str, range(1, 45)), "AGS1", "R12"])


def under_reminder(words: str) -> ReplyReading:
    return read_reply(words, INDEX, ("3", "14", "38", "AGS1", "R12"), None)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("3 done. 14: not Q3", {"3": "done.", "14": "not Q3"}),
        ("3 done. 14: not for 2025", {"3": "done.", "14": "not for 2025"}),
        (
            "3 done\n14 with Legal\nAll good now, thanks",
            {"3": "done", "14": "with Legal\nAll good now, thanks"},
        ),
        ("3 done\n14 with Legal\nReceived, thanks", {"3": "done", "14": "with Legal\nReceived, thanks"}),
        ("3 done\n14 with Legal\nMany thanks\nAmy", {"3": "done", "14": "with Legal"}),
    ],
)
def test_no_news_of_an_action_is_cut(words: str, parts: dict[str, str]) -> None:
    read = under_reminder(words)
    assert (dict(read.parts), read.unsure) == (parts, ())


@pytest.mark.parametrize(
    "words", ["14 – staff trained, 3 left", "14 – letters sent, 3 outstanding", "14: waiting… 3 replied so far"]
)
def test_what_is_left_of_a_count_may_be_another_action(words: str) -> None:
    assert under_reminder(words).unsure == ("3",)


@pytest.mark.parametrize(
    "words",
    ["3 green spaces, 14 red routes", "> 3\n> 14\nBoth done", "> Action 14: train\n> Action 3: review\nDone"],
)
def test_where_it_cannot_be_told_which_action_is_meant_none_is_taken(words: str) -> None:
    assert under_reminder(words).parts == ()


def test_under_a_card_what_may_be_counts_or_points_of_its_own_is_no_other_action() -> None:
    under_card = read_reply("3 (primary) - done, 5 (secondary) - not yet", INDEX, ("10",), "10")
    assert under_card.unsure == ("3", "5")
    point = "> 3: train all staff\nDone"
    assert read_reply(point, INDEX, ("10",), "10").parts == (("10", point),)


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("1. 3 of 5 done\n2. 4 of 5 done", {"1": "3 of 5 done", "2": "4 of 5 done"}),
        ("1) 3 done\n2) 4 not done", {"1": "3 done", "2": "4 not done"}),
    ],
)
def test_points_of_a_list_that_are_asked_about_are_refs(words: str, parts: dict[str, str]) -> None:
    read = read_reply(words, INDEX, ("1", "2", "3", "4", "5"), None)
    assert dict(read.parts) == parts


def test_what_was_not_meant_takes_no_words_from_below_and_ditto_repeats_nothing_of_its_own() -> None:
    assert under_reminder("3 not 38\n14 done").parts == (("14", "done"),)
    assert under_reminder("3 done\nditto").parts == (("3", "done\nditto"),)
    assert dict(under_reminder("3 was 14 now 15\n14 ditto").parts)["14"] == "now 15\nditto"
