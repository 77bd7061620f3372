"""The running text of a paper: its paragraphs without markup, and joining those that a page or line broke."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from papers.formats.whitespace import FURNITURE, clean
from papers.tables.joining import join, vocabulary
from register.lazy_pattern import LazyPattern

_TAGS = LazyPattern(r"</?(?:u|b|i|em|strong|sup|sub)>", re.I)
_LINK = LazyPattern(r"\[([^\][]*)\]\([^()\s]*\)")
_EMPHASIS = LazyPattern(r"(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1")
_BULLET = LazyPattern(r"[-•–▪*]\s+|\uf0b7\s*")
BEGINS = LazyPattern(r"(?:[-•▪]\s+|\(?[a-z]\)\s|\(?[ivx]{1,4}\)\s|\d{1,2}(?:\.\d{1,2})*\.?\s)", re.I)
"""The beginning of an item of a list."""


@dataclass(frozen=True)
class ProseParagraph:
    """A line or paragraph as printed, and its place ("line 12")."""

    text: str
    place: str


def plain(text: str) -> str:
    """The words of a text without HTML tags and the marks of Markdown."""
    words = _LINK.sub(r"\1", _TAGS.sub("", text))
    for _ in range(2):  # bold within italics
        words = _EMPHASIS.sub(r"\2", words)
    return clean(words)


def without_bullet(text: str) -> str:
    """The words without the bullet of a list before them."""
    return _BULLET.sub("", text, count=1) if _BULLET.match(text) else text


def paragraphs_of(lines: Iterable[tuple[str, str]]) -> list[ProseParagraph]:
    """The lines, given as pairs (text, place), that hold words; without page numbers and other page furniture."""
    return [
        ProseParagraph(words, place)
        for text, place in lines
        if (words := clean(text)) and not FURNITURE.fullmatch(words)
    ]


def joined(parts: Sequence[str]) -> str:
    """Paragraphs as one text with line breaks; a paragraph that was broken by a page is joined again."""
    word_counts = vocabulary(parts)
    paragraphs: list[str] = []
    for part in parts:
        is_continuation = (
            bool(paragraphs)
            and not paragraphs[-1].endswith((".", ":", ";", "?", "!", "”"))
            and part[:1].islower()
        )
        if is_continuation:
            paragraphs[-1] = join(paragraphs[-1], part, word_counts, " ")[0]
        else:
            paragraphs.append(part)
    return "\n".join(paragraphs)
