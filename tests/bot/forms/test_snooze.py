"""The rest of reminders: by form, button and command; what may not be is said at its field, or before it opens."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.button_presses import BUTTONS
from bot.forms import snooze
from bot.forms.form import Saved
from demo.office import OFFICER_IDS
from register.refused import Refused
from register.register import Register
from tests.desk import Desk, desk_of

AMY, STRANGER = OFFICER_IDS["CYPE"], "U0STRANGER"


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    return desk_of(engine, kent)


def sent(desk: Desk, until: str, reason: str = "The lead is away") -> object:
    """What comes of the form for action 1, filled in."""
    view = snooze.FORM.open(desk.context, desk.press(AMY, "kent:1"))
    fields: dict[str, Any] = {"until": {"selected_date": until}, "reason": reason}
    return snooze.FORM.submit(desk.context, desk.submission(AMY, view, **fields))


def test_reminders_rest_by_the_form_and_come_again_by_the_button_and_by_the_command(desk: Desk) -> None:
    for end in ("press", "unsnooze 1", "wake 1"):
        assert sent(desk, "2022-11-25") == Saved(
            "Reminders for action 1 are snoozed until 25 November 2022.", "kent"
        )
        rest = desk.action("1").life.snooze
        assert rest is not None
        assert (rest.until, rest.reason, rest.by) == (date(2022, 11, 25), "The lead is away", AMY)
        if end == "press":
            answer = BUTTONS["wake"](desk.context, desk.press(AMY, "kent:1"))
        else:
            answer = desk.types(AMY, end)
        assert answer is not None
        assert answer.text.startswith("Reminders for action 1 are no longer snoozed.")
        assert desk.action("1").life.snooze is None
        assert "`/htst undo` takes it back" in answer.text
    desk.types(AMY, "undo")
    assert desk.action("1").life.snooze is not None


@pytest.mark.parametrize(
    ("until", "message"),
    [
        ("2022-11-16", "Name a day after 16 November 2022."),
        ("2022-12-01", "Reminders can be snoozed for 14 days at most, until 30 November 2022."),
    ],
)
def test_a_day_that_cannot_be_is_said_at_its_field(desk: Desk, until: str, message: str) -> None:
    assert sent(desk, until) == {"until": message}
    assert desk.action("1").life.snooze is None


def test_why_is_asked_at_its_field(desk: Desk) -> None:
    complaint = sent(desk, "2022-11-25", " ")
    assert isinstance(complaint, dict)
    assert complaint == {"reason": "Say why."}  # without an example to type


def test_what_cannot_rest_is_refused_before_anything_is_written(desk: Desk) -> None:
    with pytest.raises(Refused, match="are not snoozed: there is nothing to end"):
        desk.types(AMY, "unsnooze 1")
    with pytest.raises(Refused, match="Only officers of the directorates that own it"):
        BUTTONS["wake"](desk.context, desk.press(STRANGER, "kent:1") | {"channel": {"id": "D0STRANGER"}})
    desk.now += timedelta(days=60)
    with pytest.raises(Refused, match="The date of action 1 has passed"):
        snooze.FORM.open(desk.context, desk.press(AMY, "kent:1"))


def test_who_wants_rest_past_the_date_reads_which_day_to_choose(desk: Desk) -> None:
    desk.now += timedelta(days=40)
    assert sent(desk, "2023-01-04") == {
        "until": "Reminders cannot be snoozed past the date: choose 31 December 2022 or an earlier day."
    }
