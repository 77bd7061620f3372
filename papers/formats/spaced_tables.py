"""Tables with only space between the columns: in plain text, and on pages of a PDF without ruled lines.

Edges and widths are in the units of the source: letters in plain text, points in a PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from papers.formats.grid import Row, Spot
from papers.formats.whitespace import is_hyphenated
from papers.tables.cells import look, reference
from papers.tables.columns import is_heading_row
from papers.tables.headings import is_exact, meanings
from register.fields import Look

_MOST_HEADING_LINES = 4
_LEAST_SCORE = 0.6
_GAP_BONUS = 0.5
"""Added to the score of headings that end with a line of text before a gap."""


@dataclass(frozen=True)
class Word:
    """A word, or several as one run, with its left and right edges."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class SpacedLine:
    """The words of one line from left to right, and its place; ``gap``: there is more space above it than usual."""

    words: tuple[Word, ...]
    spot: Spot
    gap: bool = False

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Columns:
    """The headings of a table, the edges between its columns, and the index of the column of references, if any."""

    headings: tuple[str, ...]
    edges: tuple[float, ...]
    ref: int | None


@dataclass
class _Group:
    """A row being put together: its place, for each column the words of its lines, and whether it is one line over
    several columns.
    """

    spot: Spot
    cells: list[list[str]]
    is_across: bool = False


def find_headings(lines: Sequence[SpacedLine], at: int, least_gap: float) -> tuple[list[Word], int] | None:
    """The headings that begin at line ``at``, and the number of lines that they take; None when there are none.

    ``least_gap`` is the least space between two columns.
    """
    best: tuple[float, list[Word], int] | None = None
    headings: list[Word] = []
    for count, line in enumerate(lines[at : at + _MOST_HEADING_LINES], start=1):
        if count > 1 and line.gap:
            break
        runs = runs_of(line, least_gap)
        if count == 1 and len(runs) < 2:
            return None
        if any(sum(_overlaps(heading, run) for heading in headings) > 1 for run in runs):
            break
        headings = _with_line_below(headings, runs, first=count == 1)
        cells = [word.text for word in headings]
        if is_heading_row(cells, {}, thoroughly=True):
            is_before_gap = at + count < len(lines) and lines[at + count].gap and _is_wording(runs)
            score = _score(cells) + _GAP_BONUS * is_before_gap
            if best is None or score > best[0] + 1e-9:
                best = (score, list(headings), count)
    return (best[1], best[2]) if best else None


def _score(cells: Sequence[str]) -> float:
    """How well cells are headings: the scores of their likeliest meanings, less something for each without any."""
    found = [meanings(cell) for cell in cells]
    scores = [candidates[0].score for candidates in found if candidates]
    return sum(score for score in scores if score >= _LEAST_SCORE) - 0.6 * (len(cells) - len(scores))


def _is_wording(runs: Sequence[Word]) -> bool:
    """Whether all cells of a line are text, names or headings, and not references, dates or statuses as in data."""
    return all(look(run.text) in (Look.TEXT, Look.NAME) or is_exact(run.text) for run in runs)


def runs_of(line: SpacedLine, least_gap: float) -> list[Word]:
    """The words of a line, joined to runs where the space between them is less than ``least_gap``."""
    found: list[Word] = []
    for word in line.words:
        if found and word.left - found[-1].right < least_gap:
            found[-1] = Word(found[-1].left, word.right, f"{found[-1].text} {word.text}")
        else:
            found.append(word)
    return found


def _overlaps(word: Word, other: Word) -> bool:
    return word.left < other.right and other.left < word.right


def _with_line_below(above: list[Word], below: list[Word], *, first: bool) -> list[Word]:
    """The headings with the words of the next line appended to the ones that they overlap; ``first``: none yet."""
    if first:
        return list(below)
    headings = list(above)
    for word in below:
        overlapping = [at for at, one in enumerate(headings) if _overlaps(one, word)]
        if len(overlapping) == 1:
            column = headings[overlapping[0]]
            joined = f"{column.text} {word.text}"
            headings[overlapping[0]] = Word(min(column.left, word.left), max(column.right, word.right), joined)
        elif not overlapping:
            headings.append(word)
    return sorted(headings, key=lambda one: one.left)


def columns_of(headings: Sequence[Word], lines: Sequence[SpacedLine], unit: float) -> Columns:
    """The columns below headings, with the edges in the widest space that no line of the table has a word in.

    ``unit`` is the step by which space is measured.
    """
    word_spans = [(word.left, word.right) for line in lines for word in line.words]
    edges = []
    for heading, after in pairwise(headings):
        edges.append(_edge_between(heading, after, word_spans, len(lines), unit))
    names = tuple(word.text for word in headings)
    ref = next(
        (
            at
            for at, name in enumerate(names)
            if (candidates := meanings(name)) and candidates[0].fields[0] == "ref"
        ),
        None,
    )
    return Columns(names, tuple(edges), ref)


def _edge_between(
    word: Word, after: Word, word_spans: Sequence[tuple[float, float]], line_count: int, unit: float
) -> float:
    """The edge between two columns: the end of the widest free space up to the second heading, of equal ones the last.

    ``word_spans`` are the edges of all words below; a few lines may have words in the space (1 in 40).
    """
    steps = max(int((after.left - word.left) / unit), 1)
    counts = [0] * steps
    for left, right in word_spans:
        for at in range(
            max(int((left - word.left) / unit), 0), min(int((right - word.left) / unit + 0.999), steps)
        ):
            counts[at] += 1
    allowed = line_count // 40  # lines of text that run over all columns
    best, free = (0, 0), 0
    for at in range(1, steps):
        free = free + 1 if counts[at] <= allowed else 0
        best = max(best, (free, at))
    return word.left + (best[1] + 0.5) * unit if best[0] else after.left - unit / 2


def rows_of(columns: Columns, lines: Sequence[SpacedLine], least_gap: float) -> list[Row]:
    """The rows of a table. A row begins with a reference, after a gap, or with a line that runs over columns."""
    if columns.ref is not None and not any(_holds_reference(columns, line, least_gap) for line in lines):
        columns = replace(columns, ref=None)  # "Agenda item" over the names of items
    groups: list[_Group] = []
    after_across = False
    gaps_separate_rows = _gaps_separate_rows(columns, lines, least_gap)
    for line in lines:
        if not line.words:
            continue
        cells = _cells(columns, line, least_gap)
        is_across = _is_across(columns, line, least_gap)
        if is_across:
            cells = [line.text, *[""] * (len(columns.headings) - 1)]
            groups.append(_Group(line.spot, [[] for _ in columns.headings], is_across))
        elif _begins_row(
            columns, cells, groups, gap=line.gap if gaps_separate_rows else None, after=after_across
        ):
            groups.append(_Group(line.spot, [[] for _ in columns.headings]))
        for into, words in zip(groups[-1].cells, cells, strict=True):
            if words:
                into.append(words)
        after_across = is_across
    width = len(columns.headings)
    return [
        Row(tuple(map(_joined, group.cells)), group.spot, spans={0: width} if group.is_across else {})
        for group in groups
    ]


def _holds_reference(columns: Columns, line: SpacedLine, least_gap: float) -> bool:
    return reference(_cells(columns, line, least_gap)[columns.ref or 0]) is not None


def _gaps_separate_rows(columns: Columns, lines: Sequence[SpacedLine], least_gap: float) -> bool:
    """Whether gaps separate the rows of a table, so that a line below a gap begins a row."""
    if columns.ref is None:
        return any(line.gap for line in lines[1:])
    first_lines = [line for line in lines[1:] if _holds_reference(columns, line, least_gap)]
    after_gaps = sum(line.gap for line in first_lines)
    # A long reference may take two lines, of which the second looks like a reference as well.
    return after_gaps >= max(0.8 * sum(line.gap for line in lines[1:]), 0.3 * len(first_lines), 1)


def _cells(columns: Columns, line: SpacedLine, least_gap: float) -> list[str]:
    """The words of a line by column, "" for none."""
    runs = runs_of(line, least_gap)
    crosses_edge = any(run.left < edge < run.right for run in runs for edge in columns.edges)
    if crosses_edge and len(runs) == len(columns.headings):
        # A cell is longer than its column and pushes those behind it to the right.
        places = [sum(run.left >= edge for edge in columns.edges) for run in runs]
        if all(place >= at for at, place in enumerate(places)):
            return [run.text for run in runs]
    cells: list[list[str]] = [[] for _ in columns.headings]
    for word in line.words:
        middle = (word.left + min(word.right, word.left + 40)) / 2
        at = sum(middle >= edge for edge in columns.edges)
        cells[at].append(word.text)
    return [" ".join(words) for words in cells]


def _is_across(columns: Columns, line: SpacedLine, least_gap: float) -> bool:
    """Whether a line is a single run of words over several columns, as of a title or a note."""
    runs = runs_of(line, least_gap)
    if len(runs) != 1 or len(line.words) < 2:
        return False
    crossed = sum(runs[0].left < edge < runs[0].right for edge in columns.edges)
    begins_first = runs[0].left < (columns.edges[0] if columns.edges else 0)
    return crossed >= 2 or (crossed == 1 and begins_first and columns.ref is not None)


def _begins_row(
    columns: Columns, cells: Sequence[str], groups: Sequence[_Group], *, gap: bool | None, after: bool
) -> bool:
    """Whether a line begins a row.

    ``gap``: there is a gap above it (None where gaps do not separate rows); ``after``: the line before ran across.
    """
    if not groups or after:
        return True
    cell = cells[columns.ref] if columns.ref is not None else ""
    if gap is not None:
        cells_above = groups[-1].cells
        is_title = (
            columns.ref is not None and sum(map(bool, cells_above)) == 1 and bool(cells_above[columns.ref])
        )
        return gap or (
            is_title
            and reference(cell) is not None
            and reference(" ".join(cells_above[columns.ref or 0])) is None
        )
    if columns.ref is not None:
        return bool(cell) and (reference(cell) is not None or sum(map(bool, cells)) == 1)
    return sum(map(bool, cells)) > 1 and not _goes_on(cells, groups[-1].cells)


def _goes_on(cells: Sequence[str], above: Sequence[Sequence[str]]) -> bool:
    """Whether a line goes on from the row above: it has words in fewer columns, in none that is blank there, and some
    of them begin in the middle of a sentence.
    """
    filled = [at for at, cell in enumerate(cells) if cell]
    is_within = len(filled) < sum(map(bool, above)) and all(above[at] for at in filled)
    return is_within and any(
        cells[at][0].islower() and look(cells[at]) in (Look.TEXT, Look.NAME) for at in filled
    )


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as running text; a hyphen at the end of a line is kept."""
    text = ""
    for line in lines:
        text = text + line if is_hyphenated(text, line) or not text else f"{text} {line}"
    return text
