"""Cleaning the words of cells: white space, invisible characters, ligatures; and the pattern of page furniture."""

import re

from register.lazy_pattern import LazyPattern

_INVISIBLE = LazyPattern("[\u00ad\u200b-\u200f\u2060\ufeff]")
_UNSTORABLE = LazyPattern("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
"""Control characters and lone surrogates, which broken fonts in PDFs give; PostgreSQL stores neither NUL nor these."""
# Ligatures, and the signs of Wingdings at the code points that programs give them.
_SIGNS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {"\uf0fc": "✓", "\uf0fb": "✗", "\uf0fe": "☑", "\uf0fd": "☒", "\uf0a8": "☐", "\uf06f": "☐", "\uf0b7": "•"}
)
_LINE_ENDS = LazyPattern("[\n\r\v\f\u2028\u2029]")

BULLET_SIGN = "•"
_BULLETS = LazyPattern(r"^[ \t]*[•▪◦‣][ \t]+", re.M)
_BETWEEN = LazyPattern(r"[ \t]+[•▪◦‣][ \t]+")
_NUMBER = LazyPattern(r"(?<!\S)(\d{1,2})[.)][ \t]+(?=\S)")

FURNITURE = LazyPattern(
    r"this page is intentionally left blank|(?:page\s+)?\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?|appendix\s+\w{1,3}",
    re.I,
)
"""A line that belongs to the page and not to its text: a page number, the name of an appendix."""

RULE = LazyPattern(r"(?=.*[-–—=_*~+]{3})[-–—=_*~+|:. ]+")
"""A line that is drawn with signs and has no words."""


def clean(cell: str) -> str:
    """The words of a cell on one line: white space as single spaces, no invisible characters, ligatures as letters."""
    if not cell:
        return ""
    storable = _UNSTORABLE.sub("", cell)
    return " ".join(
        (storable if storable.isascii() else _INVISIBLE.sub("", storable).translate(_SIGNS)).split()
    )


def clean_paragraphs(cell: str) -> str:
    """The words of a cell as by ``clean``, with its paragraphs on lines of their own; blank ones are dropped."""
    if not cell:
        return ""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    return "\n".join(filter(None, map(clean, _LINE_ENDS.split(cell))))


def without_bullets(text: str) -> str:
    """The lines of a cell without the bullet that each begins with; one between words begins a line."""
    return text if text.isascii() else _BETWEEN.sub("\n", _BULLETS.sub("", text))


def without_numbers(text: str) -> str:
    """The items of a numbered list, "1. GET 2. CYPE", without the numbers, each on a line; other words as they are."""
    numbers = list(_NUMBER.finditer(text))
    first = int(numbers[0][1]) if numbers else 0
    if not numbers or numbers[0].start() or any(int(one[1]) != first + at for at, one in enumerate(numbers)):
        return text
    ends = [*(one.start() for one in numbers[1:]), len(text)]
    return "\n".join(text[one.end() : end].strip() for one, end in zip(numbers, ends, strict=True))


def without_lone_bullet(text: str) -> str:
    """The words of a cell; a bullet before all there is in it makes no list."""
    return text if "\n" in text else text.removeprefix(f"{BULLET_SIGN} ")


def is_hyphenated(line: str, after: str) -> bool:
    """Whether a line ends within a word with a hyphen: "risk-" above "based", "all-" above "Member"."""
    return line.endswith("-") and line[-2:-1].isalpha() and after[:1].isalpha()
