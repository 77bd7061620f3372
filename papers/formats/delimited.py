"""Reading CSV files of any usual encoding and separator."""

import csv
import io
import re
from collections.abc import Iterator

from papers.formats.encoding import decoded
from papers.formats.grid import Findings, Row, RowBlock, Spot, refuse_too_many, refuse_too_wide
from papers.formats.markup import without_markup
from papers.formats.whitespace import clean_paragraphs
from papers.tables import columns
from register.refused import Refused

_SEPARATORS = (",", ";", "\t", "|")
_FORMULA = frozenset("=+-@＝＋－＠")
_HEADINGS_WITHIN = 60  # rows from the top


def read(data: bytes, findings: Findings) -> list[RowBlock]:
    """The rows of a CSV file as one block, without blank ones; ``findings`` gets a warning about its encoding.

    The separator is the one with which most headings are found. Raises Refused for bytes that are no text, broken
    quotes, and too many rows or columns.
    """
    text, warnings = decoded(data)
    findings.warnings.extend(warnings)
    text, given, skipped = _without_preamble(text)
    separator = given or max(_SEPARATORS, key=lambda mark: (_heading_count(text, mark), _evenness(text, mark)))
    rows = []
    for number, cells in _records(text, separator, skipped):
        while cells and not cells[-1].strip():
            cells.pop()
        spot = Spot("", "row", number)
        refuse_too_wide(spot, len(cells))
        row = Row(tuple(clean_paragraphs(without_markup(_unescaped(cell))) for cell in cells), spot)
        if any(row.cells):
            rows.append(row)
            refuse_too_many(spot, len(rows))
    return [RowBlock(tuple(rows), by_content=False, shifts=True)]


def _unescaped(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip()[:1] in _FORMULA else cell


def _without_preamble(text: str) -> tuple[str, str, int]:
    """The text without a first line for programs, the separator that the line names ("" for none), and its count.

    Excel reads "sep=;" as such a line; the exports of SharePoint begin with the schema of the list.
    """
    first, _end, rest = text.partition("\n")
    match = re.fullmatch(r'"?sep=(.)"?\s*', first.strip("\r"))
    if match:
        return rest, match[1], 1
    if first.lstrip('"').startswith("ListSchema="):
        return rest, "", 1
    return text, "", 0


def _evenness(text: str, separator: str) -> int:
    """The number of the first 40 lines that have as many separators as the first line with any."""
    counts = [line.count(separator) for line in text.split("\n", 40)[:40]]
    first = next((count for count in counts if count), 0)
    return sum(count == first for count in counts) if first else 0


def _heading_count(text: str, separator: str) -> int:
    """The number of headings in the first row of headings, if the text has this separator; 0 for no such row."""
    # With a wrong separator an odd quote mark may fail here; with the right one _records reports it.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for _, row in zip(range(_HEADINGS_WITHIN), rows, strict=False):
            if columns.is_heading_row([clean_paragraphs(cell) for cell in row], {}, thoroughly=True):
                return len(row)
    except csv.Error:
        return 0
    return 0


def _records(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number, from 1 as Excel shows it. Raises Refused where quotes are broken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            raise Refused(
                f"At line {reader.line_num} the quotes or cells of the CSV are broken ({broken}); save it as "
                "CSV again."
            ) from broken
        number += 1
        yield number, cells
