"""Output for people in the width of their terminal: long lines wrapped with a hanging indent, and tables."""

import shutil
import sys
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

import click

_PIPED = 100
"""Characters a line of a table where nobody has a terminal."""
_LEAST = 18
"""Characters that the words of the last column have at least."""
_TALLEST = 3
"""Lines of one row."""
_WORD = 14
"""Characters of a word that is not broken where a column must be narrow."""
_GAP = 2


def terminal_width() -> int:
    """Characters in a line of the terminal."""
    return max(20, shutil.get_terminal_size((_PIPED, 24)).columns)


def say(text: str, *, err: bool = False) -> None:
    """Print lines for people. At a terminal, lines that are longer than it is wide are wrapped between words, with a
    hanging indent; elsewhere they are not wrapped.
    """
    stream = sys.stderr if err else sys.stdout
    if stream is not None and stream.isatty():  # none: whoever runs the command has closed it
        text = "\n".join(each for line in text.split("\n") for each in _wrapped(line))
    click.echo(text, err=err)


def _wrapped(line: str) -> list[str]:
    width = terminal_width()
    if width_of(line) <= width:
        return [line]
    margin = len(line) - len(line.lstrip())
    first, *rest = folded(line.strip(), width - margin - _GAP)
    return [" " * margin + first, *(" " * (margin + _GAP) + each for each in rest)]


def folded(text: str, width: int, most: int | None = None) -> list[str]:
    """Text in lines of that width, between words where it can be; of more than ``most`` lines the last ends in "…"."""
    lines, line = [], ""
    for word in text.split():
        while width_of(word) > width:  # one word that is wider than all
            if line:
                lines.append(line)
            line, word = "", word
            fits = next((end for end in range(len(word), 1, -1) if width_of(word[:end]) <= width), 1)
            lines.append(word[:fits])
            word = word[fits:]
        joined = f"{line} {word}" if line and word else line or word
        if width_of(joined) <= width:
            line = joined
        else:
            lines.append(line)
            line = word
    lines += [line] if line or not lines else []
    return lines if most is None or len(lines) <= most else _cut(lines, width, most)


def _cut(lines: Sequence[str], width: int, most: int) -> list[str]:
    """The first lines, of which the last ends in "…"."""
    end = lines[most - 1]
    while width_of(end) >= width:
        end = end.rpartition(" ")[0] or end[:-1]
    return [*lines[: most - 1], f"{end.rstrip()}…"]


def width_of(text: str) -> int:
    """How many columns of a terminal some text takes: two for a wide letter, none for a combining mark."""
    plain = click.unstyle(text)
    if plain.isascii():
        return len(plain)
    return sum(
        2 if unicodedata.east_asian_width(one) in "WF" else 0 if unicodedata.combining(one) else 1
        for one in plain
    )


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], most: Sequence[int] = ()) -> str:
    """Rows of cells under their headings, in the width of the terminal; at a terminal the headings are bold.

    ``most`` are the widths that the columns may have at most; the last column has what is left, and the widest give
    way to it. A cell that does not fit goes on in the next line; the last one only where another does, and ends in "…".
    Where the terminal is too narrow for that, each row is a paragraph: its first cell, and the others beneath it.
    """
    last = len(headings) - 1
    limits = [*most, *[10_000] * last][:last]
    cells = [[heading, *(row[place] for row in rows)] for place, heading in enumerate(headings)]
    widths = [min(limit, max(map(width_of, column))) for limit, column in zip(limits, cells, strict=False)]
    longest = [
        min(_WORD, max(width_of(word) for one in column for word in [" ", *one.split()])) for column in cells
    ]
    least = min(_LEAST, max(map(width_of, cells[last][1:]), default=1))
    least = max(least, min(_LEAST, max(map(width_of, headings[last].split()))))
    space = terminal_width() - _GAP * last
    while sum(widths) > space - least:
        able = [place for place, width in enumerate(widths) if width > longest[place]]
        if not able:
            return _paragraphs(headings, rows)
        widths[max(able, key=lambda place: widths[place])] -= 1
    room = space - sum(widths)
    lines = [
        click.style(_line(parts, widths), bold=True)
        for parts in _side_by_side(
            [folded(name, width) for name, width in zip(headings, [*widths, room], strict=True)]
        )
    ]
    for row in rows:
        before = [folded(cell, width, _TALLEST) for cell, width in zip(row, widths, strict=False)]
        tallest = max(2 if room < 2 * _LEAST else 1, *map(len, before))
        lines += [_line(parts, widths) for parts in _side_by_side([*before, folded(row[last], room, tallest)])]
    return "\n".join(lines)


def _paragraphs(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = []
    for row in rows:
        lines.append(click.style(f"{headings[0]} {row[0]}", bold=True))
        for heading, cell in zip(headings[1:], row[1:], strict=True):
            first, *rest = folded(f"{heading}: {cell}", terminal_width() - 2 * _GAP, _TALLEST)
            lines += [" " * _GAP + first, *(" " * 2 * _GAP + each for each in rest)]
    return "\n".join(lines)


def _side_by_side(cells: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip_longest(*cells, fillvalue=""))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - width_of(cell)) for cell, width in zip(cells, widths, strict=False)]
    return (" " * _GAP).join([*padded, cells[-1]]).rstrip()
