"""The project's own papers: the same facts as the published ones, in our own words, in text and in Word."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from papers.read import read
from papers.sample.make import make
from register.action import Line
from register.days.target_dates import read_target
from register.imports.reconcile import reconcile
from register.refs import references
from tests.conftest import ROOT

DAY = date(2022, 11, 15)
SAMPLE = ROOT / "papers" / "sample"
NAMES = ("management-action-table", "management-action-table-march")


def lines(name: str) -> tuple[Line, ...]:
    return read(SAMPLE / name).lines


@pytest.mark.parametrize("name", NAMES)
def test_text_and_word_hold_the_same_lines(name: str) -> None:
    text, word = (lines(f"{name}.{suffix}") for suffix in ("txt", "docx"))
    # Whether a date's lines are its author's or the page's, the text does not show.
    read_anew = [replace(line, place="", target=" ".join(line.target.split())) for line in word]
    assert [replace(line, place="") for line in text] == read_anew
    assert word[6].place == "table 1, row 8"


@pytest.mark.parametrize("name", NAMES)
def test_the_word_documents_are_made_from_the_texts(name: str, tmp_path: Path) -> None:
    make(tmp_path)
    assert read(tmp_path / f"{name}.docx").lines == lines(f"{name}.docx")


@pytest.mark.parametrize("name", NAMES)
def test_owners_dates_and_references_are_those_of_the_published_papers(name: str) -> None:
    found = lines(f"{name}.txt")
    assert [line.ref for line in found] == [str(number) for number in range(1, 45)]
    assert Counter("+".join(sorted(line.owners)) for line in found) == {
        "GLD": 21, "CYPE+GET": 11, "ALL": 6, "CYPE": 4, "GET": 2,
    }  # fmt: skip
    assert Counter(one.printed for line in found for one in read_target(line.target, DAY).milestones) == {
        "December 2022": 25, "November 2022": 8, "January 2023": 5, "March 2023": 4, "February 2023": 3,
    }  # fmt: skip
    named = {line.ref: references(line.defined, line.delivered) for line in found}
    assert {ref: refs for ref, refs in named.items() if refs} == {
        "1": ("10",), "14": ("10",), "25": ("10",), "31": ("17",), "33": ("10",), "39": ("10",),
    }  # fmt: skip


def test_november_is_hardly_begun_and_march_has_moved() -> None:
    november, march = (lines(f"{name}.txt") for name in NAMES)
    assert {line.ref: line.progress for line in november if line.progress} == {
        "9": "Complete",
        "16": "Complete",
    }
    assert [line.ref for line in november if line.delivered] == ["1", "9", "12", "14", "16", "17"]
    assert {line.ref: line.progress for line in march if line.progress} == {
        **dict.fromkeys(("9", "16", "34"), "Complete"),
        **dict.fromkeys(("7", "10", "14", "25"), "Ongoing"),
        **dict.fromkeys(("1", "2", "3"), "In progress"),
    }
    assert sum(bool(line.delivered) for line in march) == 23
    found = reconcile(march, {line.ref: line for line in november})
    assert (len(found.changed), len(found.same), found.new, found.missing) == (20, 24, (), ())


@pytest.mark.parametrize("name", NAMES)
def test_the_table_can_be_read_aloud(name: str) -> None:
    """Published papers must be accessible: a labelled heading row that repeats, and no merged cells."""
    (table,) = Document(str(SAMPLE / f"{name}.docx")).tables
    assert [cell.text for cell in table.rows[0].cells][:3] == [
        "Action Ref.",
        "Activity Defined",
        "Activity Delivered",
    ]
    assert len(list(table._tbl.iter(qn("w:tblHeader")))) == 1
    assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))
