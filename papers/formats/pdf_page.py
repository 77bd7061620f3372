"""One page of a PDF: its words in lines, and its tables with ruled lines.

Lengths are in points, measured from the left and top edge of the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.utils.text import extract_words

from papers.formats.cell_marks import UNKNOWN_SIGN, colour_name, is_footnote, is_placeholder, sign
from papers.formats.grid import Findings, Row, RowBlock, Spot, short
from papers.formats.pdf_words import Box, PagePiece, cell_words, lines_of_pieces, unbroken_words
from papers.formats.spaced_tables import SpacedLine, Word
from papers.formats.whitespace import clean
from register.phrases import capitalised, joined
from register.refused import Refused

SIDEWAYS = "its words are sideways and were not read; rotate it in a PDF program, save it, and import that"

_MOST_OBJECTS = 60_000
_MOST_EXAMPLES = 6
_MOST_STEP = 1.6  # from one line of a paragraph to the next, in sizes of its letters
_FEW_LETTERS = 40  # of sideways text, as in the margin of a page
_BULLET = "(cid:127)"
"""How a bullet of the fonts that every PDF program has comes out: they have it at all unused codes."""
_BULLET_OF_SYMBOL = "(cid:120)"
"""The glyph of the bullet in the font Symbol, whose number the parts of it that Word embeds keep."""


@dataclass(frozen=True)
class RuledTable:
    """A table with ruled lines on one page: its rows as a block, and the distances of its columns from the left.

    ``merged_blanks`` are, by the row and column at which they begin, from 0, the number of rows that blank cells are
    merged over.
    """

    block: RowBlock
    lefts: tuple[float, ...]
    merged_blanks: Mapping[tuple[int, int], int]


@dataclass
class Page:
    """What a page shows: its ruled tables, and all its words in lines.

    ``number`` counts from 1. ``rules`` are the distances of horizontal lines from the top, ``letter`` is the width of
    a letter, ``margins`` are the indexes of the lines in the head or foot of the page.
    """

    number: int
    tables: list[RuledTable] = field(default_factory=list)
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
    replace_signs(page.chars, f"page {number}", findings)
    sideways_count = sum(not letter.get("upright", True) for letter in page.chars)
    if 2 * sideways_count > len(page.chars) and sideways_count > _FEW_LETTERS:
        findings.leave_out(f"page {number}", f"{SIDEWAYS}.")
    strike_lines = [_box(item) for item in (*page.lines, *page.rects) if item["height"] < 2]
    pieces, struck = _pieces(page.chars, strike_lines, number, findings)
    result = Page(number)
    if pieces:
        result.letter = median(piece.size for piece in pieces) * 0.5
        result.tables = list(_ruled_tables(page, pieces, strike_lines, number, struck, findings))
        result.rules = _rules(page)
        result.lines = _lines(pieces, result)
        tops = [line[0].box[1] for line in lines_of_pieces(pieces)]
        result.margins = {at for at, top in enumerate(tops) if not 0.07 < top / float(page.height) < 0.92}
    if struck:
        findings.leave_out(f"page {number}", f"“{short(' '.join(struck))}” is struck out and was left out.")
    return result


def _ruled_tables(
    page: Any,
    pieces: Sequence[PagePiece],
    strikes: Sequence[Box],
    number: int,
    struck: list[str],
    findings: Findings,
) -> Iterator[RuledTable]:
    """The ruled tables of a page whose words are ``pieces``; struck-out words of cells are added to ``struck``."""
    letters = [letter for letter in page.chars if letter.get("upright", True)]
    tables = [table for table in page.find_tables() if len(table.rows[0].cells) > 1]
    fills, outside = _fills(page), pieces
    for count, table in enumerate(tables, start=1):
        name = f"page {number}" if len(tables) == 1 else f"page {number}, table {count}"
        outside = [piece for piece in outside if not _contains(table.bbox, piece.middle)]
        words: dict[Box, list[PagePiece]] = {}
        for cell in (cell for row in table.rows for cell in row.cells if cell):
            inside = [item for item in letters if _contains(cell, _centre(_box(item)))]
            words[cell], struck_in_cell = _pieces(inside, strikes, number, findings)
            # Beside the words of the next cell they may be part of one piece, which is not struck out.
            struck += [one for one in struck_in_cell if one not in struck]
        yield _ruled_table(table, words, fills, name, _words_above(table.bbox, outside), findings)


def _rules(page: Any) -> list[float]:
    """The distances of the horizontal lines of a page from its top, drawn as lines or as thin rectangles."""
    lines = sorted({round(line["top"], 1) for line in page.lines if abs(line["top"] - line["bottom"]) < 1})
    return lines + [
        round(rect["top"], 1) for rect in page.rects if rect["height"] < 1.5 and rect["width"] > 100
    ]


def replace_signs(letters: Sequence[Any], place: str, findings: Findings) -> None:
    """Replace the text of letters in symbol fonts, in place, with the signs that they show; the codes of letters that
    the PDF does not name, "(cid:3)", become a sign of their own, with a warning.
    """
    unnamed = 0
    for letter in letters:
        _subset, is_part, font = letter.get("fontname", "").casefold().rpartition("+")
        if font.startswith(("wingdings", "webdings")) and len(letter["text"]) == 1:
            name = "webdings" if font.startswith("webdings") else "wingdings 2" if "2" in font else "wingdings"
            letter["text"] = sign(name, ord(letter["text"]))
        elif (letter["text"] == _BULLET and not is_part) or (
            letter["text"] == _BULLET_OF_SYMBOL and font.startswith("symbol")
        ):
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


def _pieces(
    letters: Sequence[Any], strikes: Sequence[Box], number: int, findings: Findings
) -> tuple[list[PagePiece], list[str]]:
    """The words that letters form, from the top, without raised footnote marks, and apart those that are struck out.

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
    return pieces, struck


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


def _ruled_table(
    table: Any,
    words: Mapping[Box, Sequence[PagePiece]],
    fills: Sequence[tuple[Box, str]],
    name: str,
    title: str,
    findings: Findings,
) -> RuledTable:
    """A ruled table of pdfplumber's; ``words`` are those of each cell, by its box."""
    lefts = sorted({cell[0] for row in table.rows for cell in row.cells if cell})
    rows = _ruled_rows(table, lefts, words, fills, name, findings)
    block = RowBlock(tuple(rows), by_content=True, title=title)
    return RuledTable(block, tuple(lefts), _merged_blanks(table, lefts, rows))


def _merged_blanks(table: Any, lefts: Sequence[float], rows: Sequence[Row]) -> dict[tuple[int, int], int]:
    """The number of rows that blank cells of a ruled table are merged over, as in RuledTable."""
    tops = [row.bbox[1] for row in table.rows]
    counts = {
        (at, lefts.index(cell[0])): sum(top < cell[3] - 1 for top in tops[at:])
        for at, row in enumerate(table.rows)
        for cell in row.cells
        if cell
    }
    return {
        (at, column): count
        for (at, column), count in counts.items()
        if count > 1 and not rows[at].cells[column]
    }


def _ruled_rows(
    table: Any,
    lefts: Sequence[float],
    words: Mapping[Box, Sequence[PagePiece]],
    fills: Sequence[tuple[Box, str]],
    name: str,
    findings: Findings,
) -> list[Row]:
    """The rows of a ruled table of pdfplumber's; ``words`` are those of each cell, by its box, ``lefts`` the distances
    of its columns from the left.

    Cells merged over columns are in Row.spans, cells merged over rows in Row.above.
    """
    doubtful: list[str] = []
    unbroken = unbroken_words(words)
    cells = {cell: cell_words(pieces, cell, unbroken, doubtful) for cell, pieces in words.items()}
    if doubtful:
        shown = joined([f"“{one}”" for one in dict.fromkeys(doubtful[:_MOST_EXAMPLES])])
        findings.warnings.append(
            f"{capitalised(name)}: its columns are narrow, so words are broken over two lines; {shown} may be one "
            "word each and were read as two."
        )
    return [
        _ruled_row(row, Spot(name, "row", number), lefts, cells, fills, findings)
        for number, row in enumerate(table.rows, start=1)
    ]


def _ruled_row(
    row: Any,
    spot: Spot,
    lefts: Sequence[float],
    cells: Mapping[Box, str],
    fills: Sequence[tuple[Box, str]],
    findings: Findings,
) -> Row:
    """A row of a ruled table; ``cells`` are the words of all cells of the table."""
    line, above = [""] * len(lefts), [""] * len(lefts)
    spans, colours = {}, {}
    for cell in filter(None, row.cells):
        at = lefts.index(cell[0])
        words = cells.get(cell, "")
        if is_placeholder(words):
            findings.leave_out(spot, f"a form's own prompt was left out: “{short(words)}”.")
        else:
            line[at] = words
        span = sum(cell[0] <= left < cell[2] - 1 for left in lefts)
        if span > 1:
            spans[at] = span
        colour = next((colour for box, colour in fills if _contains(box, _centre(cell))), "")
        if colour:
            colours[at] = colour
    top = row.bbox[1]
    for cell, words in cells.items():
        if cell[1] < top - 1 and cell[3] > top + 1:
            above[lefts.index(cell[0])] = words
    return Row(tuple(line), spot, tuple(above) if any(above) else (), spans, colours)


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
