"""What stands outside the tables of actions: beside one, summing one up, or apart; it is left out and reported."""

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import zip_longest

from papers.formats.grid import Findings, Row, short
from papers.tables.cells import look, says_nothing
from papers.tables.columns import DEFINED, DELIVERED, OFFICERS, OWNERS, PROGRESS, RATING
from papers.tables.headings import folded
from papers.tables.keys import is_code
from papers.tables.table_rows import ActionTable, Leftover, first_meaning
from register.fields import Look
from register.lazy_pattern import lazy_pattern
from register.phrases import capitalised

_DECISION = lazy_pattern(
    r"(?:key )?(?:decisions?|resolutions?)(?: (?:made|taken|agreed|of the \w+))?|resolved|decided"
)
_WEIGHS_RISK = lazy_pattern(
    r"\b(?:likelihood|probability|impact|inherent|residual|gross|net|score|appetite|tolerance|controls?|mitigations?|"
    r"proximity|velocity|direction of travel)\b"
)
_FEWEST_WEIGHTS = 2
"""Columns that weigh a risk which a risk register has at least."""
_OF_ACTIONS = lazy_pattern(r"\b(?:actions?|recommendations?|tasks?|activit(?:y|ies))\b")


def without_beside(table: ActionTable, findings: Findings) -> None:
    """Leave out what stands beside a table on a sheet, with an empty column between: choices, a key, notes."""
    rows = [row for chunk in table.chunks for row in chunk.rows]
    width = max([len(table.headings), *(len(row.cells) for row in rows)])
    used = [at < len(table.headings) and bool(table.headings[at]) for at in range(width)]
    for row in rows:
        for at, cell in enumerate(row.cells):
            used[at] = used[at] or bool(cell)
    groups: list[list[int]] = [[]]
    for at in range(width):
        if used[at]:
            groups[-1].append(at)
        elif groups[-1]:
            groups.append([])
    own = max(
        groups,
        key=lambda group: len({first_meaning(table.headings[at]) for at in group if at < len(table.headings)}),
    )
    known = {first_meaning(table.headings[at]) for at in own if at < len(table.headings)}
    beside = {
        at
        for group in groups
        if group is not own
        and not {first_meaning(table.headings[at]) for at in group if at < len(table.headings)} - known - {""}
        for at in group
    }
    if not beside:
        return
    table.notes += [_kept(row, beside) for row in (Row(table.headings, table.spot), *rows)]
    words = [cell for row in table.notes for cell in row.cells]
    what = f"it stands beside the table and was left out: “{short(' '.join(filter(None, words)))}”."
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


def without_other_lists(
    tables: Sequence[ActionTable], included: Set[str], findings: Findings
) -> list[ActionTable]:
    """The tables without those that list decisions or risks beside others of actions.

    ``included`` are the places, in small letters, of tables that a person said have actions.
    """
    others = {
        at: what
        for at, table in enumerate(tables)
        if table.spot.table.casefold() not in included and (what := _other_list(table))
    }
    if len(others) == len(tables):
        findings.warnings.extend(_about_risks(table) for table in tables if _lists_risks(table))
        return list(tables)
    for at, what in others.items():
        table = tables[at]
        rows = [row for chunk in table.chunks for row in chunk.rows]
        words = short(" ".join(cell for row in rows[:2] for cell in row.cells if cell))
        findings.leave_out(table.spot.table or table.spot, f"{what}, and was left out: “{words}”.")
        findings.set_aside.append(table.spot.table)
    return [table for at, table in enumerate(tables) if at not in others]


def _about_risks(table: ActionTable) -> str:
    """What to look at where a paper has risks alone: they may be meant to be followed up, or not."""
    what = " ".join(next((column.heading for _key, column in table.layout.of(DEFINED)), "").split())
    holds = f"with what its column “{what}” says as what is to be done" if what else "with its own words"
    where = table.spot.table or "the table"
    return (
        f"{capitalised(where)} looks like a risk register: each risk would become an action, {holds}. Accept it "
        "if these are the actions to follow up; if not, leave it, and share the table of actions instead."
    )


def _other_list(table: ActionTable) -> str:
    """What a table is that lists something else than actions, "" for one of actions."""
    if any(column.settled for column in table.layout.columns):
        return ""
    if _lists_decisions(table):
        return "it lists decisions, not actions"
    return "it is a risk register beside the actions" if _lists_risks(table) else ""


def _lists_risks(table: ActionTable) -> bool:
    """Whether a table weighs risks; one that says how far actions to reduce them have come is one of actions."""
    headings = [folded(column.heading) for column in table.layout.columns]
    about_risks = any("risk" in heading.split() or "risks" in heading.split() for heading in headings)
    weighed = sum(_WEIGHS_RISK.search(heading) is not None for heading in headings)
    what = [folded(column.heading) for column in table.layout.columns if DEFINED in column.fields]
    has_actions = any(_OF_ACTIONS.search(heading) for heading in what) and PROGRESS in table.layout.key_of
    return about_risks and weighed >= _FEWEST_WEIGHTS and not has_actions


def _lists_decisions(table: ActionTable) -> bool:
    known = table.layout.key_of
    what = [folded(column.heading) for column in table.layout.columns if DEFINED in column.fields]
    is_owned = any(name in known for name in (OWNERS, OFFICERS, PROGRESS, RATING, DELIVERED))
    return bool(what) and all(map(_DECISION.fullmatch, what)) and not is_owned


def _kept(row: Row, beside: set[int]) -> Row:
    """What a row has beside the table."""
    cells = tuple(cell if at in beside else "" for at, cell in enumerate(row.cells))
    return replace(row, cells=cells, fills={at: fill for at, fill in row.fills.items() if at in beside})


def _blanked(cells: tuple[str, ...], beside: set[int]) -> tuple[str, ...]:
    kept = ["" if at in beside else cell for at, cell in enumerate(cells)]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def report(leftover: Leftover, *, after: bool, findings: Findings) -> None:
    """Report rows that are in no table: a title is passed over, and so is what cannot hold actions.

    ``after``: a table of actions stands before them.
    """
    rows = leftover.rows
    widest = max(sum(1 for cell in row.cells if cell) for row in rows)
    goes_on = after and not leftover.place.startswith("sheet ") and len(rows) >= 2 and widest >= 2
    words = " ".join(cell for row in rows[:2] for cell in row.cells if cell)
    if not words:
        return
    if _is_key(rows):
        findings.leave_out(
            leftover.place, f"it is a key, and no table of actions: “{short(words)}”.", quietly=True
        )
        return
    what = f"it is no table of actions and was left out: “{short(words)}”."
    quietly = leftover.titled or not (goes_on or (widest >= 3 and _may_hold_actions(rows)))
    findings.leave_out(leftover.place, what, quietly=quietly)


def _is_key(rows: Sequence[Row]) -> bool:
    """Whether most rows are of a key: a letter, number or colour, and what it stands for."""
    explained = sum(
        len(filled) <= 2 and bool(filled) and (bool(row.fills) or is_code(filled[0]))
        for row in rows
        for filled in [[cell for cell in row.cells if cell]]
    )
    return explained >= 2 and 2 * explained > len(rows)


def _may_hold_actions(rows: Sequence[Row]) -> bool:
    """Whether one column of the rows holds mostly dates and another mostly words."""
    columns = zip_longest(*(row.cells for row in rows[:40]), fillvalue="")
    looks = [[look(cell) for cell in column if not says_nothing(cell)] for column in columns]
    mostly = {
        wanted
        for column_looks in looks
        for wanted in set(column_looks)
        if len(column_looks) > 1 and 2 * column_looks.count(wanted) >= len(column_looks)
    }
    return {Look.TEXT, Look.DATE} <= mostly
