"""People's words as data for the typst templates: plain strings, so that nothing in them is read as markup."""

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

from papers.write.characters import Letters, clean, is_right_to_left
from papers.write.widths import breakable

TypstWords = str | Mapping[str, Any]
"""Plain words, or words in pieces: {"turned": bool, "pieces": [str]}; words.typ sets both."""

LINE = 70
"""The most letters of a word that fits into any line of text outside tables."""


class TypstText:
    """Converts words for a template, with the characters that its fonts have."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    def plain(self, text: str) -> str:
        """The words as one string, for titles and descriptions in the metadata of the file."""
        return self.letters.printable(clean(text))

    def words(self, text: str, room: int = LINE) -> TypstWords:
        """The words as a string; in pieces if a word is longer than ``room`` letters, or if they run right to left."""
        plain = self.plain(text)
        pieces = _pieces(plain, room)
        turned = is_right_to_left(plain)
        return {"turned": turned, "pieces": pieces} if turned or len(pieces) > 1 else plain


def _pieces(text: str, room: int) -> list[str]:
    """The text in pieces between which a line may break; words of more than ``room`` letters are split at their
    strokes, as those of addresses, and what is still longer into letters.
    """
    pieces = [""]
    for run in re.split(rf"(\S{{{room + 1},}})", text.replace("\u200b", "")):
        if len(run) > room and not re.search(r"\s", run):
            parts = breakable(run, room).split("\u200b")
            pieces += [*chain.from_iterable([part] if len(part) <= room else part for part in parts), ""]
        else:
            pieces[-1] += run
    return [piece for piece in pieces if piece] or [""]
