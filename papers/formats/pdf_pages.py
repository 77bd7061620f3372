"""The pages of a PDF together: tables with ruled lines, else with only space between the columns, and running text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from papers.formats.cell_marks import UNKNOWN_SIGN
from papers.formats.grid import BEFORE_TABLE, Findings, Row, RowBlock, short
from papers.formats.pdf_merged import blocks_over_pages
from papers.formats.pdf_page import SIDEWAYS, Page, RuledTable
from papers.formats.spaced_tables import SpacedLine, Word, columns_of, find_headings, rows_of
from papers.formats.whitespace import FURNITURE, is_hyphenated
from papers.prose import BEGINS, ProseParagraph
from papers.tables.columns import is_heading_row
from register.phrases import uncapitalised
from register.refused import Refused

_LONGEST_TITLE = 200
_MOST_UNKNOWN_SHARE = 0.2
"""The share of letters without a Unicode value above which the PDF is refused."""


def blocks_of(pages: Sequence[Page], findings: Findings) -> list[RowBlock]:
    """The tables of a PDF as blocks: the ruled ones if one has headings of actions, else those with space alone.

    Raises Refused when the PDF has no words, no letters with a known meaning, or only sideways text.
    """
    letters = "".join(line.text for page in pages for line in page.lines)
    if not letters:
        raise Refused(
            "the PDF holds pictures of pages and no words; import the document that it was made from."
        )
    if letters.count(UNKNOWN_SIGN) > _MOST_UNKNOWN_SHARE * len(letters):
        raise Refused(
            "the PDF does not say which letters its signs are; import the document that it was made from."
        )
    ruled = [table.block for page in pages for table in page.tables]
    if any(is_heading_row(row.cells, {}, thoroughly=True) for block in ruled for row in block.rows[:5]):
        furniture = _repeated_lines(pages)
        return blocks_over_pages([_titled(table, furniture) for table in page.tables] for page in pages)
    spaced = _spaced_blocks(pages, findings)
    sideways = next((one for one in findings.left_out if one.endswith(f"{SIDEWAYS}.")), "")
    if sideways and not spaced:
        raise Refused(f"{uncapitalised(sideways.replace(': its', ' of the PDF: its', 1))}")
    return spaced or ruled


def _titled(table: RuledTable, furniture: set[str]) -> RuledTable:
    """A table with its title for the lines above it."""
    return replace(table, block=replace(table.block, title=_title(table.block.title, furniture)))


def _title(paragraph: str, furniture: set[str]) -> str:
    """The title of a table from the lines above it; "" where they are long or the head of the page."""
    lines = [line for line in paragraph.split("\n") if _with_zeros(line) not in furniture]
    words = ""
    for line in lines:
        words = f"{words}{'' if is_hyphenated(words, line) or not words else ' '}{line}"
    return words if len(words) <= _LONGEST_TITLE and not FURNITURE.fullmatch(words) else ""


def prose_of(pages: Sequence[Page]) -> list[ProseParagraph]:
    """The running text of the pages by paragraph; a new one begins on a new page, after a gap, or at a list item."""
    found: list[ProseParagraph] = []
    furniture = _repeated_lines(pages)
    for page in pages:
        for at, line in enumerate(_lines_of_body(page, furniture, Findings())):
            if found and at and not line.gap and not BEGINS.match(line.text):
                found[-1] = ProseParagraph(f"{found[-1].text} {line.text}", found[-1].place)
            else:
                found.append(ProseParagraph(line.text, str(line.spot)))
    return found


def _spaced_blocks(pages: Sequence[Page], findings: Findings) -> list[RowBlock]:
    """The tables with only space between the columns: a block for the lines below headings on each page.

    Lines below the last headings of a page before belong to that table; lines ahead of any headings are reported.
    """
    blocks: list[RowBlock] = []
    furniture = _repeated_lines(pages)
    headings: list[Word] = []
    for page in pages:
        lines = _lines_of_body(page, furniture, findings)
        least_gap = max(1.4 * page.letter, 4.0)
        heading_rows: tuple[Row, ...] = ()
        for found, part in _divided_at_headings(lines, least_gap):
            if found:
                headings, heading_rows = found, (Row(tuple(word.text for word in found), part[0].spot),)
            elif headings and part:
                columns = columns_of(headings, part, page.letter / 3)
                rows = (*heading_rows, *rows_of(columns, part, least_gap))
                blocks.append(RowBlock(rows, by_content=True))
                heading_rows = ()
            else:
                for line in part:
                    findings.leave_out(line.spot, f"{BEFORE_TABLE}: “{short(line.text)}”.", quietly=True)
    return blocks


def _divided_at_headings(
    lines: Sequence[SpacedLine], least_gap: float
) -> Iterator[tuple[list[Word], Sequence[SpacedLine]]]:
    """The parts of a page in order: headings with the lines that they take, and the lines between without any."""
    at = start = 0
    while at < len(lines):
        found = find_headings(lines, at, least_gap)
        if found is None:
            at += 1
            continue
        headings, count = found
        yield [], lines[start:at]
        yield headings, lines[at : at + count]
        at = start = at + count
    yield [], lines[start:]


def _repeated_lines(pages: Sequence[Page]) -> set[str]:
    """The lines, as by _with_zeros, that are in the head or foot of at least 60% of the pages."""
    counts: dict[str, int] = {}
    for page in pages:
        for text in {_with_zeros(page.lines[at].text) for at in page.margins}:
            counts[text] = counts.get(text, 0) + 1
    return {text for text, count in counts.items() if count > 1 and count >= 0.6 * len(pages)}


def _with_zeros(text: str) -> str:
    """A text with each number replaced by 0, so that "Page 2" and "Page 3" are equal."""
    return re.sub(r"\d+", "0", text)


def _lines_of_body(page: Page, furniture: set[str], findings: Findings) -> list[SpacedLine]:
    """The lines of a page without its repeated head and foot, which are reported."""
    lines = []
    for at, line in enumerate(page.lines):
        is_furniture = _with_zeros(line.text) in furniture or FURNITURE.fullmatch(line.text)
        if at in page.margins and is_furniture:
            findings.leave_out(line.spot, f"it is the page's head or foot: “{short(line.text)}”.", quietly=True)
        else:
            lines.append(line)
    return lines
