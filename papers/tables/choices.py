"""Cells that offer every status with a box beside each, of which the ticked one is meant."""

from dataclasses import replace

from papers.formats.grid import Row
from register.lazy_pattern import LazyPattern
from register.progress import from_print

_OPTION = LazyPattern(r"([☐☑☒✓✔🗹])\s*([^☐☑☒✓✔🗹]*)")
_LEAST_STATUSES = 2
"""So many options must be statuses that are known: a list of tasks may have boxes, too."""


def with_choices(row: Row) -> Row:
    """A row with the ticked status in place of all that are offered: "☐ Not started ☒ In progress"."""
    if not any("☐" in cell for cell in row.cells):
        return row
    return replace(row, cells=tuple(map(_chosen, row.cells)))


def _chosen(cell: str) -> str:
    """The ticked one of a cell's options, "" where none is; the cell itself where it offers no statuses or has two."""
    options = [(mark, words.strip(" /|,;\n")) for mark, words in _OPTION.findall(cell)]
    known = sum(bool(words) and from_print(words) is not None for _mark, words in options)
    ticked = [words for mark, words in options if mark != "☐"]
    is_choice = (
        _OPTION.match(cell.lstrip()) and known >= _LEAST_STATUSES and all(words for _mark, words in options)
    )
    return next(iter(ticked), "") if is_choice and len(ticked) < 2 else cell
