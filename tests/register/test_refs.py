"""Refs as people type them, and as actions name one another."""

import pytest

from register.refs import read_ref, references, same_ref


@pytest.mark.parametrize(
    ("typed", "ref", "rest"),
    [
        ("10", "10", ""),
        ("#10.", "10", ""),
        ("Action 10: draft sent", "10", "draft sent"),
        ("10:draft sent", "10", "draft sent"),
        ("10.Draft sent", "10", "Draft sent"),
        ("10? really", "10", "really"),
        ("4.10 draft sent", "4.10", "draft sent"),
        ("4.10. Draft", "4.10", "Draft"),
        ("HTST 07 draft sent", "HTST 07", "draft sent"),
        ("action HTST 07", "HTST 07", ""),
        ("G-01 sent", "G-01", "sent"),
        ("10\nsecond line", "10", "second line"),
        ("", "", ""),
    ],
)
def test_a_ref_is_parted_from_the_words_after_it(typed: str, ref: str, rest: str) -> None:
    assert read_ref(typed) == (ref, rest)


def test_a_number_in_the_words_is_no_ref() -> None:
    assert read_ref("10,000 letters sent")[0] == "10,000"
    assert read_ref("10:30 meeting")[0] == "10:30"
    assert read_ref("3.5 million spent")[0] == "3.5"


@pytest.mark.parametrize("typed", ["10", "010", "１０", "١٠"])
def test_a_ref_is_known_in_whatever_digits_it_is_typed(typed: str) -> None:
    assert same_ref(typed, ["1", "10", "100"]) == "10"


def test_a_ref_that_a_paper_spelt_with_noughts_is_known_without_them() -> None:
    assert same_ref("1", ["01", "10"]) == "01"
    assert same_ref("1", ["01", "1"]) == "1"


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
