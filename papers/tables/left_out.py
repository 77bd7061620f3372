"""What is outside the tables of actions (beside one, other lists, rows between tables): left out and reported."""

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import zip_longest

from papers.formats.grid import Findings, Row, short
from papers.tables.cells import look, says_nothing
from papers.tables.headings import folded
from papers.tables.keys import is_code
from papers.tables.layout import DEFINED, DELIVERED, OFFICERS, OWNERS, PROGRESS, RATING, TITLE
from papers.tables.meeting_plans import PLAN, about_plan, plans_meetings
from papers.tables.table_rows import ActionTable, Leftover, NoTable, first_meaning
from register.fields import Look
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised

_DECISION_HEADING = LazyPattern(
    r"(?:key )?(?:decisions?|resolutions?)(?: (?:made|taken|agreed|of the \w+))?|resolved|decided"
)
_RISK_HEADING = LazyPattern(
    r"\b(?:likelihood|probability|impact|inherent|residual|gross|net|score|appetite|tolerance|controls?|mitigations?|"
    r"proximity|velocity|direction of travel)\b"
)
_FEWEST_RISK_COLUMNS = 2
"""The least number of columns about the size of a risk in a risk register."""

_MEANING_HEADING = LazyPattern(
    r"\b(?:mean(?:s|ing|ings)?|definitions?|descriptions?|explanations?|criteria|stands for)\b"
)
_KEY = "it is a key, not a table of actions"
_COUNTS = "it only counts actions"
_FIGURE = LazyPattern(r"[£(]?\d[\d,.]*\s*%?\)?")
_FEWEST_FIGURE_COLUMNS = 2
_LONGEST_TITLE = 100
_ACTION_HEADING = LazyPattern(r"\b(?:actions?|recommendations?|tasks?|activit(?:y|ies))\b")


def without_beside(table: ActionTable, findings: Findings) -> None:
    """Leave out what is beside a table on a sheet, with an empty column between: lists of choices, a key, notes.

    ``table`` is changed in place: those cells become blank in its headings and rows, and rows of theirs are added to
    its ``notes``. The group of columns with the most fields is the table; another that has a field which the table
    lacks is kept.
    """
    rows = [row for chunk in table.chunks for row in chunk.rows]
    groups = _groups_of_columns([table.headings, *(row.cells for row in rows)])
    fields = [{first_meaning(one) for one in table.headings[group.start : group.stop]} for group in groups]
    main_fields = max(fields, key=len, default=set())
    beside = {
        at
        for group, fields_of_group in zip(groups, fields, strict=True)
        if fields_of_group is not main_fields and fields_of_group <= main_fields | {""}
        for at in group
    }
    if not beside:
        return
    table.notes += [_only_beside(row, beside) for row in (Row(table.headings, table.spot), *rows)]
    cells_beside = [cell for row in table.notes for cell in row.cells]
    what = f"it is beside the table and was left out: “{short(' '.join(filter(None, cells_beside)))}”."
    findings.leave_out(table.spot, what)
    table.headings = _blanked(table.headings, beside)
    table.chunks = [
        replace(
            chunk,
            rows=tuple(
                replace(row, cells=cells) for row in chunk.rows if any(cells := _blanked(row.cells, beside))
            ),
        )
        for chunk in table.chunks
    ]


def _groups_of_columns(rows: Sequence[Sequence[str]]) -> list[range]:
    """The columns of a table with an empty one between, as ranges."""
    width = max(map(len, rows))
    used = [any(at < len(row) and row[at] for row in rows) for at in range(width)]
    begins = [at for at in range(width) if used[at] and (at == 0 or not used[at - 1])]
    ends = [at + 1 for at in range(width) if used[at] and (at + 1 == width or not used[at + 1])]
    return [range(begin, end) for begin, end in zip(begins, ends, strict=True)]


def without_other_lists(
    tables: Sequence[ActionTable], included: Set[str], findings: Findings
) -> list[ActionTable]:
    """The tables without keys and those that list decisions, risks or meetings; if none would be left, all but the
    plans of meetings.

    ``findings`` reports what is left out. ``included`` are the places, in lower case, of tables that a person said have
    actions. Raises NoTable where all of them are plans of meetings.
    """
    reasons = {
        at: reason
        for at, table in enumerate(tables)
        if table.spot.table.casefold() not in included and (reason := _other_list(table))
    }
    if len(reasons) == len(tables):
        findings.warnings.extend(_about_risks(table) for table in tables if _lists_risks(table))
        reasons = {at: reason for at, reason in reasons.items() if reason == PLAN}
    if len(reasons) == len(tables):
        raise NoTable(about_plan(tables[0]))
    for at, reason in reasons.items():
        leave_out_table(tables[at], reason, findings)
    return [table for at, table in enumerate(tables) if at not in reasons]


def leave_out_table(table: ActionTable, reason: str, findings: Findings) -> None:
    """Report a whole table that is left out, with its first words; a person may take it in again."""
    rows = [row for chunk in table.chunks for row in chunk.rows]
    words = short(" ".join(cell for row in rows[:2] for cell in row.cells if cell))
    what = f"{reason}: “{words}”." if reason == _KEY else f"{reason}, and was left out: “{words}”."
    findings.leave_out(table.spot.table or table.spot, what, quietly=reason in (_KEY, _COUNTS))
    findings.set_aside.append(table.spot.table)


def _about_risks(table: ActionTable) -> str:
    """A sentence about a risk register that is read as actions, as the paper has nothing else."""
    columns = table.layout.columns_of(DEFINED)
    heading = " ".join(columns[0][1].heading.split()) if columns else ""
    what = (
        f"with the words of its column “{heading}” as what is to be done" if heading else "with its own words"
    )
    return (
        f"{capitalised(table.spot.table or 'the table')} looks like a risk register: each risk would become an "
        f"action, {what}. Accept it if these are the actions to follow up; if not, leave it, and share the table of "
        "actions instead."
    )


def _other_list(table: ActionTable) -> str:
    """The reason for leaving out a table that lists something other than actions; "" for one of actions."""
    if any(column.is_settled for column in table.layout.columns):
        return ""
    if explains_progress(table):
        return _KEY
    if _counts_actions(table):
        return _COUNTS
    if _lists_decisions(table):
        return "it lists decisions, not actions"
    if plans_meetings(table):
        return PLAN
    return "it is a risk register beside the actions" if _lists_risks(table) else ""


def explains_progress(table: ActionTable) -> bool:
    """Whether a table is a key with headings: words of progress, all different, each beside its meaning alone."""
    columns = table.layout.columns_of(PROGRESS)
    meant = [column.heading for name in (DEFINED, TITLE) for _key, column in table.layout.columns_of(name)]
    if not columns or set(table.layout.key_of) - {PROGRESS, RATING, DEFINED, TITLE}:
        return False
    at = table.layout.keys.index(columns[0][0])
    words = [row.cells[at].casefold() for chunk in table.chunks for row in chunk.rows if at < len(row.cells)]
    is_headed = any(_MEANING_HEADING.search(folded(heading)) for heading in meant)
    return is_headed and len(words) > 1 and len(set(words)) == len(words)


def _counts_actions(table: ActionTable) -> bool:
    """Whether a table is one of figures: how many actions of each progress every directorate has, say.

    Its other column, at most one, has the words that the figures are of, and does not say what is to be done.
    """
    rows = [row.cells for chunk in table.chunks for row in chunk.rows]
    figures = others = 0
    for at, column in enumerate(table.layout.columns):
        cells = (row[at].strip() for row in rows if at < len(row) and not says_nothing(row[at]))
        first = next(cells, None)
        if first is None:
            continue
        if _FIGURE.fullmatch(first) and all(map(_FIGURE.fullmatch, cells)):
            figures += 1
        elif DEFINED in column.fields or TITLE in column.fields:
            return False
        else:
            others += 1
    return figures >= _FEWEST_FIGURE_COLUMNS and others <= 1


def _lists_risks(table: ActionTable) -> bool:
    """Whether a table is a risk register; one with actions to reduce the risks and their progress is not."""
    headings = [folded(column.heading) for column in table.layout.columns]
    about_risks = any("risk" in heading.split() or "risks" in heading.split() for heading in headings)
    risk_columns = sum(_RISK_HEADING.search(heading) is not None for heading in headings)
    task_headings = [folded(column.heading) for column in table.layout.columns if DEFINED in column.fields]
    has_actions = (
        any(_ACTION_HEADING.search(heading) for heading in task_headings) and PROGRESS in table.layout.key_of
    )
    return about_risks and risk_columns >= _FEWEST_RISK_COLUMNS and not has_actions


def _lists_decisions(table: ActionTable) -> bool:
    """Whether the task column is headed as one of decisions and no column of owners or progress is beside it."""
    fields_found = table.layout.key_of
    task_headings = [folded(column.heading) for column in table.layout.columns if DEFINED in column.fields]
    is_owned = any(name in fields_found for name in (OWNERS, OFFICERS, PROGRESS, RATING, DELIVERED))
    return bool(task_headings) and all(map(_DECISION_HEADING.fullmatch, task_headings)) and not is_owned


def _only_beside(row: Row, beside: set[int]) -> Row:
    """The row with only the cells of the columns ``beside``; the others are blank."""
    cells = tuple(cell if at in beside else "" for at, cell in enumerate(row.cells))
    return replace(row, cells=cells, fills={at: fill for at, fill in row.fills.items() if at in beside})


def _blanked(cells: tuple[str, ...], beside: set[int]) -> tuple[str, ...]:
    """The cells with those of the columns ``beside`` blank, and without blank cells at the end."""
    blanked = ["" if at in beside else cell for at, cell in enumerate(cells)]
    while blanked and not blanked[-1]:
        blanked.pop()
    return tuple(blanked)


def report_leftover(leftover: Leftover, *, after: bool, findings: Findings) -> None:
    """Report rows outside the tables of actions; with a warning only if they may be actions that were not recognised.

    ``after``: a table of actions is before them. The title of a table is none of what was left out.
    """
    rows = leftover.rows
    widest = max(sum(1 for cell in row.cells if cell) for row in rows)
    may_continue_table = after and not leftover.place.startswith("sheet ") and len(rows) >= 2 and widest >= 2
    words = " ".join(cell for row in rows[:2] for cell in row.cells if cell)
    if not words or (leftover.titled and all(map(_is_title, rows))):
        return
    if _is_count(rows):
        what = f"{_COUNTS}, and was left out: “{short(words)}”."
        findings.leave_out(leftover.place, what, quietly=True)
        return
    if _is_key(rows):
        findings.leave_out(leftover.place, f"{_KEY}: “{short(words)}”.", quietly=True)
        return
    what = (
        f"the words above its table were left out: “{short(words)}”."
        if leftover.titled
        else f"it is not a table of actions and was left out: “{short(words)}”."
    )
    quietly = leftover.titled or not (may_continue_table or (widest >= 3 and _may_hold_actions(rows)))
    findings.leave_out(leftover.place, what, quietly=quietly)


def _is_title(row: Row) -> bool:
    """Whether a row above a table is a line of its title: a few words in a single cell, and no sentence."""
    filled = [cell for cell in row.cells if cell]
    return len(filled) < 2 and all(len(cell) <= _LONGEST_TITLE and cell[-1] not in ".:;" for cell in filled)


def _is_count(rows: Sequence[Row]) -> bool:
    """Whether the rows name words and how many there are of each: "Red | 1"."""
    filled_rows = [[cell for cell in row.cells if cell] for row in rows]
    counts = sum(len(filled) == 2 and filled[1].isdecimal() for filled in filled_rows)
    return counts >= 2 and counts >= len(rows) - 1


def _is_key(rows: Sequence[Row]) -> bool:
    """Whether most rows are those of a key: a letter, number or colour and its meaning."""
    key_rows = sum(
        len(filled) <= 2 and bool(filled) and (bool(row.fills) or is_code(filled[0]))
        for row in rows
        for filled in [[cell for cell in row.cells if cell]]
    )
    return key_rows >= 2 and 2 * key_rows > len(rows)


def _may_hold_actions(rows: Sequence[Row]) -> bool:
    """Whether one column of the rows holds mostly dates and another mostly words."""
    columns = zip_longest(*(row.cells for row in rows[:40]), fillvalue="")
    looks = [[look(cell) for cell in column if not says_nothing(cell)] for column in columns]
    common_looks = {
        common_look
        for column_looks in looks
        for common_look in set(column_looks)
        if len(column_looks) > 1 and 2 * column_looks.count(common_look) >= len(column_looks)
    }
    return {Look.TEXT, Look.DATE} <= common_looks
