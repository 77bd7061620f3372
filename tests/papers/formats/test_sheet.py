"""Workbooks: what the eye sees of a sheet is what is read; what it does not see is reported."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from papers.read import read
from register.imports.answers import Answers
from register.progress import Status
from tests.papers.table_files import PLAIN_HEADINGS as HEADINGS
from tests.papers.table_files import PLAN_ONE as ONE
from tests.papers.table_files import PLAN_TWO as TWO
from tests.papers.table_files import as_xlsx, refs, reported
from tests.papers.table_files import change_workbook as workbook


def test_a_hidden_row_is_left_out_and_reported(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    found = workbook(tmp_path, change)
    assert refs(found) == ["1", "3"]
    assert reported(found, "row 3", "hidden", "Agree the plan")
    assert any("Agree the plan" in sentence for sentence in found.left_out)


def test_a_hidden_column_is_left_out_and_reported(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.column_dimensions["C"].hidden = True
        sheet["C2"] = "Between ourselves: late."

    found = workbook(tmp_path, change)
    assert [line.delivered for line in found.lines] == ["", "", ""]
    assert reported(found, "hidden column", "Activity Delivered")


def test_words_in_columns_too_far_right_to_be_read_are_reported(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["BL2"], sheet["BM3"], sheet["BN3"] = "the last", "the first beyond", "another"

    found = workbook(tmp_path, change)
    assert refs(found) == ["1", "2", "3"]
    assert reported(
        found, "Sheet Actions: only its first 64 columns were read; “the first beyond” stands further"
    )
    assert not reported(found, "the last” stands")


def test_formulas_in_columns_too_far_right_are_not_said_to_be_read_as_blank(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["BM2"] = "=COUNTA(A:A)"

    assert not reported(workbook(tmp_path, change), "was read as blank")


def test_comments_on_cells_are_left_out_and_reported(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["C2"].comment = Comment("Between ourselves: late.", "A. N.")

    found = workbook(tmp_path, change)
    assert any("1 comment on its cells, left out" in sentence for sentence in found.left_out)
    assert "ourselves" not in str(found)


def test_what_is_struck_out_is_left_out_and_reported(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        struck = InlineFont(strike=True)
        sheet["D2"] = CellRichText(TextBlock(struck, "31 January 2023"), " 30 June 2023")
        for cell in sheet[3]:
            cell.font = Font(strike=True)
        sheet["B4"].font = Font(strike=True)

    found = workbook(tmp_path, change)
    assert refs(found) == ["1", "3"]
    first, third = found.lines
    assert (first.target, first.more["original"]) == ("30 June 2023", "31 January 2023")
    assert third.defined == ""
    assert reported(found, "row 2", "31 January 2023", "struck out")
    (sentence,) = [one for one in found.warnings if "row 3" in one]
    assert "row 3: the row is struck out and was left out: “2 Agree the plan" in sentence
    assert reported(found, "row 4", "Publish the plan", "struck out")


def test_line_ends_as_exports_write_them_and_numbers_not_quite_round(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"] = 1.1
        sheet["A3"] = 1.1 + 0.1
        sheet["A4"] = 0.1 + 0.2
        sheet["B2"] = "Draft sent._x000D_\nNext step._x005F_x"
        sheet["D2"] = "31 March 2023_x000D_\n"

    found = workbook(tmp_path, change)
    assert refs(found) == ["1.1", "1.2", "0.3"]
    assert (found.lines[0].defined, found.lines[0].target) == ("Draft sent.\nNext step._x", "31 March 2023")


@pytest.mark.parametrize(
    ("value", "shown", "ref"),
    [
        (1.05, "00.00", "01.05"),
        (7, "000", "007"),
        (1.2, '"R"0.0', "R1.2"),
        (4.1, "0.00", "4.10"),
        (12, "General", "12"),
    ],
)
def test_references_keep_their_noughts_and_letters(value: float, shown: str, ref: str, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"] = value
        sheet["A2"].number_format = shown

    assert refs(workbook(tmp_path, change))[0] == ref


def test_empty_rows_to_the_last_count_for_nothing(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["A1048576"].fill = PatternFill("solid", fgColor="FFFFFF")
        sheet["F1048576"].font = Font(bold=True)

    assert refs(workbook(tmp_path, change)) == ["1", "2", "3"]


def test_notes_under_and_beside_a_table_are_no_actions(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["B7"] = "Ratings were agreed by the board on 3 May 2022."
        sheet["B8"] = "Owners please reply by Friday."
        sheet["A10"] = "Key: RAG"

    found = workbook(tmp_path, change)
    assert [(line.ref, line.defined, line.place) for line in found.lines][2] == (
        "3",
        "Publish the plan",
        "sheet Actions, row 4",
    )
    assert any("“Key: RAG” is part of the key" in one for one in found.left_out)
    for words in ("Ratings were agreed", "Owners please reply"):
        assert reported(found, words, "left out")


def test_cells_merged_down_hold_for_all_they_cover(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for column in "DE":
            sheet[f"{column}3"] = None
            sheet.merge_cells(f"{column}2:{column}3")

    found = workbook(tmp_path, change)
    assert [(line.target, line.owners) for line in found.lines] == [
        ("31 March 2023", ("CYPE",)),
        ("31 March 2023", ("CYPE",)),
        ("31 May 2023", ("GLD",)),
    ]


RED, GREEN = PatternFill("solid", fgColor="FF0000"), PatternFill("solid", fgColor="00B050")


def coloured(sheet: Any) -> None:
    sheet["F1"] = "RAG"
    for cell, fill in (("F2", RED), ("F3", GREEN), ("F4", GREEN)):
        sheet[cell] = None
        sheet[cell].fill = fill


def test_ratings_by_colour_alone_are_asked_about(tmp_path: Path) -> None:
    found = workbook(tmp_path, coloured)
    assert [line.progress for line in found.lines] == ["", "", ""]
    assert reported(found, "action 1", "column RAG is coloured and has no words", "red")
    assert [(doubt.ref, doubt.field, doubt.printed) for doubt in found.doubts] == [
        ("1", "progress", "(red)"),
        ("2", "progress", "(green)"),
        ("3", "progress", "(green)"),
    ]
    answers = Answers(statuses={"Red": Status.NOT_STARTED, "green": Status.IN_PROGRESS})
    again = read(tmp_path / "a.xlsx", answers)
    assert [line.progress for line in again.lines] == ["Red", "Green", "Green"]
    assert again.doubts == ()


@pytest.mark.parametrize("names", [("", ""), ("Red", "Green")])
def test_ratings_by_colour_are_read_by_their_key(names: tuple[str, str], tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        coloured(sheet)
        key = sheet.parent.create_sheet("Key")
        key["A1"], key["B1"] = "Colour", "Meaning"
        for at, (fill, words) in enumerate(((RED, "Not started"), (GREEN, "Complete")), start=2):
            key[f"A{at}"], key[f"B{at}"] = names[at - 2], words
            key[f"A{at}"].fill = fill

    found = workbook(tmp_path, change)
    assert [line.progress for line in found.lines] == ["Not started", "Complete", "Complete"]


def test_stripes_behind_words_are_no_ratings(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for cell in (*sheet[2], *sheet[4]):
            cell.fill = PatternFill("solid", fgColor="DDEBF7")

    assert workbook(tmp_path, change).doubts == ()


@pytest.mark.parametrize(
    ("font", "letter", "sign"), [("Wingdings", "ü", "✓"), ("Wingdings 2", "P", "✓"), ("Webdings", "a", "✓")]
)
def test_ticks_in_a_font_of_signs(font: str, letter: str, sign: str, tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["F1"] = "Complete?"
        sheet["F2"], sheet["F3"] = letter, None
        sheet["F2"].font = Font(name=font)

    found = workbook(tmp_path, change)
    assert [(line.progress, line.more["Complete?"]) for line in found.lines[:1]] == [("Complete", sign)]
    assert found.lines[1].progress == ""


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("cell", ["A6", "F5"])
def test_a_coloured_row_without_words_is_no_row(cell: str, hidden: bool, tmp_path: Path) -> None:
    """It was asked about as an action without a reference, or reported as “”."""

    def change(sheet: Any) -> None:
        sheet[cell].fill = RED
        sheet.row_dimensions[sheet[cell].row].hidden = hidden

    found = workbook(tmp_path, change)
    assert (refs(found), found.warnings, found.doubts) == (["1", "2", "3"], (), ())


def test_two_rows_of_headings(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("D1:E1")

    rows = (
        ("Ref", "Action", "Update", "Target date", "", "Owner", "Status"),
        ("", "", "", "Original", "Revised", "", ""),
        ("1", "Write the plan", "", "30 September 2022", "31 March 2023", "CYPE", "In progress"),
        ("2", "Agree the plan", "", "30 April 2023", "", "GET", ""),
    )
    found = workbook(tmp_path, change, rows)
    assert [(line.ref, line.target, line.more["original"]) for line in found.lines] == [
        ("1", "31 March 2023", "30 September 2022"),
        ("2", "30 April 2023", "30 April 2023"),
    ]
    assert found.warnings == ()


def test_sheets_that_are_called_open_and_closed_say_a_status(tmp_path: Path) -> None:
    book = Workbook()
    del book["Sheet"]
    for name, row in (
        ("Open", ONE),
        ("Closed", (*TWO[:5], "")),
        ("Notes", ("Please send updates to the clerk",)),
    ):
        sheet = book.create_sheet(name)
        if name != "Notes":
            sheet.append(HEADINGS)
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx")
    assert [(line.ref, line.progress, line.place) for line in found.lines] == [
        ("1", "In progress", "sheet Open, row 2"),
        ("2", "Closed", "sheet Closed, row 2"),
    ]
    assert any("Notes" in sentence for sentence in found.left_out)


def test_rows_without_numbers_of_their_own_count_blank_ones_too(tmp_path: Path) -> None:
    """As programs write them that leave out what Open XML lets them leave out."""
    path = as_xlsx(tmp_path / "a.xlsx", [HEADINGS, ONE])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    rows = re.sub(rb'(<(?:row|c)\b[^>]*?) r="[A-Z]*\d+"', rb"\1", parts[name])
    parts[name] = rows.replace(b"<row", b"<row/><row", 1)
    with zipfile.ZipFile(path, "w") as packed:
        for part, data in parts.items():
            packed.writestr(part, data)
    assert [line.place for line in read(path).lines] == ["sheet Actions, row 3"]


def test_formulas_without_a_value_are_reported_for_each_sheet(tmp_path: Path) -> None:
    book = Workbook()
    del book["Sheet"]
    for name, row in (("North", ONE), ("South", TWO)):
        sheet = book.create_sheet(name)
        for cells in (HEADINGS, (*row[:2], "=A1", *row[3:])):
            sheet.append(cells)
    book.save(tmp_path / "a.xlsx")
    sentences = [one for one in read(tmp_path / "a.xlsx").warnings if "no saved value" in one]
    assert [one.partition(":")[0] for one in sentences] == ["Sheet North, row 2", "Sheet South, row 2"]


def test_a_formula_that_shows_no_letters_is_blank_and_not_without_a_value(tmp_path: Path) -> None:
    """As the office saves =IF(D2="","",…) where there is nothing to show."""
    path = as_xlsx(tmp_path / "a.xlsx", [(*HEADINGS, "Days late"), (*ONE, "=A2"), (*TWO, "=A3")])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    shown = rb'<c r="G2" t="str"><f>A2</f><v></v></c>'
    parts[name] = re.sub(rb'<c r="G2"[^>]*>.*?</c>', shown, parts[name], flags=re.S)
    with zipfile.ZipFile(path, "w") as packed:
        for part, data in parts.items():
            packed.writestr(part, data)
    (sentence,) = [one for one in read(path).warnings if "no saved value" in one]
    assert sentence.startswith("Sheet Actions, row 3: the formula")
