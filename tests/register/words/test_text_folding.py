"""Words find each other however they are spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.words.text_folding import folded, looked_for, looked_for_as, searchable, typed_plainly


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("École Sainte-Marie", "ÉCOLE SAINTE–MARIE"),
        ("école", "ECOLE"),
        ("children's", "children’s"),
        ("children's", "childrens"),
        ("follow-up", "Follow up"),
        ("2022–23", "2022-23"),
        ("“risk register”", "risk register"),
        ("ﬁnal", "Final"),
        ("ΑΘΉΝΑ", "αθήνα"),
        ("Straße", "STRASSE"),
        ("ŵyr", "Ŵyr"),
        ("a  b\n c", "a b c"),
        ("Wait…", "wait"),
        ("co\u00adoperate", "cooperate"),
    ],
)
def test_one_word_in_two_spellings(first: str, other: str) -> None:
    assert folded(first) == folded(other)


@pytest.mark.parametrize(("first", "other"), [("100%", "100"), ("4.1", "41"), ("R&D", "RD"), ("cat", "car")])
def test_two_words_stay_two(first: str, other: str) -> None:
    assert folded(first) != folded(other)


@given(st.text())
def test_folded_once_is_folded_for_good(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_what_is_found_in_plain_letters_stands_at_the_same_place(text: str) -> None:
    assert len(typed_plainly(text)) == len(text)


@given(st.lists(st.text()))
def test_each_text_is_a_line_of_its_own(texts: list[str]) -> None:
    lines = [f" {words}" for text in texts if (words := folded(text))]
    assert searchable(texts).split("\n") == (lines or [""])


def test_words_are_looked_for_from_their_beginning() -> None:
    text = searchable(["A prepared register (home/school)", "Red"])
    assert all(looked_for(words) in text for words in ("prep", "Register", "home school", "school", "red"))
    assert looked_for("pared") not in text
    assert looked_for("register red") not in text


@pytest.mark.parametrize(
    ("phrase", "spellings"),
    [
        ("risk registers", (" risk registers", " risk register")),
        ("policies", (" policies", " policy")),
        ("boxes", (" boxes", " box")),
        ("access", (" access",)),
        ("analysis", (" analysis",)),
        ("bus", (" bus",)),
        ("SEN", (" sen",)),
    ],
)
def test_more_than_one_is_looked_for_as_one_too(phrase: str, spellings: tuple[str, ...]) -> None:
    assert looked_for_as(phrase) == spellings
