"""A document as XLSX: the text on the first sheet, and each table on a sheet of its own with headings in row 1."""

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import repeat
from textwrap import wrap
from typing import Any
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from papers.write.cell_values import CellValue, cell_values
from papers.write.characters import clean, is_right_to_left
from papers.write.charts import WIDTH_MM, draw
from papers.write.document import (
    LANGUAGE,
    SEE_SHEET,
    Document,
    DocumentBlock,
    Facts,
    Heading,
    Items,
    Paragraph,
    Picture,
    Table,
)
from papers.write.widths import breakable, letters_needed, shares
from papers.write.zipped import repacked
from register.lazy_pattern import LazyPattern
from register.phrases import joined
from register.refused import Refused

MOST_LETTERS = 32_767
"""The most letters that a cell of a workbook can hold."""
_MOST_NAME = 31
_A3, _A4 = 8, 9
"""The codes of paper sizes in the settings of a sheet."""
_LABELS, _WORDS, _PICTURES, _SHEET = 26, 100, 90, 160
"""The widths in letters of the first sheet's two columns, of the sheet of pictures (no wider than a page, or
LibreOffice cuts off its words), and of a whole table.
"""
_SIZE, _LETTERS = 10, 1.2
"""The usual font size in points, and the number of usual letters of it that fit into the width of a digit."""
_BOLD = 12
"""The size of plain letters that are as wide as bold ones of size 10."""

_TALLEST_ROW = 409
"""The greatest height of a row in Excel in points: some thirty lines."""
_WIDEST_COLUMN = 255
"""The greatest width of a column in Excel in letters."""
_WIDENING_FACTOR = 1.15
_LONGEST_DAY = len("30 September 2022") + 1
_EMU, _EMU_PER_MM = 9_525, 36_000
_ESCAPED = LazyPattern("_x([0-9A-Fa-f]{4})_")
_SIDE = Side(style="thin", color="9AA5B1")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_FILL = PatternFill("solid", fgColor="E4EAF1")
_SIZES = {0: 18, 1: 14, 2: 12, 3: 11}


def workbook(document: Document) -> bytes:
    """The XLSX of a document; no cell is a formula, and in the tables numbers and days are such for Excel too.

    Raises Refused, with the place, for a cell too long for Excel.
    """
    book = _Book(document)
    content = io.BytesIO()
    book.filled().save(content)
    return repacked(content.getvalue(), document.moment, book.changes)


class _Book:
    """Fills a workbook with the blocks of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._book = Workbook()
        self._alts: list[str] = []
        self._heading = ""
        self._row = 0
        self._sheet: Any = self._book.active

    @property
    def changes(self) -> Mapping[str, Any]:
        """Changes to the parts of the finished file: the descriptions of pictures, which openpyxl cannot write."""
        return {"xl/drawings/drawing1.xml": self._with_descriptions} if self._alts else {}

    def filled(self) -> Workbook:
        """The workbook with the text of all parts on the first sheet, and tables and pictures on their own sheets."""
        document = self._document
        # The widths of columns are in digits of this font, and not every machine has the usual Calibri.
        self._book._named_styles["Normal"].font = Font("Arial", _SIZE)  # type: ignore[attr-defined]
        self._sheet.title = "Report"
        self._sheet.column_dimensions["A"].width, self._sheet.column_dimensions["B"].width = _LABELS, _WORDS
        self._set_up_page(self._sheet, landscape=False)
        if document.organisation:
            self._line(document.organisation)
        self._line(document.title, size=_SIZES[0])
        for part in document.parts:
            for block in part.blocks:
                self._block(block, part.name, landscape=part.landscape)
        properties = self._book.properties
        properties.title, properties.creator = clean(document.title), clean(document.author)
        properties.language = LANGUAGE
        return self._book

    def _block(self, block: DocumentBlock, part: str, *, landscape: bool) -> None:
        match block:
            case Heading(text, level):
                self._heading = text
                self._row += 1
                self._line(text, size=_SIZES[level])
            case Paragraph(text, lead, _note):
                self._line(lead, text)
            case Facts(pairs):
                for label, text in pairs:
                    self._line(f"{label}:" if label else "", text)
            case Items(items, lettered):
                for number, (lead, text) in enumerate(items):
                    mark = f"{_letters(number)})" if lettered else "•"
                    self._line(f"{mark} {lead}".strip(), text)
            case Table():
                name = self._sheet_name(part if landscape else self._heading)
                cut_rows = self._table(block, name)
                self._line("", f"{SEE_SHEET}“{name}”.{_sentence_about_cut_rows(cut_rows)}")
            case Picture():
                self._picture(block)

    def _line(self, first: str, second: str = "", *, size: int = 11) -> None:
        """Write a line of the first sheet: a heading or label, which is bold, and the words beside it."""
        self._row += 1
        if first or second:
            label_width = _LABELS * _SIZE // _BOLD if second else _WORDS  # labels are bold
            _set_height(self._sheet, self._row, (first, second), (label_width, _WORDS), size)
        for column, text in ((1, first), (2, second)):
            if text:
                self._write_cell(
                    self._sheet,
                    self._row,
                    column,
                    text,
                    Font("Arial", size, column == 1),
                    self._heading,
                )

    def _write_cell(self, sheet: Any, row: int, column: int, text: str, font: Font, place: str) -> Any:
        """Write a cell as text, even if it looks like a number or formula. Raises Refused when it is too long."""
        words = _ESCAPED.sub(r"_x005F_x\1_", clean(text))
        if len(words) > MOST_LETTERS:
            raise Refused(
                f"{place}, row {row}, column {column} has {len(words):,} letters, and a cell of a workbook "
                f"holds {MOST_LETTERS:,}; write the paper as .docx, .pdf or .html, or shorten it."
            )
        cell = sheet.cell(row, column, words)
        cell.data_type = "s"
        cell.font = font
        cell.quotePrefix = True
        heading = sheet is self._sheet and font.size > _SIZES[3]
        cell.alignment = Alignment(
            vertical="top", wrap_text=not heading, readingOrder=2 if is_right_to_left(words) else 1
        )
        return cell

    def _table(self, table: Table, name: str) -> list[int]:
        """Write a table on a sheet of its own; returns the numbers of the rows that are higher than Excel can show."""
        sheet = self._book.create_sheet(name)
        line = max(_SHEET, letters_needed(table.headings, table.rows))
        self._set_up_page(sheet, landscape=True, large=line > _SHEET)
        usual = [max(int(share * line), 8) for share in shares(table.headings, table.rows, line)]
        values = [cell_values([cells[at] for cells in table.rows]) for at in range(len(table.headings))]
        wide_enough = [max(width, _width_of_values(of)) for width, of in zip(usual, values, strict=True)]
        widths = _widened_for_height(wide_enough, (table.headings, *table.rows))
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        place, plain, bold = f"Sheet “{name}”", Font("Arial", 10), Font("Arial", 10, True)
        _set_height(sheet, 1, table.headings, widths, _BOLD)
        for column, heading in enumerate(table.headings, start=1):
            cell = self._write_cell(sheet, 1, column, heading, bold, place)
            cell.border, cell.fill = _BORDER, _FILL
        for row, cells in enumerate(table.rows, start=2):
            _set_height(sheet, row, cells, widths, 10)
            for column, text in enumerate(cells, start=1):
                font = bold if column - 1 == table.row_heading else plain
                value = values[column - 1][row - 2]
                if value:
                    cell = _write_value(sheet, row, column, value, font)
                else:
                    cell = self._write_cell(sheet, row, column, text, font, place)
                cell.border = _BORDER
        sheet.freeze_panes = "B2" if table.row_heading == 0 else "A2"
        sheet.print_title_rows = "1:1"
        last = f"{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
        sheet.auto_filter.ref = f"A1:{last}"
        # Screen readers find the row and column of headings by a defined name of this form.
        regions = "TitleRegion" if table.row_heading == 0 else "ColumnTitleRegion"
        region = f"{regions}1.A1.{last}.{len(self._book.sheetnames)}"
        quoted = name.replace("'", "''")
        self._book.defined_names[region] = DefinedName(region, attr_text=f"'{quoted}'!$A$1")
        return [
            place for place, row in enumerate(table.rows, start=2) if _height(row, widths, 10) > _TALLEST_ROW
        ]

    def _picture(self, picture: Picture) -> None:
        if "Pictures" not in self._book.sheetnames:
            self._set_up_page(self._book.create_sheet("Pictures"), landscape=False)
            self._book["Pictures"].column_dimensions["A"].width = _PICTURES
        sheet = self._book["Pictures"]
        row = sheet.max_row + 1 if self._alts else 1
        self._write_cell(sheet, row, 1, picture.chart.title, Font("Arial", _SIZES[2], True), "Pictures")
        self._write_cell(sheet, row + 1, 1, picture.alt, Font("Arial", 10), "Pictures")
        _set_height(sheet, row + 1, (picture.alt,), (_PICTURES,), 10)
        image = Image(io.BytesIO(draw(picture.chart, "png")))
        scale = WIDTH_MM * _EMU_PER_MM / _EMU / image.width
        image.width, image.height = int(image.width * scale), int(image.height * scale)
        image.anchor = f"A{row + 2}"
        sheet.add_image(image)
        sheet.row_dimensions[row + 2].height = min(image.height * 0.75 + 8, _TALLEST_ROW)
        self._write_cell(sheet, row + 3, 1, " ", Font("Arial", 10), "Pictures")
        self._alts.append(picture.alt)
        self._line("", "The picture is on the sheet “Pictures”.")

    def _with_descriptions(self, drawing: bytes) -> bytes:
        alts = iter(self._alts)
        described = re.sub(
            r'descr="[^"]*"', lambda _: f"descr={quoteattr(clean(next(alts)))}", drawing.decode("utf-8")
        )
        return described.encode("utf-8")

    def _set_up_page(self, sheet: Any, *, landscape: bool, large: bool = False) -> None:
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = _A3 if large else _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.left.text = clean(self._document.reference).replace("&", "&&")[:100]
        sheet.oddFooter.right.text = "Page &P of &N"

    def _sheet_name(self, heading: str) -> str:
        """A unique name for a sheet: short and without the characters that Excel forbids."""
        plain = " ".join(re.sub(r"[\[\]:*?/\\]", " ", clean(heading)).split()).strip("' ") or "Table"
        used_names = {name.casefold() for name in self._book.sheetnames} | {"history", "pictures"}
        name, number = _cut(plain, _MOST_NAME), 1
        while name.casefold() in used_names:
            number += 1
            name = f"{_cut(plain, _MOST_NAME - len(str(number)) - 1)} {number}"
        return name


def _letters(at: int) -> str:
    """The letters of an item of a list, from 0: a, b, … z, aa, ab, as in the other formats."""
    before, last = divmod(at, 26)
    return (_letters(before - 1) if before else "") + chr(ord("a") + last)


def _write_value(sheet: Any, row: int, column: int, value: CellValue, font: Font) -> Any:
    cell = sheet.cell(row, column, value.value)
    cell.number_format = value.number_format
    cell.font = font
    cell.alignment = Alignment(horizontal="left", vertical="top")
    return cell


def _width_of_values(column: Sequence[CellValue | None]) -> int:
    """The letters that a column needs to show its days, which Excel does not wrap: it would show #### instead."""
    has_days = any(one is not None and isinstance(one.value, date) for one in column)
    return _LONGEST_DAY if has_days else 0


def _cut(name: str, most: int) -> str:
    """The name with at most ``most`` letters, cut at the end of a word."""
    if len(name) > most:
        whole, _space, _part = name[: most + 1].rpartition(" ")
        name = whole or name[:most]
    return name.strip("' ")


def _widened_for_height(usual: Sequence[int], rows: Sequence[Sequence[str]]) -> list[int]:
    """The widths of columns, increased where a row would otherwise be higher than Excel can show."""
    widths = list(usual)
    for row in rows:
        if _height(row, [_WIDEST_COLUMN] * len(row), 10) > _TALLEST_ROW:
            continue  # no width would help
        while _height(row, widths, 10) > _TALLEST_ROW:
            lines = [_lines(cell, width, 10) for cell, width in zip(row, widths, strict=True)]
            longest = lines.index(max(lines))
            widths[longest] = min(int(widths[longest] * _WIDENING_FACTOR) + 1, _WIDEST_COLUMN)
    return widths


def _sentence_about_cut_rows(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    which = f"Row{'s' * (len(rows) > 1)} {joined(map(str, rows))} of it {'are' if len(rows) > 1 else 'is'}"
    return (
        f" {which} too tall for Excel to show in full: select the cell to read it, or use the Word or PDF copy."
    )


def _set_height(sheet: Any, row: int, cells: Sequence[str], widths: Sequence[int], size: int) -> None:
    """Set the height of a row to what its words need, as not every program does that by itself."""
    sheet.row_dimensions[row].height = min(_height(cells, widths, size), _TALLEST_ROW)


def _height(cells: Sequence[str], widths: Sequence[int], size: int) -> float:
    """The height in points that the words of a row need in columns of these widths."""
    return max(map(_lines, cells, widths, repeat(size))) * size * 1.28 + 4


def _lines(cell: str, width: int, size: int) -> int:
    room = int(width * _LETTERS * _SIZE / size)
    return sum(_wrapped(line, room) for line in clean(cell).split("\n"))


def _wrapped(line: str, room: int) -> int:
    """The lines that a line of a cell takes: long addresses are broken at their strokes, and so take more."""
    apart = wrap(line, room)
    in_parts = wrap(breakable(line, room).replace("\u200b", " "), room) if len(apart) > 1 else apart
    return max(len(apart), len(in_parts), 1)
