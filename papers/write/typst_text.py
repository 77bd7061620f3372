"""People's words as the typst templates take them: strings that nothing in them can turn into markup."""

import re
from collections.abc import Mapping
from typing import Any

from papers.write.characters import Letters, clean, is_right_to_left

Words = str | Mapping[str, Any]
"""Plain words, or words in pieces: {"turned": bool, "pieces": [str]}; words.typ sets both."""

LINE = 70
"""Letters of a word that fit into any line of text outside tables."""


class TypstText:
    """Makes words fit for a template with the letters that its fonts have."""

    def __init__(self, letters: Letters) -> None:
        self.letters = letters

    def plain(self, text: str) -> str:
        """The words as one string, for what is not set in lines: titles and descriptions."""
        return self.letters.printable(clean(text))

    def words(self, text: str, room: int = LINE) -> Words:
        """The words; in pieces where one has more letters than ``room``, or where they run right to left."""
        plain = self.plain(text)
        pieces = _pieces(plain, room)
        turned = is_right_to_left(plain)
        return {"turned": turned, "pieces": pieces} if turned or len(pieces) > 1 else plain


def _pieces(text: str, room: int) -> list[str]:
    """The text in pieces, between which a line may end: only words of more letters than ``room`` are parted."""
    pieces = [""]
    for run in re.split(rf"(\S{{{room + 1},}})", text.replace("\u200b", "")):
        if len(run) > room and not re.search(r"\s", run):
            pieces += [*run, ""]
        else:
            pieces[-1] += run
    return [piece for piece in pieces if piece] or [""]
