"""Tables at the terminal: headings, columns as wide as what they hold, the last one cut to the width that is left."""

import shutil
from collections.abc import Sequence
from textwrap import shorten

import click

NARROWEST = 60
"""Characters; a narrower terminal breaks the lines itself."""
_LEAST = 20


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], most: Sequence[int] = ()) -> str:
    """Rows of cells under their headings, in the width of the terminal.

    ``most`` are the widths that the columns may have at most; the last column has what is left, and the widest give
    way to it. A cell that does not
    fit is cut and ends in "…". At a terminal the headings are bold.
    """
    last = len(headings) - 1
    limits = [*most, *[10_000] * last][:last]
    columns = [[headings[place], *(row[place] for row in rows)] for place in range(last)]
    widths = [min(limit, max(map(len, column))) for limit, column in zip(limits, columns, strict=True)]
    while sum(widths) + 2 * last > _width() - _LEAST and max(widths) > _LEAST // 2:
        widths[widths.index(max(widths))] -= 1
    room = max(_LEAST, _width() - sum(widths) - 2 * last)
    cut = [
        [shorten(cell, width, placeholder="…") for cell, width in zip(row, widths, strict=False)]
        for row in rows
    ]
    lines = [
        click.style(
            _line(
                [name[:width] for name, width in zip(headings, widths, strict=False)], widths, headings[last]
            ),
            bold=True,
        )
    ]
    lines += [
        _line(cells, widths, shorten(row[last], room, placeholder="…"))
        for cells, row in zip(cut, rows, strict=True)
    ]
    return "\n".join(lines)


def _width() -> int:
    return max(NARROWEST, shutil.get_terminal_size((100, 24)).columns)


def _line(cells: Sequence[str], widths: Sequence[int], last: str) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
    return "  ".join([*padded, last]).rstrip()
