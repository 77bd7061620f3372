"""Plans of meetings and of the reports for them, which are no actions: calendars, forward plans, work programmes."""

import re

from papers.formats.grid import short
from papers.tables.headings import folded, named_field
from papers.tables.layout import DEFINED, DELIVERED, PERCENT, PROGRESS, RATING, RESPONSE, REVISED, TARGET
from papers.tables.table_rows import ActionTable
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised

_TITLE = LazyPattern(
    r"\b(?:forward|agenda) (?:plan|programme)\b|\bwork programme\b|\bforward agenda\b|\bmeeting dates\b|\bplanner\b|"
    r"\b(?:calendar|schedule|programme|cycle|dates) of (?:\w+ )?(?:meetings|business|reports)\b",
    re.I,
)
_TITLE_OF_ACTIONS = LazyPattern(r"\bactions?\b", re.I)
_OF_MEETINGS = LazyPattern(
    r"meetings?|agenda items?|standing items?|type of (?:item|report)|(?:meeting|committee|decision) dates?|"
    r"dates? of (?:the )?(?:meeting|committee|decision)|venue|report(?: title| author| of)|purpose of (?:the )?report|"
    r"decision maker|(?:key )?decision (?:required|to be (?:made|taken))|consultees|background (?:papers|documents)"
)
"""Headings that only such plans have."""
_BESIDE = LazyPattern(
    r"committee|board|item|topic|subject|location|(?:start )?time|reports?(?: name)?|author|presenter|purpose|frequency"
)
"""Headings that they have as well as other tables."""
_OF_WORK = LazyPattern(
    r"\b(?:follow|actions?|answers?|outcomes?|responses?|tasks?|works?|resolutions?|remed\w+)\b|\b(?:required|agreed)$"
)
_FEWEST_HEADINGS = 2
PLAN = "it plans meetings or reports, not actions"
"""The reason for which such a table is left out."""

_OF_ACTIONS = frozenset({DEFINED, TARGET, REVISED, DELIVERED, PROGRESS})


def plans_meetings(table: ActionTable) -> bool:
    """Whether a table lists meetings, or what is to come before them: its headings or its title are those of such a
    plan, and no column says what is to be done, by when, how far it is or what was answered.
    """
    headings = [column.heading for column in table.layout.columns if column.heading.strip()]
    of_meetings = [one for one in headings if _OF_MEETINGS.fullmatch(folded(one))]
    beside = [one for one in headings if _BESIDE.fullmatch(folded(one))]
    others = [one for one in headings if one not in (*of_meetings, *beside)]
    if not {PROGRESS, RATING, DELIVERED, RESPONSE, PERCENT, "completed"}.isdisjoint(table.layout.key_of):
        return False
    if any(named_field(one) in _OF_ACTIONS or _OF_WORK.search(folded(one)) for one in others):
        return False
    titles = (table.title, table.banner, table.spot.table)
    if any(map(_TITLE.search, titles)) and not any(map(_TITLE_OF_ACTIONS.search, titles)):
        return bool(of_meetings or beside)
    return bool(of_meetings) and len(of_meetings) + len(beside) >= _FEWEST_HEADINGS


def about_plan(table: ActionTable) -> str:
    """A sentence about such a plan, for a paper that has no actions."""
    rows = [row for chunk in table.chunks for row in chunk.rows]
    words = short(" ".join(filter(None, rows[0].cells))) if rows else ""
    return (
        f"{capitalised(table.spot.table or 'the table')} plans meetings or reports to come: “{words}”. If these are "
        "actions, head the column of their dates “Target date” and import it again."
    )
