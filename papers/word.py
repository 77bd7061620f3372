"""Reading tables from Word documents: split over pages, headings repeated, cells merged, lists in cells."""

import io
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from papers import columns
from papers.grid import Block, Findings, Row, Spot
from papers.package import damaged
from papers.text import clean_paragraphs
from register.refused import Refused

_TABLE, _ROW, _CELL, _PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
_TEXT, _TAB, _HYPHEN = qn("w:t"), qn("w:tab"), qn("w:noBreakHyphen")
_BREAKS = (qn("w:br"), qn("w:cr"))
# Deleted in tracked changes, moved away, or a second copy for older programs.
_LEFT_OUT = (
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
_PROPERTIES = (qn("w:pPr"), qn("w:rPr"), qn("w:tcPr"), qn("w:trPr"), qn("w:tblPr"))


def read(data: bytes, findings: Findings) -> list[Block]:
    """The tables of a document as blocks, in order, counted from 1 with those inside others.

    Tracked changes are read as accepted. A table that holds another one inside its cells, for layout, is looked
    into when it is not itself a table of actions. Raises Refused when references are automatic numbers.
    """
    try:
        body = Document(io.BytesIO(data)).element.body
    except Exception as broken:
        raise damaged(broken) from broken
    blocks: list[Block] = []
    begun = False
    numbers = {table: number for number, table in enumerate(body.iter(_TABLE), start=1)}
    for table in _tables(body):
        for rows in _readable(table, numbers, begun):
            begun = begun or any(columns.is_headings(row.cells, {}, thoroughly=True) for row in rows)
            blocks.append(Block(tuple(rows), by_content=True))
    return blocks


def _tables(element: Any) -> Iterator[Any]:
    """The tables in an element that are not inside one another."""
    for child in element:
        if child.tag == _TABLE:
            yield child
        elif child.tag not in _LEFT_OUT:
            yield from _tables(child)


def _readable(table: Any, numbers: dict[Any, int], begun: bool) -> Iterator[list[Row]]:
    rows = list(_rows(table, f"table {numbers[table]}"))
    inner = [one for cell in table.iter(_CELL) for one in _tables(cell) if _owner(cell, _TABLE) is table]
    if inner and not any(columns.is_headings(row.cells, {}, thoroughly=True) for row in rows):
        for one in inner:
            yield from _readable(one, numbers, begun)
        return
    if begun or any(columns.is_headings(row.cells, {}, thoroughly=True) for row in rows):
        yield rows


def _owner(element: Any, tag: str) -> Any:
    return next(element.iterancestors(tag), None)


def _rows(table: Any, name: str) -> Iterator[Row]:
    above: dict[int, str] = {}
    rows = [row for row in table.iter(_ROW) if _owner(row, _TABLE) is table]
    for number, row in enumerate(rows, start=1):
        spot = Spot(name, "row", number)
        cells: list[str] = [""] * _count(row, "w:trPr/w:gridBefore")
        inherited: list[str] = [""] * len(cells)
        for cell in (one for one in row.iter(_CELL) if _owner(one, _ROW) is row):
            merged = cell.find(qn("w:tcPr") + "/" + qn("w:vMerge"))
            continues = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            words = "" if continues else _words(cell)
            if not words and not cells:
                _refuse_automatic(cell, row, spot)
            if not continues:
                above[len(cells)] = words if merged is not None else ""
            span = max(_count(cell, "w:tcPr/w:gridSpan"), 1)
            inherited += [above.get(len(cells), ""), *[""] * (span - 1)]
            cells += [words, *[""] * (span - 1)]
        yield Row(tuple(cells), spot, tuple(inherited))


def _count(element: Any, path: str) -> int:
    found = element.find("/".join(qn(part) for part in path.split("/")))
    value = found.get(qn("w:val"), "0") if found is not None else "0"
    return min(int(value), 64) if value.isdigit() else 0


def _words(cell: Any) -> str:
    """The words of a cell, a line for each paragraph."""
    paragraphs = (
        "".join(_pieces(paragraph)) for paragraph in cell.iter(_PARAGRAPH) if not _is_left_out(paragraph, cell)
    )
    return clean_paragraphs("\n".join(paragraphs))


def _is_left_out(paragraph: Any, cell: Any) -> bool:
    for ancestor in paragraph.iterancestors():
        if ancestor is cell:
            return False
        if ancestor.tag in _LEFT_OUT:
            return True
    return False


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield " "
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag not in _LEFT_OUT and child.tag not in _PROPERTIES and child.tag != _PARAGRAPH:
            yield from _pieces(child)


def _refuse_automatic(cell: Any, row: Any, spot: Spot) -> None:
    """A first cell that shows only a list number has no words to read: Word counts when it draws the page."""
    numbered = next(cell.iter(qn("w:numPr")), None) is not None
    if numbered and any(_words(one) for one in row.iter(_CELL)):
        raise Refused(
            f"At {spot} the reference is an automatic number, which changes with the document; type numbers "
            "and import it again."
        )
