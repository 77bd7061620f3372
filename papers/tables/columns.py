"""Which field each column of a table holds, scored from the words of its heading and the look of its cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from papers.tables import headings
from papers.tables.cells import is_composed_reference, is_status, look, reference, says_nothing
from papers.tables.column_looks import looks_of_column, mean_fit
from papers.tables.headings import LONGEST, Meaning, folded, meanings
from papers.tables.layout import (
    DEFINED,
    DELIVERED,
    OFFICERS,
    ORIGINAL,
    OWNERS,
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
    Layout,
    column_name,
)
from papers.tables.table_context import TableColumns, correct
from register.days.date_spans import MONTHS
from register.fields import Look, field_of
from register.lazy_pattern import LazyPattern

_TASK_FIELDS = frozenset({DEFINED, TITLE, RESPONSE})
# A person is asked to confirm an uncertain column of these; of others (a section, a priority) the words are kept
# either way.
_FIELDS_TO_CONFIRM = frozenset(
    {REF, DEFINED, RESPONSE, DELIVERED, TARGET, ORIGINAL, REVISED, RAISED, OWNERS, PROGRESS}
)
_CONFIDENT = 0.75
_LEAST_EXACT, _MOST_AKIN = 0.93, 0.6
"""Scores from 0 to 1 (see Meaning): an exact heading of a field has more than the first; a field that is only akin
to the heading's own (Field.akin) has the second at most."""

_LEAST_SCORE = 0.5
"""The score from which on a heading counts as one of a field: "Exec date" has less for a target date."""

_LEAST_TOTAL = 4
"""The total from which on the meaning of a heading counts: its score, and how its cells look (see _scored)."""

_LEAST_HEADING_SCORE = 0.6
"""The score from which on a cell counts as a heading when a row is tested for being a row of headings."""

_RISK_REF = LazyPattern(r"[A-Z]{1,5}[ ./-]?\d{1,4}(?:\.\d+)?")
"""The reference of a risk ("CR 12"), which under a heading such as "Risk" is no rating of it."""

_NOT_FOR_PUBLICATION = LazyPattern(
    r"\b(?:not (?:for|to be) (?:publication|publish\w*|circulat\w*|shar\w*)|do not publish|internal use(?: only)?|"
    r"internal only|officers?['’]? use only|(?:confidential|exempt) (?:notes?|comments?|update|information))\b",
    re.I,
)
_NEEDED_FIELDS = frozenset({REF, DEFINED, OWNERS, TARGET, PROGRESS})

_LEAST_FILLED = 3
"""A row of a table has more than one in so many of its cells filled."""

_MOST_HEADINGS = 64
# A heading counts as one of these only if the look of the cells does not contradict it.
_STRICT_FIELDS = frozenset({REF, "percent"})


def is_heading_row(cells: Sequence[str], answered: Mapping[str, str], *, thoroughly: bool) -> bool:
    """Whether the cells of a row are headings: they name what is to be done and at least one more field.

    ``answered`` maps headings that a person has explained (folded, see headings.folded) to names of fields. Without
    ``thoroughly`` a row needs two exact headings, which headings repeated between rows of data have.
    """
    filled = [cell for cell in cells if cell]
    if not _may_be_headings(filled):
        return False
    # "Completed" is a heading in some tables and a status in rows of data: a status is not counted as exact.
    exact = sum(
        (headings.is_exact(cell) and not is_status(cell)) or folded(cell) in answered for cell in filled
    )
    if exact < 2 and not thoroughly:
        return False
    fields_by_cell = list(filter(None, (_fields_named(cell, answered) for cell in filled)))
    fields_found = {name for fields in fields_by_cell for name in fields}
    has_enough_fields = len(fields_found) >= 3 or (
        len(fields_found) == 2 and (exact == len(filled) or exact >= 3)
    )
    has_many_fields = thoroughly and len(fields_found) >= 4
    # Where most headings are exact, a column whose heading is not understood may hold what is to be done.
    may_have_task = has_many_fields and exact >= 3 and len(fields_by_cell) < len(filled)
    has_task = bool(fields_found & _TASK_FIELDS) or may_have_task
    # Wide trackers have the usual headings among many of their own.
    most_are_headings = 2 * len(fields_by_cell) >= len(filled) or (has_many_fields and exact >= 4)
    return has_task and has_enough_fields and most_are_headings and not any(map(_is_data, filled))


def _may_be_headings(cells: Sequence[str]) -> bool:
    """Whether the filled cells of a row are as many as headings may be, none too long, and the first is no number."""
    if not 2 <= len(cells) <= _MOST_HEADINGS or cells[0][0].isdigit() or _is_numbered(cells[0]):
        return False
    return all(len(cell) <= LONGEST for cell in cells)


def _fields_named(cell: str, answered: Mapping[str, str]) -> tuple[str, ...]:
    """The fields that a cell names as a heading, by a person's answer or clearly enough; () for none."""
    if folded(cell) in answered:
        return (answered[folded(cell)],)
    likeliest = next(iter(meanings(cell)), None)
    return likeliest.fields if likeliest is not None and likeliest.score >= _LEAST_HEADING_SCORE else ()


def _is_data(cell: str) -> bool:
    """Whether a cell holds a date or a percentage, and is no heading such as "March"."""
    is_heading = bool(meanings(cell)) or cell.casefold()[:3] in MONTHS
    return not is_heading and look(cell) in (Look.DATE, Look.PERCENT)


def _is_numbered(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell) and look(cell) is Look.REF


def layout_of(row: Sequence[str], rows_below: Sequence[Sequence[str]], answered: Mapping[str, str]) -> Layout:
    """The layout of a table from its row of headings and the cells of the rows below it.

    ``answered`` as in is_heading_row. A field gets one column, several only where Field.many allows it, and one with
    words in it before a blank one; a column whose heading means nothing is kept under that heading.
    """
    looks = [looks_of_column(rows_below, at) for at in range(len(row))]
    cells_of = [[below[at] for below in rows_below if at < len(below)] for at in range(len(row))]
    # A line such as "Signed:" below the table says nothing of its numbering.
    whole = [below for below in rows_below if _LEAST_FILLED * sum(map(bool, below)) > len(row)]
    numbers_of = [[below[at] for below in whole if at < len(below)] for at in range(len(row))]
    columns = [_unread_column(heading, at, answered) for at, heading in enumerate(row)]
    candidates = [
        candidate
        for at, column in enumerate(columns)
        if column.is_open
        for candidate in _candidates(row[at], at, looks, cells_of[at], numbers_of[at])
    ]
    _give_fields(columns, _without_lesser_references(candidates), looks, numbers_of)
    correct(TableColumns(columns, looks, cells_of))
    return Layout(tuple(columns))


def _unread_column(heading: str, at: int, answered: Mapping[str, str]) -> FoundColumn:
    """A column with the fields that a person has answered, else with none yet."""
    name = answered.get(folded(heading or column_name(at)))
    if name is None:
        return FoundColumn(heading, (), is_withheld=_is_withheld(heading))
    return FoundColumn(heading, tuple(filter(None, name.split("+"))), is_settled=True)


def _is_withheld(heading: str) -> bool:
    """Whether a heading says that its column is not for publication; what an action cannot do without is read."""
    named = meanings(_NOT_FOR_PUBLICATION.sub(" ", heading))
    is_needed = any(set(one.fields) & _NEEDED_FIELDS for one in named[:1])
    return _NOT_FOR_PUBLICATION.search(heading) is not None and not is_needed


def _candidates(
    heading: str, at: int, looks: Sequence[Sequence[Look]], cells: Sequence[str], numbers: Sequence[str]
) -> Iterator[tuple[float, int, Meaning]]:
    """The meanings of the heading of column ``at`` that its cells allow, each with the total by which it competes.

    ``looks`` are those of all columns; ``cells`` are its own, ``numbers`` those in rows that are mostly filled.
    """
    named = meanings(heading)
    for meaning in named:
        is_akin = meaning.score <= _MOST_AKIN
        if is_akin and meaning != named[0] and not looks[at] and any(looks):
            continue
        if is_akin and not _suits_as_well(meaning, named[0], looks[at]):
            continue
        holds = _looks_under(meaning, looks[at], numbers)
        if not _is_contradicted(meaning, holds, heading, cells):
            total, scored_meaning = _scored(meaning, holds)
            yield total, at, scored_meaning


def _give_fields(
    columns: list[FoundColumn],
    candidates: Sequence[tuple[float, int, Meaning]],
    looks: Sequence[Sequence[Look]],
    numbers_of: Sequence[Sequence[str]],
) -> None:
    """Give each column the fields of its best candidate that no better candidate of another column has taken."""
    taken_fields = {name for column in columns for name in column.fields}
    best_first = sorted(
        candidates,
        key=lambda one: (
            -round(one[0], 1),
            not looks[one[1]],
            -headings.recency(columns[one[1]].heading, one[1]),
        ),
    )
    for total, at, meaning in best_first:
        single_fields = {name for name in meaning.fields if not field_of(name).many}
        is_weak = meaning.score < _LEAST_SCORE or total < _LEAST_TOTAL
        if columns[at].fields or taken_fields & single_fields or is_weak:
            continue
        column = _column(columns[at].heading, meaning, _looks_under(meaning, looks[at], numbers_of[at]))
        is_numbering = (
            meaning.fields == (REF,) and len(looks[at]) > 1 and _is_numbering(numbers_of[at], meaning)
        )
        columns[at] = replace(column, is_asked=False) if is_numbering else column
        taken_fields.update(meaning.fields)


def _looks_under(meaning: Meaning, looks: Sequence[Look], cells: Sequence[str]) -> Sequence[Look]:
    """The looks of a column's cells under a heading of that meaning: "P1" and "P2" may be priorities or references.

    References are all different, and priorities are not in a list of any length.
    """
    return [Look.REF] * len(looks) if meaning.fields == (REF,) and _is_numbering(cells, meaning) else looks


def _is_numbering(cells: Sequence[str], meaning: Meaning) -> bool:
    """Whether cells under a heading of references are all different ones; only an exact heading may have sections'
    names before them.
    """
    filled = [cell.strip() for cell in cells if not says_nothing(cell)]
    is_exact = meaning.score > _LEAST_EXACT
    return len(set(filled)) == len(filled) and all(
        reference(cell) or (is_exact and is_composed_reference(cell)) for cell in filled
    )


def _scored(meaning: Meaning, looks: Sequence[Look]) -> tuple[float, Meaning]:
    """The total by which the meaning of a heading competes with those of all columns, and the meaning with its score.

    Of the fields of a combined heading the one that the cells fit best counts.
    """
    fit = max((fit for name in meaning.fields if (fit := mean_fit(name, looks)) is not None), default=0.0)
    # Cells that fit raise the score of a heading that is not exact.
    raised = 0.1 * max(fit, 0) if _LEAST_SCORE <= meaning.score <= _MOST_AKIN else 0
    score = max(min(meaning.score + raised, 0.9), meaning.score)
    # For an exact heading a moderate misfit counts for nothing, so that of two such columns the first one wins.
    weight = min(fit + 1.5, 0) if meaning.score > _LEAST_EXACT else fit
    # A column of dates or codes does not hold prose, even under a heading of prose.
    if weight < 0 and any(field_of(name).prose for name in meaning.fields):
        weight *= 3
    return meaning.score * 10 + 0.9 * weight, replace(meaning, score=score)


def _without_lesser_references(
    candidates: list[tuple[float, int, Meaning]],
) -> list[tuple[float, int, Meaning]]:
    """The candidates; where an exact heading of the references has cells that fit, no other heading means them."""
    has_exact = any(
        meaning.fields == (REF,) and meaning.score > _LEAST_EXACT and total >= _LEAST_EXACT * 10
        for total, _at, meaning in candidates
    )
    return [
        one for one in candidates if not has_exact or one[2].fields != (REF,) or one[2].score > _LEAST_EXACT
    ]


def _suits_as_well(akin: Meaning, named: Meaning, looks: Sequence[Look]) -> bool:
    """Whether cells fit the ``akin`` field at least as well as the field that their heading names; blank cells do."""
    fit, named_fit = mean_fit(akin.fields[0], looks), mean_fit(named.fields[0], looks)
    return akin == named or fit is None or named_fit is None or fit >= named_fit


def _is_contradicted(meaning: Meaning, looks: Sequence[Look], heading: str, cells: Sequence[str]) -> bool:
    """Whether the cells rule a meaning out: references under "Risk" are no priority, and see _STRICT_FIELDS."""
    if meaning.fields == (PRIORITY,) and "risk" in folded(heading).split():
        return sum(_RISK_REF.fullmatch(cell.strip()) is not None for cell in cells) * 2 > len(looks) > 0
    fit = mean_fit(meaning.fields[0], looks) if len(meaning.fields) == 1 else None
    return meaning.fields[0] in _STRICT_FIELDS and fit is not None and fit < -2 and len(looks) > 1


def _column(heading: str, meaning: Meaning, looks: Sequence[Look]) -> FoundColumn:
    """The column with the fields of ``meaning``; its confidence weighs the heading by 0.8, the cells by 0.2."""
    fit = mean_fit(meaning.fields[0], looks) if len(meaning.fields) == 1 else None
    score = meaning.score if fit is None else 0.8 * meaning.score + 0.2 * (fit + 4) / 7
    is_asked = bool(looks) and score < _CONFIDENT and bool(_FIELDS_TO_CONFIRM & set(meaning.fields))
    return FoundColumn(heading, meaning.fields, round(min(score, 1.0), 2), is_asked)


def missing_fields(cells: Sequence[str]) -> list[str]:
    """The names of the fields that these headings lack to be those of a table of actions; [] for none."""
    fields_found = {
        meaning[0].fields[0]
        for cell in cells
        if (meaning := meanings(cell)) and meaning[0].score >= _LEAST_HEADING_SCORE
    }
    missing_task = [] if fields_found & _TASK_FIELDS else [DEFINED]
    groups = ((OWNERS, OFFICERS), (TARGET, ORIGINAL, REVISED), (PROGRESS, RATING, DELIVERED))
    return missing_task + [group[0] for group in groups if not fields_found & set(group)]
