"""Writing tables of actions in each kind of file, for the tests that read them back."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

from papers.read import Reading, read, read_bytes
from register.imports.answers import NO_ANSWERS, Answers

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


PLAIN_HEADINGS = ("Action Ref", "Action", "Activity Delivered", "Target Date", "Owner", "Progress")
PLAN_ONE = ("1", "Write the plan", "", "31 March 2023", "CYPE", "In progress")
PLAN_TWO = ("2", "Agree the plan", "", "30 April 2023", "GET", "In progress")
PLAN_THREE = ("3", "Publish the plan", "", "31 May 2023", "GLD", "")
PLAN = (PLAIN_HEADINGS, PLAN_ONE, PLAN_TWO, PLAN_THREE)


def change_workbook(path: Path, change: Callable[[Any], None], rows: Any = PLAN) -> Reading:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Actions"
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row])
    change(sheet)
    book.save(path / "a.xlsx")
    return read(path / "a.xlsx")


def change_word(path: Path, change: Callable[[Any], None], rows: Any = PLAN) -> Reading:
    document = Document()
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    change(table)
    document.save(str(path / "a.docx"))
    return read(path / "a.docx")


def refs(found: Reading) -> list[str]:
    return [line.ref for line in found.lines]


def reported(found: Reading, *words: str) -> bool:
    return any(all(word in sentence for word in words) for sentence in found.warnings)


def read_csv(*lines: str, answers: Answers = NO_ANSWERS) -> Reading:
    return read_bytes("paper.csv", "\n".join(lines).encode(), answers)


def fields_of(found: Reading) -> dict[str, str]:
    return {column.heading: column.field for column in found.columns}
