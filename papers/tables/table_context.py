"""The fields of a table's columns, corrected by the whole table: a lone rating is progress, say."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

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


def with_table_context(
    columns: list[FoundColumn], looks: Sequence[Sequence[Look]], cells_of: Sequence[Sequence[str]]
) -> list[FoundColumn]:
    """The columns, each with the ``looks`` and words of its cells, corrected by the whole table: a lone rating is
    progress.
    """
    same_over_periods(columns, looks)
    _take_names_as_tasks(columns)
    _keep_notes_on_tasks(columns)
    fields_found = {name for column in columns for name in column.fields}
    if _mark_ticked(columns, looks):
        fields_found.add(PROGRESS)
    if REVISED in fields_found and not fields_found & {TARGET, ORIGINAL}:
        # Beside a revised target date, "Date agreed" is the original target date and not the day of the agreement.
        at = _index(columns, _is_agreed_date)
        if at is not None:
            columns[at] = _reassigned(columns[at], ORIGINAL, 0.5, is_asked=True)
            fields_found.add(ORIGINAL)
    if RATING in fields_found and _take_ratings(columns, looks):
        fields_found |= {PROGRESS, DELIVERED}
    if PROGRESS not in fields_found and _find_progress(columns, looks, cells_of):
        fields_found.add(PROGRESS)
    if REF not in fields_found and columns and not columns[0].is_settled:
        at = _first_with_look(columns, looks, Look.REF, 0.8, of="")
        if at == 0:
            columns[0] = _reassigned(columns[0], REF, 0.8, is_asked=bool(columns[0].heading))
            fields_found.add(REF)
    if DEFINED not in fields_found:
        for name, least in ((TITLE, 0.0), ("", 0.6), (RESPONSE, 0.0)):
            at = _first_with_look(columns, looks, Look.TEXT, least, of=name)
            if at is not None:
                columns[at] = _reassigned(columns[at], DEFINED, 0.5, is_asked=True)
                fields_found.add(DEFINED)
                break
    if not fields_found & {DELIVERED, PROGRESS}:
        _ask_about_outcomes(columns, looks)
    _keep_other_comments_apart(columns)
    _keep_partners_apart(columns, fields_found)
    _take_percentages(columns, looks)
    _take_end_beside_start(columns)
    _ask_for_dates(columns, looks, fields_found)
    return _bare_date_as_raised(columns, fields_found)


def _take_names_as_tasks(columns: list[FoundColumn]) -> None:
    """Read "Name" as what is to be done, as lists of tasks call it, if no other column is that and one has people."""
    at = _index(columns, lambda column: folded(column.heading) == "name" and column.fields == (OFFICERS,))
    others = {name for place, column in enumerate(columns) for name in column.fields if place != at}
    if at is not None and others & {OFFICERS, OWNERS} and not others & {DEFINED, TITLE}:
        columns[at] = FoundColumn(columns[at].heading, (DEFINED,), columns[at].confidence)


def _keep_notes_on_tasks(columns: list[FoundColumn]) -> None:
    """Keep "Description" behind the names of tasks, as lists of tasks have it: notes on some of them, and no titles."""
    task = _index(columns, lambda column: folded(column.heading) == "task name" and DEFINED in column.fields)
    at = _index(columns, lambda column: folded(column.heading) == "description" and column.fields == (TITLE,))
    if task is not None and at is not None and task < at and not columns[at].is_settled:
        columns[at] = FoundColumn(columns[at].heading, (), 1.0)


def _take_ratings(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> bool:
    """Read the ratings as the progress, and a column of progress that mostly holds sentences as what was delivered.

    Returns whether there are such columns: "Progress" with sentences in it, beside "RAG".
    """
    rating = _index(columns, lambda column: column.fields == (RATING,) and not column.is_settled)
    at = _index(columns, lambda column: PROGRESS in column.fields and not column.is_settled)
    if rating is None or at is None or columns[at].is_ticked or not looks[rating] or not looks[at]:
        return False
    is_prose = 2 * sum(look in (Look.TEXT, Look.NAME) for look in looks[at]) > len(looks[at])
    is_rated = 2 * looks[rating].count(Look.WORD) > len(looks[rating])
    if not is_prose or not is_rated or not set(columns[at].fields) <= {PROGRESS, DELIVERED}:
        return False
    columns[at] = replace(columns[at], fields=(DELIVERED,), is_asked=False)
    columns[rating] = _reassigned(columns[rating], PROGRESS, 1.0, is_asked=columns[rating].is_asked)
    return True


def _find_progress(
    columns: list[FoundColumn], looks: Sequence[Sequence[Look]], cells_of: Sequence[Sequence[str]]
) -> bool:
    """Read another column as the progress, of a table without one: a rating, statuses under what was delivered, or
    (asked about) statuses under a heading that is not known. Returns whether there is one.
    """
    at = _index(columns, lambda column: column.name == RATING and not column.is_settled)
    if at is not None and looks[at] and _rates_importance(columns[at], cells_of[at]):
        has_priority = any(PRIORITY in column.fields for column in columns)
        columns[at] = replace(columns[at], fields=() if has_priority else (PRIORITY,))
    elif at is not None:
        columns[at] = _reassigned(columns[at], PROGRESS, 1.0, is_asked=columns[at].is_asked)
        return True
    at = _first_with_look(columns, looks, Look.WORD, _LEAST_STATUS_SHARE, of=DELIVERED)
    if at is not None and columns[at].fields == (DELIVERED,):
        columns[at] = replace(columns[at], fields=(PROGRESS, DELIVERED))
        return True
    holding = (at for at, column in enumerate(columns) if _holds_status(column, looks[at], cells_of[at]))
    at = next(holding, None)
    if at is not None:
        columns[at] = _reassigned(columns[at], PROGRESS, 0.5, is_asked=True)
    return at is not None


def _rates_importance(column: FoundColumn, cells: Sequence[str]) -> bool:
    """Whether a column "Rating" only says how important each recommendation is."""
    return folded(column.heading) == "rating" and all(map(_PRIORITY.fullmatch, filter(None, cells)))


def _reassigned(column: FoundColumn, name: str, confidence: float, *, is_asked: bool) -> FoundColumn:
    """The column with the field ``name`` in place of its first one."""
    fields = tuple(name if one == column.name else one for one in column.fields) or (name,)
    return FoundColumn(column.heading, fields, min(column.confidence, confidence), is_asked)


def _first_with_look(
    columns: Sequence[FoundColumn], looks: Sequence[Sequence[Look]], look: Look, share: float, *, of: str
) -> int | None:
    """The index of the first column of the field ``of`` ("" for none) with at least this share of a look."""
    for at, (column, seen) in enumerate(zip(columns, looks, strict=True)):
        if column.name == of and not column.is_settled and seen and seen.count(look) >= share * len(seen):
            return at
    return None


def action_before_recommendation(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> None:
    """Where a table has a column "Action" beside a recommendation, read it as what is to be done instead of that.

    The recommendation is kept under its own heading.
    """
    at = _index(columns, lambda column: column.fields == (DEFINED,) and not column.is_settled)
    if at is None or not {"recommendation", "recommendations"} & set(folded(columns[at].heading).split()):
        return
    other = _index(
        columns,
        lambda column: not column.fields and not column.is_settled and _is_headed_action(column.heading),
    )
    if other is not None and suits(DEFINED, looks[other]):
        columns[other] = replace(columns[other], fields=(DEFINED,), confidence=columns[at].confidence)
        columns[at] = replace(columns[at], fields=(), confidence=1.0, is_asked=False)


def sub_action_before_action(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> None:
    """Where a table has a column "Sub-action" beside the action, read it as what is to be done, and the action, which
    several share, as the title.
    """
    at = _index(columns, lambda column: column.fields == (DEFINED,) and not column.is_settled)
    sub = _index(
        columns, lambda column: not column.fields and _is_part(column.heading) and not column.is_settled
    )
    if at is None or sub is None or not suits(DEFINED, looks[sub]):
        return
    has_title = any(TITLE in column.fields for column in columns)
    columns[sub] = replace(columns[sub], fields=(DEFINED,), confidence=columns[at].confidence, is_asked=False)
    columns[at] = replace(columns[at], fields=() if has_title else (TITLE,), is_asked=False)


def _is_part(heading: str) -> bool:
    return folded(heading) in _PARTS_OF_ACTIONS


def _holds_status(column: FoundColumn, looks: Sequence[Look], cells: Sequence[str]) -> bool:
    """Whether most cells of a column without a field are statuses, such as the opinion of an audit on each action."""
    if column.fields or column.is_settled or not looks:
        return False
    statuses = sum(from_print(cell) is not None for cell in cells if cell.strip())
    return bool(statuses) and looks.count(Look.WORD) >= _LEAST_SHARE_OF_STATUSES * len(looks)


def _is_headed_action(heading: str) -> bool:
    """Whether a heading is "Action", alone or below one that is merged over it: "Management response Agreed action"."""
    words = folded(heading).split()
    is_task = any(meaning.fields == (DEFINED,) for meaning in meanings(heading)[:1])
    is_follow_up = "further" in words
    return words[-1:] in (["action"], ["actions"]) and (len(words) == 1 or is_task) and not is_follow_up


def _index(columns: list[FoundColumn], is_wanted: Callable[[FoundColumn], bool]) -> int | None:
    return next((at for at, column in enumerate(columns) if is_wanted(column)), None)


def _ask_about_outcomes(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> None:
    """Ask about a column "Outcome" in a table without a column of progress or of what was delivered."""
    at = _index(columns, lambda column: folded(column.heading) in ("outcome", "outcomes"))
    if at is not None and not columns[at].is_settled and looks[at]:
        columns[at] = replace(columns[at], is_asked=True)


def _keep_other_comments_apart(columns: list[FoundColumn]) -> None:
    """Keep the comments of auditors and members under their own heading where the owners have a column too."""
    delivered = [
        at for at, column in enumerate(columns) if column.fields == (DELIVERED,) and not column.is_settled
    ]
    others = [at for at in delivered if _OTHER_COMMENTERS & set(folded(columns[at].heading).split())]
    if len(others) < len(delivered):
        for at in others:
            columns[at] = replace(columns[at], fields=(), confidence=1.0, is_asked=False)


def _keep_partners_apart(columns: list[FoundColumn], fields_found: set[str]) -> None:
    """Keep partners and places under their own heading beside the officers who lead: they do not own the action."""
    for at, column in enumerate(columns if OFFICERS in fields_found else ()):
        if column.fields == (OWNERS,) and not column.is_settled and folded(column.heading) in _PARTNERS:
            columns[at] = replace(column, fields=(), confidence=1.0, is_asked=False)


def _is_agreed_date(column: FoundColumn) -> bool:
    """Whether a column read as the dates raised may hold the agreed target dates: "Date agreed"."""
    return column.fields == (RAISED,) and not column.is_settled and "agreed" in folded(column.heading).split()


def _mark_ticked(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> bool:
    """Make progress columns of those headed by a status ("Not started") that hold only marks.

    There must be two of them at least; returns whether there are.
    """
    ats = [
        at
        for at, column in enumerate(columns)
        if not column.is_settled and is_status(column.heading) and not set(looks[at]) - {Look.WORD, Look.REF}
    ]
    if len(ats) < 2:
        return False
    for at in ats:
        columns[at] = replace(columns[at], fields=(PROGRESS,), confidence=0.9, is_asked=False, is_ticked=True)
    return True


def _ask_for_dates(columns: list[FoundColumn], looks: Sequence[Sequence[Look]], fields_found: set[str]) -> None:
    """Ask about columns of dates that have no field.

    In a table without target dates each of them is asked about; beside target dates only one without a heading, or
    with a heading of target dates, which may hold revised ones.
    """
    has_dates = bool(fields_found & {TARGET, ORIGINAL, REVISED})
    for at, column in enumerate(columns):
        dates = sum(look is Look.DATE for look in looks[at])
        is_date_heading = any(
            one.fields[0] in (TARGET, ORIGINAL, REVISED) for one in meanings(column.heading)[:1]
        )
        is_candidate = (
            not column.fields
            and not column.is_settled
            and not (has_dates and column.heading and not is_date_heading)
        )
        if is_candidate and dates and 2 * dates >= len(looks[at]):
            columns[at] = replace(column, confidence=0.3, is_asked=True)


def _take_percentages(columns: list[FoundColumn], looks: Sequence[Sequence[Look]]) -> None:
    """Read another column of progress as the percentages that it holds: "Progress" with 60% in it, beside "Status"."""
    if any(PERCENT in column.fields for column in columns):
        return
    for at, column in enumerate(columns):
        is_progress = any(meaning.fields == (PROGRESS,) for meaning in meanings(column.heading)[:1])
        is_free = not column.fields and not column.is_settled
        if is_free and is_progress and looks[at] and looks[at].count(Look.PERCENT) == len(looks[at]):
            columns[at] = replace(column, fields=(PERCENT,))


def _take_end_beside_start(columns: list[FoundColumn]) -> None:
    """Ask no more about target dates headed "End" where those headed "Start" are beside them."""
    if any(folded(column.heading) in ("start", "begin", "from") for column in columns):
        for at, column in enumerate(columns):
            if column.fields == (TARGET,) and folded(column.heading) == "end":
                columns[at] = replace(column, is_asked=False)


def _bare_date_as_raised(columns: list[FoundColumn], fields_found: set[str]) -> list[FoundColumn]:
    """The columns with a target date headed just "Date" corrected: left of the task it is read as the date raised.

    There it is as often the date of the meeting. Beside a date raised it stays, and is asked about if there are two.
    """
    at = next((at for at, column in enumerate(columns) if column.fields == (TARGET,)), None)
    task_at = next((at for at, column in enumerate(columns) if DEFINED in column.fields), len(columns))
    if at is not None and folded(columns[at].heading) == "date":
        if RAISED in fields_found:  # two columns "Date" cannot be told from each other
            columns[at] = replace(
                columns[at], is_asked=[folded(one.heading) for one in columns].count("date") > 1
            )
        elif at < task_at:
            columns[at] = replace(columns[at], fields=(RAISED,))
    return columns
