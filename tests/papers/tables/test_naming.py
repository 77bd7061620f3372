"""Refs that a paper prints again and again: each action gets its own, and the work grows with the paper alone."""

from collections.abc import Callable

import pytest

from papers.read import read_bytes
from papers.tables import naming
from papers.tables.entries import TableEntry
from register.refs import folded_ref

HEADINGS = "Ref,Action,Owner,Target date,Progress\n"


def the_same_ref(rows: int) -> str:
    return HEADINGS + "".join(f"1,Mend tap {n},CYPE,March 2023,Open\n" for n in range(rows))


def printed_twice(rows: int) -> str:
    once = HEADINGS + "".join(f"{n},Mend tap {n},CYPE,March 2023,Open\n" for n in range(rows))
    return f"{once}\n{once}"


def test_a_ref_that_is_printed_again_is_numbered_on() -> None:
    lines = read_bytes("paper.csv", the_same_ref(3).replace("1,Mend tap 1", "1 (2),Mend tap 1").encode()).lines
    assert [(line.ref, line.defined) for line in lines] == [
        ("1", "Mend tap 0"),
        ("1 (2)", "Mend tap 1"),
        ("1 (3)", "Mend tap 2"),
    ]


def test_the_question_about_a_repeated_ref_says_how_its_action_is_called() -> None:
    found = read_bytes("paper.csv", the_same_ref(2).encode())
    assert [doubt.question for doubt in found.doubts] == [
        "row 2 has 1 too, so this is called 1 (2) here; what is its own reference?"
    ]


def test_a_first_row_without_a_ref_is_asked_for_its_own() -> None:
    paper = f"{HEADINGS},Paint the yard,GET,June 2023,Open\n1,Mend the tap,CYPE,March 2023,Open\n"
    found = read_bytes("paper.csv", paper.encode())
    assert [line.ref for line in found.lines] == ["N1", "1"]
    assert [doubt.question for doubt in found.doubts] == [
        "no reference is printed in its row, so that it was numbered here; which is its own?"
    ]


@pytest.mark.parametrize("paper", [the_same_ref, printed_twice])
def test_twice_as_many_repeats_are_twice_the_work(
    paper: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each was compared with all before it: ten thousand of them would have kept a reader busy for minutes."""
    work = 0

    def counted(ref: str) -> str:
        nonlocal work
        work += 1
        return folded_ref(ref)

    class Counted(TableEntry):
        def __eq__(self, other: object) -> bool:
            nonlocal work
            work += 1
            return self is other

    monkeypatch.setattr(naming, "folded_ref", counted)
    monkeypatch.setattr("papers.tables.entries.TableEntry", Counted)

    def work_for(rows: int) -> int:
        nonlocal work
        work = 0
        assert len(read_bytes("paper.csv", paper(rows).encode()).lines) == rows
        return work

    assert work_for(80) <= 2 * work_for(40) + 10
