"""From the content of a file (tables and running text) to the reading of the paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from papers import covering_report, recommendations, themes
from papers.formats.cell_marks import colours_of
from papers.formats.content import Content
from papers.formats.grid import BEFORE_TABLE, Findings, Row
from papers.prose import joined
from papers.reading_result import ReadColumn, Reading
from papers.tables import action_by_action
from papers.tables.column_looks import looks_of_column, suits
from papers.tables.keys import key_in
from papers.tables.layout import (
    DELIVERED,
    OFFICERS,
    ORIGINAL,
    OWNERS,
    PROGRESS,
    RAISED,
    RATING,
    REVISED,
    TARGET,
    FoundColumn,
    column_name,
)
from papers.tables.lines import Lines, lines_of
from papers.tables.meeting_plans import about_plan
from papers.tables.outside_tables import report_outside
from papers.tables.table_bounds import tables_in
from papers.tables.table_rows import ActionTable, Leftover, NoTable
from papers.tables.tables_without_headings import tables_without_headings
from register.action import Line
from register.committee.covering_report import CoveringReport
from register.committee.paper_kind import PaperKind
from register.committee.themed_report import Theme
from register.days.target_dates import Order, order_of
from register.fields import Look, field_of
from register.imports.answers import Answers
from register.imports.doubts import DAY_FIRST, Doubt
from register.lazy_pattern import LazyPattern
from register.phrases import capitalised, option
from register.refused import Refused

_TITLES, _LONGEST_TITLE = 3, 120
"""How many paragraphs at the head of a document may be its title, and the most letters of one."""
_SAMPLES = 2
_MOST_SEEN = 200
"""The most cells of a column among which its samples are looked for."""
_IN_BRACKETS = LazyPattern(r"[(\[]([^()\[\]]+)[)\]]")
_DATE_FIELDS = (RAISED, ORIGINAL, TARGET, REVISED, "completed")
_OWNING = (OWNERS, OFFICERS)
_EXPECTED_FIELDS = (
    (TARGET, ORIGINAL, REVISED),
    _OWNING,
    (PROGRESS, RATING, DELIVERED, "completed", "percent"),
)


def reading_of(name: str, sha256: str, content: Content, answers: Answers, findings: Findings) -> Reading:
    """The reading of a paper: tables of actions, themes, recommendations, or a covering report alone.

    ``name`` and ``sha256`` are those of the file, ``answers`` a person's answers about such papers; ``findings`` has
    what the reader of the file reported. Raises Refused when the paper is of no kind that is read.
    """
    report = covering_report.read(content.prose)
    try:
        tables, leftovers = tables_in(content.blocks, answers, findings)
    except NoTable as none:
        found = themes.read(content.prose)
        if found:
            return _reading_without_table(name, sha256, PaperKind.THEMES, (), found, report, findings)
        lines, found = recommendations.read(content.prose)
        if lines:
            return _reading_without_table(
                name, sha256, PaperKind.RECOMMENDATIONS, tuple(lines), found, report, findings
            )
        one_by_one = action_by_action.blocks_of(content, findings)
        plans: Sequence[ActionTable] = ()
        if one_by_one:
            findings.undo_leave_out(BEFORE_TABLE)
            tables, leftovers = tables_in(one_by_one, answers, findings)
        else:
            (tables, plans), leftovers = tables_without_headings(content.blocks, answers, findings), []
        # An e-mail has From, To and Subject as well; a report has recommendations or a status too.
        if not tables and report and (report.recommendations or report.status):
            return _reading_without_table(name, sha256, PaperKind.COVERING_REPORT, (), [], report, findings)
        if not tables:
            raise Refused(about_plan(plans[0]) if plans else str(none)) from none
    else:
        report_outside(content, findings)
    return replace(
        _from_tables(name, sha256, tables, leftovers, content, answers, findings), covering_report=report
    )


def _reading_without_table(
    name: str,
    sha256: str,
    kind: PaperKind,
    lines: tuple[Line, ...],
    themes_found: Sequence[Theme],
    report: CoveringReport | None,
    findings: Findings,
) -> Reading:
    """The reading of a paper without a table of actions."""
    doubts: tuple[Doubt, ...] = ()
    if lines:
        question = "the paper prints no references, so its actions were numbered in order; are these right?"
        doubts = (Doubt(lines[0].place, "", "ref", "", f"1 to {len(lines)}", question),)
    warnings = dict.fromkeys((*findings.warnings, *(doubt.sentence for doubt in doubts)))
    return Reading(
        name=name,
        sha256=sha256,
        kind=kind,
        lines=lines,
        left_out=tuple(dict.fromkeys(findings.left_out)),
        doubts=doubts,
        warnings=tuple(warnings),
        numbered=bool(lines),
        themes=tuple(themes_found),
        covering_report=report,
    )


def _from_tables(
    name: str,
    sha256: str,
    tables: Sequence[ActionTable],
    leftovers: Sequence[Leftover],
    content: Content,
    answers: Answers,
    findings: Findings,
) -> Reading:
    places = _KeyPlaces(tables, leftovers, content)
    titles = [one.text for one in content.prose[:_TITLES] if len(one.text) <= _LONGEST_TITLE]
    found = lines_of(tables, answers, findings, places.colours, titles=titles, paragraphs=content.paragraphs)
    findings.warnings.extend(
        _missing_column_warnings(tables, has_owners=any(line.owners for line in found.lines))
    )
    for table in tables:
        _leave_out_withheld(table, findings)
    order, about_dates = _order_and_doubts(found, tables, answers)
    key = places.key(found)
    doubts = (*_doubts_about_columns(tables), *findings.doubts, *found.doubts, *about_dates)
    warnings = dict.fromkeys((*findings.warnings, *(doubt.sentence for doubt in doubts)))
    return Reading(
        name,
        sha256,
        found.lines,
        tuple(warnings),
        columns=tuple(_read_columns(tables)),
        left_out=tuple(dict.fromkeys(findings.left_out)),
        doubts=doubts,
        order=order,
        numbered=found.numbered,
        tables=tuple(dict.fromkeys(table.spot.table for table in tables if table.spot.table)),
        set_aside=tuple(dict.fromkeys(filter(None, findings.set_aside))),
        key=key,
    )


@dataclass(frozen=True)
class _KeyPlaces:
    """Where a paper may explain the words and colours of its progress: any of its text, and its rows of no action."""

    tables: Sequence[ActionTable]
    leftovers: Sequence[Leftover]
    content: Content

    def key(self, found: Lines) -> dict[str, str]:
        """The meanings of the printed progress words, and the words of coloured cells."""
        printed = dict.fromkeys(line.progress for line in found.lines)
        return {words: words for words in found.colours if words in printed} | self._meanings(printed)

    def colours(self) -> dict[str, str]:
        """The words for the colours of cells, beside a cell of that colour or beside its name.

        The rows of a key below a table are among its notes only when its actions have been read.
        """
        fills = (
            row.fills.values()
            for table in self.tables
            for chunk in table.chunks
            for row in chunk.rows
            if row.fills
        )
        return {**self._meanings(dict.fromkeys(chain.from_iterable(fills))), **colours_of(self._rows())}

    def _meanings(self, printed: Iterable[str]) -> dict[str, str]:
        brackets = [
            words
            for table in self.tables
            for name in (PROGRESS, RATING)
            for _key, column in table.layout.columns_of(name)
            for words in _IN_BRACKETS.findall(column.heading)
        ]
        titles = [words for table in self.tables for words in (table.title, table.banner) if words]
        texts = joined([one.text for one in self.content.prose]).split("\n")
        return key_in([*titles, *texts], self._rows(), brackets, printed)

    def _rows(self) -> list[Row]:
        outside = (one.rows for one in self.leftovers)
        return [*chain.from_iterable(outside), *chain.from_iterable(table.notes for table in self.tables)]


def _read_columns(tables: Sequence[ActionTable]) -> Iterator[ReadColumn]:
    seen: set[tuple[str, str]] = set()
    for table in tables:
        for at, column in enumerate(table.layout.columns):
            if column.is_withheld:
                continue
            samples = _samples(table, at, column)
            heading, fields = " ".join(column.heading.split()), "+".join(column.fields)
            if (heading or samples) and (heading, fields) not in seen:
                seen.add((heading, fields))
                yield ReadColumn(heading or column_name(at), fields, column.confidence, samples)


def _samples(table: ActionTable, at: int, column: FoundColumn) -> tuple[str, ...]:
    """The first different words in a table's column, or the colours of one that shows the progress by these."""
    rows = (row for chunk in table.chunks for row in chunk.rows)
    shown = [*islice((row for row in rows if _is_sample(table, row)), _MOST_SEEN)]
    samples = dict.fromkeys(row.cells[at] for row in shown if at < len(row.cells) and row.cells[at])
    if not samples and {PROGRESS, RATING} & set(column.fields):
        samples = dict.fromkeys(row.fills[at] for row in shown if at in row.fills)
    return tuple(samples)[:_SAMPLES]


def _leave_out_withheld(table: ActionTable, findings: Findings) -> None:
    """Report the columns whose headings say that they are not for publication."""
    for column in table.layout.columns:
        if column.is_withheld:
            what = f"the column “{' '.join(column.heading.split())}” is not for publication and was left out."
            findings.leave_out(table.spot.table or "the table", what)


def _is_sample(table: ActionTable, row: Row) -> bool:
    """Whether a row may show what the columns hold: the only cell of a section's row does not."""
    return _has_all_columns(table, row) and (len(table.layout) == 1 or sum(map(bool, row.cells)) > 1)


def _has_all_columns(table: ActionTable, row: Row) -> bool:
    """Whether a row has a cell for every column; pages of text may have dropped some."""
    return len(row.cells) == len(table.layout) or not table.chunks[0].by_content


def _missing_column_warnings(tables: Sequence[ActionTable], *, has_owners: bool) -> Iterator[str]:
    """A sentence for each column that tables lack; ``has_owners``: the paper's actions name them without one.

    What all of them lack is said of the paper's table, what some lack of those.
    """
    for names in _EXPECTED_FIELDS:
        if names == _OWNING and has_owners:
            continue
        lacking = [table for table in tables if not any(name in table.layout.key_of for name in names)]
        for table in lacking:
            likely = next(
                (heading for heading, holds in _columns_without_field(table) if suits(names[0], holds)), ""
            )
            typed = option("--column", f"{' '.join(likely.split())}={names[0]}")
            more = f" If one of its columns holds this, say so, for example with {typed}." if likely else ""
            is_one_of_several = len(lacking) < len(tables) and table.spot.table
            which = capitalised(table.spot.table) if is_one_of_several else "The table"
            words = field_of(names[0]).words
            yield f"{which} has no column of {words}: a new action has none, and what is known of others stays.{more}"


def _columns_without_field(table: ActionTable) -> Iterator[tuple[str, list[Look]]]:
    """The headings of the columns without a field, with the looks of their cells."""
    rows = [row.cells for chunk in table.chunks for row in chunk.rows if _has_all_columns(table, row)]
    for at, column in enumerate(table.layout.columns):
        if column.heading and column.is_open and not column.fields:
            yield column.heading, looks_of_column(rows, at)


def _doubts_about_columns(tables: Sequence[ActionTable]) -> Iterator[Doubt]:
    seen: set[str] = set()
    for table in tables:
        for at, column in enumerate(table.layout.columns):
            heading = " ".join(column.heading.split()) or column_name(at)
            if column.is_asked and heading not in seen:
                seen.add(heading)
                spot, names = str(table.spot), " and ".join(field_of(name).words for name in column.fields)
                question = _question_about(column, heading, table)
                yield Doubt(spot, "", column.name or TARGET, heading, names or "kept as it is", question)


def _question_about(column: FoundColumn, heading: str, table: ActionTable) -> str:
    """What to ask about a column of a table that is in doubt; without a field it holds dates."""
    if column.fields:
        return (
            "is that what the column holds? Say so with "
            f"{option('--column', f'{heading}={column.name}')}, or put another field after “=”; "
            "nothing after it keeps the column as it is."
        )
    dated = {TARGET, ORIGINAL, REVISED} & set(table.layout.key_of)
    which, what = ("revised", "later") if dated else ("target", "the")
    return f"it holds dates; if these are {what} target dates, say {option('--column', f'{heading}={which}')}."


def _order_and_doubts(
    found: Lines, tables: Sequence[ActionTable], answers: Answers
) -> tuple[Order, list[Doubt]]:
    """Which number in the paper's dates is the day, and a doubt for each target date if nothing shows it."""
    if answers.dates:
        return answers.dates, []
    cells = (
        row.cells[at]
        for table in tables
        for at, column in enumerate(table.layout.columns)
        if set(column.fields) & set(_DATE_FIELDS)
        for chunk in table.chunks
        for row in chunk.rows
        if at < len(row.cells)
    )
    order, ambiguous = order_of(cells)
    if order or not ambiguous:
        return order or Order.DAY_FIRST, []
    question = (
        "nothing in the paper shows which number is the day; say --dates day-first or --dates month-first."
    )
    doubts = [
        Doubt(line.place, line.ref, TARGET, line.target, DAY_FIRST, question)
        for line in found.lines
        if order_of([line.target])[1]
    ]
    return Order.DAY_FIRST, doubts
