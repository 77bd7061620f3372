"""Rows with a blank where others have their reference: actions of their own, further ones, or parts of one."""

from pathlib import Path

import pytest

from papers.read import read
from register.imports.answers import Answers, RememberedAnswer
from register.imports.doubts import NO_REF
from tests.papers.table_files import as_xlsx, change_word, read_csv, refs

NUMBERED = "Action no,Action,Owner,Target date,Status"
ROOF = "2,Mend the roof,Chair,30/11/2026,Not started"
RAILINGS = ",Paint the railings,Cllr Oak,31/01/2027,Not started"


def test_a_row_without_a_reference_that_has_an_owner_and_a_date_is_an_action() -> None:
    """It had been read as a part of the action above, which then had two owners and was "Not started Not started"."""
    found = read_csv(NUMBERED, ROOF, RAILINGS)
    assert [(line.ref, line.defined, line.owners, line.progress) for line in found.lines] == [
        ("2", "Mend the roof", ("Chair",), "Not started"),
        ("N1", "Paint the railings", ("Cllr Oak",), "Not started"),
    ]
    (doubt,) = found.doubts
    assert (doubt.row, doubt.printed, doubt.read_as, doubt.question) == (
        "row 3 ref",
        "Paint the railings",
        "N1",
        NO_REF,
    )


@pytest.mark.parametrize(
    ("words", "refs_read"), [("2.4", ["2", "2.4"]), ("as read", ["2", "N1"]), ("left out", ["2"])]
)
def test_a_row_without_a_reference_is_what_was_answered(words: str, refs_read: list[str]) -> None:
    found = read_csv(NUMBERED, ROOF, RAILINGS, answers=Answers(rows={"row 3 ref": words}))
    assert refs(found) == refs_read
    assert [doubt.row for doubt in found.doubts] == ["row 3 ref"]


@pytest.mark.parametrize(
    ("words", "refs_read"), [("2.4", ["2", "2.4"]), ("as read", ["2", "N3"]), ("left out", ["2"])]
)
def test_what_was_answered_about_a_row_without_a_reference_holds_in_a_later_paper(
    words: str, refs_read: list[str]
) -> None:
    """It is known again by what is to be done, wherever it is and however far it is by then."""
    before = {"row 7 ref": RememberedAnswer("Paint the railings", "N3", words)}
    later = read_csv(
        NUMBERED, ROOF, RAILINGS.replace("Not started", "Complete"), answers=Answers(remembered_rows=before)
    )
    assert refs(later) == refs_read
    other = read_csv(NUMBERED, ROOF, RAILINGS.replace("Paint", "Sell"), answers=Answers(remembered_rows=before))
    assert refs(other) == ["2", "N1"]


def test_a_row_without_a_date_is_asked_about_as_part_of_the_action_above() -> None:
    found = read_csv(NUMBERED, ROOF, ",and the gutters,Chair,,Not started")
    assert refs(found) == ["2"]
    assert [doubt.row for doubt in found.doubts] == ["row 3 ref"]


SHARED = (
    ("Ref", "Recommendation", "Action", "Lead", "Due", "Status"),
    ("R1", "Improve governance", "Write terms of reference", "Monitoring Officer", "31/12/2026", "In progress"),
    ("", "", "Appoint a member", "Monitoring Officer", "31/03/2027", "Not started"),
    ("", "", "Publish on time", "", "Ongoing", ""),
)


def test_rows_below_one_recommendation_are_further_actions_of_it(tmp_path: Path) -> None:
    found = read(as_xlsx(tmp_path / "a.xlsx", SHARED[:3]))
    assert [(line.ref, line.defined, line.more["Recommendation"]) for line in found.lines] == [
        ("R1", "Write terms of reference", "Improve governance"),
        ("R1 (2)", "Appoint a member", "Improve governance"),
    ]
    assert found.doubts == ()


def test_a_date_of_its_own_makes_a_row_beside_a_merged_reference_an_action(tmp_path: Path) -> None:
    """Two tasks had been read as one, without a question."""

    def merge(table: object) -> None:
        for column in (0, 1):
            words = table.cell(1, column).text  # type: ignore[attr-defined]
            table.cell(1, column).merge(table.cell(3, column)).text = words  # type: ignore[attr-defined]

    found = change_word(tmp_path, merge, SHARED)
    assert [(line.ref, line.defined, line.target) for line in found.lines] == [
        ("R1", "Write terms of reference", "31/12/2026"),
        ("R1 (2)", "Appoint a member", "31/03/2027"),
        ("R1 (3)", "Publish on time", "Ongoing"),
    ]


def test_a_bare_reference_heads_only_those_that_begin_with_it() -> None:
    found = read_csv(
        NUMBERED,
        "1,Governance,,,",
        "1.1,Write terms of reference,Clerk,31/03/2027,Open",
        "2,Mend the roof,Chair,30/11/2026,Open",
    )
    assert [(line.ref, line.more.get("section", "")) for line in found.lines] == [
        ("1.1", "1 Governance"),
        ("2", ""),
    ]


def test_an_action_goes_on_below_headings_that_a_sheet_repeats(tmp_path: Path) -> None:
    headings = tuple(NUMBERED.split(","))
    rows = (
        headings,
        ("1", "Mend the roof of the hall,", "Chair", "30/11/2026", "Open"),
        headings,
        ("", "and its gutters", "", "", ""),
        ("2", "Order a bin", "Clerk", "15/12/2026", "Open"),
    )
    found = read(as_xlsx(tmp_path / "a.xlsx", rows))
    assert [(line.ref, " ".join(line.defined.split())) for line in found.lines] == [
        ("1", "Mend the roof of the hall, and its gutters"),
        ("2", "Order a bin"),
    ]


def test_numbers_before_the_words_are_the_references_where_they_count_up() -> None:
    listed = read_csv(
        "Action,Owner,Due", "1. Mend the roof,Chair,30/11/2026", "2. Order a bin,Clerk,15/12/2026"
    )
    assert [(line.ref, line.defined) for line in listed.lines] == [("1", "Mend the roof"), ("2", "Order a bin")]
    counted = read_csv(
        "Action,Owner,Due", "3 officers to train,Chair,30/11/2026", "9 bins to order,Clerk,15/12/2026"
    )
    assert [(line.ref, line.defined) for line in counted.lines] == [
        ("1", "3 officers to train"),
        ("2", "9 bins to order"),
    ]


def test_rows_without_references_that_begin_alike_are_not_taken_for_each_other() -> None:
    begin = "Review the arrangements for children who travel to school by taxi or minibus every day in"
    ashford, dover = (f",{begin} {place},Cllr Oak,31/01/2027,Not started" for place in ("Ashford", "Dover"))
    asked = read_csv(NUMBERED, ROOF, ashford)
    (doubt,) = asked.doubts
    assert "every day" not in doubt.sentence
    before = {doubt.row: RememberedAnswer(doubt.printed, doubt.read_as, "left out")}
    later = read_csv(NUMBERED, ROOF, ashford, dover, answers=Answers(remembered_rows=before))
    assert [line.defined for line in later.lines] == ["Mend the roof", f"{begin} Dover"]


def test_parts_without_references_that_begin_alike_are_not_taken_for_each_other() -> None:
    begin = "and the gutters of all of the halls that the council lets to others in"
    ashford, dover = (f",{begin} {place},Chair,,Not started" for place in ("Ashford", "Dover"))
    (doubt,) = read_csv(NUMBERED, ROOF, ashford).doubts
    before = {doubt.row: RememberedAnswer(doubt.printed, doubt.read_as, "left out")}
    later = read_csv(NUMBERED, ROOF, ashford, dover, answers=Answers(remembered_rows=before))
    assert later.lines[0].defined == f"Mend the roof {begin} Dover"
