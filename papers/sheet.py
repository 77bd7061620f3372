"""Reading tables from Excel workbooks."""

import io
import re
import warnings as python_warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from papers.grid import Block, Findings, Row, Spot, refuse_too_many
from papers.package import damaged
from papers.text import clean_paragraphs

_DECIMALS = re.compile(r"[#,0]*0\.(0+)(?![0#?.%E])")  # a format that always shows as many decimals
_WIDEST = 64  # columns of a sheet that are looked at


def read_xlsx(data: bytes, findings: Findings, *, formulas: bool) -> list[Block]:
    """The rows of each visible sheet as a block, and warnings. Formulas give the values Excel last saved.

    ``formulas``: the workbook holds some, so that a cell may lack a saved value; these are reported.
    """
    blocks, warnings = [], findings.warnings
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore", UserWarning)  # of extensions that openpyxl does not keep
        book = _opened(data, data_only=True)
        asked = _opened(data, data_only=False) if formulas else None
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    warnings.append(f"The hidden sheet “{sheet.title}” was not read.")
                    continue
                blocks.append(Block(tuple(_rows(sheet)), by_content=False, continues=False))
                if asked:
                    warnings.extend(_unsaved(sheet, asked[sheet.title]))
        finally:
            book.close()
            if asked:
                asked.close()
    return blocks


def _opened(data: bytes, *, data_only: bool) -> Any:
    # Loaded only where a sheet is read: it brings numpy with it, which the bot need not carry.
    from openpyxl import load_workbook

    try:
        return load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    except Exception as broken:
        raise damaged(broken) from broken


def _cells(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of a sheet with their numbers, as openpyxl reads them piece by piece."""
    sheet.reset_dimensions()  # the size a workbook declares may be a lie of a million empty rows
    rows = sheet.iter_rows(max_col=_WIDEST)
    number = 0
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except Exception as broken:
            raise damaged(broken) from broken
        number += 1
        yield number, cells


def _rows(sheet: Any) -> Iterator[Row]:
    for number, cells in _cells(sheet):
        spot = Spot(f"sheet {sheet.title}", "row", number)
        refuse_too_many(spot)
        words = tuple(
            printed(cell.value, cell.number_format) if cell.value is not None else "" for cell in _filled(cells)
        )
        if any(words):
            yield Row(_without_blanks(words), spot)


def _filled(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    """The cells up to the last that holds anything: openpyxl fills each row up to the widest column."""
    width = len(cells)
    while width and cells[width - 1].value is None:
        width -= 1
    return cells[:width]


def _without_blanks(words: tuple[str, ...]) -> tuple[str, ...]:
    width = len(words)
    while width and not words[width - 1]:
        width -= 1
    return words[:width]


def _unsaved(sheet: Any, asked: Any) -> Iterator[str]:
    """Formulas without a value: a program wrote the workbook, and Excel never worked them out."""
    for (number, values), (_, formulas) in zip(_cells(sheet), _cells(asked), strict=True):
        for value, formula in zip(values, formulas, strict=True):
            if value.value is None and formula.value is not None:
                yield (
                    f"Sheet {sheet.title}, row {number}: the formula {formula.value} has no saved value and "
                    "was read as blank; open the workbook in Excel, save it and import it again."
                )


def printed(value: object, number_format: str) -> str:
    """A cell's value as its format shows it on paper, as far as words and dates need it.

    A date shows its day only when the format has one: 1 December 2022 as "mmm-yy" is the month, December 2022.
    A number keeps the decimals its format asks for: 4.1 as "0.00" is the reference 4.10, not 4.1.
    """
    if isinstance(value, str):
        return clean_paragraphs(value)
    if isinstance(value, datetime | date):
        shown = re.sub(r'\[[^]]*\]|"[^"]*"|\\.', "", number_format.lower())
        if "d" not in shown and "m" in shown:
            return f"{value:%B %Y}"
        if "d" not in shown and "y" in shown:
            return f"{value:%Y}"
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and "%" in number_format:
        return f"{value:.0%}"
    decimals = _DECIMALS.match(number_format)
    if isinstance(value, int | float) and not isinstance(value, bool) and decimals:
        return f"{value:.{len(decimals[1])}f}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean_paragraphs(str(value))
