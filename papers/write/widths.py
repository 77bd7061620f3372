"""The widths of the columns of a table: no ordinary word broken, and as few lines as possible. Lengths are letters."""

import re
from collections.abc import Sequence
from math import ceil

from register.lazy_pattern import LazyPattern

_LONGEST_WORD = 14
"""The most letters of a word that a column has room for in any case; longer ones, such as addresses, may be broken."""
_LONGEST_ORDINARY = 18
"""The letters of the longest words of ordinary papers, for which columns have room where the page is wide enough."""
_SHORT_CELL = 18
"""The most letters of a cell (a date, two owners) that is kept on one line where the table has room."""
_SHORT_HEADING = 12
_SHORTEST_HEADING = 6
_BOLD = 1.2
"""The width of a bold letter in headings, in ordinary letters."""
_SHORT_WORD = 8
"""The most letters of a word whose wide letters are counted as such: in a longer one narrow ones make up for them."""
_CAPITAL = 1.3
"""The width of a capital, and of m and w: of most of "BRAG", "PAY-01" and "Amber"."""
_PERCENT = 1.7
"""The width of a percent sign, as in "62%", and of an at sign."""
_WORD = LazyPattern(r"\d{1,2} \S+|\S+")
"""What is not split over lines: a word, or a day with its month."""
_BREAKS = LazyPattern(r"(?<=[/?&=_-])(?=\w)|(?<=\w)(?=[.%]\w)")
_NARROW = 0.7
"""Columns are as wide as their short cells if all together take at most this share of the width."""
_MARGIN = 2
"""The width of the two edges of a cell."""
_MOST_ROWS = 120
"""About the most rows that are measured; of a longer table every n-th row is."""
_STEP = 2


def shares(headings: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> tuple[float, ...]:
    """The share of each column in a width of ``line`` letters; they add up to 1.

    Each column gets the width of its longest word, or of its longest cell if that is short and there is room. The rest
    goes, step by step, to the column that reduces the lines of the rows most, and then to all by the letters in them.
    """
    needs = _needs(headings, rows, _LONGEST_ORDINARY)
    if sum(needs) > line:
        needs = _needs(headings, rows, _LONGEST_WORD)
    comfortable = _comfortable(headings, rows, needs)
    if sum(needs) > line:
        needs = _squeezed(headings, rows, line)
    widths = list(comfortable if sum(comfortable) <= line * _NARROW else needs)
    sampled_parts = [[_parts(cell) for cell in row] for row in rows[:: -(-len(rows) // _MOST_ROWS) or 1]]
    for _step in range(max(line - sum(widths), 0) // _STEP):
        gains = _gains(sampled_parts, widths)
        best = max(range(len(widths)), key=gains.__getitem__)
        if not gains[best]:
            break
        widths[best] += _STEP
    spare = max(line - sum(widths), 0)
    weights = [
        max(sum(sum(row[column]) for row in sampled_parts), len(headings[column])) ** 0.5
        for column in range(len(headings))
    ]
    widths = [width + spare * weight / sum(weights) for width, weight in zip(widths, weights, strict=True)]
    return tuple(width / sum(widths) for width in widths)


def _comfortable(headings: Sequence[str], rows: Sequence[Sequence[str]], needs: Sequence[int]) -> list[int]:
    """The width of each column in which its longest cell stands in one line, if that is short; else what it needs."""
    widths = []
    for column, (heading, need) in enumerate(zip(headings, needs, strict=True)):
        cell = max((len(part) for row in rows for part in row[column].split("\n")), default=0)
        cell = max(cell, len(heading) if len(heading) <= _SHORT_HEADING else 0)
        widths.append(max(need, cell + _MARGIN) if cell <= _SHORT_CELL else need)
    return widths


def letters_needed(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """The width that a table needs so that no ordinary word in it is broken."""
    return sum(_needs(headings, rows, _LONGEST_ORDINARY))


def _needs(headings: Sequence[str], rows: Sequence[Sequence[str]], longest_word: int) -> list[int]:
    """The width of each column that fits its longest word, or ``longest_word`` letters of it."""
    needs = []
    for column, heading in enumerate(headings):
        longest = max((_width(word) for row in rows for word in _WORD.findall(row[column])), default=1)
        bold = max(map(_width_of_bold, heading.split()), default=1)
        needs.append(max(min(longest, longest_word), ceil(min(bold, longest_word) * _BOLD)) + _MARGIN)
    return needs


def _width(word: str) -> int:
    """The width of a word in ordinary letters."""
    if len(word) > _SHORT_WORD:
        return len(word)
    wide = sum(letter.isupper() or letter in "mw" for letter in word)
    signs = sum(letter in "%@" for letter in word)
    return round(len(word) + wide * (_CAPITAL - 1) + signs * (_PERCENT - 1))


def breakable(text: str, room: int) -> str:
    """A text in which words of more than ``room`` letters, such as addresses, may be broken after a stroke or before a
    full stop rather than anywhere: invisible spaces stand there, which readers leave out.
    """
    return re.sub(rf"\S{{{max(room, 1) + 1},}}", lambda word: _BREAKS.sub("\u200b", word[0]), text)


def _width_of_bold(word: str) -> int:
    """The width of a word in a heading, in bold letters: their factor has room for its first capital."""
    return _width(word) if word.isupper() else len(word)


def _squeezed(headings: Sequence[str], rows: Sequence[Sequence[str]], line: int) -> list[int]:
    """The widths of the columns of a table that is too wide for its page.

    Columns of dates and statuses keep their width; those with longer cells share the rest, so that words in them, and
    in headings, may be broken.
    """
    needs, shrinking = [], []
    for column, heading in enumerate(headings):
        cells = [row[column] for row in rows]
        longest = max((_width(word) for text in cells for word in _WORD.findall(text)), default=1)
        bold = max(map(_width_of_bold, heading.split()), default=1)
        needs.append(max(min(longest, _LONGEST_WORD), min(bold, _SHORTEST_HEADING)) + _MARGIN)
        if max(map(len, cells), default=0) > _SHORT_HEADING:
            shrinking.append(column)
    widest = max(needs)
    while sum(needs) > line and shrinking and widest > _SHORTEST_HEADING + _MARGIN:
        widest -= 1
        needs = [min(need, widest) if column in shrinking else need for column, need in enumerate(needs)]
    return needs


def _parts(cell: str) -> list[int]:
    return [len(part) for part in cell.split("\n")]


def _gains(rows: Sequence[Sequence[Sequence[int]]], widths: Sequence[int]) -> list[float]:
    """For each column the lines that all rows together would lose if it were one step wider.

    ``rows`` have for each cell the letters of its paragraphs.
    """
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
    """The lines that the paragraphs of a cell take, not rounded, so that each letter of width counts."""
    room = width - _MARGIN
    return sum(max(part / room, 1.0) for part in parts)
