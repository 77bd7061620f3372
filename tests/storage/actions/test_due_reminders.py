"""What counts as an answer to a reminder: an update, that nothing has changed, and a date that is asked for."""

from datetime import date

import pytest
from sqlalchemy import Engine

from jobs.timetable import tick
from storage.actions import registers
from storage.actions.due_reminders import due
from storage.database.engine import reading, transaction
from storage.intake import members
from tests.desk import Desk
from tests.jobs.test_timetable import at

DAY = date(2022, 11, 23)
AMY, LEAD = "U0CYPE", "U0CYPELEAD"


@pytest.fixture
def desk(table: Engine) -> Desk:
    """CYPE has been reminded on 16 November, and somebody types on the next day."""
    tick(table, at("2022-11-16", "18:00"), at("2022-11-16", "18:00"))
    desk = Desk(table)
    desk.now = at("2022-11-17", "12:00")
    return desk


def reminded(desk: Desk, day: str) -> str:
    """The refs of which CYPE's channel is reminded that day."""
    found = tick(desk.engine, at(day, "18:00"), at(day, "18:00"))
    return " ".join(ref for one in found if (one.kind, one.to) == ("reminder", "C0CYPE") for ref in one.refs)


def test_who_said_that_nothing_has_changed_is_not_asked_at_the_next_step(desk: Desk) -> None:
    desk.types(AMY, "nochange 38 because the tender is out")
    assert reminded(desk, "2022-11-23") == "3 14 42"
    # Nothing was said since the 23rd: all are asked again.
    assert reminded(desk, "2022-11-29").startswith("3 14 38 42")


def test_who_took_that_back_is_asked(desk: Desk) -> None:
    desk.types(AMY, "nochange 38 because the tender is out")
    desk.types(AMY, "undo")
    assert reminded(desk, "2022-11-23") == "3 14 38 42"


def test_who_waits_for_another_date_is_not_asked_and_who_was_refused_is(desk: Desk) -> None:
    desk.types(AMY, "due 14 31 January 2023 because the tender is late")
    desk.types(AMY, "due 42 31 January 2023 because the tender is late")
    desk.types(LEAD, "refuse 42 because members expect it in November")
    assert reminded(desk, "2022-11-23") == "3 38 42"


def test_a_reminder_says_in_which_words_it_was_answered(desk: Desk) -> None:
    """Both actions are GET's too, for which nobody of #cype answers."""
    with transaction(desk.engine) as tx:
        members.save(tx, "C0CYPE", [AMY], None)
    desk.types(AMY, "nochange 38 because the tender is out")
    desk.types(AMY, "due 42 31 January 2023 because the tender is late")
    with reading(desk.engine) as tx:
        found = {
            one.pending.action.ref: one.pending.answers for one in due(tx, registers.find(tx, "kent"), DAY)
        }
    (no_change,), (date_asked,) = found["38"], found["42"]
    assert no_change.text == "No change: the tender is out"
    assert date_asked.text == "Asked for 31 January 2023: the tender is late"
    assert no_change.codes == date_asked.codes == {"CYPE"}
