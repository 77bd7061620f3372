"""Reading Word documents: the rows of their tables, with merged cells and lists, and their paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from papers.formats.cell_marks import UNKNOWN_SIGN, colour_name, is_placeholder
from papers.formats.content import Content
from papers.formats.grid import Findings, Row, RowBlock, Spot, short
from papers.formats.package import Package, comments_in, local, parsed, whole_number
from papers.formats.word_cells import (
    NOT_SHOWN,
    CellWords,
    WordDocument,
    child,
    styles_of,
    value,
    words_of,
    words_of_paragraphs,
)
from papers.formats.word_numbers import numbers_of
from papers.prose import paragraphs_of
from papers.tables.columns import is_heading_row
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised
from register.refused import Refused

_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"})
_DONE = LazyPattern(r"\b(?:completed?|closed|implemented|done|finished|delivered)\b", re.I)
_OPEN = LazyPattern(
    r"\b(?:open|outstanding|remain\w*|on-?going|overdue|live|incomplete|not|in progress)\b", re.I
)
_LONGEST_TITLE = 120
_MOST_COLUMNS = 64


@dataclass
class _Reader:
    """What is shared while a document is read: ``numbers`` of its tables from 1, and ``paragraphs`` outside tables."""

    document: WordDocument
    findings: Findings
    numbers: dict[Any, int] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)


def read(package: Package, findings: Findings) -> Content:
    """The tables of a document as blocks, in order, and its paragraphs outside tables as running text.

    Tables are numbered from 1, nested ones too. Tracked changes are read as accepted, with a warning. Of a table that
    is no table of actions and has nested tables, as for layout, only the nested ones are read. Raises Refused when the
    document has no body or is damaged.
    """
    root = parsed(package.read(package.main) or b"<empty/>")
    body = child(root, "body")
    if body is None:
        raise Refused("the document holds no text; save it again and import that.")
    related = {name.rpartition("/")[2].casefold(): name for name in package.related(package.main).values()}
    styles = package.xml(related.get("styles.xml", "word/styles.xml"))
    numbering = package.xml(related.get("numbering.xml", "word/numbering.xml"))
    if comments := comments_in(package, package.main):
        findings.leave_out("the document", f"it has {comments} in its margin, left out.", quietly=True)
    document = WordDocument(styles_of(styles), numbers_of(body, numbering, styles))
    reader = _Reader(document, findings)
    for element in body.iter():
        kind = local(element)
        if kind == "tbl" and _enclosing(element, "Fallback") is None:  # else it is a second copy
            reader.numbers[element] = len(reader.numbers) + 1
        elif kind in _TRACKED and not findings.tracked:
            findings.tracked = True
            findings.warnings.append("The document has tracked changes; they were read as accepted.")
    blocks = list(_blocks(body, reader))
    prose = paragraphs_of(
        (words, f"paragraph {number}") for number, words in enumerate(reader.paragraphs, start=1)
    )
    return Content(blocks, prose)


def _blocks(body: Any, reader: _Reader) -> Iterator[RowBlock]:
    title = ""
    for element in _outermost(body):
        if local(element) == "p":
            words = " ".join(words_of_paragraphs([element], reader.document).text.split())
            # A sentence below a title is none itself; but below "Completed actions" it may say that these are open.
            is_none = title and words.endswith(".") and not (_DONE.search(title) and _OPEN.search(words))
            if words and len(words) <= _LONGEST_TITLE and not is_none:
                title = words
            reader.paragraphs.append(words)
            continue
        for rows in _rows_of_tables(element, reader):
            yield RowBlock(tuple(rows), by_content=True, title=title)
        title = ""


def _outermost(element: Any) -> Iterator[Any]:
    """The paragraphs and tables in an element that are not nested in another table or paragraph, and behind a paragraph
    those in its text boxes.
    """
    for part in element:
        kind = local(part)
        if kind in ("tbl", "p"):
            yield part
        if kind != "tbl" and kind not in NOT_SHOWN:
            yield from _outermost(part)


def _tables(element: Any) -> Iterator[Any]:
    return (one for one in _outermost(element) if local(one) == "tbl")


def _rows_of_tables(table: Any, reader: _Reader) -> Iterator[list[Row]]:
    """The rows of a table, or of each table nested in it where it is used for layout only."""
    findings = Findings()
    rows = list(_rows(table, f"table {reader.numbers[table]}", reader.document, findings))
    inner = [
        one
        for cell in table.iter()
        if local(cell) == "tc" and _enclosing(cell, "tbl") is table
        for one in _tables(cell)
    ]
    if inner and not any(is_heading_row(row.cells, {}, thoroughly=True) for row in rows):
        for table_within in inner:
            yield from _rows_of_tables(table_within, reader)
        return
    reader.findings.take_over(findings)
    yield rows


def _enclosing(element: Any, name: str) -> Any:
    """The nearest ancestor with that name; None for none."""
    return next((one for one in element.iterancestors() if local(one) == name), None)


def _rows(table: Any, name: str, document: WordDocument, findings: Findings) -> Iterator[Row]:
    above: dict[int, str] = {}
    rows = [row for row in table.iter() if local(row) == "tr" and _enclosing(row, "tbl") is table]
    automatic_numbers = 0
    for number, row in enumerate(rows, start=1):
        spot = Spot(name, "row", number)
        if child(row, "trPr", "del") is not None:
            continue
        line = _RowBuilder(spot, [""] * _count(row, "trPr", "gridBefore"))
        for cell in (one for one in row.iter() if local(one) == "tc" and _enclosing(one, "tr") is row):
            if child(cell, "tcPr", "cellDel") is None:
                automatic_numbers += _add_cell(cell, line, above, document)
        words_of_row = " ".join(filter(None, line.cells))
        if child(row, "trPr", "hidden") is not None:
            findings.leave_out(spot, f"the row is hidden and was left out: “{short(words_of_row)}”.")
        elif line.struck and not words_of_row:
            findings.leave_out(
                spot, f"the row is struck out and was left out: “{short(' '.join(line.struck.values()))}”."
            )
        else:
            line.report(findings)
            yield line.row()
    if automatic_numbers:
        findings.warnings.append(
            f"{capitalised(name)}: its first cells are automatic numbers, which change with the document; they were "
            "read as they are now."
        )


@dataclass
class _RowBuilder:
    """Collects the cells of a row; ``reports`` are sentences about what was left out of it. See Row for the rest."""

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


def _add_cell(cell: Any, line: _RowBuilder, above: dict[int, str], document: WordDocument) -> bool:
    """Add a cell to a row; returns whether it is the first one and holds only the automatic number of a list.

    ``above`` holds by column the words of the cell that is merged down, and is updated.
    """
    at = len(line.cells)
    line.above += [""] * (at - len(line.above))
    merged = child(cell, "tcPr", "vMerge")
    continues = merged is not None and value(merged, default="continue") == "continue"
    words = CellWords() if continues else words_of(cell, document)
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
    line.reports += _report_sentences(words)
    line.above += [above.get(at, ""), *[""] * (span - 1)]
    line.cells += [words.text, *[""] * (span - 1)]
    numbers = [document.numbers[one] for one in cell.iter() if one in document.numbers] if at == 0 else []
    return bool(numbers) and words.text == numbers[0]


def _report_sentences(words: CellWords) -> Iterator[str]:
    """A sentence for each kind of words that the cell has and that was not read."""
    for what, left_out_words in (
        ("hidden text was left out", words.hidden),
        ("struck out and left out", words.struck),
        ("a form's own prompt was left out", words.prompts),
        ("a raised footnote mark was left out", words.raised),
    ):
        if left_out_words.strip():
            yield f"{what}: “{short(left_out_words)}”."
    if words.pictures and not words.text:
        yield "a cell holds a picture and no words; it was not read."
    if UNKNOWN_SIGN in words.text:
        yield f"a sign is not known and was read as {UNKNOWN_SIGN}: “{short(words.text)}”."


def _count(element: Any, *names: str) -> int:
    """The number in the child at the path ``names``, at most _MOST_COLUMNS; 0 for none."""
    found = child(element, *names)
    number = whole_number(value(found)) if found is not None else None
    return min(number or 0, _MOST_COLUMNS)
