"""People's characters on their way into a file: what no file may hold, what a font lacks, which way they are
read.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from papers.write.fonts import FAMILIES, Family
from register.lazy_pattern import lazy_pattern

_FORBIDDEN = lazy_pattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters and those that are none: XML 1.0 has no way to write them, and nobody sees them."""
_HALF = lazy_pattern("[\ud800-\udfff]")
_IGNORED = lazy_pattern(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
"""Signs that join, part, turn or choose the shape of others and have no picture of their own."""


def clean(text: str) -> str:
    """Text that every format can hold. Line breaks of all kinds become \\n; half of a character becomes �."""
    lines = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _HALF.sub("\ufffd", _FORBIDDEN.sub("", lines))


def is_blank(text: str) -> bool:
    """Whether there is nothing to see: no letter, no sign."""
    return not _IGNORED.sub("", clean(text)).strip()


def is_right_to_left(text: str) -> bool:
    """Whether the first letter is one of Hebrew, Arabic or another script that runs from right to left."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


class Letters:
    """What the fonts of a document can draw, and what of its words they could not."""

    def __init__(self, families: Sequence[Family] = FAMILIES) -> None:
        self._left = list(families)
        self._known: set[int] = set()
        self.lacking: dict[str, None] = {}

    def has(self, character: str) -> bool:
        """Whether one of the families, regular and bold, has a letter. They are read one by one, as far as needed."""
        while ord(character) not in self._known and self._left:
            self._known |= _letters(self._left.pop(0))
        return ord(character) in self._known

    def lacking_in(self, text: str) -> tuple[str, ...]:
        """The letters and signs of a text that no font has, each once, in their order."""
        if text.isascii():
            return ()
        needed = dict.fromkeys(unicodedata.normalize("NFC", text))
        return tuple(one for one in needed if one != "\n" and not _IGNORED.match(one) and not self.has(one))

    def printable(self, text: str) -> str:
        """The text with what the fonts lack spelt out: a sign by its name, a letter by its number in Unicode.

        What was lacking is kept in ``lacking``, in order, so that the document can say so.
        """
        if text.isascii():
            return text
        pieces: list[str] = []
        gap = False
        for character in unicodedata.normalize("NFC", text):
            if character == "\n" or self.has(character):
                pieces.append(character)
                gap = False
            elif not _IGNORED.match(character):
                self.lacking[character] = None
                pieces.append(f"{' ' if gap else ''}[{_name(character)}]")
                gap = True
        return "".join(pieces)


def _name(character: str) -> str:
    number = f"U+{ord(character):04X}"
    if unicodedata.category(character)[0] in "LMN":
        return number
    name = unicodedata.name(character, "")
    return name.lower() or number


@cache
def _letters(family: Family) -> frozenset[int]:
    """The code points for which all files of a family have letters.

    They are kept: reading those of the first family took a third as long as drawing a chart, of the Chinese one several
    times as long. The two families that most papers do with are 1 MB, all together 6 MB.
    """
    from fontTools.ttLib import TTFont  # slow to load, and only a PDF or a picture needs it

    found = []
    for path in family.paths():
        with TTFont(path, lazy=True, fontNumber=family.number) as font:
            found.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*found)
