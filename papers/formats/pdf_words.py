"""The words on a page of a PDF: their boxes, the lines they form, and joining words that a narrow cell broke in two.

Lengths are in points, measured from the left and top edge of the page.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from papers.formats.whitespace import is_hyphenated
from register.days.date_spans import MONTH_NAMES, NUMBERS
from register.fields import FIELDS
from register.lazy_pattern import LazyPattern
from register.progress import from_print

Box = tuple[float, float, float, float]
"""The left, top, right and bottom edge of a rectangle."""

_MOST_PADDING = 10.0  # points between a cell's edge and its words
_LAST_PART = LazyPattern(r"(?:^|[^A-Za-z])([A-Za-z]{2,})$")
_FIRST_PART = LazyPattern(r"([a-z]+)[^A-Za-z]*$")
_DATE = LazyPattern(
    r"\d{1,2}([/.-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d[/–-]\d\d|\d{1,2}-[A-Za-z]{3}-(?:19|20)?\d\d"
)
_SHORT_WORDS = frozenset(
    "a an as at be by do eg go he if ie in is it me my no of ok on or pm so to up us vs we".split()
)
_WORD_ENDINGS = frozenset(
    (
        "al ally ance ances ary ated ating ation ations ble bly ced ces cial cil cils ded ed ence "
        "ences ent ents er ers es ess ibility ible ies ified ify ing ings ised ising ity ities ive ively ized "
        "izing ly ment mented menting ments ness ning ously ory sed ses sion sions ssion tation tative ted ters "
        "ion ions tial tion tional tions tive tor tors ture tures ular ure ures ver ving"
    ).split()
)
"""Endings of words that are no words themselves."""
_LONGEST_WORD = 20
"""Letters: two parts that are longer together ("Reconciliation procedures") are two words."""
_NEVER_BEGINS_WORD = LazyPattern(
    r"(?:[bcdfghjklmnpqrstvwxz]+$|bb|cc|ck|ct|dd|ff|ft|gg|ld|ll|lm|ls|lt|lv|mb|mm|mp|nc|nd|ng|nm|nn|ns|nt|nv|pp|pt|rc|rd|"
    r"rf|rg|rk|rl|rm|rn|rp|rr|rs|rt|rv|ss|tt|xp|xt|zz)"
)
"""Beginnings that no English word has."""


@dataclass(frozen=True)
class PagePiece:
    """A word on a page, with its box and the size of its font."""

    box: Box
    size: float
    text: str

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of its box, as (distance from the left, distance from the top)."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


PageLines = list[list[PagePiece]]


def lines_of_pieces(pieces: Sequence[PagePiece]) -> PageLines:
    """The words of a page or cell by line, from the top, and in each line from the left."""
    lines: PageLines = []
    for piece in sorted(pieces, key=lambda item: (item.middle[1], item.box[0])):
        if lines and abs(piece.middle[1] - lines[-1][0].middle[1]) < 0.45 * max(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda item: item.box[0]) for line in lines]


def unbroken_words(cells: Mapping[Box, Sequence[PagePiece]]) -> frozenset[str]:
    """The words of the cells of a page, in lower case, that share a line with others and so are not broken.

    Not the first word of a line that may be the rest of one: "nts of", below "Overpayme".
    """
    return frozenset(
        word
        for box, pieces in cells.items()
        for line in _lines_without_rests(lines_of_pieces(pieces), box)
        for piece in line
        for word in re.findall(r"[a-z]{3,}", piece.text.lower())
    )


def _lines_without_rests(lines: PageLines, box: Box) -> Iterator[list[PagePiece]]:
    edge = _edge(lines, box)
    for before, line in zip([[], *lines], lines, strict=False):
        if len(line) > 1:
            yield line[1:] if len(before) == 1 and _fills_its_line(before[0], line[0], edge) else line


def _edge(lines: PageLines, box: Box) -> float:
    """How far words may reach in a cell: to its right edge, less the space at its left one."""
    left = min((line[0].box[0] for line in lines), default=box[0])
    return box[2] - min(max(left - box[0], 0.0), _MOST_PADDING)


def cell_words(pieces: Sequence[PagePiece], box: Box, unbroken: Set[str], doubtful: list[str]) -> str:
    """The words of a cell with its box; a new paragraph begins where the space between lines is larger than usual.

    A long word that was broken at the edge of the cell without a hyphen is joined again, if its parts cannot be two
    words or the whole is in ``unbroken`` (see unbroken_words) or usual in papers. Parts that may be one word or two are
    left as two and appended to ``doubtful``.
    """
    lines = lines_of_pieces(pieces)
    if not lines:
        return ""
    tops = [line[0].box[1] for line in lines]
    steps = [after - before for before, after in pairwise(tops)]
    least_step = min(steps, default=0.0)
    edge = _edge(lines, box)
    parts: list[str] = []
    text = " ".join(piece.text for piece in lines[0])
    for before, line, step in zip(lines, lines[1:], steps, strict=False):
        words = " ".join(piece.text for piece in line)
        is_bullet = words[:2].strip() in ("•", "▪")
        is_list_item = words[:2].strip() in ("-", "–", "o") or (words[:1].isdigit() and words[1:2] in ".)")
        if (
            len(before) == 1
            and _fills_its_line(before[0], line[0], edge)
            and _is_broken_word(text, line[0], unbroken, parts)
        ):
            join = ""
        elif is_bullet or step > 1.4 * least_step or (is_list_item and text.endswith((".", ":", ";"))):
            join = "\n"
        else:
            join = "" if is_hyphenated(text, words) else " "
        text += join + words
    # A second part may itself have been joined with a third one.
    doubtful += [re.search(rf"{re.escape(one)}\w*|$", text)[0] or one for one in parts]  # type: ignore[index]
    return text


def _fills_its_line(piece: PagePiece, after: PagePiece, edge: float) -> bool:
    """Whether behind a word that is alone on its line there was no room for the first letter of the next line."""
    # The letters of a short part may all be narrow ("nts"), so that those of the whole word count too.
    letter_width = max((one.box[2] - one.box[0]) / max(len(one.text), 1) for one in (piece, after))
    first = after.text[:1]
    first_width = letter_width * (
        0.7 if first in "fijlt" else 0.95 if first == "r" else 1.5 if first in "mw" else 1.15
    )
    return piece.box[2] + first_width > edge


def _is_broken_word(text: str, after: PagePiece, unbroken: Set[str], doubtful: list[str]) -> bool:
    """Whether the last word of ``text`` and ``after`` on the next line are the parts of one word or date."""
    before = text.rsplit(None, 1)[-1]
    if before[-1].isalnum() and after.text[0] in ".,;:)":
        return True
    if before[-1] in "0123456789/.-" and after.text[0] in "0123456789/.-":
        return bool(_DATE.fullmatch(before + after.text.rstrip(".,;)")))
    tail, head = _LAST_PART.search(before), _FIRST_PART.match(after.text)
    if not tail or not head:
        return False
    joined, first, second = f"{tail[1]}{head[1]}".lower(), tail[1].lower(), head[1]
    if joined in unbroken or joined in _usual_words() or from_print(joined) is not None:
        return True
    if (
        second in _SHORT_WORDS
        or second in unbroken
        or second in _usual_words()
        or from_print(second) is not None
    ):
        return False
    if len(second) < 3 or second in _WORD_ENDINGS or _NEVER_BEGINS_WORD.match(second):
        return True
    if first not in unbroken and first not in _usual_words() and len(joined) <= _LONGEST_WORD:
        doubtful.append(f"{tail[1]} {second}")
    return False


@cache
def _usual_words() -> frozenset[str]:
    """The words of usual headings and of dates, in lower case."""
    phrases = {word for field in FIELDS for phrase in field.phrases for word in phrase.rstrip("?").split()}
    return frozenset(word for word in phrases | {*MONTH_NAMES, *NUMBERS} if len(word) > 2)
