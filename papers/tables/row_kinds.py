"""What a row of a table is that is no action: one that counts others, that heads them, or says what was delivered."""

import re

from papers.formats.grid import Row
from papers.tables.columns import DELIVERED, Layout
from papers.tables.headings import meanings
from register.lazy_pattern import lazy_pattern

_LONGEST_LABEL = 40
_SURELY = 0.9
_OF_PROGRESS = lazy_pattern(r"\b(?:updates?|progress|position|taken|delivered|done)\b", re.I)
_TOTAL = lazy_pattern(r"(?:(?:sub|grand)[- ]?)?totals?\b[^\n]{0,40}", re.I)
_FIGURE = lazy_pattern(r"£?\d[\d,.]*\s*%?")


def delivered_in(row: Row) -> str:
    """What a row says was delivered that has one cell and a label in it: "Update: a draft is out"; else ""."""
    filled = [cell for cell in row.cells if cell] if len(row.cells) - row.cells.count("") == 1 else [""]
    label, colon, words = filled[0].partition(":")
    # "Notes:" does not tell of an action's progress.
    if not colon or len(label) > _LONGEST_LABEL or not _OF_PROGRESS.search(label):
        return ""
    meant = meanings(label)
    return words.strip() if meant and meant[0].fields == (DELIVERED,) and meant[0].score >= _SURELY else ""


def is_total(row: Row) -> bool:
    """Whether a row only counts others: "Sub-total", and figures."""
    if next(filter(None, row.cells), "")[:1].upper() not in ("T", "S", "G"):
        return False
    first, *others = filter(None, row.cells)
    return bool(others and _TOTAL.fullmatch(first)) and all(map(_FIGURE.fullmatch, others))


def is_banner(row: Row, layout: Layout) -> bool:
    """Whether the only cell of a row is merged over most of the columns."""
    return any(span * 2 > len(layout) for span in row.spans.values())
