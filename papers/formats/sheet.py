"""Reading Excel workbooks: the visible cells of each visible sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from papers.formats.cell_marks import is_placeholder
from papers.formats.grid import Findings, Row, RowBlock, Spot, refuse_too_many, short
from papers.formats.package import Package, comments_in, damaged, local, whole_number
from papers.formats.sheet_cells import CellText, Workbook, elements, release, strings_of, value_of
from papers.formats.sheet_styles import styles_of
from register import phrases
from register.lazy_pattern import LazyPattern
from register.refused import Refused

_MOST_COLUMNS = 64  # columns of a sheet that are read
_MOST_CELLS = 3_000_000
_CELL_NAME = LazyPattern(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class _Cell:
    text: CellText
    fill: str


@dataclass
class _Sheet:
    """A parsed sheet. Columns count from 0, rows from 1.

    ``merged`` are ranges (top, left, bottom, right). ``rows`` are tuples (number,
    whether the row is hidden, its cells as pairs of column and cell). ``too_far_right`` are the first words beyond
    the columns that are read.
    """

    name: str
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: list[tuple[int, bool, list[tuple[int, _Cell]]]] = field(default_factory=list)
    too_far_right: str = ""


def read(package: Package, findings: Findings) -> list[RowBlock]:
    """The rows of each visible sheet as a block; formulas have the values that Excel saved last.

    Hidden sheets, rows and columns, and words that are struck out, are left out and reported in ``findings``. Raises
    Refused when the workbook is damaged or a sheet has too many rows or cells.
    """
    related = package.related(package.main)
    root = package.xml(package.main)
    if root is None:
        raise Refused("the workbook lists no sheets; save it again and import that.")
    groups = {local(group): group for group in root}
    since_1904 = "workbookPr" in groups and groups["workbookPr"].get("date1904") in ("1", "true")
    named = {name.rpartition("/")[2].casefold(): name for name in related.values()}
    strings = strings_of(package, named.get("sharedstrings.xml", "xl/sharedStrings.xml"))
    theme = next((name for name in related.values() if "/theme" in name), "xl/theme/theme1.xml")
    styles = styles_of(package, named.get("styles.xml", "xl/styles.xml"), theme)
    workbook = Workbook(strings, styles, since_1904)
    blocks = []
    for number, sheet in enumerate(groups.get("sheets", ()), start=1):
        name = sheet.get("name", f"Sheet{number}")
        part = related.get(next((value for key, value in sheet.attrib.items() if key.endswith("}id")), ""), "")
        part = part or f"xl/worksheets/sheet{number}.xml"
        if sheet.get("state", "visible") != "visible":
            findings.leave_out(f"sheet {name}", "it is hidden and was not read.")
        elif part in package and "chartsheet" not in part:
            rows = _rows(_parsed(package, part, name, workbook, findings), findings)
            _warn_of_unsaved(findings)
            if comments := comments_in(package, part):
                findings.leave_out(f"sheet {name}", f"it has {comments} on its cells, left out.", quietly=True)
            blocks.append(RowBlock(tuple(rows), by_content=False, continues=False))
    return blocks


def _warn_of_unsaved(findings: Findings) -> None:
    """One warning for all the formulas of a sheet that have no value."""
    if findings.unsaved:
        first, *others = findings.unsaved
        more = f" So in {phrases.number(len(others), 'more cell')} of the sheet." if others else ""
        findings.warnings.append(
            f"{first} has no saved value and was read as blank; open the workbook in Excel, save it and import it "
            f"again.{more}"
        )
        findings.unsaved.clear()


def _parsed(package: Package, part: str, name: str, workbook: Workbook, findings: Findings) -> _Sheet:
    """The sheet ``name`` from its part; rows without cells are not in it."""
    sheet = _Sheet(name)
    cells = filled = number = 0
    for element in elements(package.read(part), ("row", "mergeCell", "col")):
        kind = local(element)
        if kind == "col":
            _note_hidden_columns(sheet, element)
        elif kind == "mergeCell":
            _note_merged(sheet, element)
        else:
            # Rows need no number of their own in Open XML: then each follows the one before, be that blank or not.
            number = _number(element, "r") or number + 1
            spot = Spot(f"sheet {name}", "row", number)
            found = list(_cells(element, spot, workbook, findings))
            sheet.too_far_right = sheet.too_far_right or _first_words(found, from_column=_MOST_COLUMNS)
            row = [(at, cell) for at, cell in found if at < _MOST_COLUMNS]
            cells += len(element)
            if row:
                filled += any(cell.text.words for _, cell in row)
                refuse_too_many(spot, filled)
                hidden = element.get("hidden") in ("1", "true") or element.get("ht") in ("0", "0.0")
                sheet.rows.append((number, hidden, row))
            if cells > _MOST_CELLS:
                raise Refused(f"The sheet {name} holds millions of cells; import it in parts.")
            release(element)
    return sheet


def _note_merged(sheet: _Sheet, element: Any) -> None:
    merged = [_CELL_NAME.fullmatch(corner) for corner in element.get("ref", "").split(":")]
    if len(merged) == 2 and merged[0] and merged[1]:
        (left, top), (right, bottom) = ((_column(one[1]), int(one[2])) for one in merged if one)
        sheet.merged.append((top, left, bottom, right))


def _first_words(cells: Sequence[tuple[int, _Cell]], *, from_column: int) -> str:
    """The words of the first cell that has some, of those from a column on; "" for none."""
    return next((cell.text.words for at, cell in cells if at >= from_column and cell.text.words), "")


def _note_hidden_columns(sheet: _Sheet, element: Any) -> None:
    if element.get("hidden") in ("1", "true") or element.get("width") in ("0", "0.0"):
        first, last = _number(element, "min"), _number(element, "max")
        sheet.hidden_columns.update(range(max(first - 1, 0), min(last, _MOST_COLUMNS)))


def _number(element: Any, name: str) -> int:
    """The number in an attribute of an element, 0 where it is missing. Raises Refused where it is no number: which
    row, columns or style are meant is not known then.
    """
    text = element.get(name)
    if not text:
        return 0
    number = whole_number(text)
    if number is None:
        raise damaged(ValueError())
    return number


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The index from 0 of a column by its letters: 0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cells(row: Any, spot: Spot, workbook: Workbook, findings: Findings) -> Iterator[tuple[int, _Cell]]:
    """The cells of a row that hold words or have a colour, as pairs of column (from 0) and cell."""
    at = -1
    for cell in row:
        place = _CELL_NAME.fullmatch(cell.get("r", ""))
        at = _column(place[1]) if place else at + 1
        style = _number(cell, "s")
        cell_style = workbook.styles[style] if style < len(workbook.styles) else workbook.styles[0]
        found = findings if at < _MOST_COLUMNS else Findings()  # nothing is said of the cells that are not read
        text = value_of(cell, cell_style, spot, workbook, found) if len(cell) else None
        if text is not None and cell_style.struck:
            text = CellText("", text.words)
        if text is not None or cell_style.fill:
            yield at, _Cell(text or CellText(""), cell_style.fill)


def _rows(sheet: _Sheet, findings: Findings) -> Iterator[Row]:
    """The rows of a sheet without hidden ones and hidden columns, which are reported."""
    down: dict[int, tuple[int, str]] = {}
    last_rows = {(top, left): bottom for top, left, bottom, _right in sheet.merged}
    spans = _spans_by_row(sheet)
    for number, hidden, cells in sheet.rows:
        spot = Spot(f"sheet {sheet.name}", "row", number)
        visible = [(at, cell) for at, cell in cells if at not in sheet.hidden_columns]
        words = {at: cell.text.words for at, cell in visible if cell.text.words}
        struck = {at: cell.text.struck for at, cell in visible if cell.text.struck}
        if _is_left_out(hidden, words, struck, spot, findings):
            continue
        above = {at: merged for at, (last, merged) in down.items() if number <= last}
        for at, cell in visible:
            _report(cell.text, spot, findings)
            if is_placeholder(cell.text.words):
                findings.leave_out(spot, f"“{short(cell.text.words)}” is a form's own prompt and was left out.")
                words.pop(at)
            if (number, at) in last_rows and at in words:
                down[at] = (last_rows[number, at], words[at])
        fills = {at: cell.fill for at, cell in visible if cell.fill}
        if words:
            yield _row(words, spot, above, spans.get(number, {}), fills, struck)
    _report_unread_columns(sheet, findings)


def _spans_by_row(sheet: _Sheet) -> dict[int, dict[int, int]]:
    """The number of columns that cells are merged over, by the row and the column of each."""
    spans: dict[int, dict[int, int]] = {}
    for top, left, _bottom, right in sheet.merged:
        if right > left:
            spans.setdefault(top, {})[left] = right - left + 1
    return spans


def _is_left_out(
    hidden: bool, words: Mapping[int, str], struck: Mapping[int, str], spot: Spot, findings: Findings
) -> bool:
    """Whether a row is left out, which is reported: it is hidden, or all its words are struck out."""
    if hidden and (words or struck):
        words_of_row = " ".join(words.values()) or " ".join(struck.values())
        findings.leave_out(spot, f"the row is hidden and was left out: “{short(words_of_row)}”.")
        return True
    if struck and not words:
        words_of_row = " ".join(struck.values())
        findings.leave_out(spot, f"the row is struck out and was left out: “{short(words_of_row)}”.")
        return True
    return False


def _report_unread_columns(sheet: _Sheet, findings: Findings) -> None:
    """Report each hidden column that has words, by the first of them, and words beyond the columns that are read."""
    headings: dict[int, str] = {}
    for _number, _hidden, cells in sheet.rows if sheet.hidden_columns else ():
        for at, cell in cells:
            if at in sheet.hidden_columns and cell.text.words:
                headings.setdefault(at, cell.text.words)
    for heading in headings.values():
        findings.leave_out(f"sheet {sheet.name}", f"the hidden column “{short(heading)}” was left out.")
    if sheet.too_far_right:
        what = f"only its first {_MOST_COLUMNS} columns were read; “{short(sheet.too_far_right)}” stands further right."
        findings.leave_out(f"sheet {sheet.name}", what)


def _report(text: CellText, spot: Spot, findings: Findings) -> None:
    if text.struck:
        findings.leave_out(spot, f"“{short(text.struck)}” is struck out and was left out.")
    if text.raised:
        what = f"the raised “{text.raised}” after “{short(text.words)}” is a footnote mark and was left out."
        findings.leave_out(spot, what)


def _row(
    words: dict[int, str],
    spot: Spot,
    above: dict[int, str],
    spans: dict[int, int],
    fills: dict[int, str],
    struck: dict[int, str],
) -> Row:
    width = max(words, default=-1) + 1
    cells = tuple(words.get(at, "") for at in range(width))
    padded_above = (
        tuple(above.get(at, "") for at in range(max(width, max(above, default=-1) + 1))) if above else ()
    )
    return Row(cells, spot, padded_above, spans, fills, struck)
