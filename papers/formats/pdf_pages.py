"""The pages of a PDF: tables with ruled lines, and tables with only space between the columns.

Lengths are in points, measured from the left and top edge of the page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.utils.text import extract_words

from papers.formats.cell_marks import UNKNOWN_SIGN, colour_name, is_footnote, is_placeholder, sign
from papers.formats.grid import BEFORE_TABLE, Block, Findings, Row, Spot, short
from papers.formats.pdf_words import Box, PagePiece, cell_words, lines_of_pieces, unbroken_words
from papers.formats.spaced_tables import SpacedLine, Word, columns_of, find_headings, rows_of
from papers.formats.whitespace import FURNITURE, clean
from papers.prose import BEGINS, ProseParagraph
from papers.tables.columns import is_heading_row
from register.phrases import capitalised, joined, uncapitalised
from register.refused import Refused

_MOST_OBJECTS = 60_000
_MOST_EXAMPLES = 6
_MOST_STEP = 1.6  # from one line of a paragraph to the next, in sizes of its letters
_LONGEST_TITLE = 200
_FEW_LETTERS = 40  # of sideways text, as in the margin of a page
_SIDEWAYS = (
    "its words stand on their side and were not read; turn it in a PDF program, save it, and import that"
)
_MOST_UNKNOWN_SHARE = 0.2
"""The share of letters without a Unicode value above which the PDF is refused."""

_BULLET = "(cid:127)"
"""How a bullet of the fonts that every PDF program has comes out: they have it at all unused codes."""


@dataclass
class Page:
    """What a page shows: its ruled tables as blocks, and all its words in lines.

    ``number`` counts from 1. ``rules`` are the distances of horizontal lines from the top, ``letter`` is the width of
    a letter, ``margins`` are the indexes of the lines in the head or foot of the page.
    """

    number: int
    tables: list[Block] = field(default_factory=list)
    lines: list[SpacedLine] = field(default_factory=list)
    rules: list[float] = field(default_factory=list)
    letter: float = 5.0
    margins: set[int] = field(default_factory=set)


def page_of(page: Any, number: int, findings: Findings) -> Page:
    """Read a page, given as pdfplumber's object, with its number from 1; ``findings`` reports what was left out.

    Raises Refused when there are too many objects on it.
    """
    if len(page.chars) + len(page.rects) + len(page.lines) > _MOST_OBJECTS:
        raise Refused(f"page {number} of the PDF holds more than a page of a paper does; it was not read.")
    _replace_signs(page.chars, f"page {number}", findings)
    sideways_count = sum(not letter.get("upright", True) for letter in page.chars)
    if 2 * sideways_count > len(page.chars) and sideways_count > _FEW_LETTERS:
        findings.leave_out(f"page {number}", f"{_SIDEWAYS}.")
    strike_lines = [_box(item) for item in (*page.lines, *page.rects) if item["height"] < 2]
    pieces = _pieces(page.chars, strike_lines, number, findings)
    result = Page(number)
    if not pieces:
        return result
    result.letter = median(piece.size for piece in pieces) * 0.5
    fills = _fills(page)
    pieces_in_tables: set[int] = set()
    letters = [letter for letter in page.chars if letter.get("upright", True)]
    tables = [table for table in page.find_tables() if len(table.rows[0].cells) > 1]
    for count, table in enumerate(tables, start=1):
        name = f"page {number}" if len(tables) == 1 else f"page {number}, table {count}"
        pieces_in_tables.update(at for at, piece in enumerate(pieces) if _contains(table.bbox, piece.middle))
        words = {
            cell: _pieces(
                [item for item in letters if _contains(cell, _centre(_box(item)))],
                strike_lines,
                number,
                findings,
            )
            for row in table.rows
            for cell in row.cells
            if cell
        }
        rows = _ruled_rows(table, words, fills, name, findings)
        title = _words_above(
            table.bbox, [piece for at, piece in enumerate(pieces) if at not in pieces_in_tables]
        )
        result.tables.append(Block(tuple(rows), by_content=True, title=title))
    result.rules = sorted(
        {round(line["top"], 1) for line in page.lines if abs(line["top"] - line["bottom"]) < 1}
    )
    result.rules += [
        round(rect["top"], 1) for rect in page.rects if rect["height"] < 1.5 and rect["width"] > 100
    ]
    result.lines = _lines(pieces, result)
    tops = [line[0].box[1] for line in lines_of_pieces(pieces)]
    result.margins = {at for at, top in enumerate(tops) if not 0.07 < top / float(page.height) < 0.92}
    return result


def _replace_signs(letters: Sequence[Any], place: str, findings: Findings) -> None:
    """Replace the text of letters in symbol fonts, in place, with the signs that they show; the codes of letters that
    the PDF does not name, "(cid:3)", become a sign of their own, with a warning.
    """
    unnamed = 0
    for letter in letters:
        _subset, is_part, font = letter.get("fontname", "").casefold().rpartition("+")
        if font.startswith(("wingdings", "webdings")) and len(letter["text"]) == 1:
            name = "webdings" if font.startswith("webdings") else "wingdings 2" if "2" in font else "wingdings"
            letter["text"] = sign(name, ord(letter["text"]))
        elif letter["text"] == _BULLET and not is_part:
            letter["text"] = "•"
        elif letter["text"].startswith("(cid:"):
            letter["text"] = UNKNOWN_SIGN
            unnamed += 1
    if unnamed:
        are, them = ("sign is", "it") if unnamed == 1 else ("signs are", "them")
        what = (
            f"{unnamed} {are} not named in the PDF and read as {UNKNOWN_SIGN}; look at the words beside {them}."
        )
        findings.warnings.append(f"{capitalised(place)}: {what}")


def _box(item: Mapping[str, Any]) -> Box:
    return item["x0"], item["top"], item["x1"], item["bottom"]


def _pieces(letters: Sequence[Any], strikes: Sequence[Box], number: int, findings: Findings) -> list[PagePiece]:
    """The words that letters form, from the top, without words that are struck out and raised footnote marks.

    ``strikes`` are the boxes of thin lines, which may strike out words.
    """
    words = extract_words(list(letters), extra_attrs=["size"], x_tolerance_ratio=0.2) if letters else []
    pieces: list[PagePiece] = []
    struck: list[str] = []
    for word in words:
        piece = PagePiece(
            (word["x0"], word["top"], word["x1"], word["bottom"]), float(word["size"]), clean(word["text"])
        )
        last = pieces[-1] if pieces else None
        if any(_is_struck_by(strike, piece.box) for strike in strikes):
            struck.append(piece.text)
        elif last is not None and _is_raised(piece, last) and is_footnote(piece.text, last.text):
            what = f"the raised “{piece.text}” after “{last.text}” is a footnote mark and was left out."
            findings.leave_out(f"page {number}", what)
        elif last is not None and piece.size != last.size and 0 <= piece.box[0] - last.box[2] < 0.8:
            box = (last.box[0], last.box[1], piece.box[2], last.box[3])
            pieces[-1] = PagePiece(box, last.size, last.text + piece.text)
        elif piece.text:
            pieces.append(piece)
    if struck:
        findings.leave_out(f"page {number}", f"“{short(' '.join(struck))}” is struck out and was left out.")
    return pieces


def _is_raised(piece: PagePiece, last: PagePiece) -> bool:
    near = -1 <= piece.box[0] - last.box[2] < 1.5
    return near and piece.size < 0.8 * last.size and piece.box[3] < last.box[3] - 0.15 * last.size


def _is_struck_by(line: Box, word: Box) -> bool:
    """Whether a thin line runs through the middle of a word."""
    height = word[3] - word[1]
    position = ((line[1] + line[3]) / 2 - word[1]) / height if height > 0 else 0
    overlap = min(line[2], word[2]) - max(line[0], word[0])
    return 0.35 < position < 0.72 and overlap > 0.7 * (word[2] - word[0])


def _fills(page: Any) -> list[tuple[Box, str]]:
    """The filled rectangles of a page with the names of their colours."""
    found = []
    for rect in page.rects:
        colour = _rgb(rect.get("non_stroking_color")) if rect.get("fill") else ""
        if colour and rect["height"] > 4 and rect["width"] > 4:
            found.append((_box(rect), colour))
    return found


def _rgb(colour: Any) -> str:
    """The name of a colour given as three parts (RGB) or four (CMYK), each 0 to 1; "" for others, such as greys."""
    parts = [float(part) for part in colour] if isinstance(colour, list | tuple) else []
    if len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    if len(parts) != 3:
        return ""
    return colour_name("".join(f"{round(min(max(part, 0), 1) * 255):02x}" for part in parts))


def _contains(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _ruled_rows(
    table: Any,
    words: Mapping[Box, Sequence[PagePiece]],
    fills: Sequence[tuple[Box, str]],
    name: str,
    findings: Findings,
) -> list[Row]:
    """The rows of a ruled table of pdfplumber's; ``words`` are those of each cell, by its box.

    Cells merged over columns are in Row.spans, cells merged over rows in Row.above.
    """
    lefts = sorted({cell[0] for row in table.rows for cell in row.cells if cell})
    doubtful: list[str] = []
    unbroken = unbroken_words(words)
    cells = {cell: cell_words(pieces, cell, unbroken, doubtful) for cell, pieces in words.items()}
    if doubtful:
        shown = joined([f"“{one}”" for one in dict.fromkeys(doubtful[:_MOST_EXAMPLES])])
        findings.warnings.append(
            f"{capitalised(name)}: its columns are narrow, so that words stand broken on two lines; {shown} may be one "
            "word each and were read as two."
        )
    rows = []
    for number, row in enumerate(table.rows, start=1):
        spot = Spot(name, "row", number)
        line, spans, colours = [""] * len(lefts), {}, {}
        above = [""] * len(lefts)
        for cell in filter(None, row.cells):
            at = lefts.index(cell[0])
            line[at] = cells.get(cell, "")
            span = sum(cell[0] <= left < cell[2] - 1 for left in lefts)
            if span > 1:
                spans[at] = span
            colour = next((colour for box, colour in fills if _contains(box, _centre(cell))), "")
            if colour:
                colours[at] = colour
            if is_placeholder(line[at]):
                findings.leave_out(spot, f"a form's own prompt was left out: “{short(line[at])}”.")
                line[at] = ""
        for cell in cells:
            if cell[1] < row.bbox[1] - 1 and cell[3] > row.bbox[1] + 1:
                above[lefts.index(cell[0])] = cells[cell]
        rows.append(Row(tuple(line), spot, tuple(above) if any(above) else (), spans, colours))
    return rows


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _words_above(box: Box, pieces: Sequence[PagePiece]) -> str:
    """The lines of the paragraph right above a table with the box ``box``; "" without any."""
    lines = [line for line in lines_of_pieces(pieces) if line[0].box[3] <= box[1] + 1]
    begin = len(lines) - 1
    while begin > 0 and _is_one_paragraph(lines[begin - 1][0], lines[begin][0]):
        begin -= 1
    return "\n".join(" ".join(piece.text for piece in line) for line in lines[max(begin, 0) :])


def _is_one_paragraph(before: PagePiece, after: PagePiece) -> bool:
    """Whether the lines that begin with these words are of one paragraph: letters of one size, close to each other."""
    step = after.box[1] - before.box[1]
    return abs(before.size - after.size) < 0.5 and step < _MOST_STEP * after.size


def _title(paragraph: str, furniture: set[str]) -> str:
    """The title of a table from the lines above it; "" where they are long or the head of the page."""
    lines = [line for line in paragraph.split("\n") if _with_zeros(line) not in furniture]
    words = ""
    for line in lines:
        is_cut = words.endswith("-") and line[:1].islower()  # "risk-" above "based"
        words = f"{words}{'' if is_cut or not words else ' '}{line}"
    return words if len(words) <= _LONGEST_TITLE and not FURNITURE.fullmatch(words) else ""


def _lines(pieces: Sequence[PagePiece], page: Page) -> list[SpacedLine]:
    """The lines of a page; a line has a gap above it where there is a ruled line or more space than usual."""
    lines = lines_of_pieces(pieces)
    tops = [line[0].box[1] for line in lines]
    steps = sorted(after - before for before, after in pairwise(tops))
    usual_step = _usual_step(steps, median(piece.size for piece in pieces))
    found = []
    for number, line in enumerate(lines, start=1):
        top = line[0].box[1]
        before = lines[number - 2][0].box[3] if number > 1 else top
        has_rule = any(before - 2 <= rule <= top + 2 for rule in page.rules)
        is_apart = number > 1 and top - lines[number - 2][0].box[1] > 1.35 * usual_step
        words = tuple(Word(piece.box[0], piece.box[2], piece.text) for piece in line)
        found.append(SpacedLine(words, Spot(f"page {page.number}", "line", number), has_rule or is_apart))
    return found


def _usual_step(steps: Sequence[float], size: float) -> float:
    """The step from line to line, of the sorted ``steps`` of a page with letters of that ``size``.

    Where most lines stand further apart than those of one paragraph, and some do not, these have the usual one.
    """
    step = steps[len(steps) // 4] if steps else 0.0
    narrow = [one for one in steps if 0.95 * size < one < _MOST_STEP * size]
    return narrow[0] if narrow and step > 1.3 * narrow[0] else step


def blocks_of(pages: Sequence[Page], findings: Findings) -> list[Block]:
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
    ruled = [block for page in pages for block in page.tables]
    if any(is_heading_row(row.cells, {}, thoroughly=True) for block in ruled for row in block.rows[:5]):
        furniture = _repeated_lines(pages)
        return [replace(block, title=_title(block.title, furniture)) for block in ruled]
    spaced = _spaced_blocks(pages, findings)
    sideways = next((one for one in findings.left_out if one.endswith(f"{_SIDEWAYS}.")), "")
    if sideways and not spaced:
        raise Refused(f"{uncapitalised(sideways.replace(': its', ' of the PDF: its', 1))}")
    return spaced or ruled


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


def _spaced_blocks(pages: Sequence[Page], findings: Findings) -> list[Block]:
    """The tables with only space between the columns: a block for the lines below headings on each page.

    Lines below the last headings of a page before belong to that table; lines ahead of any headings are reported.
    """
    blocks: list[Block] = []
    furniture = _repeated_lines(pages)
    headings: tuple[list[Word], int] | None = None
    for page in pages:
        lines = _lines_of_body(page, furniture, findings)
        least_gap = max(1.4 * page.letter, 4.0)
        at = start = 0
        parts: list[tuple[int, int, tuple[list[Word], int] | None]] = []
        while at < len(lines):
            heads = find_headings(lines, at, least_gap)
            if heads:
                parts.append((start, at, None))
                parts.append((at, at + heads[1], heads))
                start = at + heads[1]
            at += heads[1] if heads else 1
        parts.append((start, len(lines), None))
        heading_rows: tuple[Row, ...] = ()
        for first, last, heads in parts:
            if heads:
                headings, heading_rows = heads, (Row(tuple(word.text for word in heads[0]), lines[first].spot),)
            elif headings and lines[first:last]:
                columns = columns_of(headings[0], lines[first:last], page.letter / 3)
                rows = (*heading_rows, *rows_of(columns, lines[first:last], least_gap))
                blocks.append(Block(rows, by_content=True))
                heading_rows = ()
            else:
                for line in lines[first:last]:
                    findings.leave_out(line.spot, f"{BEFORE_TABLE}: “{short(line.text)}”.", quietly=True)
    return blocks


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
