"""The characters of people's words in files: those that no format can hold, those that the fonts lack, and the
direction of writing.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from papers.write.fonts import FAMILIES, Family
from register.lazy_pattern import LazyPattern

_FORBIDDEN = LazyPattern("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters and code points that are no characters: XML 1.0 cannot hold them, and they are invisible."""
_HALF = LazyPattern("[\ud800-\udfff]")
_IGNORED = LazyPattern(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
"""Invisible characters that join, separate, turn or choose the shape of others."""


def clean(text: str) -> str:
    """The text as every format can hold it: all line breaks as \\n, lone surrogates as �, no control characters."""
    lines = re.sub("\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _HALF.sub("\ufffd", _FORBIDDEN.sub("", lines))


def is_blank(text: str) -> bool:
    """Whether a text has no visible character."""
    return not _IGNORED.sub("", clean(text)).strip()


def is_right_to_left(text: str) -> bool:
    """Whether the first letter of a text is of a script written from right to left, such as Hebrew or Arabic."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


class Letters:
    """The characters that the fonts of a document can draw; ``lacking`` collects those that they could not."""

    def __init__(self, families: Sequence[Family] = FAMILIES) -> None:
        self._unread_families = list(families)
        self._drawable: set[int] = set()
        self.lacking: dict[str, None] = {}

    def has(self, character: str) -> bool:
        """Whether a family has the character in regular and bold. Font files are read one by one, as far as needed."""
        while ord(character) not in self._drawable and self._unread_families:
            self._drawable |= _code_points(self._unread_families.pop(0))
        return ord(character) in self._drawable

    def lacking_in(self, text: str) -> tuple[str, ...]:
        """The characters of a text that no font has, without repeats, in order."""
        if text.isascii():
            return ()
        needed = dict.fromkeys(unicodedata.normalize("NFC", text))
        return tuple(one for one in needed if one != "\n" and not _IGNORED.match(one) and not self.has(one))

    def printable(self, text: str) -> str:
        """The text with characters that the fonts lack spelt out in square brackets, which are added to ``lacking``.

        A sign is replaced by its Unicode name, a letter by its number.
        """
        if text.isascii():
            return text
        pieces: list[str] = []
        follows_name = False
        for character in unicodedata.normalize("NFC", text):
            if character == "\n" or self.has(character):
                pieces.append(character)
                follows_name = False
            elif not _IGNORED.match(character):
                self.lacking[character] = None
                pieces.append(f"{' ' if follows_name else ''}[{_spelt_out(character)}]")
                follows_name = True
        return "".join(pieces)


def _spelt_out(character: str) -> str:
    number = f"U+{ord(character):04X}"
    if unicodedata.category(character)[0] in "LMN":
        return number
    name = unicodedata.name(character, "")
    return name.lower() or number


@cache
def _code_points(family: Family) -> frozenset[int]:
    """The code points that all files of a family have.

    They are cached: reading those of the first family took a third of the time of drawing a chart, those of the Chinese
    one several times that. The two families that are enough for most papers take 1 MB, all together 6 MB.
    """
    from fontTools.ttLib import TTFont  # slow to load, and only a PDF or a picture needs it

    found = []
    for path in family.paths():
        with TTFont(path, lazy=True, fontNumber=family.number) as font:
            found.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*found)
