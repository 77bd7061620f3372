"""Reading CSV files: of any usual encoding and separator."""

import csv
import io
import re
from collections.abc import Iterator

from papers.formats.encoding import decoded
from papers.formats.grid import Block, Findings, Row, Spot, refuse_too_many, refuse_too_wide
from papers.formats.whitespace import clean_paragraphs
from papers.tables import columns
from register.refused import Refused

_SEPARATORS = (",", ";", "\t", "|")
_FORMULA = frozenset("=+-@＝＋－＠")
_HEADINGS_WITHIN = 60  # rows from the top


def read(data: bytes, findings: Findings) -> list[Block]:
    """The rows of a CSV file as one block. The separator is the one that makes headings."""
    text, warnings = decoded(data)
    findings.warnings.extend(warnings)
    text, named, skipped = _without_preamble(text)
    separator = named or max(_SEPARATORS, key=lambda one: (_width(text, one), _evenness(text, one)))
    rows = []
    for number, cells in _records(text, separator, skipped):
        while cells and not cells[-1].strip():
            cells.pop()
        spot = Spot("", "row", number)
        refuse_too_wide(spot, len(cells))
        row = Row(tuple(clean_paragraphs(_bare(cell) if cell[:1] == "'" else cell) for cell in cells), spot)
        if any(row.cells):
            rows.append(row)
            refuse_too_many(spot, len(rows))
    return [Block(tuple(rows), by_content=False, shifts=True)]


def _bare(cell: str) -> str:
    """A cell without the mark before it that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[1:].lstrip()[:1] in _FORMULA else cell


def _without_preamble(text: str) -> tuple[str, str, int]:
    """The text without a first line that is for programs; the separator it names, and how many are skipped.

    Excel takes "sep=;" as such a line; SharePoint's exports begin with the schema of the list.
    """
    first, _end, rest = text.partition("\n")
    named = re.fullmatch(r'"?sep=(.)"?\s*', first.strip("\r"))
    if named:
        return rest, named[1], 1
    if first.lstrip('"').startswith("ListSchema="):
        return rest, "", 1
    return text, "", 0


def _evenness(text: str, separator: str) -> int:
    """How many of the first lines have as many separators as the first that has any."""
    counts = [line.count(separator) for line in text.split("\n", 40)[:40]]
    first = next((count for count in counts if count), 0)
    return sum(count == first for count in counts) if first else 0


def _width(text: str, separator: str) -> int:
    """How many headings the first row of headings has when the text is parted so; 0 for none."""
    # Words with an odd quote mark fail with the wrong separator; the right one is read strictly below.
    first = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for _, row in zip(range(_HEADINGS_WITHIN), first, strict=False):
            if columns.is_heading_row([clean_paragraphs(cell) for cell in row], {}, thoroughly=True):
                return len(row)
    except csv.Error:
        return 0
    return 0


def _records(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number, counted from 1 as Excel shows it."""
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
