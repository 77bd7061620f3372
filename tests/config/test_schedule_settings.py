"""What a register's settings file says of reminders, as the timetable keeps it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config import register_file
from storage.actions.change_log import Author
from tests.jobs.test_timetable import at
from tests.jobs.test_timetable_once_a_week import days, run
from workflow.registers import configure

KENT = Path(register_file.__file__).with_name("kent.toml")
NOW = datetime(2022, 11, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("closed", "asked"),
    # Seven days before 30 November is the 23rd; where that is a day off the 22nd, which the digest of the day before
    # asks for.
    [("", ("23 Nov", "reminder")), ("[calendar]\nclosed = [2022-11-23]", ("21 Nov", "digest"))],
)
def test_a_bank_holiday_that_is_proclaimed_moves_the_reminders_that_are_set_already(
    table: Engine, tmp_path: Path, closed: str, asked: tuple[str, str]
) -> None:
    run(table, "2022-11-16")
    settings = tmp_path / "kent.toml"
    settings.write_text(f"{KENT.read_text()}\n{closed}\n")
    configure(table, register_file.read(settings), Author("U0MONITOR", at("2022-11-17"), "command", NOW))
    found = days(table, "2022-11-17", "2022-11-27")
    heard = [(day, one) for day, one in found if one.to == "C0CYPE" and (one.reminds or one.kind == "reminder")]
    assert [(day, one.kind) for day, one in heard] == [asked]


@pytest.mark.parametrize(("before", "asked"), [("[28, 14, 7, 1]", False), ("[28, 21, 14, 7, 1]", True)])
def test_a_register_whose_settings_name_it_is_reminded_21_days_before(
    table: Engine, tmp_path: Path, before: str, asked: bool
) -> None:
    run(table, "2022-12-02")
    settings = tmp_path / "kent.toml"
    settings.write_text(KENT.read_text().replace("before = [28, 14, 7, 1]", f"before = {before}"))
    configure(table, register_file.read(settings), Author("U0MONITOR", at("2022-12-05"), "command", NOW))
    # 21 days before 31 December is a Saturday: it counts on the Friday, and is said with that week's first step.
    found = [one for _day, one in days(table, "2022-12-05", "2022-12-09")]
    reminded = {ref for one in found if one.kind == "reminder" and one.to == "C0CYPE" for ref in one.refs}
    assert ("1" in reminded) is asked
