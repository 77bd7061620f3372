"""What the words in the cells of a table come to in a workbook: whole numbers, percentages and days, that can be
sorted, filtered and summed. They are shown as they are printed elsewhere.
"""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from register.lazy_pattern import LazyPattern
from register.phrases import PRINTED_MONTHS

_BRITISH = "[$-809]"
"""Has Excel write the names of months in English, whatever language it runs in."""
_DAY, _MONTH = f"{_BRITISH}d mmmm yyyy", f"{_BRITISH}mmmm yyyy"
_DATE = LazyPattern(rf"(?:([1-9][0-9]?) )?({'|'.join(PRINTED_MONTHS)}) ((?:19|20|21)[0-9][0-9])")
_FIRST_YEAR = 1901
"""Excel has a 29 February 1900, which there was not, and nothing before that year."""
_NUMBER = LazyPattern(r"0|[1-9][0-9]{0,14}")
"""A whole number without a sign; Excel keeps fifteen digits."""
_PERCENTAGE = LazyPattern(r"(0|[1-9][0-9]{0,2})%")


@dataclass(frozen=True)
class CellValue:
    """A value for a cell of a workbook, and the number format in which it is shown as printed."""

    value: int | float | date
    number_format: str


def cell_values(column: Sequence[str]) -> list[CellValue | None]:
    """The values for the cells of a column, without its heading; None for a cell that stays text.

    A day and a month of a year, which counts as its last day, become dates: "30 November 2022", "December 2022".
    Numbers and percentages do where all cells of the column are such, as 1.1 and 1a, which have to stay text, would
    be sorted behind every number.
    """
    filled = [cell for cell in column if cell]
    for is_kind, read in ((_all(_NUMBER, filled), _number), (_all(_PERCENTAGE, filled), _percentage)):
        if is_kind:
            return [read(cell) if cell else None for cell in column]
    return [_day(cell) for cell in column]


def _all(pattern: LazyPattern, cells: Iterable[str]) -> bool:
    return all(pattern.fullmatch(cell) for cell in cells)


def _number(cell: str) -> CellValue:
    return CellValue(int(cell), "0")


def _percentage(cell: str) -> CellValue:
    return CellValue(int(cell.removesuffix("%")) / 100, "0%")


def _day(cell: str) -> CellValue | None:
    match = _DATE.fullmatch(cell)
    if match is None or int(match[3]) < _FIRST_YEAR:
        return None
    year, month = int(match[3]), PRINTED_MONTHS.index(match[2]) + 1
    last = calendar.monthrange(year, month)[1]
    day = int(match[1] or last)
    return CellValue(date(year, month, day), _DAY if match[1] else _MONTH) if day <= last else None
