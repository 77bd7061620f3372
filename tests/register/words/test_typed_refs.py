"""Refs as people type them, found among those that a register has, however its committee numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.words.typed_refs import RefIndex

KENT_REFS = [str(number) for number in range(1, 45)]
KENT = RefIndex(KENT_REFS)
OTHERS = RefIndex(
    [
        "7",
        "7 (i)",
        "7 (ii)",
        "24 CEM 02",
        "SR (25/26) 01",
        "R1.2",
        "14.i",
        "01.05",
        "G-01",
        "HTST 07",
        "10a",
        "4.1",
        "4.10",
    ]
)


@pytest.mark.parametrize(
    ("typed", "refs", "rest"),
    [
        ("AGS 1 sent", ["AGS1"], "sent"),
        ("ags 1, R 12 and AGS\u00a02: done", ["AGS1", "R12", "AGS2"], "done"),
        ("so 3 are done", [], "so 3 are done"),
        ("A 4 page note", [], "A 4 page note"),
        ("AGS 11 sent", [], "AGS 11 sent"),
    ],
)
def test_a_space_may_stand_between_the_letters_and_the_number(typed: str, refs: list[str], rest: str) -> None:
    named = RefIndex(["AGS1", "AGS2", "R12", "SO3", "A4"]).read(typed)
    assert (list(named.refs), named.rest) == (refs, rest)


@pytest.mark.parametrize(
    ("typed", "refs", "rest"),
    [
        ("10", ["10"], ""),
        ("#10.", ["10"], ""),
        ("Action 10: draft sent", ["10"], "draft sent"),
        ("action10 draft sent", ["10"], "draft sent"),
        ("10:draft sent", ["10"], "draft sent"),
        ("10.Draft sent", ["10"], "Draft sent"),
        ("10 - draft sent", ["10"], "draft sent"),
        ("10? really", ["10"], "really"),
        ("10\nsecond line", ["10"], "second line"),
        ("１０", ["10"], ""),
        ("١٠", ["10"], ""),
        ("010", ["10"], ""),
        ("3, 14 and 16", ["3", "14", "16"], ""),
        ("3,14,16", ["3", "14", "16"], ""),
        ("3, 14, and 16: done", ["3", "14", "16"], "done"),
        ("#3 & #14 done", ["3", "14"], "done"),
        ("Actions 3 and 14 are done", ["3", "14"], "are done"),
        ("10 and 11 both drafts sent", ["10", "11"], "both drafts sent"),
        ("10, 11 drafts sent", ["10", "11"], "drafts sent"),
        ("10 11 12", ["10", "11", "12"], ""),
        ("3-7", ["3", "4", "5", "6", "7"], ""),
        ("3–5: drafted", ["3", "4", "5"], "drafted"),
        ("3 to 5 and 9", ["3", "4", "5", "9"], ""),
        ("10 and the draft was sent", ["10"], "and the draft was sent"),
        ("10 2022's report is out", ["10"], "2022's report is out"),
        ("ten draft sent", [], "ten draft sent"),
        ("10,000 letters sent", [], "10,000 letters sent"),
        ("10:30 meeting held", [], "10:30 meeting held"),
        ("3.5 million spent", [], "3.5 million spent"),
        ("²", [], "²"),
        ("", [], ""),
    ],
)
def test_refs_are_parted_from_the_words_after_them(typed: str, refs: list[str], rest: str) -> None:
    found = KENT.read(typed)
    assert (list(found.refs), found.rest, found.unknown, found.unsure) == (refs, rest, "", ())


@pytest.mark.parametrize(
    ("typed", "ref", "rest"),
    [
        ("7 sent", "7", "sent"),
        ("7 (i)", "7 (i)", ""),
        ("7(i) sent", "7 (i)", "sent"),
        ("7 (II): sent", "7 (ii)", "sent"),
        ("7i", "7 (i)", ""),
        ("24 CEM 02 sent", "24 CEM 02", "sent"),
        ("24cem2", "24 CEM 02", ""),
        ("SR (25/26) 01: sent", "SR (25/26) 01", "sent"),
        ("sr 25/26 1", "SR (25/26) 01", ""),
        ("r1.2 sent", "R1.2", "sent"),
        ("14.i", "14.i", ""),
        ("14i sent", "14.i", "sent"),
        ("01.05", "01.05", ""),
        ("1.5 sent", "01.05", "sent"),
        ("g–1 sent", "G-01", "sent"),
        ("HTST 07 draft sent", "HTST 07", "draft sent"),
        ("10a letter went out", "10a", "letter went out"),
        ("4.1 sent", "4.1", "sent"),
        ("4.10. Draft", "4.10", "Draft"),
    ],
)
def test_the_committees_own_refs_can_be_typed(typed: str, ref: str, rest: str) -> None:
    found = OTHERS.read(typed)
    assert (found.refs, found.rest, found.unknown) == ((ref,), rest, "")


@pytest.mark.parametrize("typed", ["10 a letter went out", "4.11 sent", "R1.3 sent", "24 CEM 03", "HTST 7a"])
def test_what_is_like_a_ref_and_none_is_no_other(typed: str) -> None:
    assert OTHERS.read(typed).refs == ()


def test_a_part_that_there_is_not_is_not_the_whole() -> None:
    assert OTHERS.read("7 (iii) sent").unknown == "7 (iii)"


@pytest.mark.parametrize(
    ("typed", "unknown"),
    [
        ("10 and 99 sent", "99"),
        ("10, 99", "99"),
        ("3-99", "99"),
        ("7-3", "7-3"),
        ("Actions 3 and 99 are done", "99"),
    ],
)
def test_a_list_with_a_ref_that_there_is_not_says_which(typed: str, unknown: str) -> None:
    assert KENT.read(typed).unknown == unknown


@pytest.mark.parametrize(
    "typed",
    [
        "10 11 drafts sent",
        "10 12 of 14 forms are back",
        "3, 14 days are not enough",
        "3 - 7 drafts sent",
        "10, 31 March",
    ],
)
def test_a_number_that_may_belong_to_the_words_is_not_taken_for_a_ref(typed: str) -> None:
    found = KENT.read(typed)
    assert found.unsure
    assert found.refs in (("10",), ("3",))


def test_two_refs_that_fit_alike_are_both_named_and_the_very_spelling_wins() -> None:
    index = RefIndex(["1.05", "1.5"])
    assert index.lookup("1.5") == ("1.5",)
    assert index.lookup("01.05") == ("1.05", "1.5")
    assert index.read("01.05 sent").refs == ()


refs = st.lists(
    st.one_of(
        st.integers(1, 400).map(str),
        st.tuples(st.integers(1, 40), st.sampled_from(["i", "ii", "iii", "iv"])).map(
            lambda part: f"{part[0]} ({part[1]})"
        ),
        st.tuples(st.sampled_from(["R", "G-", "CEM ", "SR (25/26) "]), st.integers(1, 99)).map(
            lambda part: f"{part[0]}{part[1]:02}"
        ),
        st.tuples(st.integers(1, 20), st.integers(1, 99)).map(lambda part: f"{part[0]}.{part[1]:02}"),
    ),
    min_size=1,
    max_size=30,
    unique=True,
)


@given(refs, st.data())
def test_every_ref_of_a_register_is_found_as_it_is_printed_whatever_follows(
    known: list[str], data: st.DataObject
) -> None:
    ref = data.draw(st.sampled_from(known))
    after = data.draw(
        st.sampled_from(["", " draft sent", ": draft sent", ". Draft sent", "? When", " and more"])
    )
    index = RefIndex(known)
    assert index.lookup(ref) == (ref,)
    found = index.read(ref + after)
    assert found.refs == (ref,)
    assert after.endswith(found.rest)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = KENT.read(text)
    assert set(found.refs) <= set(KENT_REFS)


def test_a_list_may_begin_without_and_and_end_with_one() -> None:
    assert RefIndex(["10", "11", "12"]).read("10 11 and 12").refs == ("10", "11", "12")
