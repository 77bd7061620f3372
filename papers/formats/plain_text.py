"""Reading plain text: cells parted by tabs, by pipes or by spaces; pages by blank lines; tags in the words."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from papers.formats import pipe_tables
from papers.formats.content import Content
from papers.formats.encoding import decoded
from papers.formats.grid import BEFORE_TABLE, Block, Findings, Row, Spot, refuse_too_many, short
from papers.formats.spaced_tables import SpacedLine, Word, columns_of, find_headings, rows_of
from papers.formats.whitespace import FURNITURE, clean
from papers.prose import paragraphs_of
from papers.tables import columns
from register.lazy_pattern import lazy_pattern
from register.refused import Refused

_TAGS = lazy_pattern(r"</?(?:u|b|i|em|strong|sup|sub)>|<br\s*/?>", re.I)
_LONGEST_LINE = 100_000
_WIDE = 1.5
"""Letters of space that part two columns, at the least: two spaces."""


def read(data: bytes, findings: Findings) -> Content:
    """The pages of a text as blocks of rows, and its lines as running words. Lines are counted from 1.

    Runs of spaces inside a cell are folded to one and ``<u>`` tags dropped; the words are kept. Lines that
    belong to no table are its covering letter before it begins; after that all but page numbers and the like
    are reported.
    """
    text, warnings = decoded(data)
    findings.warnings.extend(warnings)
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    refuse_too_many(Spot("", "line", len(lines)))
    for number, line in enumerate(lines, start=1):
        if len(line) > _LONGEST_LINE:
            raise Refused(
                f"Line {number} is far longer than any of a paper; save the table as text again, or as CSV."
            )
    prose = paragraphs_of(
        (line, f"line {number}") for number, line in enumerate(lines, start=1) if "\t" not in line
    )
    return Content(_blocks(lines, findings), prose, paragraphs=False)


def _blocks(lines: Sequence[str], findings: Findings) -> list[Block]:
    if any("\t" in line and _heads(_by_tabs(line)) for line in lines):
        return _pages(lines, findings)
    if any("|" in line and _heads(pipe_tables.cells_of(line)) for line in lines):
        blocks = pipe_tables.blocks_of(lines)
        _report_between(lines, blocks, findings)
        return blocks
    return _by_spaces(lines, findings) or _pages(lines, findings)


def _heads(cells: Sequence[str]) -> bool:
    return columns.is_heading_row(cells, {}, thoroughly=True)


def _by_tabs(line: str) -> tuple[str, ...]:
    return tuple(clean(cell) for cell in _TAGS.sub("", line).split("\t"))


def _pages(lines: Sequence[str], findings: Findings) -> list[Block]:
    """The lines with several cells, a block for each page; a line of one cell belongs to no table."""
    blocks: list[Block] = []
    page: list[Row] = []
    begun = False
    for number, line in enumerate(lines, start=1):
        spot = Spot("", "line", number)
        for part_number, part in enumerate(line.split("\f")):
            if (part_number or not part.strip()) and page:
                blocks.append(Block(tuple(page), by_content=True, shifts=True))
                page = []
            cells = _by_tabs(part)
            if len(cells) > 1:
                begun = begun or _heads(cells)
                page.append(Row(cells, spot))
            elif begun:
                _leave_out(spot, cells[0], findings)
    if page:
        blocks.append(Block(tuple(page), by_content=True, shifts=True))
    return blocks


def _leave_out(spot: Spot, words: str, findings: Findings) -> None:
    if words and not FURNITURE.fullmatch(words):
        findings.leave_out(spot, f"it stands outside the table and was not read: “{short(words)}”.")


def _report_between(lines: Sequence[str], blocks: Sequence[Block], findings: Findings) -> None:
    """Report the lines after a table has begun that have no pipes."""
    begun = next((block.rows[0].spot.number for block in blocks if any(map(_heads, _cells(block)))), len(lines))
    for number, line in enumerate(lines, start=1):
        if number > begun and "|" not in line and not re.fullmatch(r"[\s+=:-]*", line):
            _leave_out(Spot("", "line", number), clean(line), findings)


def _cells(block: Block) -> list[tuple[str, ...]]:
    return [row.cells for row in block.rows]


def _by_spaces(lines: Sequence[str], findings: Findings) -> list[Block]:
    """The tables of a text whose columns are parted by spaces; none when no line is one of headings."""
    laid = _laid(lines)
    heads: list[tuple[int, list[Word], int]] = []
    at = 0
    while at < len(laid):
        found = find_headings(laid, at, _WIDE)
        if found:
            heads.append((at, *found))
        at += found[1] if found else 1
    for line in laid[: heads[0][0]] if heads else ():
        findings.leave_out(line.spot, f"{BEFORE_TABLE}: “{short(line.text)}”.", quietly=True)
    blocks: list[Block] = []
    for (first, headings, count), after in zip_longest(heads, heads[1:]):
        under = laid[first + count : after[0] if after else len(laid)]
        table = columns_of(headings, under, 1.0)
        rows = (Row(table.headings, laid[first].spot), *rows_of(table, under, _WIDE))
        blocks.append(Block(rows, by_content=False))
    return blocks


def _laid(lines: Sequence[str]) -> list[SpacedLine]:
    """The lines that hold words, with their places in letters from the left; page numbers are left out."""
    laid: list[SpacedLine] = []
    gap = False
    for number, line in enumerate(lines, start=1):
        flat = line.replace("\f", " ").expandtabs(8)
        words = tuple(Word(one.start(), one.end(), clean(one[0])) for one in re.finditer(r"\S+", flat))
        after = lines[number] if number < len(lines) else ""
        alone = gap and (not after.strip() or after.startswith("\f"))
        if words and not (alone and FURNITURE.fullmatch(clean(flat))):
            laid.append(SpacedLine(words, Spot("", "line", number), gap))
            gap = False
        gap = gap or not words
    return laid
