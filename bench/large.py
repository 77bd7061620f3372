"""The digest of a large register, and the import of a large paper (benchmark 7)."""

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import Engine, select

from bench.measure import Result, paired, seconds
from bench.sized_register import AS_AT, fill_register, sized_register
from jobs.timetable import TIMETABLE
from papers.read import read
from register.notices.schedule import DIGEST, Run
from register.register import Directorate, Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.register_tables import action
from workflow.imports import import_reading

_HEADINGS = (
    "Action Ref.",
    "Activity Defined",
    "Activity Delivered",
    "Target Date",
    "CMT Owner",
    "Progress Indicator",
)


def measure_digest(engine: Engine, database: str, size: int, rounds: int) -> Result:
    """The digest of a register of that size, all four messages, against a bare reading of its rows."""
    register = sized_register()
    fill_register(engine, register, size, due=50)
    job = next(one for one in TIMETABLE if one.name == DIGEST)
    moment, since = datetime(2022, 11, 21, 9, 30, tzinfo=UTC), datetime(2022, 11, 15, tzinfo=UTC)
    pairs = []
    for _round in range(rounds):
        with reading(engine) as tx:
            ours = seconds(partial(job.run, tx, register, Run(moment, since, moment)))
            theirs = seconds(lambda: tx.execute(select(action)).all())
        pairs.append((ours, theirs))
    name = f"7. digest of {size:,} actions, against a bare reading of their rows"
    return paired(name, database, pairs, "s", "said as measured")


def measure_import(engine: Engine, database: str, rows: int, rounds: int) -> list[Result]:
    """Reading a large XLSX, and reading it into an empty register, against openpyxl's bare reading of it."""
    register = Register(
        "bench",
        "Measured",
        directorates=tuple(Directorate(code, code, "", "") for code in ("CYPE", "GET", "GLD")),
    )
    reads, imports = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.xlsx"
        _write(file, rows)
        for number in range(rounds):
            bare = _bare_seconds(file)
            reads.append((seconds(lambda: read(file)), bare))
            with transaction(engine) as tx:
                registers.save(tx, replace(register, slug=f"bench{number}"))
                into = registers.find(tx, f"bench{number}")

            def whole(into: Register = into) -> None:
                paper = read(file)
                with transaction(engine) as tx:
                    import_reading(tx, into, paper, AS_AT, datetime.now(UTC))

            imports.append((seconds(whole), bare))
    against = "against openpyxl's bare reading"
    return [
        paired(f"7. reading a {rows:,}-row XLSX, {against}", database, reads, "s", "said as measured"),
        paired(f"7. importing a {rows:,}-row XLSX, {against}", database, imports, "s", "said as measured"),
    ]


def _write(file: Path, rows: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Actions")
    sheet.append(_HEADINGS)
    for number in range(1, rows + 1):
        words = f"Review arrangement number {number} and say who answers for it."
        sheet.append((str(number), words, "Begun." if number % 7 == 0 else "", "March 2023", "GLD", ""))
    book.save(file)


def _bare_seconds(file: Path) -> float:
    """The seconds that openpyxl alone takes to read a workbook (bench.bare_openpyxl)."""
    command = [sys.executable, "-m", "bench.bare_openpyxl", str(file)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
