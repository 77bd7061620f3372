"""Plans of meetings and reports are no actions: refused alone, and left out with a sentence beside actions."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from papers.read import read
from register.imports.answers import Answers
from register.refused import Refused
from tests.papers.table_files import PLAN, Rows, as_csv, as_docx, refs, reported

CALENDAR = (
    ("Committee", "Date", "Time", "Venue", "Clerk"),
    ("Audit", "12 January 2023", "10am", "Sessions House", "J Smith"),
    ("Scrutiny", "9 March 2023", "2pm", "Sessions House", "A Jones"),
)
PROGRAMME = (
    ("Meeting date", "Item", "Purpose", "Report author"),
    ("12 January 2023", "Budget monitoring", "To note", "Head of Finance"),
    ("9 March 2023", "Governance statement", "To approve", "Monitoring Officer"),
)
DECISIONS = (
    ("Ref", "Key decision to be made", "Decision maker", "Date of decision", "Lead officer"),
    ("1", "Award the transport contract", "Cabinet", "12 January 2023", "Head of Transport"),
    ("2", "Approve the admissions policy", "Cabinet", "9 March 2023", "Head of Schools"),
)


@pytest.mark.parametrize("rows", [CALENDAR, PROGRAMME, DECISIONS])
def test_a_paper_of_nothing_else_is_refused_with_a_way_out(rows: Rows, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"plans meetings or reports to come: “.*head the column of their dates"):
        read(as_docx(tmp_path / "a.docx", rows))


@pytest.mark.parametrize("rows", [CALENDAR, PROGRAMME, DECISIONS])
def test_beside_actions_it_is_left_out_and_said(rows: Rows, tmp_path: Path) -> None:
    found = read(as_docx(tmp_path / "a.docx", PLAN, rows))
    assert refs(found) == ["1", "2", "3"]
    assert reported(found, "Table 2", "left out")


def test_somebody_may_say_that_it_has_actions(tmp_path: Path) -> None:
    found = read(as_docx(tmp_path / "a.docx", PROGRAMME), Answers(tables=("table 1",)))
    assert [line.defined for line in found.lines] == ["Budget monitoring", "Governance statement"]


@pytest.mark.parametrize(
    "headings",
    [
        "Meeting date,Agenda item,Who,When",
        "Meeting date,Agenda item,Action,Owner",
        "Committee,Subject,Officer,Progress",
        "Location,Works required,Report,Date",
        "Meeting,Follow up,Item,Date",
        "Meeting date,Item,Officer,Response",
        "Date of meeting,Subject,Officer,Answer",
    ],
)
def test_an_action_log_of_meetings_is_none(headings: str, tmp_path: Path) -> None:
    rows = [
        ("12 January 2023", "Mend the gate of the school", "Head of Schools", "31 March 2023"),
        ("9 March 2023", "Write to the bus company", "Head of Transport", "30 April 2023"),
    ]
    assert len(read(as_csv(tmp_path / "a.csv", [headings.split(","), *rows])).lines) == 2


@pytest.mark.parametrize(("title", "is_plan"), [("Committee planner", True), ("Action planner", False)])
def test_a_planner_of_actions_is_none(title: str, is_plan: bool, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet(title)
    for cells in (
        ("No", "Item", "Owner", "Date"),
        ("1", "Write to the bus company", "Jane Smith", "31 March 2027"),
        ("2", "Mend the gate of the school", "Bob Jones", "30 June 2027"),
    ):
        sheet.append(cells)
    book.save(tmp_path / "a.xlsx")
    if is_plan:
        with pytest.raises(Refused, match="plans meetings"):
            read(tmp_path / "a.xlsx")
    else:
        assert refs(read(tmp_path / "a.xlsx")) == ["1", "2"]
