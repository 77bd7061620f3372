"""A table of many columns: on a larger page, in smaller letters, so that no ordinary word is broken."""

import io
from datetime import UTC, datetime
from textwrap import wrap

import docx
import openpyxl
import pdfplumber
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm
from openpyxl.utils import get_column_letter

from papers.write import word_styles
from papers.write.document import Document, DocumentPart, Paragraph, Table
from papers.write.pdf_document import pdf_document
from papers.write.widths import breakable, letters_needed, shares
from papers.write.word_document import word_document
from papers.write.workbook import workbook

HEADINGS = (
    "Ref|Audit title|Year|Finding|Risk|Priority|Recommendation|Management response|Accepted?|Responsible officer|"
    "Directorate|Original implementation date|Revised implementation date|Times extended|Update (October 2024)|Status"
)
ROW = (
    "IA24/01|Procurement and contract management|2023/24|Waivers were not authorised retrospectively|Non-compliance "
    "with the Regulations|Medium|Documentation should be retained centrally|Procurement will introduce an electronic "
    "authorisation workflow|Yes|Commercial Procurement Manager|Resources|31/01/2024|31/12/2024|1|Interdependencies "
    "with the implementation were identified|In progress"
)
WIDE = Table("Actions", tuple(HEADINGS.split("|")), (tuple(ROW.split("|")),) * 3)
USUAL = Table("Actions", WIDE.headings[:6], tuple(row[:6] for row in WIDE.rows))


def document(table: Table) -> Document:
    parts = (
        DocumentPart("Report", (Paragraph("The report."),)),
        DocumentPart("Appendix 1", (table,), landscape=True),
        DocumentPart("After", (Paragraph("The end."),)),
    )
    return Document("A report", parts, datetime(2024, 11, 28, tzinfo=UTC), reference="Committee")


@pytest.mark.parametrize(("table", "wide"), [(WIDE, 420), (USUAL, 297)])
def test_the_pdf_lies_on_a_page_on_which_no_word_is_broken(table: Table, wide: int) -> None:
    with pdfplumber.open(io.BytesIO(pdf_document(document(table)))) as pdf:
        sizes = [round(float(page.width) / 72 * 25.4) for page in pdf.pages]
        printed = {word["text"] for word in pdf.pages[1].extract_words()}
    assert sizes == [210, wide, 210]
    words = {word for row in (table.headings, *table.rows) for cell in row for word in cell.split()}
    assert words - printed == set()


@pytest.mark.parametrize(("table", "wide", "style"), [(WIDE, 420, "Small"), (USUAL, 297, "")])
def test_the_word_document_has_that_page_too(table: Table, wide: int, style: str) -> None:
    word = docx.Document(io.BytesIO(word_document(document(table))))
    sizes = [(one.page_width or 0, one.page_height or 0) for one in word.sections]
    assert [round(width / Mm(1)) for width, _height in sizes] == [210, wide, 210]
    assert round(sizes[2][1] / Mm(1)) == 297
    cells = word.tables[0].rows[1].cells
    assert cells[0].paragraphs[0].style.name == f"{word_styles.TABLE_TEXT} {style}".strip()
    for cell, heading in zip(cells, table.headings, strict=True):
        longest = max(map(len, (*cell.text.split(), *heading.split())))
        # A letter of eight points is 1.5 mm at most, on average.
        assert cell.width / Mm(1) > longest * 1.3, cell.text


def test_a_table_that_fits_a4_only_without_its_margins_gets_the_larger_page() -> None:
    word = "Implementations"  # 15 letters, and the edges of its cell
    for count, wide in ((8, 297), (9, 420)):
        table = Table("Actions", ("A",) * count, ((word,) * count,))
        assert letters_needed(table.headings, table.rows) == 17 * count
        written = docx.Document(io.BytesIO(word_document(document(table))))
        assert round((written.sections[1].page_width or 0) / Mm(1)) == wide
        with pdfplumber.open(io.BytesIO(pdf_document(document(table)))) as pdf:
            assert round(float(pdf.pages[1].width) / 72 * 25.4) == wide


@pytest.mark.parametrize(("table", "paper"), [(WIDE, "8"), (USUAL, "9")])
def test_the_workbooks_columns_are_as_wide_as_their_words_and_its_paper_as_large(
    table: Table, paper: str
) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(document(table))))["Appendix 1"]
    assert str(sheet.page_setup.paperSize) == paper
    for number, column in enumerate(sheet.columns, start=1):
        longest = max(len(word) for cell in column for word in str(cell.value).split())
        assert sheet.column_dimensions[get_column_letter(number)].width >= longest, column[0].value


def test_what_a_line_needs_is_what_leaves_every_word_whole() -> None:
    line = letters_needed(WIDE.headings, WIDE.rows)
    for share, column in zip(shares(WIDE.headings, WIDE.rows, line), range(16), strict=True):
        longest = max(len(word) for row in WIDE.rows for word in row[column].split())
        assert int(share * line + 0.01) >= longest


@pytest.mark.parametrize("text", ["BRAG", "PAY-01", "Amber", "MEDIUM"])
def test_a_short_word_of_wide_letters_has_more_room_than_its_letters_say(text: str) -> None:
    def narrowest(words: str) -> float:
        headings, row = (
            ("Of", "Action", "Update"),
            (words, "A sentence of words. " * 9, "Another of more. " * 9),
        )
        return shares(headings, (row,), 60)[0]

    assert narrowest(text) > narrowest("x" * len(text))


def test_a_sheets_row_of_headings_is_as_high_as_its_bold_letters_need() -> None:
    headings = ("Number of times revised",) * 16
    table = Table("Actions", headings, (("payable when due",) * 16,))
    book = openpyxl.load_workbook(io.BytesIO(workbook(document(table))))
    sheet = book["Appendix 1"]
    lines = [
        len(wrap(heading, int(sheet.column_dimensions[get_column_letter(at)].width)))
        for at, heading in enumerate(headings, start=1)
    ]
    assert max(lines) >= 3
    assert sheet.row_dimensions[1].height >= 12.8 * max(lines)


ADDRESS = (
    "https://intranet.example.gov.uk/sites/audit/Shared%20Documents/2024/evidence/IA24-01-waivers-final-v3.pdf"
)
WITH_ADDRESS = Table(
    "Actions", (*WIDE.headings, "%", "Evidence"), ((*WIDE.rows[0], "100%", f"See {ADDRESS}."),) * 3
)


def test_a_percentage_has_room_in_a_narrow_column_of_a_word_document() -> None:
    """A percent sign is as wide as nearly two letters: "62%" was broken before it."""
    word = docx.Document(io.BytesIO(word_document(document(WITH_ADDRESS))))
    cell = word.tables[0].rows[1].cells[-2]
    assert cell.text == "100%"
    digits, sign = 3 * 0.556, 0.889  # of Arial, in letters of eight points
    edges = 2 * 90 / 20  # of a cell, in points
    assert cell.width / Mm(1) / 25.4 * 72 > (digits + sign) * 8 + edges


def test_an_address_is_broken_at_its_strokes_and_leads_where_it_did() -> None:
    word = docx.Document(io.BytesIO(word_document(document(WITH_ADDRESS))))
    text = word.tables[0].rows[1].cells[-1].text
    assert text.replace("\u200b", "") == f"See {ADDRESS}."
    longest = max(map(len, text.replace("\u200b", " ").split()))
    assert longest < 20
    links = {one.target_ref for one in word.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.HYPERLINK}
    assert links == {ADDRESS}


def test_the_pdf_breaks_an_address_at_its_strokes_too() -> None:
    with pdfplumber.open(io.BytesIO(pdf_document(document(WITH_ADDRESS)))) as pdf:
        printed = {word["text"] for word in pdf.pages[1].extract_words()}
    parts = breakable(ADDRESS, 1).split("\u200b")
    joined_parts = {"".join(parts[at:to]) for at in range(len(parts)) for to in range(at + 1, len(parts) + 1)}
    of_address = {
        word.rstrip(".") for word in printed if "%20" in word or "evidence/" in word or "final" in word
    }
    assert of_address
    assert of_address <= joined_parts


def test_words_that_fit_are_left_as_they_are() -> None:
    assert breakable("see 24/01 and/or the multi-agency plan", 20) == "see 24/01 and/or the multi-agency plan"
    assert breakable("a/b.c", 4) == "a/\u200bb\u200b.c"


def test_a_row_of_a_workbook_has_room_for_an_address_as_programs_break_it() -> None:
    """Its last lines were cut off, also where the sheet was printed."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(document(WITH_ADDRESS))))["Appendix 1"]
    width = sheet.column_dimensions[get_column_letter(len(WITH_ADDRESS.headings))].width
    in_parts = wrap(breakable(f"See {ADDRESS}.", 1).replace("\u200b", " "), int(width * 1.2))
    assert sheet.row_dimensions[2].height >= len(in_parts) * 12.8
