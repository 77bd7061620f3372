"""What a row of a table of actions shows by itself: a section's heading, totals, an update, or an action of its own."""

import re
from collections.abc import Mapping, Sequence

from papers.formats.grid import Row
from papers.tables.cells import look
from papers.tables.headings import meanings
from papers.tables.layout import DEFINED, DELIVERED, TITLE, Layout
from register.fields import Look
from register.lazy_pattern import LazyPattern

LONGEST_REF = 40
OWN_FIELDS = ("owners", "officers", "target", "revised", "original", "progress", "rating")
"""The fields of which an action of its own has some."""

_LEAST_SCORE = 0.9
_PROGRESS_LABEL = LazyPattern(r"\b(?:updates?|progress|position|taken|delivered|done)\b", re.I)
_SPELT_OUT = LazyPattern(r"[^\W\d_]{4,}\W+(?:.*[^\w.])?[^\W\d_]{4,}")
"""Two words, as the heading of a section has and no reference."""
_TOTAL = LazyPattern(r"(?:(?:sub|grand)[- ]?)?totals?\b[^\n]{0,40}", re.I)
_PARTICULARS = LazyPattern(
    r"(?:(?:report |paper )?author|(?:report )?prepared by|report of|(?:contact|report) officer|contact|approved by|"
    r"signed(?: by)?|date of (?:report|meeting|publication)|version|document owner)\s*:?",
    re.I,
)
_FIGURE = LazyPattern(
    r"£?\d[\d,.]*\s*(?:%|[a-z]{1,2}|(?:[a-z]+ )?(?:actions?|recommendations?|items?|findings?|rows?))?\+?", re.I
)


def once(printed: str) -> str:
    """A reference without its repetition, as where two cells that had it were merged: "1.1 1.1"."""
    parts = printed.split()
    return parts[0] if len(parts) > 1 and len(set(parts)) == 1 and len(parts[0]) > 1 else printed


def is_full(layout: Layout, cells: Mapping[str, str]) -> bool:
    """Whether a row has what is to be done and two more fields of its own, and so can be an action."""
    own_count = sum(bool(cells.get(layout.key_of.get(name, ""))) for name in OWN_FIELDS)
    return own_count >= 2 and bool(cells.get(layout.key_of.get(DEFINED, "")))


def is_complete(layout: Layout, cells: Mapping[str, str]) -> bool:
    """Whether a row says what is to be done, by whom and by when, as an action of its own does."""
    kinds = (("owners", "officers"), ("target", "revised", "original"))
    has_each = all(any(cells.get(layout.key_of.get(name, "")) for name in names) for names in kinds)
    return has_each and bool(cells.get(layout.key_of.get(DEFINED, "")))


def is_own_row(parts: Mapping[str, Sequence[str]], layout: Layout, cells: Mapping[str, str]) -> bool:
    """Whether the first row of a page is no rest of the row above, whose cells are ``parts``: it begins anew what is to
    be done, and has a date though that one has its own.
    """
    begins = cells.get(layout.key_of.get(DEFINED, ""), "")
    keys = [key for name in ("target", "revised", "original") if (key := layout.key_of.get(name, ""))]
    has_day = any(
        look(cells.get(key, "")) is Look.DATE and parts.get(key) and look(parts[key][-1]) is Look.DATE
        for key in keys
    )
    return bool(begins) and not begins[0].islower() and has_day


def has_own_state(parts: Mapping[str, Sequence[str]], layout: Layout, cells: Mapping[str, str]) -> bool:
    """Whether a row beside a reference that is merged over it is an action of its own: what is to be done there has
    another owner, date or progress than in the row above, whose cells are ``parts``.
    """
    keys = [layout.key_of.get(name, "") for name in OWN_FIELDS]
    differs = any(cells.get(key) and cells[key] not in parts.get(key, ()) for key in keys)
    return differs and bool(cells.get(layout.key_of.get(DEFINED, "")))


def is_under(parts: Mapping[str, Sequence[str]], layout: Layout, cells: Mapping[str, str]) -> bool:
    """Whether a complete row without a reference is a further action under what heads the row above (``parts``): its
    recommendation or finding is blank, too.
    """
    headings = headed_by(parts, layout)
    return bool(headings) and is_complete(layout, cells) and not any(cells.get(key) for key in headings)


def headed_by(parts: Mapping[str, Sequence[str]], layout: Layout) -> dict[str, str]:
    """The recommendation and finding of a row, by the keys of their columns: what its actions come under."""
    return {
        key: " ".join(parts[key])
        for key, column in zip(layout.keys, layout.columns, strict=True)
        if parts.get(key) and (column.fields == (TITLE,) or (not column.fields and _is_task(column.heading)))
    }


def filled(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells that hold words."""
    return {key: words for key, words in cells.items() if words}


def _is_task(heading: str) -> bool:
    return any(meaning.fields == (DEFINED,) for meaning in meanings(heading)[:1])


def is_particulars(row: Row) -> bool:
    """Whether a row only says who wrote the paper, or when: "Report author | J. Marsh"."""
    cells = [cell for cell in row.cells if cell]
    return len(cells) == 2 and _PARTICULARS.fullmatch(cells[0]) is not None


def delivered_in(row: Row) -> str:
    """The words behind the label in a row of one cell such as "Update: a draft is out"; "" for other rows."""
    filled = [cell for cell in row.cells if cell] if len(row.cells) - row.cells.count("") == 1 else [""]
    label, colon, words = filled[0].partition(":")
    # "Notes:" means a column of what was delivered as a heading, but not as a label in a row.
    if not colon or len(label) > LONGEST_REF or not _PROGRESS_LABEL.search(label):
        return ""
    likeliest = next(iter(meanings(label)), None)
    is_delivered = likeliest and likeliest.fields == (DELIVERED,) and likeliest.score >= _LEAST_SCORE
    return words.strip() if is_delivered else ""


def row_text(row: Row) -> str:
    """The words of a row on one line."""
    return " ".join(filter(None, row.cells))


def is_total_row(row: Row) -> bool:
    """Whether a row holds only totals: "Sub-total" and figures."""
    if next(filter(None, row.cells), "")[:1].upper() not in ("T", "S", "G"):
        return False
    first, *others = filter(None, row.cells)
    return bool(others and _TOTAL.fullmatch(first)) and all(map(_FIGURE.fullmatch, others))


def is_banner(row: Row, layout: Layout) -> bool:
    """Whether a cell of a row is merged over most of the columns, as the heading of a section is."""
    return any(span * 2 > len(layout) for span in row.spans.values())


def heads_a_section(row: Row, layout: Layout, filled: Mapping[str, str]) -> bool:
    """Whether a row without a reference, whose ``filled`` cells these are, is the heading of a section: one cell that
    is merged over most of the columns, or that is in the column of sections.
    """
    return len(filled) == 1 and (is_banner(row, layout) or layout.key_of.get("section") in filled)


def is_section_heading(printed: str, row: Row, layout: Layout) -> bool:
    """Whether a row that has words in its column of references alone is the heading of a section: "THEME 2: TRAVEL"."""
    return is_banner(row, layout) or _SPELT_OUT.search(printed) is not None
