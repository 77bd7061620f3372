"""What was read wrong without a word when other bodies' tables were tried: headings, keys, decisions, shares, lists."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from papers.read import read
from papers.tables.headings import meanings
from register.days.target_dates import Order, day_done, read_target, target_of
from register.imports.answers import NO_ANSWERS
from register.imports.doubts import doubts_of
from register.imports.printed_status import percent_of, with_answers
from register.progress import Status
from tests.papers.table_files import as_csv, read_csv

DAY = date(2023, 11, 30)
GREEN, RED = (PatternFill("solid", fgColor=one) for one in ("00B050", "FF0000"))


def follow_up(path: Path) -> Path:
    """Two rows of headings whose upper cells are merged down, ratings by colour, and a key under the table."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Audit", "Ref", "Recommendation", "Owner", "Target", None, "Status", None])
    sheet.append([None, None, None, None, "Original", "Revised", "RAG", "%"])
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1"):
        sheet.merge_cells(merged)
    sheet.append(["Creditors", "1.1", "Check the bank", "FIN", date(2023, 6, 30), date(2024, 1, 31), None, 0.5])
    sheet.append(["Grounds", "1.1", "Insure the mowers", "PARKS", date(2024, 3, 31), None, None, 0])
    for row, fill in ((3, RED), (4, GREEN)):
        sheet.cell(row, 7).fill = fill
        sheet.cell(row, 8).number_format = "0%"
    for cells in ([], [None, "Key"], [None, None, "On track"], [None, None, "Overdue"]):
        sheet.append(cells)
    sheet["B7"].fill, sheet["B8"].fill = GREEN, RED
    book.save(path)
    return path


def test_upper_headings_merged_down_and_a_key_under_the_table(tmp_path: Path) -> None:
    found = read(follow_up(tmp_path / "a.xlsx"))
    assert [one.field for one in found.columns] == [
        "section",
        "ref",
        "defined",
        "owners",
        "original",
        "revised",
        "progress",
        "percent",
    ]
    targets = [target_of(one, DAY) for one in found.lines]
    assert [(one.milestones[0].original, one.deadline) for one in targets] == [
        (date(2023, 6, 30), date(2024, 1, 31)),
        (date(2024, 3, 31), date(2024, 3, 31)),
    ]
    assert [(one.ref, one.defined, one.progress) for one in found.lines] == [
        ("Creditors 1.1", "Check the bank", "Overdue"),
        ("Grounds 1.1", "Insure the mowers", "On track"),
    ]


def test_a_column_of_dates_without_a_heading_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Target date", "", "Status"),
        ("1", "Write the plan", "FIN", "31 March 2023", "30 June 2024", "In progress"),
        ("2", "Agree the plan", "FIN", "30 April 2023", "31 July 2024", "In progress"),
    ]
    (doubt,) = read(as_csv(tmp_path / "a.csv", rows)).doubts
    assert "if these are later target dates, say --column 'Column E=revised'" in doubt.sentence.replace(
        '"', "'"
    )


def test_decisions_beside_actions_are_left_out_and_said(tmp_path: Path) -> None:
    document = Document()
    for rows in (
        (("No.", "Action", "Who", "By when"), ("1", "Send the slides", "FIN", "19 May 2024")),
        (("No.", "Decision", "Date"), ("D1", "The Board agreed the budget", "12 May 2023")),
    ):
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    found = read(tmp_path / "a.docx")
    assert [one.defined for one in found.lines] == ["Send the slides"]
    assert any("Table 2: it lists decisions, not actions, and was left out" in one for one in found.warnings)


def test_a_share_is_progress_and_completion_may_be_told_in_words(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Due date", "% complete", "Date completed"),
        ("1", "Recruit", "FIN", "31 March 2024", "60%", ""),
        ("2", "Buy", "FIN", "31 March 2024", "0%", ""),
        ("3", "Survey", "FIN", "31 March 2024", "100%", ""),
        ("4", "Write", "FIN", "31 January 2023", "", "Completed 14 January 2023."),
        ("5", "Train", "FIN", "31 January 2023", "", "see the minutes"),
    ]
    lines = read(as_csv(tmp_path / "a.csv", rows)).lines
    status_of = with_answers(NO_ANSWERS)
    assert [status_of(one.progress) for one in lines] == [
        Status.IN_PROGRESS,
        Status.NOT_STARTED,
        Status.NOT_STARTED,
        Status.IMPLEMENTED,
        Status.NOT_STARTED,
    ]
    asked = doubts_of(lines, DAY, status_of, Order.DAY_FIRST, ())
    assert [one.ref for one in asked if one.field == "progress"] == ["3", "5"]


def test_a_list_of_sharepoint_names_people_without_its_numbers(tmp_path: Path) -> None:
    rows = [
        ("Title", "ID", "Action Owner", "Due Date", "Action Status", "Item Type"),
        ("Move the archive", "7", "Records Team;#12", "2024-05-31T00:00:00Z", "In progress", "Item"),
        ("Shred the rest", "8", "Records Team;#12;#Legal;#7", "2024-06-30T00:00:00Z", "In progress", "Item"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [one.owners for one in found.lines] == [("Records Team",), ("Records Team", "Legal")]
    assert found.columns[-1].field == ""  # what type of item it is, is neither title nor section


def test_statuses_alone_under_what_was_delivered_are_the_progress(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Due date", "Current position"),
        ("1", "Check the payroll", "FIN", "31 March 2024", "A new system is on order."),
        ("2", "Sign overtime", "FIN", "31 March 2024", "Implemented"),
        ("3", "Keep a list", "FIN", "31 March 2024", "Partly implemented"),
    ]
    lines = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert [(one.progress, one.delivered) for one in lines] == [
        ("", "A new system is on order."),
        ("Implemented", ""),
        ("Partly implemented", ""),
    ]


def test_beside_a_revised_date_the_agreed_one_is_the_first_and_asked_about(tmp_path: Path) -> None:
    heads = ["Ref", "Action", "Owner", "Date agreed", "Date revised"]
    rows = [heads, ["1", "Check the locks", "PLACE", "31/01/2024", "30/04/2024"]]
    rows += [["2", "Paint the hall", "PLACE", "30/06/2024", ""]]
    found = read(as_csv(tmp_path / "a.csv", rows))
    targets = [target_of(line, DAY) for line in found.lines]
    assert [(one.milestones[0].original, one.deadline) for one in targets] == [
        (date(2024, 1, 31), date(2024, 4, 30)),
        (date(2024, 6, 30), date(2024, 6, 30)),
    ]
    assert [(doubt.field, doubt.printed) for doubt in found.doubts] == [("original", "Date agreed")]
    raised = [[*heads[:4], "Due date"], *([*row[:4], "30 June 2024"] for row in rows[1:])]
    assert read(as_csv(tmp_path / "b.csv", raised)).columns[3].field == "raised"


def test_what_stands_under_by_is_told_by_its_cells_and_asked_about(tmp_path: Path) -> None:
    for cells, field in (
        (("3 May 2024", "June 2024"), "target"),
        (("The Registrar", "Finance Director"), "owners"),
    ):
        head = ("Ref", "Action", "By", "Status")
        found = read(as_csv(tmp_path / "a.csv", [head, *(("1", "Mend the gate", cell, "") for cell in cells)]))
        assert found.columns[2].field == field
        assert (field, "By") in [(doubt.field, doubt.printed) for doubt in found.doubts]


def test_ratings_by_colour_beside_a_progress_in_words_are_left_out_and_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (["Ref", "Action", "Owner", "Status", "RAG"], ["1", "Mend the gate", "PLACE", "In progress"]):
        sheet.append(row)
    sheet["E2"].fill = RED
    book.save(tmp_path / "a.xlsx")
    assert "the column RAG is coloured and has no words" in " ".join(read(tmp_path / "a.xlsx").left_out)


def test_what_the_response_turns_down_is_asked_about(tmp_path: Path) -> None:
    rows = [("Ref", "Recommendation", "Accepted?", "Owner", "Status")]
    rows += [
        ("1", "Sort the glass", "Not accepted by Cabinet", "A", ""),
        ("2", "Sort the tins", "Noted", "A", ""),
    ]
    rows += [("3", "Sort the paper", "No", "A", "In progress")]
    lines = read(as_csv(tmp_path / "a.csv", rows)).lines
    asked = doubts_of(lines, DAY, with_answers(NO_ANSWERS), Order.DAY_FIRST, ())
    assert [(one.ref, one.field) for one in asked] == [("1", "progress")]


def test_a_row_that_tells_the_progress_of_the_action_above_is_no_section(tmp_path: Path) -> None:
    rows = [
        ("No", "Action", "Lead", "Deadline"),
        ("1", "Write the plan", "FIN", "June 2024"),
        ("Update: a draft is out.",),
    ]
    rows += [("Theme 2: People",), ("2", "Share the plan", "HR", "July 2024"), ("Notes: agreed in May",)]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [(line.delivered, line.more.get("section", "")) for line in found.lines] == [
        ("a draft is out.", ""),
        ("", "Theme 2: People"),
    ]
    assert len(found.left_out) == 1


def test_of_two_columns_called_date_a_person_says_which_is_which(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Owner", "Date", "Date"),
        ("1", "Write the plan", "FIN", "30/06/2024", "31/07/2024"),
    ]
    assert [one.printed for one in read(as_csv(tmp_path / "a.csv", rows)).doubts] == ["Date"]


def test_headings_of_months_are_headings(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Activity", "Lead", "Apr", "May", "June", "RAG"),
        ("1", "Build the gate", "FIN", "x", "x", "", "G"),
    ]
    assert [line.more["May"] for line in read(as_csv(tmp_path / "a.csv", rows)).lines] == ["x"]


def test_what_auditors_say_is_not_what_was_delivered(tmp_path: Path) -> None:
    head = ("Ref", "Action", "Progress update", "Auditor comment", "Owner", "Status")
    rows = [head, ("1", "Check the bank each month", "Checked in May", "We found no check", "FIN", "")]
    (line,) = read(as_csv(tmp_path / "a.csv", rows)).lines
    assert (line.delivered, line.more["Auditor comment"]) == ("Checked in May", "We found no check")
    alone = [[*row[:2], *row[3:]] for row in rows]
    assert read(as_csv(tmp_path / "b.csv", alone)).lines[0].delivered == "We found no check"


def test_where_nothing_else_tells_what_was_done_an_outcome_is_asked_about(tmp_path: Path) -> None:
    rows = [
        ("Ref", "Action", "Assigned to", "Outcome"),
        ("1", "Survey the trees", "The Clerk", "Quotes awaited"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [(one.field, one.printed) for one in found.doubts] == [("evidence", "Outcome")]


@pytest.mark.parametrize(
    "heads", [("Ref", "Action", "Owner", "Status"), ("Theme", "Action", "Owner", "Status")]
)
def test_rows_of_totals_are_no_actions_and_no_sections(heads: tuple[str, ...], tmp_path: Path) -> None:
    rows = [heads, ("1", "Close the gap", "FIN", "Closed"), ("Sub-total", "1", "", "")]
    rows += [
        ("Theme 2: People", "", "", ""),
        ("2", "Ask the staff", "HR", "Closed"),
        ("", "Total actions", "", "2"),
    ]
    found = read(as_csv(tmp_path / "a.csv", rows))
    assert [(line.defined, line.progress) for line in found.lines] == [
        ("Close the gap", "Closed"),
        ("Ask the staff", "Closed"),
    ]
    assert "Sub-total" not in str([line.more for line in found.lines])
    assert sum("otal" in sentence for sentence in found.left_out) == 2


def test_the_first_section_may_stand_above_the_headings(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    for cells in (
        ["Priority 1: Plans"],
        ["Ref", "Action", "Owner", "Due date", "Status"],
        ["1.1", "Map what there is", "FIN", "May 2024", "In progress"],
        ["Priority 2: People"],
        ["2.1", "Train them", "FIN", "May 2024", "In progress"],
    ):
        sheet.append(cells)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A4:E4")
    book.save(tmp_path / "a.xlsx")
    sections = [one.more["section"] for one in read(tmp_path / "a.xlsx").lines]
    assert sections == ["Priority 1: Plans", "Priority 2: People"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Amended due date", "revised"),
        ("Initial deadline for completion", "original"),
        ("What was agreed?", "defined"),
        ("Where are we now?", "delivered"),
        ("To be actioned by", "owners"),
        ("Current forecast", "revised"),
    ],
)
def test_headings(heading: str, field: str) -> None:
    assert meanings(heading)[0].fields == (field,)


@pytest.mark.parametrize(
    ("printed", "deadline"),
    [
        ("before the end of September 2024", date(2024, 9, 30)),
        ("1 Nov 23 extended to 1 Feb 24 then 1 May 24", date(2024, 5, 1)),
        ("31/10/23 ext to 29/2/24", date(2024, 2, 29)),
        ("no earlier than March 2024", None),
    ],
)
def test_dates(printed: str, deadline: date | None) -> None:
    target = read_target(printed, DAY)
    assert (target.deadline, target.understood) == (deadline, deadline is not None)


def test_days_on_which_something_was_done() -> None:
    assert day_done("Completed 14 January 2021.", DAY) == date(2021, 1, 14)
    assert day_done("14/1/2021", DAY) == date(2021, 1, 14)
    assert day_done("Ongoing", DAY) is None


def test_shares() -> None:
    printed = ("60%", "60", "0.6", "1", "100 %", "0", "25% complete", "", "n/a", "140%")
    assert [percent_of(one) for one in printed] == [60, 60, 60, 100, 100, 0, 25, None, None, None]


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Green – complete", Status.IMPLEMENTED),
        ("Amber (in progress)", Status.IN_PROGRESS),
        ("Red – overdue", None),
        ("80% complete", Status.IN_PROGRESS),
        ("100%", None),
    ],
)
def test_ratings_and_shares_as_progress(printed: str, status: Status | None) -> None:
    assert with_answers(NO_ANSWERS)(printed) is status


def test_a_bilingual_table_and_one_in_welsh(tmp_path: Path) -> None:
    both = [
        (
            "Rhif / No.",
            "Camau Gweithredu / Action",
            "Dyddiad Targed / Target Date",
            "Cynnydd / Progress",
            "Statws / Status",
        ),
        (
            "1",
            "Adolygu’r gofrestr / Review the register",
            "31 Mawrth 2024 / 31 March 2024",
            "Drafft yn barod",
            "Ar y gweill / In progress",
        ),
        (
            "2",
            "Cyhoeddi’r adroddiad / Publish the report",
            "Mehefin 2024 / June 2024",
            "",
            "Heb ddechrau / Not started",
        ),
        (
            "3",
            "Hyfforddi aelodau yn y gwaith / Train the members",
            "Hydref 2023",
            "Aeth pawb",
            "Wedi’i gwblhau / Completed",
        ),
    ]
    welsh = [[cell.partition(" / ")[0] for cell in row] for row in both]
    status_of = with_answers(NO_ANSWERS)
    for rows in (both, welsh):
        found = read(as_csv(tmp_path / "a.csv", rows))
        assert [one.field for one in found.columns] == ["ref", "defined", "target", "delivered", "progress"]
        assert [(target_of(line, DAY).deadline, status_of(line.progress)) for line in found.lines] == [
            (date(2024, 3, 31), Status.IN_PROGRESS),
            (date(2024, 6, 30), Status.NOT_STARTED),
            (date(2023, 10, 31), Status.IMPLEMENTED),
        ]
        asked = doubts_of(found.lines, DAY, status_of, Order.DAY_FIRST, ())
        assert {one.field for one in asked} == {"owners"}


def test_notes_on_tasks_are_no_titles() -> None:
    found = read_csv(
        "Task Name,Bucket Name,Progress,Assigned To,Due date,Description",
        "Replace the damp sensors,Housing,In progress,Sian Price,15/12/2026,Phase 2 of 3",
        "Publish the spending,Finance,Not started,Priya Shah,13/11/2026,",
        "Consult on taxis,Regulatory,Completed,Tom Webb,02/11/2026,Report to the Licensing Committee",
    )
    first = found.lines[0]
    assert (first.defined, first.more["Description"]) == ("Replace the damp sensors", "Phase 2 of 3")
    assert "title" not in first.more
