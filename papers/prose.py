"""The running words of a paper: lines joined to paragraphs, whatever page or line they were broken at."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papers.formats.whitespace import FURNITURE, clean
from papers.tables.joining import join, vocabulary
from register.lazy_pattern import lazy_pattern

_TAGS = lazy_pattern(r"</?(?:u|b|i|em|strong|sup|sub)>", re.I)
_LINK = lazy_pattern(r"\[([^\][]*)\]\([^()\s]*\)")
_MARKS = lazy_pattern(r"(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1")
_BULLET = lazy_pattern(r"[-•–▪*]\s+|\uf0b7\s*")
BEGINS = lazy_pattern(r"(?:[-•▪]\s+|\(?[a-z]\)\s|\(?[ivx]{1,4}\)\s|\d{1,2}(?:\.\d{1,2})*\.?\s)", re.I)
"""How an item of a list begins."""


@dataclass(frozen=True)
class ProseParagraph:
    """A line or paragraph as printed, and where it begins ("line 12")."""

    text: str
    place: str


def plain(text: str) -> str:
    """Words without tags and the marks of Markdown."""
    without = _LINK.sub(r"\1", _TAGS.sub("", text))
    for _ in range(2):  # bold within italics
        without = _MARKS.sub(r"\2", without)
    return clean(without)


def without_bullet(text: str) -> str:
    """Words without the sign of a list before them."""
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text


def paragraphs_of(lines: Iterable[tuple[str, str]]) -> list[ProseParagraph]:
    """The lines that hold words, each with its place, page numbers and the like left out."""
    return [
        ProseParagraph(words, place)
        for text, place in lines
        if (words := clean(text)) and not FURNITURE.fullmatch(words)
    ]


def joined(parts: Sequence[str]) -> str:
    """Paragraphs under each other; one that a page broke is made whole."""
    known = vocabulary(parts)
    whole: list[str] = []
    for part in parts:
        broken = bool(whole) and not whole[-1].endswith((".", ":", ";", "?", "!", "”")) and part[:1].islower()
        if broken:
            whole[-1] = join(whole[-1], part, known, " ")[0]
        else:
            whole.append(part)
    return "\n".join(whole)
