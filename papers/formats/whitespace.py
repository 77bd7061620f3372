"""White space and signs in words that nobody can see, and what stands on a page beside its table."""

import re

from register.lazy_pattern import lazy_pattern

_INVISIBLE = lazy_pattern("[\u00ad\u200b-\u200f\u2060\ufeff]")
_UNSTORABLE = lazy_pattern("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff]")
"""Control signs and half characters, as a broken font in a PDF gives them: PostgreSQL keeps no NUL, and none a half."""
# Signs that a font joins out of letters, and signs of Wingdings in the places that programs give them.
_SIGNS = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
    | {"\uf0fc": "✓", "\uf0fb": "✗", "\uf0fe": "☑", "\uf0fd": "☒", "\uf0a8": "☐", "\uf06f": "☐", "\uf0b7": "•"}
)
_LINE_ENDS = lazy_pattern("[\n\r\v\f\u2028\u2029]")

FURNITURE = lazy_pattern(
    r"this page is intentionally left blank|(?:page\s+)?\d{1,4}(?:\s+(?:of|/)\s+\d{1,4})?|appendix\s+\w{1,3}",
    re.I,
)


def clean(cell: str) -> str:
    """A cell's words with runs of white space as one space, without characters that nobody can see.

    Signs that join letters in a PDF's font are the letters.
    """
    if not cell:
        return ""
    kept = _UNSTORABLE.sub("", cell)
    return " ".join((kept if kept.isascii() else _INVISIBLE.sub("", kept).translate(_SIGNS)).split())


def clean_paragraphs(cell: str) -> str:
    """The same, paragraph by paragraph; blank ones are dropped."""
    if not cell:
        return ""
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split())
    return "\n".join(filter(None, map(clean, _LINE_ENDS.split(cell))))
