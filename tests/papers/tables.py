"""Writing tables of actions in each kind of file, for the tests that read them back."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

HEADINGS = (
    "Action Ref.",
    "Activity Defined",
    "Activity Delivered",
    "Target Date",
    "CMT Owner",
    "Progress Indicator",
)
ONE = ("1", "Agree who does what.", "A draft is out.", "December 2022", "CYPE GET", "Ongoing")
TWO = ("2", "Write it down.", "", "TBC", "GLD", "")

Rows = Sequence[Sequence[Any]]


def as_text(path: Path, rows: Rows) -> Path:
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    return path


def as_csv(path: Path, rows: Rows, encoding: str = "utf-8", separator: str = ",") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def as_xlsx(path: Path, rows: Rows) -> Path:
    book = Workbook()
    assert book.active is not None
    book.active.title = "Actions"
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(path)
    return path


def as_docx(path: Path, *tables: Rows) -> Path:
    document = Document()
    for rows in tables:
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        document.add_paragraph()
    document.save(str(path))
    return path
