"""Reading tables from Word documents: split over pages, headings repeated, cells merged, lists in cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from papers.formats.cell_marks import UNKNOWN_SIGN, colour_name, is_placeholder
from papers.formats.content import Content
from papers.formats.grid import Block, Findings, Row, Spot, short
from papers.formats.package import Package, comments_in, local, parsed
from papers.formats.word_cells import (
    NOT_SHOWN,
    WordDocument,
    Words,
    child,
    styles_of,
    value,
    words_of,
    words_of_paragraphs,
)
from papers.formats.word_numbers import numbers_of
from papers.prose import paragraphs_of
from papers.tables.columns import is_heading_row
from register.phrases import capitalised
from register.refused import Refused

_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})
_LONGEST_TITLE = 120
_WIDEST = 64


@dataclass
class _Reader:
    document: WordDocument
    findings: Findings
    numbers: dict[Any, int] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


def read(package: Package, findings: Findings) -> Content:
    """The tables of a document as blocks, in order, counted from 1 with those inside others; and its words.

    Tracked changes are read as accepted, and that is said. A table that holds another one inside its cells, for
    layout, is looked into when it is not itself a table of actions.
    """
    root = parsed(package.read(package.main) or b"<empty/>")
    body = child(root, "body")
    if body is None:
        raise Refused("the document holds no text; save it anew and import that.")
    related = {name.rpartition("/")[2].casefold(): name for name in package.related(package.main).values()}
    styles = package.xml(related.get("styles.xml", "word/styles.xml"))
    numbering = package.xml(related.get("numbering.xml", "word/numbering.xml"))
    if comments := comments_in(package, package.main):
        findings.leave_out("the document", f"it has {comments} in its margin, left out.", quietly=True)
    document = WordDocument(styles_of(styles), numbers_of(body, numbering, styles))
    reader = _Reader(document, findings)
    for element in body.iter():
        kind = local(element)
        if kind == "tbl":
            reader.numbers[element] = len(reader.numbers) + 1
        elif kind in _TRACKED and not findings.tracked:
            findings.tracked = True
            findings.warnings.append("The document has tracked changes; they were read as accepted.")
    blocks = list(_blocks(body, reader))
    prose = paragraphs_of((words, f"paragraph {number}") for number, words in enumerate(reader.words, start=1))
    return Content(blocks, prose)


def _blocks(body: Any, reader: _Reader) -> Iterator[Block]:
    title = ""
    for element in _parts(body):
        if local(element) == "p":
            words = " ".join(words_of_paragraphs([element], reader.document).text.split())
            title = words if words and len(words) <= _LONGEST_TITLE else title
            reader.words.append(words)
            continue
        for rows in _readable(element, reader):
            yield Block(tuple(rows), by_content=True, title=title)
        title = ""


def _parts(element: Any) -> Iterator[Any]:
    """The paragraphs and tables in an element that are not inside one another."""
    for part in element:
        if local(part) in ("tbl", "p"):
            yield part
        elif local(part) not in NOT_SHOWN:
            yield from _parts(part)


def _tables(element: Any) -> Iterator[Any]:
    return (one for one in _parts(element) if local(one) == "tbl")


def _readable(table: Any, reader: _Reader) -> Iterator[list[Row]]:
    findings = Findings()
    rows = list(_rows(table, f"table {reader.numbers[table]}", reader.document, findings))
    inner = [
        one
        for cell in table.iter()
        if local(cell) == "tc" and _owner(cell, "tbl") is table
        for one in _tables(cell)
    ]
    if inner and not any(is_heading_row(row.cells, {}, thoroughly=True) for row in rows):
        for table_within in inner:
            yield from _readable(table_within, reader)
        return
    reader.findings.add(findings)
    yield rows


def _owner(element: Any, name: str) -> Any:
    return next((one for one in element.iterancestors() if local(one) == name), None)


def _rows(table: Any, name: str, document: WordDocument, findings: Findings) -> Iterator[Row]:
    above: dict[int, str] = {}
    rows = [row for row in table.iter() if local(row) == "tr" and _owner(row, "tbl") is table]
    counted = 0
    for number, row in enumerate(rows, start=1):
        spot = Spot(name, "row", number)
        if child(row, "trPr", "del") is not None:
            continue
        line = _Line(spot, [""] * _count(row, "trPr", "gridBefore"))
        for cell in (one for one in row.iter() if local(one) == "tc" and _owner(one, "tr") is row):
            if child(cell, "tcPr", "cellDel") is None:
                counted += _take_cell(cell, line, above, document)
        whole = " ".join(filter(None, line.cells))
        if child(row, "trPr", "hidden") is not None:
            findings.leave_out(spot, f"the row is hidden and was left out: “{short(whole)}”.")
        elif line.struck and not whole:
            findings.leave_out(
                spot, f"the row is struck out and was left out: “{short(' '.join(line.struck.values()))}”."
            )
        else:
            line.report(findings)
            yield line.row()
    if counted:
        findings.warnings.append(
            f"{capitalised(name)}: its first cells are automatic numbers, which change with the document; they were "
            "read as they stand now."
        )


@dataclass
class _Line:
    """A row being put together."""

    spot: Spot
    cells: list[str]
    above: list[str] = field(default_factory=list)
    spans: dict[int, int] = field(default_factory=dict)
    fills: dict[int, str] = field(default_factory=dict)
    struck: dict[int, str] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)

    def report(self, findings: Findings) -> None:
        for what in self.reports:
            findings.leave_out(self.spot, what)

    def row(self) -> Row:
        return Row(tuple(self.cells), self.spot, tuple(self.above), self.spans, self.fills, self.struck)


def _take_cell(cell: Any, line: _Line, above: dict[int, str], document: WordDocument) -> bool:
    """Add a cell to a row; whether it is the first and holds nothing but an automatic number."""
    at = len(line.cells)
    line.above += [""] * (at - len(line.above))
    merged = child(cell, "tcPr", "vMerge")
    continues = merged is not None and value(merged, without="continue") == "continue"
    words = Words() if continues else words_of(cell, document)
    if is_placeholder(words.text):
        words.prompts, words.text = f"{words.prompts} {words.text}".strip(), ""
    if not continues:
        above[at] = words.text if merged is not None else ""
    span = max(_count(cell, "tcPr", "gridSpan"), 1)
    if span > 1:
        line.spans[at] = span
    fill = child(cell, "tcPr", "shd")
    colour = words.colour or (colour_name(value(fill, "fill")) if fill is not None else "")
    if colour:
        line.fills[at] = colour
    if words.struck:
        line.struck[at] = words.struck
    line.reports += _reports(words)
    line.above += [above.get(at, ""), *[""] * (span - 1)]
    line.cells += [words.text, *[""] * (span - 1)]
    numbers = [document.numbers[one] for one in cell.iter() if one in document.numbers] if at == 0 else []
    return bool(numbers) and words.text == numbers[0]


def _reports(words: Words) -> Iterator[str]:
    for what, left in (
        ("hidden text was left out", words.hidden),
        ("struck out and left out", words.struck),
        ("a form's own prompt was left out", words.prompts),
        ("a raised footnote mark was left out", words.raised),
    ):
        if left.strip():
            yield f"{what}: “{short(left)}”."
    if words.pictures and not words.text:
        yield "a cell holds a picture and no words; it was not read."
    if UNKNOWN_SIGN in words.text:
        yield f"a sign is none of those known and was read as {UNKNOWN_SIGN}: “{short(words.text)}”."


def _count(element: Any, *names: str) -> int:
    found = child(element, *names)
    number = value(found, without="0") if found is not None else "0"
    return min(int(number), _WIDEST) if number.isdigit() and len(number) < 9 else 0
