"""Cells that hold the markup of a web page: lists of SharePoint and of other programs export formatted text so."""

import html
import re

from register.lazy_pattern import LazyPattern

_FORMATTED = LazyPattern(r"\s*<(?:div|p|span|ul|ol|table)\b[^<>]*>.*</\w+>", re.I | re.S)
_LINE_END = LazyPattern(r"<br\s*/?>|</(?:p|div|li|tr|h[1-6])>", re.I)
_TAG = LazyPattern(r"</?[a-z][a-z0-9]*\b[^<>]*>", re.I)
_ESCAPED = LazyPattern(
    r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|amp|nbsp|lt|gt|quot|apos|[lr][sd]quo|[nm]dash|pound|bull);", re.I
)


def without_markup(cell: str) -> str:
    """The words of a cell as a web page would show them; a cell without markup as it is."""
    if "<" in cell and _FORMATTED.match(cell):
        cell = _TAG.sub("", _LINE_END.sub("\n", cell))
    return html.unescape(cell) if "&" in cell and _ESCAPED.search(cell) else cell
