"""Trackers with an update for each quarter, and lists of tasks as programs export them."""

from pathlib import Path

from openpyxl import Workbook

from papers.read import Reading, read
from tests.papers.table_files import fields_of, read_csv

QUARTERS = [
    ["Ref", "Action", "Lead", "Target date", "Progress 2026/27", "", "", "", "RAG"],
    ["", "", "", "", "Q1", "Q2", "Q3", "Q4", ""],
    [
        "1.1",
        "Open the family hub",
        "Head of Early Help",
        "Q3",
        "Site chosen.",
        "Lease signed.",
        "",
        "",
        "Amber",
    ],
    ["1.2", "Cut the waits", "Head of SEND", "31/03/2027", "Baseline set.", "", "", "", "Red"],
]


def quarters(folder: Path) -> Reading:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in QUARTERS:
        sheet.append([cell or None for cell in row])
    for merged in ("E1:H1", *(f"{column}1:{column}2" for column in "ABCDI")):
        sheet.merge_cells(merged)
    book.save(folder / "a.xlsx")
    return read(folder / "a.xlsx")


def test_updates_by_quarter_say_which_quarter_each_is_of(tmp_path: Path) -> None:
    """The row of quarters had been left out, and the updates were joined without them."""
    found = quarters(tmp_path)
    assert [line.delivered for line in found.lines] == [
        "Q1: Site chosen.\nQ2: Lease signed.",
        "Q1: Baseline set.",
    ]
    assert found.left_out == ()


def test_a_quarter_to_come_is_no_progress_beside_the_ratings(tmp_path: Path) -> None:
    found = quarters(tmp_path)
    assert [line.progress for line in found.lines] == ["Amber", "Red"]
    assert found.doubts == ()


def test_updates_in_a_row_of_columns_say_for_which_month_they_are() -> None:
    found = read_csv(
        "Ref,Action,Lead,Due,Status,Update March 2026,Update June 2026",
        "1,Mend the roof,Clerk,31/12/2026,Open,Quotes are in.,Work began.",
        "2,Order bins,Clerk,31/12/2026,Open,,Ordered.",
    )
    assert [line.delivered for line in found.lines] == [
        "March 2026: Quotes are in.\nJune 2026: Work began.",
        "June 2026: Ordered.",
    ]


def test_two_columns_of_updates_without_a_time_are_joined_as_printed() -> None:
    found = read_csv(
        "Ref,Action,Lead,Due,Status,Update,Comments", "1,Mend the roof,Clerk,31/12/2026,Open,Begun.,Dear."
    )
    assert "Update" not in found.lines[0].delivered


def test_the_names_of_a_board_are_what_is_to_be_done_and_its_groups_repeat_the_headings() -> None:
    """The names were read as people, and the second row of headings as an action."""
    head = "Name,Subitems,Person,Status,Due date,Text,Last updated,Item ID"
    found = read_csv(
        head,
        "Replace the payroll interface,,Priya Nair,In progress,2027-02-26,Supplier chosen,18 Nov 2026,111",
        "",
        "Finished,,,,,,,",
        head,
        "Publish what was spent,,Ali Khan,Done,2026-09-30,,1 Oct 2026,115",
    )
    assert [(line.ref, line.defined, line.more["officers"]) for line in found.lines] == [
        ("111", "Replace the payroll interface", "Priya Nair"),
        ("115", "Publish what was spent", "Ali Khan"),
    ]
    assert fields_of(found)["Name"] == "defined"
