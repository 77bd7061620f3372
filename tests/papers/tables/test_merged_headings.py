"""Headings in merged cells: of a number and its words, and in two rows."""

from dataclasses import replace
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from papers.read import read
from tests.papers.table_files import as_csv

TWO_ROWS = """\
Audit;Ref;Agreed management action;;;Implementation date;;Follow-up;
;;Action;Responsible officer;Directorate;Original;Revised;Management update;Status
Payroll;PAY-01;Send a list of leavers;Head of HR;FIN;30 June 2026;May 2027;Sent.;Open
Payroll;PAY-02;Reconcile monthly;Payroll Manager;FIN;30 June 2026;;Late.;Open
"""


def test_a_heading_merged_over_a_number_and_its_words_is_of_the_words(tmp_path: Path) -> None:
    document = Document()
    table_ = document.add_table(rows=0, cols=6)
    for row in (
        ("Ref", "Milestone", "", "Lead officer", "Target date", "Status"),
        ("A", "1.1", "Recruit ten coordinators", "Head of SEND", "March 2027", "Open"),
        ("B", "1.2", "Publish the local offer", "Head of SEND", "June 2027", "Open"),
    ):
        for cell, words in zip(table_.add_row().cells, row, strict=True):
            cell.text = words
    table_.cell(0, 1).merge(table_.cell(0, 2))
    document.save(str(tmp_path / "a.docx"))
    first, _second = read(tmp_path / "a.docx").lines
    assert (first.ref, first.defined, first.more["Milestone"]) == ("A", "Recruit ten coordinators", "1.1")


def test_headings_merged_over_others_with_an_action_among_them_are_read_as_one_row(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [[cell or None for cell in line.split(";")] for line in TWO_ROWS.splitlines()]
    for row in rows:
        sheet.append(row)
    for merged in ("C1:E1", "F1:G1", "H1:I1"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert (found.doubts, found.warnings) == ((), ())
    first, second = found.lines
    assert (first.ref, first.defined, first.owners) == ("PAY-01", "Send a list of leavers", ("FIN",))
    assert (first.more["original"], first.target) == ("30 June 2026", "May 2027")
    assert (first.more["officers"], first.delivered, second.progress) == ("Head of HR", "Sent.", "Open")
    printed = {column.field: column.heading for column in found.columns}
    assert (printed["defined"], printed["officers"]) == ("Agreed management action", "Responsible officer")

    flat = read(as_csv(tmp_path / "a.csv", rows))
    assert [replace(line, place="") for line in flat.lines] == [replace(line, place="") for line in found.lines]

    # Where cells are merged, no heading needs to be a usual one.
    sheet["H2"] = "Latest update by managers for members"
    book.save(tmp_path / "b.xlsx")
    assert [line.ref for line in read(tmp_path / "b.xlsx").lines] == ["PAY-01", "PAY-02"]


def test_a_heading_of_prose_over_an_action_its_officer_and_its_date_is_none_of_these(tmp_path: Path) -> None:
    rows: list[tuple[str | None, ...]] = [
        ("Rec no", "Finding & recommendation", "Management response", None, None, "RAG"),
        (None, None, "Agreed action", "Responsible officer", "Due", None),
        (
            "1",
            "Leavers stay on the payroll.",
            "Send a weekly list; reconcile monthly.",
            "Head of HR",
            "May 2027",
            "G",
        ),
        ("2", "Claims lack a signature.", "Claims are to be countersigned.", "Head of HR", "June 2027", "A"),
    ]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("C1:E1")
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert [(one.heading, one.field) for one in found.columns] == [
        ("Rec no", "ref"),
        ("Finding & recommendation", "title"),
        ("Agreed action", "defined"),
        ("Responsible officer", "officers"),
        ("Due", "target"),
        ("RAG", "progress"),
    ]
    first = found.lines[0]
    assert (first.more["title"], first.defined) == (rows[2][1], rows[2][2])
