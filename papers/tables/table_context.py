"""The fields of a table's columns, corrected by the whole table: a lone rating is progress, say.

Each correction is a function of the table, and ``_CORRECTIONS`` at the end has them in their order. None changes a
column that a person has answered about.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from papers.tables.cells import is_status
from papers.tables.column_looks import suits
from papers.tables.headings import folded, meanings
from papers.tables.layout import (
    DEFINED,
    DELIVERED,
    OFFICERS,
    ORIGINAL,
    OWNERS,
    PERCENT,
    PRIORITY,
    PROGRESS,
    RAISED,
    RATING,
    REF,
    RESPONSE,
    REVISED,
    TARGET,
    TITLE,
    FoundColumn,
)
from papers.tables.periods import same_over_periods
from register.fields import Look
from register.lazy_pattern import LazyPattern
from register.progress import from_print

_LEAST_STATUS_SHARE = 0.3
"""From this share of cells on that hold only a status, a column of what was delivered is read as the progress too."""

_LEAST_SHARE_OF_STATUSES = 0.6
"""From this share of cells on that are statuses a column without a known heading is asked about as the progress."""

_PRIORITY = LazyPattern(
    r"\s*(?:(?:very )?high|medium|low|h|m|l|critical|fundamental|significant|essential|important|desirable|advisory|"
    r"major|moderate|minor)\s*",
    re.I,
)
"""How important a recommendation is rated, which says nothing of how far it is."""

_PARTNERS = frozenset(
    {
        "partners",
        "other partners",
        "key partners",
        "delivery partners",
        "supporting partners",
        "partner organisations",
        "site",
        "sites",
        "location",
        "locations",
    }
)
_PARTS_OF_ACTIONS = frozenset(
    {"sub action", "sub actions", "sub task", "sub tasks", "subaction", "subactions", "subtask", "subtasks"}
)

_OTHER_COMMENTERS = frozenset(
    {"audit", "auditor", "auditors", "committee", "member", "members", "chair", "board", "panel"}
)
"""Words in the headings of columns in which people other than the owners comment on an action."""


@dataclass(frozen=True)
class TableColumns:
    """A table's columns as understood so far, which corrections replace, with the looks and words of their cells."""

    columns: list[FoundColumn]
    looks: Sequence[Sequence[Look]]
    cells: Sequence[Sequence[str]]

    @property
    def fields(self) -> set[str]:
        """The fields that the columns have by now."""
        return {name for column in self.columns for name in column.fields}

    def first(self, is_wanted: Callable[[FoundColumn], bool]) -> int | None:
        """The index of the first column like that of which nobody has said what it is; None for none."""
        return next(iter(self.all(is_wanted)), None)

    def all(self, is_wanted: Callable[[FoundColumn], bool]) -> list[int]:
        """The indexes of all such columns."""
        return [at for at, one in enumerate(self.columns) if one.is_open and is_wanted(one)]

    def first_with_look(self, look: Look, share: float, *, of: str) -> int | None:
        """The index of the first column of the field ``of`` ("" for none) with at least this share of a look."""
        return next(
            (at for at in self.all(lambda column: column.name == of) if _has_look(self.looks[at], look, share)),
            None,
        )

    def change(
        self, at: int, *fields: str, confidence: float | None = None, is_asked: bool | None = None
    ) -> None:
        """Give a column other fields; its confidence and whether it is asked about stay where they are not given."""
        column = self.columns[at]
        self.columns[at] = replace(
            column,
            fields=fields,
            confidence=column.confidence if confidence is None else confidence,
            is_asked=column.is_asked if is_asked is None else is_asked,
        )

    def reassign(self, at: int, name: str, confidence: float, *, is_asked: bool) -> None:
        """Give a column the field ``name`` in place of its first one."""
        column = self.columns[at]
        fields = tuple(name if one == column.name else one for one in column.fields) or (name,)
        self.columns[at] = FoundColumn(column.heading, fields, min(column.confidence, confidence), is_asked)


def correct(table: TableColumns) -> None:
    """Correct the columns by the whole table."""
    for correction in _CORRECTIONS:
        correction(table)


def _has_look(looks: Sequence[Look], look: Look, share: float) -> bool:
    return bool(looks) and looks.count(look) >= share * len(looks)


def _action_before_recommendation(table: TableColumns) -> None:
    """Where a table has a column "Action" beside a recommendation, read it as what is to be done instead of that.

    The recommendation is kept under its own heading.
    """
    at = table.first(lambda column: column.fields == (DEFINED,))
    if at is None or not {"recommendation", "recommendations"} & set(folded(table.columns[at].heading).split()):
        return
    other = table.first(lambda column: not column.fields and _is_headed_action(column.heading))
    if other is not None and suits(DEFINED, table.looks[other]):
        table.change(other, DEFINED, confidence=table.columns[at].confidence)
        table.change(at, confidence=1.0, is_asked=False)


def _sub_action_before_action(table: TableColumns) -> None:
    """Where a table has a column "Sub-action" beside the action, read it as what is to be done, and the action, which
    several share, as the title.
    """
    at = table.first(lambda column: column.fields == (DEFINED,))
    sub = table.first(lambda column: not column.fields and folded(column.heading) in _PARTS_OF_ACTIONS)
    if at is None or sub is None or not suits(DEFINED, table.looks[sub]):
        return
    above = () if TITLE in table.fields else (TITLE,)
    table.change(sub, DEFINED, confidence=table.columns[at].confidence, is_asked=False)
    table.change(at, *above, is_asked=False)


def _name_as_task(table: TableColumns) -> None:
    """Read "Name" as what is to be done, as lists of tasks call it, if no other column is that and one has people."""
    at = table.first(lambda column: folded(column.heading) == "name" and column.fields == (OFFICERS,))
    others = {name for place, column in enumerate(table.columns) for name in column.fields if place != at}
    if at is not None and others & {OFFICERS, OWNERS} and not others & {DEFINED, TITLE}:
        table.change(at, DEFINED, is_asked=False)


def _notes_on_tasks(table: TableColumns) -> None:
    """Keep "Description" behind the names of tasks, as lists of tasks have it: notes on some of them, and no titles."""
    tasks = (
        at
        for at, column in enumerate(table.columns)
        if folded(column.heading) == "task name" and DEFINED in column.fields
    )
    task = next(tasks, None)
    at = table.first(lambda column: folded(column.heading) == "description" and column.fields == (TITLE,))
    if task is not None and at is not None and task < at:
        table.change(at, confidence=1.0, is_asked=False)


def _ticked_progress(table: TableColumns) -> None:
    """Make progress columns of those headed by a status ("Not started") that hold only marks: two of them at least."""
    headed = table.all(lambda column: is_status(column.heading))
    ticked = [at for at in headed if not set(table.looks[at]) - {Look.WORD, Look.REF}]
    for at in ticked if len(ticked) > 1 else ():
        table.change(at, PROGRESS, confidence=0.9, is_asked=False)
        table.columns[at] = replace(table.columns[at], is_ticked=True)


def _agreed_date(table: TableColumns) -> None:
    """Ask whether "Date agreed" is the original target date beside a revised one, and not the day of the agreement."""
    if REVISED in table.fields and not table.fields & {TARGET, ORIGINAL}:
        at = table.first(
            lambda column: column.fields == (RAISED,) and "agreed" in folded(column.heading).split()
        )
        if at is not None:
            table.reassign(at, ORIGINAL, 0.5, is_asked=True)


def _ratings_beside_progress(table: TableColumns) -> None:
    """Read the ratings as the progress, and a column of progress that mostly holds sentences as what was delivered:
    "Progress" with sentences in it, beside "RAG".
    """
    rating = table.first(lambda column: column.fields == (RATING,))
    at = table.first(lambda column: PROGRESS in column.fields)
    if rating is None or at is None or table.columns[at].is_ticked:
        return
    ratings, words = table.looks[rating], table.looks[at]
    if not ratings or not words or not set(table.columns[at].fields) <= {PROGRESS, DELIVERED}:
        return
    is_prose = 2 * sum(look in (Look.TEXT, Look.NAME) for look in words) > len(words)
    if is_prose and 2 * ratings.count(Look.WORD) > len(ratings):
        table.change(at, DELIVERED, is_asked=False)
        table.reassign(rating, PROGRESS, 1.0, is_asked=table.columns[rating].is_asked)


def _other_progress(table: TableColumns) -> None:
    """Read another column as the progress, of a table without one: a rating, statuses under what was delivered, or
    (asked about) statuses under a heading that is not known.
    """
    if PROGRESS in table.fields:
        return
    at = table.first(lambda column: column.name == RATING)
    if at is not None and table.looks[at] and _rates_importance(table.columns[at], table.cells[at]):
        table.change(at, *(() if PRIORITY in table.fields else (PRIORITY,)))
    elif at is not None:
        table.reassign(at, PROGRESS, 1.0, is_asked=table.columns[at].is_asked)
        return
    at = table.first_with_look(Look.WORD, _LEAST_STATUS_SHARE, of=DELIVERED)
    if at is not None and table.columns[at].fields == (DELIVERED,):
        table.change(at, PROGRESS, DELIVERED)
        return
    unknown = table.all(lambda column: not column.fields)
    at = next((at for at in unknown if _holds_status(table.looks[at], table.cells[at])), None)
    if at is not None:
        table.reassign(at, PROGRESS, 0.5, is_asked=True)


def _rates_importance(column: FoundColumn, cells: Sequence[str]) -> bool:
    """Whether a column "Rating" only says how important each recommendation is."""
    return folded(column.heading) == "rating" and all(map(_PRIORITY.fullmatch, filter(None, cells)))


def _holds_status(looks: Sequence[Look], cells: Sequence[str]) -> bool:
    """Whether most cells of a column are statuses, such as the opinion of an audit on each action."""
    statuses = sum(from_print(cell) is not None for cell in cells if cell.strip())
    return bool(statuses) and _has_look(looks, Look.WORD, _LEAST_SHARE_OF_STATUSES)


def _refs_in_the_first_column(table: TableColumns) -> None:
    """Read the first column as the references where there are none and it looks like them."""
    if REF not in table.fields and table.first_with_look(Look.REF, 0.8, of="") == 0:
        table.reassign(0, REF, 0.8, is_asked=bool(table.columns[0].heading))


def _any_words_as_task(table: TableColumns) -> None:
    """Ask whether another column is what is to be done, where none is: titles, words, or the response."""
    for name, least in ((TITLE, 0.0), ("", 0.6), (RESPONSE, 0.0)):
        at = table.first_with_look(Look.TEXT, least, of=name)
        if at is not None and DEFINED not in table.fields:
            table.reassign(at, DEFINED, 0.5, is_asked=True)


def _outcomes(table: TableColumns) -> None:
    """Ask about a column "Outcome" in a table without a column of progress or of what was delivered."""
    at = table.first(lambda column: folded(column.heading) in ("outcome", "outcomes"))
    if at is not None and table.looks[at] and not table.fields & {DELIVERED, PROGRESS}:
        table.change(at, *table.columns[at].fields, is_asked=True)


def _comments_of_others(table: TableColumns) -> None:
    """Keep the comments of auditors and members under their own heading where the owners have a column too."""
    delivered = table.all(lambda column: column.fields == (DELIVERED,))
    others = [at for at in delivered if _OTHER_COMMENTERS & set(folded(table.columns[at].heading).split())]
    for at in others if len(others) < len(delivered) else ():
        table.change(at, confidence=1.0, is_asked=False)


def _partners(table: TableColumns) -> None:
    """Keep partners and places under their own heading beside the officers who lead: they do not own the action."""
    if OFFICERS in table.fields:
        for at in table.all(lambda one: one.fields == (OWNERS,) and folded(one.heading) in _PARTNERS):
            table.change(at, confidence=1.0, is_asked=False)


def _percentages(table: TableColumns) -> None:
    """Read another column of progress as the percentages that it holds: "Progress" with 60% in it, beside "Status"."""
    if PERCENT in table.fields:
        return
    for at in table.all(lambda column: not column.fields and _means(column, PROGRESS)):
        if _has_look(table.looks[at], Look.PERCENT, 1):
            table.change(at, PERCENT)


def _end_beside_start(table: TableColumns) -> None:
    """Ask no more about target dates headed "End" where those headed "Start" are beside them."""
    if any(folded(column.heading) in ("start", "begin", "from") for column in table.columns):
        for at in table.all(lambda column: column.fields == (TARGET,) and folded(column.heading) == "end"):
            table.change(at, TARGET, is_asked=False)


def _other_dates(table: TableColumns) -> None:
    """Ask about columns of dates that have no field.

    In a table without target dates each of them is asked about; beside target dates only one without a heading, or
    with a heading of target dates, which may hold revised ones.
    """
    has_dates = bool(table.fields & {TARGET, ORIGINAL, REVISED})
    for at in table.all(lambda column: not column.fields):
        column = table.columns[at]
        is_candidate = not has_dates or not column.heading or _means(column, TARGET, ORIGINAL, REVISED)
        if is_candidate and Look.DATE in table.looks[at] and _has_look(table.looks[at], Look.DATE, 0.5):
            table.change(at, confidence=0.3, is_asked=True)


def _bare_date(table: TableColumns) -> None:
    """Read a target date headed just "Date", left of the task, as the date raised.

    There it is as often the date of the meeting. Beside a date raised it stays, and is asked about if there are two.
    """
    at = table.first(lambda column: column.fields == (TARGET,))
    tasks = (place for place, column in enumerate(table.columns) if DEFINED in column.fields)
    if at is None or folded(table.columns[at].heading) != "date":
        return
    if RAISED in table.fields:  # two columns "Date" cannot be told from each other
        table.change(
            at, TARGET, is_asked=[folded(column.heading) for column in table.columns].count("date") > 1
        )
    elif at < next(tasks, len(table.columns)):
        table.change(at, RAISED)


def _means(column: FoundColumn, *fields: str) -> bool:
    """Whether the heading of a column is first of all that of one of these fields."""
    return any(meaning.fields[0] in fields for meaning in meanings(column.heading)[:1])


def _is_headed_action(heading: str) -> bool:
    """Whether a heading is "Action", alone or below one that is merged over it: "Management response Agreed action"."""
    words = folded(heading).split()
    is_task = any(meaning.fields == (DEFINED,) for meaning in meanings(heading)[:1])
    is_follow_up = "further" in words
    return words[-1:] in (["action"], ["actions"]) and (len(words) == 1 or is_task) and not is_follow_up


_CORRECTIONS: tuple[Callable[[TableColumns], None], ...] = (
    _action_before_recommendation,
    _sub_action_before_action,
    lambda table: same_over_periods(table.columns, table.looks),
    _name_as_task,
    _notes_on_tasks,
    _ticked_progress,
    _agreed_date,
    _ratings_beside_progress,
    _other_progress,
    _refs_in_the_first_column,
    _any_words_as_task,
    _outcomes,
    _comments_of_others,
    _partners,
    _percentages,
    _end_beside_start,
    _other_dates,
    _bare_date,
)
