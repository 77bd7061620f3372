"""Plans of meetings and of the reports for them, which are no actions: calendars, forward plans, work programmes."""

import re

from papers.formats.grid import short
from papers.tables.headings import folded, named_field
from papers.tables.layout import DEFINED, DELIVERED, PERCENT, PROGRESS, RATING, REVISED, TARGET
from papers.tables.table_rows import ActionTable
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised

_TITLE = LazyPattern(
    r"\b(?:forward|work|agenda) (?:plan|programme)\b|\bforward agenda\b|\bmeeting dates\b|\bplanner\b|"
    r"\b(?:calendar|schedule|programme|cycle|dates) of (?:\w+ )?(?:meetings|business|reports)\b",
    re.I,
)
_HEADING = LazyPattern(
    r"meetings?|committee|board|item|topic|subject|agenda items?|standing items?|type of (?:item|report)|frequency|"
    r"(?:meeting|committee|decision) dates?|dates? of (?:the )?(?:meeting|committee|decision)|venue|location|"
    r"(?:start )?time|reports?(?: title| name| of| author)?|author|presenter|purpose(?: of (?:the )?report)?|"
    r"decision maker|(?:key )?decision (?:required|to be (?:made|taken))|consultees|background (?:papers|documents)"
)
_FEWEST_HEADINGS = 2
PLAN = "it plans meetings or reports, not actions"
"""The reason for which such a table is left out."""

_OF_ACTIONS = frozenset({DEFINED, TARGET, REVISED})


def plans_meetings(table: ActionTable) -> bool:
    """Whether a table lists meetings, or what is to come before them: its headings or its title are those of such a
    plan, and no column says what is to be done, by when or how far it is.
    """
    columns = [column for column in table.layout.columns if column.heading.strip()]
    if not {PROGRESS, RATING, DELIVERED, PERCENT, "completed"}.isdisjoint(table.layout.key_of):
        return False
    others = [column.heading for column in columns if not _HEADING.fullmatch(folded(column.heading))]
    if any(named_field(heading) in _OF_ACTIONS for heading in others):
        return False
    is_titled = any(map(_TITLE.search, (table.title, table.banner, table.spot.table)))
    return len(columns) - len(others) >= (1 if is_titled else _FEWEST_HEADINGS)


def about_plan(table: ActionTable) -> str:
    """A sentence about such a plan, for a paper that has no actions."""
    rows = [row for chunk in table.chunks for row in chunk.rows]
    words = short(" ".join(filter(None, rows[0].cells))) if rows else ""
    return (
        f"{capitalised(table.spot.table or 'the table')} plans meetings or reports to come: “{words}”. If these are "
        "actions, head the column of their dates “Target date” and import it again."
    )
