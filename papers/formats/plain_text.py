"""Reading plain text: tables with tabs, pipes or spaces between the cells, and pages separated by blank lines."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from papers.formats import pipe_tables
from papers.formats.content import Content
from papers.formats.encoding import decoded
from papers.formats.grid import BEFORE_TABLE, Findings, Row, RowBlock, Spot, refuse_too_many, short
from papers.formats.spaced_tables import SpacedLine, Word, columns_of, find_headings, rows_of
from papers.formats.whitespace import FURNITURE, RULE, clean
from papers.prose import paragraphs_of
from papers.tables import columns
from register.lazy_pattern import LazyPattern
from register.refused import Refused

_TAGS = LazyPattern(r"</?(?:u|b|i|em|strong|sup|sub)>|<br\s*/?>", re.I)
_LONGEST_LINE = 100_000
_WIDE = 1.5
"""A gap of more letters than this separates two columns, so that two spaces do."""


def read(data: bytes, findings: Findings) -> Content:
    """The tables of a text as blocks, and its lines without tabs as running text; lines are numbered from 1.

    Runs of spaces in a cell become one and tags such as ``<u>`` are dropped. Lines ahead of the table are its covering
    letter; later lines outside it are reported, except page numbers. Raises Refused for bytes that are no text, and
    for too many or too long lines.
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


def _blocks(lines: Sequence[str], findings: Findings) -> list[RowBlock]:
    """The tables by tabs if a line with tabs is one of headings, else by pipes, else by spaces."""
    if any("\t" in line and _are_headings(_tab_cells(line)) for line in lines):
        return _pages_by_tabs(lines, findings)
    if any("|" in line and _are_headings(pipe_tables.cells_of(line)) for line in lines):
        blocks = pipe_tables.blocks_of(lines)
        _report_between(lines, blocks, findings)
        return blocks
    return _blocks_by_spaces(lines, findings) or _pages_by_tabs(lines, findings)


def _are_headings(cells: Sequence[str]) -> bool:
    return columns.is_heading_row(cells, {}, thoroughly=True)


def _tab_cells(line: str) -> tuple[str, ...]:
    return tuple(clean(cell) for cell in _TAGS.sub("", line).split("\t"))


def _pages_by_tabs(lines: Sequence[str], findings: Findings) -> list[RowBlock]:
    """A block for each page of lines with tabs; a blank line ends a page, a line of one cell belongs to no table."""
    blocks: list[RowBlock] = []
    page: list[Row] = []
    has_begun = False
    for number, line in enumerate(lines, start=1):
        spot = Spot("", "line", number)
        for part_number, part in enumerate(line.split("\f")):
            if (part_number or not part.strip()) and page:
                blocks.append(RowBlock(tuple(page), by_content=True, shifts=True))
                page = []
            cells = _tab_cells(part)
            if len(cells) > 1:
                has_begun = has_begun or _are_headings(cells)
                page.append(Row(cells, spot))
            elif has_begun:
                _leave_out(spot, cells[0], findings)
    if page:
        blocks.append(RowBlock(tuple(page), by_content=True, shifts=True))
    return blocks


def _leave_out(spot: Spot, words: str, findings: Findings) -> None:
    if words and not FURNITURE.fullmatch(words):
        findings.leave_out(spot, f"it is outside the table and was not read: “{short(words)}”.")


def _report_between(lines: Sequence[str], blocks: Sequence[RowBlock], findings: Findings) -> None:
    """Report the lines without pipes after the first table of actions has begun."""
    start = next(
        (block.rows[0].spot.number for block in blocks if any(map(_are_headings, _cells(block)))), len(lines)
    )
    for number, line in enumerate(lines, start=1):
        if number > start and "|" not in line and not re.fullmatch(r"[\s+=:-]*", line):
            _leave_out(Spot("", "line", number), clean(line), findings)


def _cells(block: RowBlock) -> list[tuple[str, ...]]:
    return [row.cells for row in block.rows]


def _blocks_by_spaces(lines: Sequence[str], findings: Findings) -> list[RowBlock]:
    """The tables of a text with spaces between the columns; [] when no line is one of headings."""
    spaced_lines = _spaced_lines(lines)
    headings_at: list[tuple[int, list[Word], int]] = []
    at = 0
    while at < len(spaced_lines):
        found = find_headings(spaced_lines, at, _WIDE)
        if found:
            headings_at.append((at, *found))
        at += found[1] if found else 1
    for line in spaced_lines[: headings_at[0][0]] if headings_at else ():
        findings.leave_out(line.spot, f"{BEFORE_TABLE}: “{short(line.text)}”.", quietly=True)
    blocks: list[RowBlock] = []
    for (first, headings, count), after in zip_longest(headings_at, headings_at[1:]):
        under = spaced_lines[first + count : after[0] if after else len(spaced_lines)]
        table = columns_of(headings, under, 1.0)
        rows = (Row(table.headings, spaced_lines[first].spot), *rows_of(table, under, _WIDE))
        blocks.append(RowBlock(rows, by_content=False))
    return blocks


def _spaced_lines(lines: Sequence[str]) -> list[SpacedLine]:
    """The lines that hold words, with the edges of each word in letters from the left; page numbers are left out."""
    found: list[SpacedLine] = []
    gap = False
    for number, line in enumerate(lines, start=1):
        flat = line.replace("\f", " ").expandtabs(8)
        words = tuple(Word(one.start(), one.end(), clean(one[0])) for one in re.finditer(r"\S+", flat))
        after = lines[number] if number < len(lines) else ""
        is_alone = gap and (not after.strip() or after.startswith("\f"))
        if words and not (is_alone and FURNITURE.fullmatch(clean(flat))) and not RULE.fullmatch(clean(flat)):
            found.append(SpacedLine(words, Spot("", "line", number), gap))
            gap = False
        gap = gap or not words or bool(RULE.fullmatch(clean(flat)))
    return found
