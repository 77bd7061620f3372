"""The paper that is written of another body's table: it says what that said, and read back changes nothing."""

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from papers.read import read
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from workflow.imports import import_reading
from workflow.paper_files import write_paper

DAY, MEETING = date(2024, 3, 11), date(2024, 3, 28)
HEADINGS = "Rec No.,Agreed Management Action,Cabinet Member,Officer,Date raised,Target Date,Update,Status"
ROWS = [
    "R1.1,Check all starters every month,Cllr Day,Jane Holt,2 October 2023,31 May 2024,A sample passed,In progress",
    "R1.2,Keep a log of those who leave,Cllr Roe,Sam Reed,6 November 2022,-,,Not started",
]


def test_it_comes_back_the_same_with_each_column_under_its_own_heading(
    engine: Engine, kent: Register, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("\n".join([HEADINGS, *ROWS]), encoding="utf-8")
    with transaction(engine) as tx:
        registers.save(tx, kent)
        import_reading(tx, kent, read(table), DAY, datetime(2024, 3, 11, 12, tzinfo=UTC))
    for ending in ("csv", "xlsx"):
        paper = write_paper(engine, kent, MEETING, tmp_path / f"paper.{ending}", draft=True)
        found = read(tmp_path / f"paper.{ending}")
        with transaction(engine) as tx:
            again = import_reading(tx, kent, found, MEETING, datetime(2024, 3, 28, 12, tzinfo=UTC))
        assert (again.found.same, again.found.new, again.found.changed) == (("R1.1", "R1.2"), (), ())
    assert [",".join(row) for row in (paper.appendix.headings, *paper.appendix.rows)] == [HEADINGS, *ROWS]
    assert paper.figures is not None
    assert dict(paper.figures.ages) == {"Under 3 months": 0, "3 to 6 months": 1, "1 to 2 years": 1}
    (guarded,) = [
        row[5]
        for row in csv.reader(io.StringIO((tmp_path / "paper.csv").read_text("utf-8-sig")))
        if row[0] == "R1.2"
    ]
    assert guarded == "'-"


def test_how_long_an_action_has_been_open_is_not_counted_from_the_day_its_table_was_first_read(
    engine: Engine, kent: Register, tmp_path: Path
) -> None:
    def take(rows: list[str], day: date) -> None:
        table = tmp_path / f"{day}.csv"
        table.write_text("\n".join(["No.,Action,Owner,Due", *rows]), encoding="utf-8")
        with transaction(engine) as tx:
            import_reading(tx, kent, read(table), day, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    with transaction(engine) as tx:
        registers.save(tx, kent)
    rows = ["1,Check all starters,CYPE,30 September 2022", "2,Keep a log,GET,31 May 2024"]
    take(rows, DAY)
    first = write_paper(engine, kent, DAY, tmp_path / "first.csv", draft=True)
    take([*rows, "3,Write to the parents,GET,31 May 2024"], MEETING)
    second = write_paper(engine, kent, MEETING, tmp_path / "second.csv", draft=True)
    assert first.figures is not None
    assert second.figures is not None
    assert first.figures.ages == ()  # the first was due a year and a half before the table was read
    assert dict(second.figures.ages) == {"Under 3 months": 1, "Day not known": 2}
