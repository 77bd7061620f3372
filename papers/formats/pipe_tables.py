"""Tables of plain text whose cells are parted by pipes: Markdown's, those of databases, and drawn grids."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from papers.formats.grid import Block, Row, Spot
from papers.formats.whitespace import clean_paragraphs
from register.lazy_pattern import lazy_pattern

_BORDER = lazy_pattern(r"[\s|+:=_-]*(?:-{2,}|={2,}|_{2,}|:-+)[\s|+:=_-]*")
_BREAK = lazy_pattern(r"<br\s*/?>", re.I)
_BOLD = lazy_pattern(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


def cells_of(line: str, *, framed: bool | None = None) -> tuple[str, ...]:
    """The cells of a line, without the marks of Markdown around their words.

    ``framed``: the lines of its table begin and end with a pipe; None where the line itself shows it.
    """
    framed = line.strip().startswith("|") if framed is None else framed
    inner = line.strip().removeprefix("|").removesuffix("|") if framed else line
    parts = (part.replace("\\|", "|") for part in re.split(r"(?<!\\)\|", inner))
    return tuple(clean_paragraphs(_BREAK.sub("\n", _BOLD.sub(r"\2", part))) for part in parts)


def blocks_of(lines: Sequence[str]) -> list[Block]:
    """The tables among the lines, counted from 1, each a block; lines without a pipe are in none."""
    return [
        Block(tuple(_rows(lines, first, last)), by_content=True, shifts=True)
        for first, last in _stretches(lines)
        if any("|" in line for line in lines[first:last])
    ]


def _stretches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where lines with pipes or drawn between rows follow each other: the first, and the one after the last."""
    first = None
    for at, line in enumerate([*lines, ""]):
        part = "|" in line or bool(line.strip() and _BORDER.fullmatch(line))
        if part and first is None:
            first = at
        elif not part and first is not None:
            yield first, at
            first = None


def _rows(lines: Sequence[str], first: int, last: int) -> Iterator[Row]:
    borders = [at for at in range(first, last) if "|" not in lines[at] or _BORDER.fullmatch(lines[at])]
    framed = next((lines[at] for at in range(first, last) if at not in borders), "").strip().startswith("|")
    grid = len([at for at in borders if lines[at].strip().startswith("+")]) > 3
    if not grid:
        for at in range(first, last):
            if at not in borders:
                yield Row(cells_of(lines[at], framed=framed), Spot("", "line", at + 1))
        return
    for above, below in pairwise(borders):  # a border between all rows: the lines between two are one row
        inside = [cells_of(lines[at], framed=framed) for at in range(above + 1, below)]
        width = max(map(len, inside), default=0)
        padded = [(*cells, *[""] * (width - len(cells))) for cells in inside]
        if padded:
            cells = tuple("\n".join(filter(None, column)) for column in zip(*padded, strict=True))
            yield Row(cells, Spot("", "line", above + 2))
