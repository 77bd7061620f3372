"""The words of a PDF's page: where each stands, the lines they make, and those that a narrow cell breaks in two."""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from register.days.date_spans import MONTH_NAMES, NUMBERS
from register.fields import FIELDS
from register.lazy_pattern import lazy_pattern
from register.progress import from_print

Box = tuple[float, float, float, float]
"""Left, top, right and bottom edge."""

_MOST_PADDING = 10.0  # points between a cell's edge and its words
_TAIL = lazy_pattern(r"(?:^|[^A-Za-z])([A-Za-z]{2,})$")
_HEAD = lazy_pattern(r"([a-z]+)[^A-Za-z]*$")
_DATE = lazy_pattern(
    r"\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d|(?:19|20)\d\d[/–-]\d\d|\d{1,2}-[A-Za-z]{3}-(?:19|20)?\d\d"
)
_SHORT_WORDS = frozenset(
    "a an as at be by do eg go he if ie in is it me my no of ok on or pm so to up us vs we".split()
)
_ENDINGS = frozenset(
    (
        "al ally ance ances ary ated ating ation ations ble bly ced ces cial cil cils ded ed ence "
        "ences ent ents er ers es ess ibility ible ies ified ify ing ings ised ising ity ities ive ively ized "
        "izing ly ment mented menting ments ness ning ously ory sed ses sion sions ssion tation tative ted ters "
        "tial tion tional tions tive tor tors ture tures ular ure ures ver ving"
    ).split()
)
"""What words end with and none is."""
_NO_BEGINNING = lazy_pattern(
    r"(?:[bcdfghjklmnpqrstvwxz]+$|bb|cc|ck|ct|dd|ff|ft|gg|ld|ll|lm|ls|lt|lv|mb|mm|mp|nc|nd|ng|nm|nn|ns|nt|nv|pp|pt|rc|rd|"
    r"rf|rg|rk|rl|rm|rn|rp|rr|rs|rt|rv|ss|tt|xp|xt|zz)"
)
"""Letters with which no English word begins."""


@dataclass(frozen=True)
class PagePiece:
    """A word on a page, with its box and the size of its letters."""

    box: Box
    size: float
    text: str

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle: how far from the left edge and from the top."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2


Lines = list[list[PagePiece]]


def in_lines(pieces: Sequence[PagePiece]) -> Lines:
    """The words that stand on one line together, from the top down."""
    lines: Lines = []
    for piece in sorted(pieces, key=lambda one: (one.middle[1], one.box[0])):
        if lines and abs(piece.middle[1] - lines[-1][0].middle[1]) < 0.45 * max(piece.size, lines[-1][0].size):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda one: one.box[0]) for line in lines]


def whole_words(cells: Iterable[Sequence[PagePiece]]) -> frozenset[str]:
    """The words of a table, in small letters, that share their line with others: these no cell breaks."""
    return frozenset(
        word
        for pieces in cells
        for line in in_lines(pieces)
        if len(line) > 1
        for piece in line
        for word in re.findall(r"[a-z]{3,}", piece.text.lower())
    )


def cell_words(pieces: Sequence[PagePiece], box: Box, whole: Set[str], doubtful: list[str]) -> str:
    """The words of a cell line by line; a new paragraph begins where more space parts two lines than others.

    A word that is too long for the cell, which a renderer breaks without a hyphen, is joined again: what cannot be
    two words, or is a word of papers when joined. ``whole`` are words that stand unbroken elsewhere; to ``doubtful``
    goes what may be one word or two, and is left as two.
    """
    lines = in_lines(pieces)
    if not lines:
        return ""
    tops = [line[0].box[1] for line in lines]
    steps = [after - before for before, after in pairwise(tops)]
    usual = min(steps, default=0.0)
    edge = box[2] - min(max(min(line[0].box[0] for line in lines) - box[0], 0.0), _MOST_PADDING)
    text = " ".join(piece.text for piece in lines[0])
    for before, line, step in zip(lines, lines[1:], steps, strict=False):
        words = " ".join(piece.text for piece in line)
        listed = words[:2].strip() in ("•", "-", "–", "▪", "o") or (words[:1].isdigit() and words[1:2] in ".)")
        hyphen = text.endswith("-") and text[-2:-1].isalpha() and words[:1].islower()
        if (
            len(before) == 1
            and _is_full(before[0], line[0], edge)
            and _is_broken(text, line[0], whole, doubtful)
        ):
            join = ""
        elif step > 1.4 * usual or (listed and text.endswith((".", ":", ";"))):
            join = "\n"
        else:
            join = "" if hyphen else " "
        text += join + words
    return text


def _is_full(piece: PagePiece, after: PagePiece, edge: float) -> bool:
    """Whether not even the first letter of the next line had room behind a word that stands alone on its line."""
    usual = (after.box[2] - after.box[0]) / max(len(after.text), 1)
    first = after.text[:1]
    letter = usual * (0.6 if first in "fijlt" else 0.85 if first == "r" else 1.4 if first in "mw" else 1.05)
    return piece.box[2] + letter > edge


def _is_broken(text: str, after: PagePiece, whole: Set[str], doubtful: list[str]) -> bool:
    before = text.rsplit(None, 1)[-1]
    if before[-1].isalnum() and after.text[0] in ".,;:)":
        return True
    if before[-1] in "0123456789/.-" and after.text[0] in "0123456789/.-":
        return bool(_DATE.fullmatch(before + after.text.rstrip(".,;)")))
    tail, head = _TAIL.search(before), _HEAD.match(after.text)
    if not tail or not head:
        return False
    joined, first, second = f"{tail[1]}{head[1]}".lower(), tail[1].lower(), head[1]
    if joined in whole or joined in _house_words() or from_print(joined) is not None:
        return True
    if second in _SHORT_WORDS or second in whole or second in _house_words():
        return False
    if len(second) < 3 or second in _ENDINGS or _NO_BEGINNING.match(second):
        return True
    if first not in whole and first not in _house_words():
        doubtful.append(f"{tail[1]} {second}")
    return False


@cache
def _house_words() -> frozenset[str]:
    """The words that papers use for their columns, and the months."""
    phrases = {word for field in FIELDS for phrase in field.phrases for word in phrase.rstrip("?").split()}
    return frozenset(word for word in phrases | {*MONTH_NAMES, *NUMBERS} if len(word) > 2)
