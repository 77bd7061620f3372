"""Replies with a range of actions, with rows of counts, and with "action" mistyped or shortened."""

import time

import pytest

from register.words.reply_words import ReplyReading, read_reply
from register.words.small_talk import says_complete
from register.words.typed_refs import RefIndex

INDEX = RefIndex([str(number) for number in range(1, 45)])
REMINDED = ("3", "14", "15", "42")


def under_reminder(words: str) -> ReplyReading:
    return read_reply(words, INDEX, REMINDED, None)


def under_card(words: str, own: str = "14") -> ReplyReading:
    return read_reply(words, INDEX, (own,), own)


@pytest.mark.parametrize(
    "words", ["3-42 done", "3 to 42 are done", "3-42: done", "3-14 done, 42 not yet", "Re 14-42 sent to Legal"]
)
def test_a_range_beyond_what_was_asked_about_is_asked_about(words: str) -> None:
    assert under_reminder(words) == ReplyReading()


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("14-15 done", ["14", "15"]),
        ("Actions 14-16 are done", ["14", "15", "16"]),
        ("30-32: done", ["30", "31", "32"]),
        ("3, 14 and 42 done", ["3", "14", "42"]),
    ],
)
def test_a_range_of_what_was_asked_about_and_a_plain_one_are_read(words: str, refs: list[str]) -> None:
    read = under_reminder(words)
    assert [ref for ref, _words in read.parts] == refs
    assert read.unsure == ()


def test_under_a_card_a_range_of_others_is_asked_about_unless_it_is_marked() -> None:
    assert under_card("14-16 done").unsure == ("14", "15", "16")
    assert under_card("20-22 are done").unsure == ("20", "21", "22")
    assert under_card("Actions 20-22 are done").unsure == ()
    assert dict(under_card("10: sent; 20-22 are done").parts)["21"] == "done"


@pytest.mark.parametrize(
    "words",
    [
        "14: 12 applied, 3 appointed",
        "14: 42 invited, 15 came, 3 declined",
        "14: 15 schools replied, 42 to go",
        "14: interviewed 12, 3 appointed",
    ],
)
def test_rows_of_counts_are_of_the_action_before_them(words: str) -> None:
    read = under_reminder(words)
    assert read == ReplyReading((("14", words.partition(": ")[2]),))
    assert under_card(words) == read


@pytest.mark.parametrize("delay", ["1 week delay", "5 day delay", "2 weeks", "12 november", "50 per cent"])
def test_a_time_before_another_action_counts_nothing_of_it(delay: str) -> None:
    read = under_reminder(f"14: {delay}, 3 chased")
    assert read == ReplyReading((("14", delay), ("3", "chased")))


def test_what_is_left_beside_the_cards_own_action_may_be_another() -> None:
    assert under_card("14 done, 15 outstanding").unsure == ("15",)


def test_a_row_of_counts_under_a_card_is_its_actions() -> None:
    assert under_card("12 applied, 3 appointed") == ReplyReading((("14", "12 applied, 3 appointed"),))
    assert under_card("12 applied, 14 appointed").unsure == ("12",)


def test_a_count_that_goes_on_like_an_action_is_asked_about() -> None:
    assert under_reminder("14: 12 sent, 3 done").unsure == ("3",)
    assert dict(under_reminder("14: 12 letters sent, 3 not yet").parts) == {
        "14": "12 letters sent",
        "3": "not yet",
    }
    assert dict(under_reminder("14 done, 3 appointed").parts) == {"14": "done", "3": "appointed"}


@pytest.mark.parametrize("word", ["Act", "act.", "Acton", "acitons", "actoin", "ACTION"])
def test_action_mistyped_is_action(word: str) -> None:
    expected = ReplyReading((("3", "done"),))
    assert under_reminder(f"{word} 3 done") == expected
    assert under_card(f"{word} 3: done") == expected
    assert under_card(f"Sorted. {word} 3 is done").parts == (("3", "done"), ("14", "Sorted."))


@pytest.mark.parametrize(
    "words",
    [
        "Act 1989 applies",
        "The Act 3 is about",
        "Act 3 of the play",
        "Acton 3 schools visited",
        "Acton. 3 letters sent",
    ],
)
def test_an_act_and_a_place_are_no_action(words: str) -> None:
    assert under_card(words) == ReplyReading((("14", words),))


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("3 yes 14 no 42 not yet", {"3": "yes", "14": "no", "42": "not yet"}),
        ("3-done 14-with legal 42-late", {"3": "done", "14": "with legal", "42": "late"}),
        ("3✅14❌42⏳ waiting", {"3": "✅", "14": "❌", "42": "⏳ waiting"}),
        ("3) done\n14) legal\n42) ?", {"3": "done", "14": "legal"}),
    ],
)
def test_what_people_type_on_a_telephone_is_of_its_own_action(words: str, parts: dict[str, str]) -> None:
    read = under_reminder(words)
    assert (dict(read.parts), read.unsure, read.is_small_talk) == (parts, (), False)


def test_so_many_are_done_may_be_a_count() -> None:
    assert under_reminder("3 are done").unsure == ("3",)
    assert under_reminder("3 is done").parts == (("3", "done"),)
    assert under_reminder("3 and 14 are done").unsure == ()


def test_what_is_left_over_is_a_count_under_a_card() -> None:
    words = "3 of the 5 schools signed up, 2 outstanding"
    assert under_card(words) == ReplyReading((("14", words),))


@pytest.mark.parametrize("words", ["b4 " * 6_600, "14: " + "1 week " * 2_800, "done 4 of 6 " * 1_700])
def test_the_longest_messages_are_read_at_once(words: str) -> None:
    began = time.process_time()
    under_card(words)
    says_complete(words)
    assert time.process_time() - began < 1
