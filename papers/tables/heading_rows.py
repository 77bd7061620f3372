"""Which rows of a table are its headings, and what they lack."""

from collections.abc import Mapping, Sequence

from papers.tables import headings
from papers.tables.cells import is_status, look
from papers.tables.columns import (
    DEFINED,
    DELIVERED,
    OFFICERS,
    ORIGINAL,
    OWNERS,
    PROGRESS,
    RATING,
    RESPONSE,
    REVISED,
    TARGET,
    TITLE,
)
from papers.tables.headings import LONGEST, folded, meanings
from register.days.date_spans import MONTHS
from register.fields import Look

_WHAT = frozenset({DEFINED, TITLE, RESPONSE})

_NAMED = 0.6
"""How surely a cell must name a field for its row to be one of headings."""

_MOST_HEADINGS = 64


def is_headings(cells: Sequence[str], answered: Mapping[str, str], *, thoroughly: bool) -> bool:
    """Whether a row is one of headings: it names what is to be done and at least one more field.

    ``answered`` are headings that a person has explained, folded. Not ``thoroughly``, only rows with two
    headings that papers print word for word are weighed, as those repeated between rows of data have.
    """
    filled = [cell for cell in cells if cell]
    if not 2 <= len(filled) <= _MOST_HEADINGS or filled[0][0].isdigit() or _is_numbered(filled[0]):
        return False
    if any(len(cell) > LONGEST for cell in filled):
        return False
    # A row of data has a status too, such as "Completed", which is a heading elsewhere.
    exact = sum(
        (headings.is_exact(cell) and not is_status(cell)) or folded(cell) in answered for cell in filled
    )
    if exact < 2 and not thoroughly:
        return False
    named = [
        (answered[folded(cell)],) if folded(cell) in answered else meant[0].fields
        for cell in filled
        if folded(cell) in answered or ((meant := meanings(cell)) and meant[0].score >= _NAMED)
    ]
    names = {name for fields in named for name in fields}
    enough = len(names) >= 3 or (len(names) == 2 and (exact == len(filled) or exact >= 3))
    unknown = [cell for cell in filled if not meanings(cell) and cell.casefold()[:3] not in MONTHS]
    plain = not any(look(cell) in (Look.DATE, Look.PERCENT) for cell in unknown)
    # Where the other headings are plain, a column that no heading names may hold what is to be done.
    what = names & _WHAT or (thoroughly and len(names) >= 4 and exact >= 3 and len(named) < len(filled))
    # Trackers of many columns have the usual ones among others.
    mostly = 2 * len(named) >= len(filled) or (thoroughly and exact >= 4 and len(names) >= 4)
    return bool(what) and enough and mostly and plain


def _is_numbered(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell) and look(cell) is Look.REF


def missing(cells: Sequence[str]) -> list[str]:
    """The fields that a table with these headings lacks to be one of actions."""
    names = {
        meaning[0].fields[0] for cell in cells if (meaning := meanings(cell)) and meaning[0].score >= _NAMED
    }
    wanted = [] if names & _WHAT else [DEFINED]
    others = ((OWNERS, OFFICERS), (TARGET, ORIGINAL, REVISED), (PROGRESS, RATING, DELIVERED))
    return wanted + [some[0] for some in others if not names & set(some)]
