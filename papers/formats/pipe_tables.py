"""Tables in plain text with pipes between the cells: Markdown, output of databases, and drawn grids."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from papers.formats.grid import Row, RowBlock, Spot
from papers.formats.whitespace import clean_paragraphs
from register.lazy_pattern import LazyPattern

_BORDER = LazyPattern(r"[\s|+:=_-]*(?:-{2,}|={2,}|_{2,}|:-+)[\s|+:=_-]*")
_BREAK = LazyPattern(r"<br\s*/?>", re.I)
_BOLD = LazyPattern(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def cells_of(line: str, *, has_outer_pipes: bool | None = None) -> tuple[str, ...]:
    """The cells of a line without Markdown's marks for bold.

    ``has_outer_pipes``: the lines of its table begin and end with a pipe; with None the line itself decides.
    """
    has_outer_pipes = line.strip().startswith("|") if has_outer_pipes is None else has_outer_pipes
    inner = line.strip().removeprefix("|").removesuffix("|") if has_outer_pipes else line
    parts = (part.replace("\\|", "|") for part in re.split(r"(?<!\\)\|", inner))
    return tuple(clean_paragraphs(_BREAK.sub("\n", _BOLD.sub(r"\2", part))) for part in parts)


def blocks_of(lines: Sequence[str]) -> list[RowBlock]:
    """The tables among the lines of a text, each a block; the places of rows are line numbers from 1."""
    return [
        RowBlock(tuple(_rows(lines, first, last)), by_content=True, shifts=True)
        for first, last in _ranges(lines)
        if any("|" in line for line in lines[first:last])
    ]


def _ranges(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The ranges of neighbouring lines with pipes or borders, as indexes of the first line and after the last."""
    first = None
    for at, line in enumerate([*lines, ""]):
        is_table_line = "|" in line or bool(line.strip() and _BORDER.fullmatch(line))
        if is_table_line and first is None:
            first = at
        elif not is_table_line and first is not None:
            yield first, at
            first = None


def _rows(lines: Sequence[str], first: int, last: int) -> Iterator[Row]:
    """The rows of the table in lines[first:last]; in a grid with borders between all rows a row has several lines."""
    borders = [at for at in range(first, last) if "|" not in lines[at] or _BORDER.fullmatch(lines[at])]
    has_outer_pipes = (
        next((lines[at] for at in range(first, last) if at not in borders), "").strip().startswith("|")
    )
    cells = {
        at: cells_of(lines[at], has_outer_pipes=has_outer_pipes)
        for at in range(first, last)
        if at not in borders
    }
    is_grid = len([at for at in borders if lines[at].strip().startswith("+")]) > 3
    if not is_grid:
        yield from (Row(cells_of_line, Spot("", "line", at + 1)) for at, cells_of_line in cells.items())
        return
    for above, below in pairwise(borders):
        inside = [cells[at] for at in range(above + 1, below)]
        if inside:
            columns = zip_longest(*inside, fillvalue="")
            in_row = tuple("\n".join(filter(None, column)) for column in columns)
            yield Row(in_row, Spot("", "line", above + 2))
