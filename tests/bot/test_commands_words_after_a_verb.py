"""What is typed behind a verb that takes an action alone is heeded, or asked about: never left out in silence."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, OFFICER_IDS
from register.action import Line
from register.register import Register
from storage.database.engine import transaction
from tests.readings import paper_of
from tests.typed import Keyboard
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Keyboard:
    """An action of CYPE for which 28 February 2023 is asked, and one for which nothing is."""
    lines = [Line(ref, "Agree it", "", "December 2022", ("CYPE",), "", "") for ref in ("1", "2")]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    keyboard = Keyboard(engine, kent, START)
    keyboard.types(AMY, "due 1 28 February 2023 because the tender is late")
    return keyboard


@pytest.mark.parametrize("words", ["until 31 January 2023", "31 January", "but only half of it", "on Friday"])
def test_a_date_is_not_granted_with_words_that_change_it(desk: Keyboard, words: str) -> None:
    answer = desk.types(CYPE_LEAD, f"grant 1 {words}")
    assert "nothing was granted" in answer
    assert "`/htst refuse 1 because …`" in answer
    assert desk.action("1").life.granted == ()


@pytest.mark.parametrize(
    "words",
    [
        *("", "please", "ok, thanks!", "until 28 February 2023", "to 28/2/2023", "28 February"),
        *("the new date", "extension", "as agreed", ", fine by me", "approved"),
    ],
)
def test_a_date_is_granted_where_nothing_else_is_wanted(desk: Keyboard, words: str) -> None:
    assert "Granted: action 1 is due 28 February 2023" in desk.types(CYPE_LEAD, f"grant 1 {words}")


def test_why_a_date_is_granted_is_kept_with_it(desk: Keyboard) -> None:
    assert "Granted" in desk.types(CYPE_LEAD, "grant 1 because the panel meets in February")
    (granted,) = desk.action("1").life.granted
    assert granted.answer == "the panel meets in February"
    assert "the panel meets in February" in desk.types(AMY, "history 1")


def test_that_no_date_is_asked_for_is_said_first(desk: Keyboard) -> None:
    assert "nothing was granted" not in desk.types(CYPE_LEAD, "grant 2 31 January 2023")


def test_reminders_do_not_begin_again_at_once_where_a_day_is_named(desk: Keyboard) -> None:
    desk.types(AMY, "snooze 2 until Friday week because Amy is on leave")
    answer = desk.types(AMY, "unsnooze 2 on Monday")
    assert "nothing was changed" in answer
    assert "`/htst snooze 2 until Friday because …`" in answer
    assert desk.action("2").life.snooze is not None


@pytest.mark.parametrize(
    "typed", ["unsnooze 2 please", "unsnooze 2, I am back", "wake 2 up", "unsnooze 2 reminders"]
)
def test_they_begin_again_where_nothing_else_is_wanted(desk: Keyboard, typed: str) -> None:
    desk.types(AMY, "snooze 2 until Friday week because Amy is on leave")
    assert "nothing was changed" not in desk.types(AMY, typed)
    assert desk.action("2").life.snooze is None
