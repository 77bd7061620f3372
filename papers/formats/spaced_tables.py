"""Tables whose columns are parted by nothing but space: in plain text, and on a page of a PDF without lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from papers.formats.grid import Row, Spot
from papers.tables.cells import look, reference
from papers.tables.columns import is_heading_row
from papers.tables.headings import is_exact, meanings
from register.fields import Look

_MOST_HEADING_LINES = 4
_NAMED = 0.6
_SET_APART = 0.5
"""How much likelier a line of words is the last one of the headings where space parts it from what follows."""


@dataclass(frozen=True)
class Word:
    """A run of letters with the places of its left and right edges."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class SpacedLine:
    """The words of one line from left to right, and where it stands; ``gap``: more space above than usual."""

    words: tuple[Word, ...]
    spot: Spot
    gap: bool = False

    @property
    def text(self) -> str:
        """The line as words."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Columns:
    """The headings of a table, the places between its columns, and the column of references, if any."""

    headings: tuple[str, ...]
    edges: tuple[float, ...]
    ref: int | None


@dataclass
class _Group:
    """The lines of one row."""

    spot: Spot
    cells: list[list[str]] = field(default_factory=list)


def find_headings(lines: Sequence[SpacedLine], at: int, wide: float) -> tuple[list[Word], int] | None:
    """The headings that begin at a line, over as many lines as they take; None when there are none.

    ``wide`` is the least space that parts two columns.
    """
    best: tuple[float, list[Word], int] | None = None
    merged: list[Word] = []
    for count, line in enumerate(lines[at : at + _MOST_HEADING_LINES], start=1):
        if count > 1 and line.gap:
            break
        runs = phrases(line, wide)
        if count == 1 and len(runs) < 2:
            return None
        if any(sum(_overlaps(one, run) for one in merged) > 1 for run in runs):
            break
        merged = _merged(merged, runs, first=count == 1)
        cells = [word.text for word in merged]
        if is_heading_row(cells, {}, thoroughly=True):
            score = sum(
                candidates[0].score
                for cell in cells
                if (candidates := meanings(cell)) and candidates[0].score >= _NAMED
            )
            score -= 0.6 * sum(not meanings(cell) for cell in cells)
            score += _SET_APART * (at + count < len(lines) and lines[at + count].gap and _is_wording(runs))
            if best is None or score > best[0] + 1e-9:
                best = (score, list(merged), count)
    return (best[1], best[2]) if best else None


def _is_wording(runs: Sequence[Word]) -> bool:
    """Whether none of the cells of a line is a reference, a date, a status or the like, as in rows of data."""
    return all(look(run.text) in (Look.TEXT, Look.NAME) or is_exact(run.text) for run in runs)


def phrases(line: SpacedLine, wide: float) -> list[Word]:
    """The words of a line, joined where less than ``wide`` parts them."""
    found: list[Word] = []
    for word in line.words:
        if found and word.left - found[-1].right < wide:
            found[-1] = Word(found[-1].left, word.right, f"{found[-1].text} {word.text}")
        else:
            found.append(word)
    return found


def _overlaps(word: Word, other: Word) -> bool:
    return word.left < other.right and other.left < word.right


def _merged(above: list[Word], below: list[Word], *, first: bool) -> list[Word]:
    """Headings with those under them, each put under the one it overlaps."""
    if first:
        return list(below)
    found = list(above)
    for word in below:
        over = [at for at, one in enumerate(found) if _overlaps(one, word)]
        if len(over) == 1:
            column = found[over[0]]
            joined = f"{column.text} {word.text}"
            found[over[0]] = Word(min(column.left, word.left), max(column.right, word.right), joined)
        elif not over:
            found.append(word)
    return sorted(found, key=lambda one: one.left)


def columns_of(headings: Sequence[Word], lines: Sequence[SpacedLine], unit: float) -> Columns:
    """Where the columns under headings part: in the widest space that no line of the table has a word in."""
    covered = [(word.left, word.right) for line in lines for word in line.words]
    edges = []
    for heading, after in pairwise(headings):
        edges.append(_edge(heading, after, covered, len(lines), unit))
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


def _edge(word: Word, after: Word, covered: Sequence[tuple[float, float]], lines: int, unit: float) -> float:
    """The place between two columns: in the widest run of space up to the second heading, of those the last."""
    steps = max(int((after.left - word.left) / unit), 1)
    counts = [0] * steps
    for left, right in covered:
        for at in range(
            max(int((left - word.left) / unit), 0), min(int((right - word.left) / unit + 0.999), steps)
        ):
            counts[at] += 1
    allowed = lines // 40  # a line of words that runs over all columns is no cell
    best, run = (0, 0), 0
    for at in range(1, steps):
        run = run + 1 if counts[at] <= allowed else 0
        best = max(best, (run, at))
    return word.left + (best[1] + 0.5) * unit if best[0] else after.left - unit / 2


def rows_of(columns: Columns, lines: Sequence[SpacedLine], wide: float) -> list[Row]:
    """The rows of a table: each begins with a reference, or after more space than usual, or runs across."""
    groups: list[_Group] = []
    across: set[int] = set()
    previous_across = False
    apart = _apart(columns, lines, wide)
    for line in lines:
        if not line.words:
            continue
        cells = _cells(columns, line, wide)
        is_across = _is_across(columns, line, wide)
        if is_across or _begins(columns, cells, groups, gap=line.gap if apart else None, after=previous_across):
            groups.append(_Group(line.spot, [[] for _ in columns.headings]))
        if is_across:
            across.add(len(groups) - 1)
            groups[-1].cells[0].append(line.text)
        else:
            for into, words in zip(groups[-1].cells, cells, strict=True):
                if words:
                    into.append(words)
        previous_across = is_across
    width = len(columns.headings)
    return [
        Row(tuple(_joined(cell) for cell in group.cells), group.spot, spans={0: width} if at in across else {})
        for at, group in enumerate(groups)
    ]


def _apart(columns: Columns, lines: Sequence[SpacedLine], wide: float) -> bool:
    """Whether space parts the rows, so that a line begins one where there is more of it above than usual."""
    if columns.ref is None:
        return any(line.gap for line in lines[1:])
    begins = [line for line in lines[1:] if reference(_cells(columns, line, wide)[columns.ref])]
    after_gaps = sum(line.gap for line in begins)
    # A long reference may take two lines, of which the second looks like one too.
    return after_gaps >= max(0.8 * sum(line.gap for line in lines[1:]), 0.3 * len(begins), 1)


def _cells(columns: Columns, line: SpacedLine, wide: float) -> list[str]:
    runs = phrases(line, wide)
    crosses = any(run.left < edge < run.right for run in runs for edge in columns.edges)
    if crosses and len(runs) == len(columns.headings):
        # One is longer than its column, and those behind it are pushed to the right.
        places = [sum(run.left >= edge for edge in columns.edges) for run in runs]
        if all(place >= at for at, place in enumerate(places)):
            return [run.text for run in runs]
    cells: list[list[str]] = [[] for _ in columns.headings]
    for word in line.words:
        middle = (word.left + min(word.right, word.left + 40)) / 2
        at = sum(middle >= edge for edge in columns.edges)
        cells[at].append(word.text)
    return [" ".join(words) for words in cells]


def _is_across(columns: Columns, line: SpacedLine, wide: float) -> bool:
    """Whether a line is one run of words over several columns, as titles and notes are."""
    runs = phrases(line, wide)
    if len(runs) != 1 or len(line.words) < 2:
        return False
    crossed = sum(runs[0].left < edge < runs[0].right for edge in columns.edges)
    begins_first = runs[0].left < (columns.edges[0] if columns.edges else 0)
    return crossed >= 2 or (crossed == 1 and begins_first and columns.ref is not None)


def _begins(
    columns: Columns, cells: Sequence[str], groups: Sequence[_Group], *, gap: bool | None, after: bool
) -> bool:
    """Whether a line begins a row; ``gap`` is None where space parts no rows; ``after``: one ran across."""
    if not groups or after:
        return True
    cell = cells[columns.ref] if columns.ref is not None else ""
    if gap is not None:
        before = groups[-1].cells
        title = columns.ref is not None and sum(map(bool, before)) == 1 and bool(before[columns.ref])
        return gap or (
            title and reference(cell) is not None and reference(" ".join(before[columns.ref or 0])) is None
        )
    if columns.ref is not None:
        return bool(cell) and (reference(cell) is not None or sum(map(bool, cells)) == 1)
    return sum(map(bool, cells)) > 1


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as running words; a hyphen at a line's end stays."""
    whole = ""
    for line in lines:
        hyphen = whole.endswith("-") and whole[-2:-1].isalpha() and line[:1].islower()
        whole = whole + line if hyphen or not whole else f"{whole} {line}"
    return whole
