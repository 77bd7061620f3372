"""What a column is told by: its heading, its cells, and both weighed together."""

from pathlib import Path

import pytest

from papers.read import Reading, read
from papers.tables.columns import is_heading_row, layout_of
from papers.tables.headings import folded
from register.imports.answers import Answers
from tests.papers.table_files import HEADINGS, PLAN, as_csv


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        (HEADINGS, "ref defined delivered target owners progress"),
        (
            ("No.", "Recommendation", "Lead", "Deadline", "Update", "RAG"),
            "ref defined owners target delivered progress",
        ),
        (
            ("Ref", "Agreed Action", "Responsible Officer", "Due Date", "Progress", "Status"),
            "ref defined officers target delivered progress",
        ),
        (
            ("Theme", "ID", "Action", "Progress to date", "Target date", "Owner(s)", "Status"),
            "section ref defined delivered target owners progress",
        ),
        (("ACTION\nREF", "ACTION", "OWNER"), "ref defined owners"),
        (
            ("Minute No.", "Decision or Action", "By Whom", "By When", "Progress update / status"),
            "ref defined owners target delivered+progress",
        ),
        (
            ("Governance Issue", "Action to be taken", "Lead Officer/EM", "Target date"),
            "title defined officers target",
        ),
        (
            (
                "Recommendation",
                "Management response",
                "Priority",
                "Original implementation date",
                "Revised date",
            ),
            "defined response priority original revised",
        ),
        (
            (
                "Ref",
                "Action",
                "Lead Agency",
                "Extension requested to",
                "% complete",
                "Date raised",
                "STATUS/COMMENT",
            ),
            "ref defined owners revised percent raised progress+delivered",
        ),
        (
            ("Ref", "What will we do?", "Who is responsible?", "When will it be done by?"),
            "ref defined owners target",
        ),
        (
            ("Ref", "Action", "Owner", "Wards affected", "Date by which action is to be completed"),
            "ref defined owners - target",
        ),
        (
            ("Summary", "Issue key", "Status", "Assignee", "Created", "Due date"),
            "defined ref progress officers raised target",
        ),
        (("Name", "Role"), None),
        (("1", "Review the action", "Owner"), None),
        (("Rating", "Meaning", "Colour"), None),
    ],
)
def test_columns_are_told_by_their_headings(cells: tuple[str, ...], fields: str | None) -> None:
    assert is_heading_row(cells, {}, thoroughly=True) == (fields is not None)
    if fields:
        message = layout_of(cells, [], {}).columns
        assert ["+".join(column.fields) or "-" for column in message] == fields.split()


def table(path: Path, *rows: tuple[str, ...], answers: dict[str, str] | None = None) -> Reading:
    return read(as_csv(path / "a.csv", rows), Answers(columns=answers or {}))


def fields(found: Reading) -> dict[str, str]:
    return {column.heading: column.field for column in found.columns}


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Date Action Owner Status", ("3 March 2026", "Write the plan", "GET", "Open")),
        ("Start End Action Owner Status", ("1 March 2026", "3 March 2026", "Write the plan", "GET", "Open")),
        ("Ref Recommendation Action Owner", ("1", "A plan is needed soon", "Write the whole plan", "GET")),
        ("Ref Action Sub-action Owner", ("1", "A plan is needed soon", "Write the whole plan", "GET")),
        ("Ref Action Partners Officer Outcome", ("1", "Write the whole plan", "GET", "Ann Lee", "A plan")),
        (
            "Ref Action Owner RAG Progress",
            ("1", "Write the plan", "GET", "Red", "The draft has gone out today"),
        ),
        ("Ref Action Owner Status Progress", ("1", "Write the whole plan", "GET", "Open", "60%")),
        ("Ref Action Owner Progress Auditor", ("1", "Write the plan", "GET", "The draft is out", "It is late")),
    ],
)
def test_no_other_column_changes_what_a_person_has_said_of_one(headings: str, cells: tuple[str, ...]) -> None:
    row, below = headings.split(), [cells, cells]
    for at, heading in enumerate(row):
        for name in ("", "target", "delivered", "defined", "raised", "notes"):
            columns = layout_of(row, below, {folded(heading): name}).columns
            assert columns[at].fields == ((name,) if name else ()), (heading, name)


@pytest.mark.parametrize(
    ("heading", "cells", "field"),
    [
        ("Completed", ("28/04/2022", "13/05/2022"), "completed"),
        ("Completed", ("Yes", "No"), "progress"),
        ("Completion Date", ("28/04/2022", ""), "completed"),
        ("Risk", ("High", "Medium"), "priority"),
        ("Risk", ("Money may be lost through error.", "Harm may come to those who work there."), "title"),
        ("Progress", ("Completed", "In progress"), "progress"),
        ("Progress", ("The draft went to the board.", "Nobody has been asked so far, but will."), "delivered"),
        ("Agenda item", ("5.1", "6"), "ref"),
        ("Agenda item", ("Minutes of the meeting before", "Report of the chief officer"), "section"),
    ],
)
def test_a_heading_of_two_fields_is_told_by_its_cells(
    heading: str, cells: tuple[str, str], field: str, tmp_path: Path
) -> None:
    found = table(
        tmp_path,
        ("Agreed action", "Lead", "Target date", heading),
        ("Write the plan.", "CYPE", "31/03/2023", cells[0]),
        ("Agree the plan.", "GET", "30/04/2022", cells[1]),
    )
    assert fields(found)[heading] == field


def test_a_date_of_completion_says_that_an_action_is_complete(tmp_path: Path) -> None:
    headings = ("No", "Action", "Lead", "Due", "Date closed")
    rows = (("1", "Write", "CYPE", "31/03/2023", ""), ("2", "Agree", "GET", "30/04/2022", "28/04/2022"))
    found = table(tmp_path, headings, *rows)
    assert [(line.progress, line.target) for line in found.lines] == [
        ("", "31/03/2023"),
        ("Completed", "30/04/2022"),
    ]
    assert found.doubts == ()
    found = table(tmp_path, (*headings, "Status"), *((*row, "") for row in rows))
    assert [(doubt.ref, doubt.field, doubt.read_as) for doubt in found.doubts] == [
        ("2", "progress", "Completed")
    ]


def test_a_row_of_data_with_a_status_is_no_row_of_headings(tmp_path: Path) -> None:
    found = table(
        tmp_path,
        ("Ref", "Area for improvement", "Action", "Lead", "Status"),
        ("R1.1", "Risk", "Visit each tall building.", "CYPE", "On track"),
        ("R1.2", "Issue", "Write it down.", "GET", "Completed"),
    )
    assert [line.ref for line in found.lines] == ["R1.1", "R1.2"]


def test_without_headings_the_cells_tell_and_each_column_is_asked_about(tmp_path: Path) -> None:
    rows = [tuple(cell for cell in row if cell) for row in PLAN[1:3]]
    found = table(tmp_path, *rows)
    assert [(line.ref, line.defined, line.target, line.owners, line.progress) for line in found.lines] == [
        ("1", "Write the plan", "31 March 2023", ("CYPE",), "In progress"),
        ("2", "Agree the plan", "30 April 2023", ("GET",), "In progress"),
    ]
    asked = {doubt.printed: doubt.field for doubt in found.doubts}
    assert asked == {
        "Column A": "ref",
        "Column B": "defined",
        "Column C": "target",
        "Column D": "owners",
        "Column E": "progress",
    }
    answered = table(tmp_path, *rows, answers={**asked, "Column C": "raised"})
    assert answered.doubts == ()
    assert [(line.target, line.more["raised"]) for line in answered.lines] == [
        ("", "31 March 2023"),
        ("", "30 April 2023"),
    ]


def test_without_headings_two_columns_of_dates_are_asked_about(tmp_path: Path) -> None:
    rows = (
        ("1", "Write the plan", "1 May 2022", "31 March 2023"),
        ("2", "Agree the plan", "2 May 2022", "30 April 2023"),
    )
    found = table(tmp_path, *rows)
    assert [line.target for line in found.lines] == ["", ""]
    assert {"Column C", "Column D"} < {doubt.printed for doubt in found.doubts}
    found = table(tmp_path, *rows, answers={"Column D": "target"})
    assert [line.target for line in found.lines] == ["31 March 2023", "30 April 2023"]


@pytest.mark.parametrize("heading", ["RAG", "Status", "Progress"])
@pytest.mark.parametrize("signs", ["🔴🟢🟡", "●●▲", "↑↔↓"])
def test_signs_in_a_column_of_progress_are_no_words_of_what_was_delivered(
    heading: str, signs: str, tmp_path: Path
) -> None:
    rows = [
        (*row[:2], "Draft sent", *row[3:5], sign) for row, sign in zip(PLAN, (heading, *signs), strict=True)
    ]
    rows[0] = (*PLAN[0][:5], heading)
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [(line.delivered, line.progress) for line in found.lines] == [("Draft sent", sign) for sign in signs]
