"""Inputs that people reported to come out wrong, whole: a file is imported, and the register holds what they expect.

Those about one kind of file alone stand with it: test_sheet, test_word, test_package, test_pdf.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from papers.formats.whitespace import clean
from papers.read import read
from register.action import Action
from register.progress import Status
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from tests.papers.table_files import HEADINGS, as_csv, as_text
from workflow.imports import Imported, import_reading

DAY = date(2022, 11, 15)
NOW = datetime(2022, 11, 15, 12, tzinfo=UTC)
PLAIN = ("Ref", "Action", "Update")


def imported(engine: Engine, register: Register, path: Path) -> tuple[dict[str, Action], Imported]:
    with transaction(engine) as tx:
        registers.save(tx, register)
        found = import_reading(tx, register, read(path), DAY, NOW)
    with reading(engine) as tx:
        every = [actions.find(tx, register, ref) for ref in actions.refs(tx, register)]
    return {one.ref: one for one in every if one}, found


def as_xlsx(path: Path, *rows: tuple[Any, ...], merged: str = "") -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


def test_letters_that_a_font_joins_are_those_that_were_typed(
    engine: Engine, kent: Register, tmp_path: Path
) -> None:
    joined = [one.replace("fi", "\ufb01") for one in HEADINGS]
    rows = [
        joined,
        ("1", "Agree the \ufb01nal speci\ufb01cation.", "", "to be con\ufb01rmed", "CYPE", "In progress"),
    ]
    found, what = imported(engine, kent, as_text(tmp_path / "a.txt", rows))
    assert found["1"].defined == "Agree the final specification."
    assert (found["1"].target, found["1"].deadline) == ("to be confirmed", None)
    assert what.doubts == ()
    plain = [HEADINGS, ("1", "Agree the final specification.", "", "to be confirmed", "CYPE", "In progress")]
    _found, again = imported(engine, kent, as_text(tmp_path / "b.txt", plain))
    assert again.found.same == ("1",)  # the same table of another road


@pytest.mark.parametrize("first", ["Original target date", "Target date"])
def test_a_revised_date_counts_and_where_there_is_none_the_first(
    first: str, engine: Engine, kent: Register, tmp_path: Path
) -> None:
    found, what = imported(
        engine,
        kent,
        as_xlsx(
            tmp_path / "a.xlsx",
            (*PLAIN, first, "Revised target date", "Owner", "Status"),
            ("1", "Write the plan", None, "30 September 2022", "31 March 2023", "CYPE", "In progress"),
            ("2", "Agree it", None, "30 April 2023", None, "GET", "In progress"),
        ),
    )
    assert (found["1"].deadline, found["1"].original) == (date(2023, 3, 31), date(2022, 9, 30))
    assert not found["1"].is_overdue(DAY)
    assert (found["2"].deadline, found["2"].original) == (date(2023, 4, 30), date(2023, 4, 30))
    assert what.doubts == ()


def test_a_second_row_of_headings_says_which_date_is_which(
    engine: Engine, kent: Register, tmp_path: Path
) -> None:
    found, what = imported(
        engine,
        kent,
        as_xlsx(
            tmp_path / "a.xlsx",
            (*PLAIN, "Target date", None, "Owner", "Status"),
            (None, None, None, "Original", "Revised", None, None),
            ("1", "Write the plan", None, "30 September 2022", "31 March 2023", "CYPE", "In progress"),
            merged="D1:E1",
        ),
    )
    assert (found["1"].deadline, found["1"].original) == (date(2023, 3, 31), date(2022, 9, 30))
    assert what.doubts == ()


def test_what_the_date_column_calls_completed_is_not_chased_without_asking(
    engine: Engine, kent: Register, tmp_path: Path
) -> None:
    rows = [
        HEADINGS,
        ("1", "Write the plan", "", "Completed September 2022", "CYPE", ""),
        ("2", "Agree it", "", "30 September 2022 - completed", "GET", ""),
    ]
    found, what = imported(engine, kent, as_csv(tmp_path / "a.csv", rows))
    assert [one.status for one in found.values()] == [Status.IMPLEMENTED] * 2
    assert [one.is_overdue(DAY) for one in found.values()] == [False, False]
    assert [(one.ref, one.field) for one in what.doubts] == [("1", "progress"), ("2", "progress")]


def test_a_date_long_past_is_kept_and_asked_about(engine: Engine, kent: Register, tmp_path: Path) -> None:
    rows = [HEADINGS, ("1", "Write the plan", "", "31 March 2019", "CYPE", "In progress")]
    found, what = imported(engine, kent, as_csv(tmp_path / "a.csv", rows))
    assert (found["1"].target, found["1"].deadline) == ("31 March 2019", date(2019, 3, 31))
    (doubt,) = what.doubts
    assert "is the year right?" in doubt.sentence
    assert "Row 2: action 1, target date" in doubt.sentence


def test_notes_below_belong_to_no_action(engine: Engine, kent: Register, tmp_path: Path) -> None:
    found, what = imported(
        engine,
        kent,
        as_xlsx(
            tmp_path / "a.xlsx",
            (*PLAIN, "Target date", "Owner", "Status"),
            ("1.1", "Write the plan", None, "30 April 2023", "CYPE", "In progress"),
            (1.2000000000000002, "Agree the plan", None, "31 May 2023", "GET", "In progress"),
            (None,) * 6,
            (None,) * 6,
            (None, "Ratings were agreed by the board.", None, None, None, None),
            (None, "Owners please reply by Friday.", None, None, None, None),
        ),
    )
    assert {ref: one.defined for ref, one in found.items()} == {
        "1.1": "Write the plan",
        "1.2": "Agree the plan",
    }
    assert sum("was left out" in one for one in what.warnings) == 2


def test_signs_of_a_broken_font_that_no_database_keeps_are_left_out() -> None:
    assert clean("Agree\x00 the\x07 plan\ud800.") == "Agree the plan."
    assert clean("a\x1fb") == "a b"  # which parts words


def test_rows_of_commas_alone_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    rows = [
        "Ref,Action,Target Date,Owner",
        "1,Write to every school,30 June 2023,CYPE",
        "2,Map the routes,31 July 2023,GET",
    ]
    # As a column formatted to its end is saved.
    path.write_text("\n".join([*rows, *[",,,"] * 260_000]), encoding="utf-8")
    assert [line.ref for line in read(path).lines] == ["1", "2"]
