"""What one page of a PDF shows: signs, sizes, colours and merged cells are read as the eye sees them."""

from pathlib import Path

import pdfplumber
import pytest

from papers.formats.grid import Findings
from papers.formats.pdf_page import page_of
from papers.read import Reading, read
from register.refused import Refused
from tests.papers.pdfs import Sheet, as_pdf, table, width_of

HEADINGS = ("Ref", "Action", "Owner", "Due date", "Status")
WIDTHS = (60, 230, 90, 200, 90)
LEFTS = (30, 90, 320, 410, 610)  # of the columns
ROW = ("1", "Write it.", "GLD", "31 March 2023", "")
TOP = 74  # of the words of the first row below the headings


def shown(folder: Path, sheet: Sheet) -> Reading:
    return read(as_pdf(folder / "a.pdf", [sheet]))


def test_a_tick_in_a_font_of_signs_is_a_tick(tmp_path: Path) -> None:
    (sheet,) = table([(*HEADINGS[:4], "Complete?"), ROW], WIDTHS)
    sheet.words(LEFTS[4] + 3, TOP, "\xfc", font="F2")
    assert shown(tmp_path, sheet).lines[0].progress == "Complete"


def test_a_smaller_number_behind_a_measure_belongs_to_it(tmp_path: Path) -> None:
    (sheet,) = table([HEADINGS, ("1", "Paint 20 m", *ROW[2:])], WIDTHS)
    sheet.words(LEFTS[1] + 3 + width_of("Paint 20 m"), TOP - 4, "2", 6)
    found = shown(tmp_path, sheet)
    assert (found.lines[0].defined, found.warnings) == ("Paint 20 m2", ())


@pytest.mark.parametrize(
    ("drawn", "name"), [("0 1 1 0 k", "red"), ("1 0 1 0.4 k", "green"), ("0 1 1 0.9 k", ""), ("0.5 g", "")]
)
def test_colours_are_named_in_the_inks_of_a_printer_too(drawn: str, name: str, tmp_path: Path) -> None:
    (sheet,) = table([(*HEADINGS[:4], "RAG"), ROW], WIDTHS)
    sheet.box(LEFTS[4] + 2, 62, 86, 16, (0, 0, 0))
    sheet.drawn[-1] = sheet.drawn[-1].replace("0 0 0 rg", drawn)
    assert [doubt.printed for doubt in shown(tmp_path, sheet).doubts] == ([f"({name})"] if name else [])


def test_prompts_of_forms_are_left_out_and_reported(tmp_path: Path) -> None:
    found = shown(tmp_path, table([HEADINGS, (*ROW[:4], "Choose an item.")], WIDTHS)[0])
    assert found.lines[0].progress == ""
    assert found.warnings == ("Page 1, row 2: a form's own prompt was left out: “Choose an item.”.",)


def test_a_cell_that_is_merged_down_holds_for_the_rows_beside_it(tmp_path: Path) -> None:
    sheet = Sheet()
    heights = (40, 60, 80, 100)
    for at, left in enumerate((*LEFTS, LEFTS[-1] + WIDTHS[-1])):
        sheet.line(left, heights[0], left, heights[-1])
        if at < len(LEFTS):
            sheet.words(left + 3, heights[0] + 12, HEADINGS[at])
    for height in heights:
        if height == heights[2]:  # no line below the first owner
            sheet.line(LEFTS[0], height, LEFTS[2], height)
            sheet.line(LEFTS[3], height, LEFTS[4] + WIDTHS[4], height)
        else:
            sheet.line(LEFTS[0], height, LEFTS[4] + WIDTHS[4], height)
    for top, cells in ((72, ROW), (92, ("2", "Agree it.", "", "30 April 2023", "Complete"))):
        for left, words in zip(LEFTS, cells, strict=True):
            sheet.words(left + 3, top, words)
    found = shown(tmp_path, sheet)
    assert [(line.ref, line.owners, line.progress) for line in found.lines] == [
        ("1", ("GLD",), ""),
        ("2", ("GLD",), "Complete"),
    ]


def test_a_page_of_more_letters_than_a_paper_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = as_pdf(tmp_path / "a.pdf", table([HEADINGS, ROW], WIDTHS))
    monkeypatch.setattr("papers.formats.pdf_page._MOST_OBJECTS", 60)
    with pdfplumber.open(path) as pdf, pytest.raises(Refused, match="page 4 of the PDF holds more than a page"):
        page_of(pdf.pages[0], 4, Findings())


def test_a_pdf_of_signs_that_it_does_not_name_is_refused(tmp_path: Path) -> None:
    rows = [HEADINGS, ("1", "\x01\x02\x03" * 30, *ROW[2:])]
    with pytest.raises(Refused, match="does not say which letters its signs are"):
        read(as_pdf(tmp_path / "a.pdf", table(rows, WIDTHS)))


@pytest.mark.parametrize("gap", [1, 8])
def test_words_struck_out_close_to_the_next_cells_words_are_reported_too(gap: float, tmp_path: Path) -> None:
    (sheet,) = table([HEADINGS, ("1", "", "", *ROW[3:])], WIDTHS)
    left = LEFTS[2] - width_of("Write it now") - gap / 2
    sheet.words(left, TOP, "Write it now")
    sheet.line(left + width_of("Write it "), TOP - 3, LEFTS[2] - gap / 2, TOP - 3)
    sheet.words(LEFTS[2] + gap / 2, TOP, "GLD")
    found = shown(tmp_path, sheet)
    assert [(line.defined, line.owners) for line in found.lines] == [("Write it", ("GLD",))]
    assert "Page 1: “now” is struck out and was left out." in found.warnings
