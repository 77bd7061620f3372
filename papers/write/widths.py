"""How wide each column of a table should be: no ordinary word broken, and the table as low as its words allow."""

from collections.abc import Sequence
from math import ceil

from register.lazy_pattern import lazy_pattern

_LONGEST_WORD = 14
"""Letters of a word that a column makes room for; what is longer, an address say, may be broken."""
_LONGEST_ORDINARY = 18
"""Letters of the longest words of ordinary papers, which columns make room for where there is enough."""
_SHORT_CELL = 18
"""Letters of a cell, a date or two owners, up to which it stands on one line where the table has room."""
_SHORT_HEADING = 12
_SHORTEST_HEADING = 6
_BOLD = 1.2
"""How much wider the letters of a heading are."""
_WORD = lazy_pattern(r"\d{1,2} \S+|\S+")
"""What stands on one line: a word, and a day with its month."""
_NARROW = 0.7
"""The share of the width up to which columns may be as wide as their short cells."""
_MARGIN = 2
"""Letters that the edges of a cell take."""
_MOST_ROWS = 120
"""Rows that are looked at; of more, one in so many."""
_STEP = 2


def shares(headings: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> tuple[float, ...]:
    """The columns' shares of the width, which has room for ``line`` letters; they add up to 1.

    Each column gets what its longest word needs (where there is room, its longest cell if all are short). What is left
    goes, bit by bit, where it makes the rows lower; if no row has two lines, to the columns that hold more.
    """
    needs = _needs(headings, rows, _LONGEST_ORDINARY)
    if sum(needs) > line:
        needs = _needs(headings, rows, _LONGEST_WORD)
    roomy = []
    for column, (heading, need) in enumerate(zip(headings, needs, strict=True)):
        cell = max((len(part) for row in rows for part in row[column].split("\n")), default=0)
        cell = max(cell, len(heading) if len(heading) <= _SHORT_HEADING else 0)
        roomy.append(max(need, cell + _MARGIN) if cell <= _SHORT_CELL else need)
    if sum(needs) > line:
        needs = _squeezed(headings, rows, line)
    widths = list(roomy if sum(roomy) <= line * _NARROW else needs)
    seen = [[_parts(cell) for cell in row] for row in rows[:: -(-len(rows) // _MOST_ROWS) or 1]]
    for _step in range(max(line - sum(widths), 0) // _STEP):
        gains = _gains(seen, widths)
        best = max(range(len(widths)), key=gains.__getitem__)
        if not gains[best]:
            break
        widths[best] += _STEP
    left = max(line - sum(widths), 0)
    weights = [
        max(sum(sum(row[column]) for row in seen), len(headings[column])) ** 0.5
        for column in range(len(headings))
    ]
    widths = [width + left * one / sum(weights) for width, one in zip(widths, weights, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def letters_needed(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The letters that a line must have room for so that no ordinary word of a table is broken."""
    return sum(_needs(headings, rows, _LONGEST_ORDINARY))


def _needs(headings: Sequence[str], rows: Sequence[Sequence[str]], longest_word: int) -> list[int]:
    """The letters of each column in which its longest word stands whole, if it has no more than so many."""
    needs = []
    for column, heading in enumerate(headings):
        longest = max((len(word) for row in rows for word in _WORD.findall(row[column])), default=1)
        bold = max((len(word) for word in heading.split()), default=1)
        needs.append(max(min(longest, longest_word), ceil(min(bold, longest_word) * _BOLD)) + _MARGIN)
    return needs


def _squeezed(headings: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> list[int]:
    """The letters of each column of a table that is too wide for its page: dates and statuses stay whole, and columns
    of longer words share what is left; their words, and those of headings, may be broken.
    """
    needs, shared = [], []
    for column, heading in enumerate(headings):
        cells = [row[column] for row in rows]
        longest = max((len(word) for text in cells for word in _WORD.findall(text)), default=1)
        bold = max((len(word) for word in heading.split()), default=1)
        needs.append(max(min(longest, _LONGEST_WORD), min(bold, _SHORTEST_HEADING)) + _MARGIN)
        if max(map(len, cells), default=0) > _SHORT_HEADING:
            shared.append(column)
    most = max(needs)
    while sum(needs) > line and shared and most > _SHORTEST_HEADING + _MARGIN:
        most -= 1
        needs = [min(need, most) if column in shared else need for column, need in enumerate(needs)]
    return needs


def _parts(cell: str) -> list[int]:
    return [len(part) for part in cell.split("\n")]


def _gains(rows: Sequence[Sequence[Sequence[int]]], widths: Sequence[int]) -> list[float]:
    """How much lower all rows together would be, in lines, if a column were a step wider."""
    gains = [0.0] * len(widths)
    for row in rows:
        lines = [_lines(parts, width) for parts, width in zip(row, widths, strict=True)]
        highest = max(range(len(lines)), key=lines.__getitem__)
        if lines[highest] > len(row[highest]):
            second = max((one for place, one in enumerate(lines) if place != highest), default=0.0)
            wider = _lines(row[highest], widths[highest] + _STEP)
            gains[highest] += lines[highest] - max(second, wider)
    return gains


def _lines(parts: Sequence[int], width: int) -> float:
    """Lines that a cell's paragraphs take, without rounding, so that each letter of width counts."""
    room = width - _MARGIN
    return sum(max(part / room, 1.0) for part in parts)
