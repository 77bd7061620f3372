"""Tables at the terminal: headings, columns as wide as what they hold, the last one in the width that is left."""

import shutil
from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

import click

NARROWEST = 60
"""Characters; a narrower terminal breaks the lines itself."""
_LEAST = 18
_TALLEST = 3
"""Lines of one row."""


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], most: Sequence[int] = ()) -> str:
    """Rows of cells under their headings, in the width of the terminal.

    ``most`` are the widths that the columns may have at most; the last column has what is left, and the widest give
    way to it. A cell that does not fit goes on in the next line; the last one only where another does, and ends in "…".
    At a terminal the headings are bold.
    """
    last = len(headings) - 1
    limits = [*most, *[10_000] * last][:last]
    columns = [[headings[place], *(row[place] for row in rows)] for place in range(last)]
    widths = [min(limit, max(map(len, column))) for limit, column in zip(limits, columns, strict=True)]
    while sum(widths) + 2 * last > _width() - _LEAST and max(widths) > _LEAST // 2:
        widths[widths.index(max(widths))] -= 1
    room = max(_LEAST, _width() - sum(widths) - 2 * last)
    names = [name[:width] for name, width in zip(headings, widths, strict=False)]
    lines = [click.style(_line([*names, headings[last]], widths), bold=True)]
    for row in rows:
        cells = [_wrapped(cell, width, _TALLEST) for cell, width in zip(row, widths, strict=False)]
        tallest = max(2 if room < 2 * _LEAST else 1, *map(len, cells))
        cells.append(_wrapped(row[last], room, tallest))
        lines += [_line(parts, widths) for parts in zip_longest(*cells, fillvalue="")]
    return "\n".join(lines)


def _wrapped(cell: str, width: int, most: int) -> list[str]:
    return wrap(cell, width, max_lines=most, placeholder="…")


def _width() -> int:
    return max(NARROWEST, shutil.get_terminal_size((100, 24)).columns)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
    return "  ".join([*padded, cells[-1]]).rstrip()
