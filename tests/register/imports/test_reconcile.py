"""A paper read over the register: what is new, what changed, what is the same, what is left out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.action import Line
from register.fields import FIELDS
from register.imports.reconcile import as_known, by_words, reconcile
from register.refused import Refused

TEN = Line("10", "Agree who does what.", "", "December 2022", ("CYPE", "GET"), "", "line 12")


def test_a_line_the_register_does_not_know_is_new() -> None:
    assert reconcile([TEN], {}).new == (TEN,)


def test_a_paper_read_twice_changes_nothing() -> None:
    found = reconcile([TEN], {"10": replace(TEN, place="the register")})
    assert (found.new, found.changed, found.same, found.missing) == ((), (), ("10",), ())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("defined", "Agree who does which."),
        ("delivered", "A draft is with both teams."),
        ("target", "March 2023"),
        ("owners", ("CYPE",)),
        ("progress", "Ongoing"),
    ],
)
def test_a_changed_field_is_named_with_both_its_versions(field: str, value: Any) -> None:
    changes: dict[str, Any] = {field: value}
    after = replace(TEN, **changes)
    (change,) = reconcile([after], {"10": TEN}).changed
    assert (change.ref, change.before, change.after, change.fields) == ("10", TEN, after, (field,))


@pytest.mark.parametrize("name", ["priority", "officers", "raised", "Risk appetite (2022)"])
def test_a_changed_column_of_any_name_is_a_change(name: str) -> None:
    before, after = replace(TEN, more={name: "High"}), replace(TEN, more={name: "Medium"})
    (change,) = reconcile([after], {"10": before}).changed
    assert change.fields == (name,)


def test_a_column_that_the_paper_does_not_have_is_no_change_and_one_left_blank_is() -> None:
    before = replace(TEN, more={"priority": "High", "Risk": "3"})
    assert reconcile([TEN], {"10": before}).same == ("10",)
    (change,) = reconcile([replace(TEN, more={"priority": "", "Risk": "3"})], {"10": before}).changed
    assert change.fields == ("priority",)


def test_words_that_a_paper_leaves_blank_are_a_change() -> None:
    before = replace(TEN, delivered="Agreed with both directorates.")
    (change,) = reconcile([replace(TEN, delivered="")], {"10": before}).changed
    assert change.fields == ("delivered",)


def test_a_progress_left_blank_reopens_nothing() -> None:
    assert reconcile([TEN], {"10": replace(TEN, progress="Complete")}).same == ("10",)


def test_the_road_a_paper_took_is_no_change() -> None:
    printed = replace(
        TEN, defined='The Council\'s "home-to-school" guidelines - agreed ...', owners=("GET", "CYPE")
    )
    typed = replace(
        TEN, defined="The Council’s “home\u2011to\u2011school”\nguide lines  – agreed …", owners=("CYPE", "GET")
    )
    assert reconcile([typed], {"10": printed}).same == ("10",)


def test_an_action_the_paper_leaves_out_is_missing() -> None:
    assert reconcile([], {"10": TEN, "9": TEN, "4.10": TEN, "4.9": TEN}).missing == ("4.9", "4.10", "9", "10")


def test_one_ref_on_two_lines_is_refused_with_both_places() -> None:
    with pytest.raises(Refused, match="at line 12 and at line 40"):
        reconcile([TEN, replace(TEN, place="line 40")], {})


LINES = st.builds(
    Line,
    ref=st.integers(1, 60).map(str),
    defined=st.text(max_size=9),
    delivered=st.text(max_size=9),
    target=st.sampled_from(["", "December 2022", "TBC"]),
    owners=st.lists(st.sampled_from(["ALL", "CYPE", "GET"]), unique=True).map(tuple),
    progress=st.sampled_from(["", "Ongoing", "Complete"]),
    place=st.just("line 1"),
)
PAPERS = st.lists(LINES, unique_by=lambda line: line.ref)


@given(paper=PAPERS, register=PAPERS)
def test_every_action_is_in_exactly_one_part_and_in_order(paper: list[Line], register: list[Line]) -> None:
    current = {line.ref: line for line in register}
    found = reconcile(paper, current)
    parts = [[line.ref for line in found.new], [c.ref for c in found.changed], found.same, found.missing]
    assert sorted(ref for part in parts for ref in part) == sorted(
        {line.ref for line in paper} | current.keys()
    )
    assert all(list(part) == sorted(part, key=int) for part in parts)
    assert all(
        change.fields == tuple(f.name for f in FIELDS if f.name in change.fields) for change in found.changed
    )


@given(paper=PAPERS, register=PAPERS)
def test_once_taken_in_the_paper_is_the_same(paper: list[Line], register: list[Line]) -> None:
    current = {line.ref: line for line in register} | {line.ref: line for line in paper}
    again = reconcile(paper, current)
    assert not again.new
    assert not again.changed


def test_a_ref_spelt_otherwise_in_a_later_paper_is_the_same_action() -> None:
    paper = [replace(TEN, ref=ref) for ref in ("01", "4A", "5")]
    assert [one.ref for one in as_known(paper, ["1", "4a", "10"])] == ["1", "4a", "5"]
    with pytest.raises(Refused, match="twice"):
        reconcile([replace(TEN, ref="01"), replace(TEN, ref="1")], {})


@pytest.mark.parametrize("day", ["11 June 2026", "11/06/2026"])
def test_a_reference_behind_the_day_of_a_meeting_is_known_behind_its_name(day: str) -> None:
    paper = [replace(TEN, ref=f"{day}/5")]
    old, other = f"Meeting of {day}/5", f"Board meeting of {day}/5"
    assert [one.ref for one in as_known(paper, [old, "5"])] == [old]
    for known in (["5"], [old, other], [old, f"{day}/5"]):
        assert [one.ref for one in as_known(paper, known)] == [f"{day}/5"]


def test_the_numbers_of_a_list_that_only_one_format_shows_are_no_change() -> None:
    before = replace(TEN, defined="Mend the gate\nPaint it")
    assert reconcile([replace(TEN, defined="1. Mend the gate\n2. Paint it")], {"10": before}).same == ("10",)
    assert reconcile([replace(TEN, defined="1. Mend the gate\n2. Sell it")], {"10": before}).changed
    named = [replace(TEN, more={"officers": words}) for words in ("J Smith\nP Kaur", "1. J Smith\n2. P Kaur")]
    assert reconcile(named[:1], {"10": named[1]}).same == ("10",)
    numbered = replace(TEN, defined="1. Mend the gate")
    assert reconcile([replace(TEN, defined="2. Mend the gate")], {"10": numbered}).changed


def said(ref: str, words: str) -> Line:
    return replace(TEN, ref=ref, defined=words)


def test_a_paper_without_references_keeps_those_that_were_given_to_its_words() -> None:
    known = {
        "1": said("1", "Paint the bus shelter."),
        "2": said("2", "Write to the chip shop."),
        "5": said("5", "Mow."),
    }
    paper = [
        said("1", "Ask the county for a bin."),
        said("2", "Write to the chip  shop."),
        said("3", "Paint the old bus shelter."),
        said("4", "Mow."),
    ]
    lines, doubts = by_words(paper, known)
    assert [(line.ref, line.defined.split()[0]) for line in lines] == [
        ("3", "Ask"),
        ("2", "Write"),
        ("1", "Paint"),
        ("5", "Mow."),
    ]
    assert [(doubt.ref, doubt.field) for doubt in doubts] == [("1", "ref")]


def test_a_first_paper_without_references_is_numbered_in_its_order() -> None:
    lines, doubts = by_words([said("1", "One."), said("2", "One."), said("3", "Three.")], {})
    assert ([line.ref for line in lines], doubts) == (["1", "2", "3"], [])
