"""Reading CSV files: of any usual encoding and separator."""

import csv
import io
from collections.abc import Iterator

from papers import columns
from papers.encoding import decoded
from papers.grid import Block, Findings, Row, Spot, refuse_too_many
from papers.text import clean_paragraphs
from register.refused import Refused

_SEPARATORS = (",", ";", "\t", "|")
_HEADINGS_WITHIN = 60  # rows from the top


def read(data: bytes, findings: Findings) -> list[Block]:
    """The rows of a CSV file as one block. The separator is the one that makes headings."""
    text, warnings = decoded(data, windows=True)
    findings.warnings.extend(warnings)
    separator = max(_SEPARATORS, key=lambda one: _width(text, one))
    rows, filled = [], 0
    for number, cells in _records(text, separator):
        row = Row(tuple(clean_paragraphs(cell) for cell in cells), Spot("", "row", number))
        if any(row.cells):
            filled += 1
            refuse_too_many(row.spot, filled)
            rows.append(row)
    return [Block(tuple(rows), by_content=False, shifts=True)]


def _width(text: str, separator: str) -> int:
    """How many headings the first row of headings has when the text is parted so; 0 for none."""
    # Words with an odd quote mark fail with the wrong separator; the right one is read strictly below.
    first = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for _, row in zip(range(_HEADINGS_WITHIN), first, strict=False):
            if columns.is_headings([clean_paragraphs(cell) for cell in row], {}, thoroughly=True):
                return len(row)
    except csv.Error:
        return 0
    return 0


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with its number, counted from 1 as Excel shows it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
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
