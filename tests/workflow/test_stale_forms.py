"""Two people, one action: who sends a form later than the other is told what has changed, and undoes nothing unseen.

Progress and reports are in test_askings, settings in tests/bot/forms/test_setup, minutes in test_rounds.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import done, narrative, new_date, officer, reasons, update
from bot.forms.form import Form, NextPage
from demo.office import LEAD, MONITOR, OFFICERS
from playground.blocks import check_view
from register.refused import Refused
from register.register import Register
from tests.desk import Desk, desk_of

AMY, GARETH, STRANGER = OFFICERS["CYPE"], OFFICERS["GET"], "U0STRANGER"


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    return desk_of(engine, kent)


def opened(desk: Desk, form: Form, person: str = AMY) -> dict[str, Any]:
    return form.open(desk.context, desk.press(person, "kent:1"))


def told(desk: Desk, form: Form, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What comes in the place of a form that is sent too late, and all that stands in it."""
    sent = form.sent(desk.context, body)
    assert isinstance(sent, NextPage)
    assert check_view(sent.view) == []
    return sent.view, str(sent.view["blocks"])


def test_who_names_a_person_where_another_did_meanwhile_is_told_whom_and_by_whom(desk: Desk) -> None:
    view = opened(desk, officer.FORM)
    desk.types(LEAD, f"assign 1 <@{GARETH}>")
    again, shown = told(desk, officer.FORM, desk.sent(AMY, view, person={"selected_user": AMY}))
    assert f"<@{GARETH}> is named for CYPE* since you opened the form, by <@{LEAD}>" in shown
    assert f"'initial_user': '{AMY}'" in shown
    assert dict(desk.action("1").life.officers) == {"CYPE": GARETH}
    assert officer.FORM.sent(desk.context, desk.sent(AMY, again, person={"selected_user": AMY})) == {}
    assert dict(desk.action("1").life.officers) == {"CYPE": AMY}


def test_who_asks_for_another_date_where_it_has_moved_meanwhile_is_told(desk: Desk) -> None:
    view = opened(desk, new_date.FORM)
    desk.types(GARETH, "due 1 31 January 2023 because the board meets then")
    fields: dict[str, Any] = {"date": {"selected_date": "2023-02-28"}, "reason": "The tender is late"}
    (complaint,) = new_date.FORM.sent(desk.context, desk.sent(AMY, view, **fields)).items()  # type: ignore[union-attr]
    assert "asked for action 1 already" in complaint[1]
    with pytest.raises(Refused, match="asked for action 1 already"):
        opened(desk, new_date.FORM)  # nor is it offered any more
    desk.types(LEAD, "grant 1")
    again, shown = told(desk, new_date.FORM, desk.sent(AMY, view, **fields))
    assert "action 1 is due 31 January 2023" in shown
    assert "'initial_value': 'The tender is late'" in shown
    assert "'initial_date': '2023-02-28'" in shown
    assert desk.action("1").life.asked is None
    assert new_date.FORM.sent(desk.context, desk.sent(AMY, again, **fields)) == {}
    assert desk.action("1").life.asked is not None


def test_who_edits_words_that_another_has_written_meanwhile_has_both_before_them(desk: Desk) -> None:
    desk.types(AMY, "update 1 The forum met. Two schools answered.")
    view = opened(desk, narrative.FORM, MONITOR)
    other = opened(desk, narrative.FORM, MONITOR)
    assert narrative.FORM.sent(desk.context, desk.sent(MONITOR, other, words="The forum met.")) == {}
    again, shown = told(desk, narrative.FORM, desk.sent(MONITOR, view, words="Two schools answered."))
    assert f"changed since you opened the form, by <@{MONITOR}>" in shown
    assert "> The forum met." in shown
    assert "'initial_value': 'Two schools answered.'" in shown
    assert desk.action("1").delivered == "The forum met."
    assert narrative.FORM.sent(desk.context, desk.sent(MONITOR, again, words="Two schools answered.")) == {}
    assert desk.action("1").delivered == "Two schools answered."


def test_why_a_date_was_missed_is_said_once(desk: Desk) -> None:
    desk.now += timedelta(days=60)
    view = opened(desk, update.FORM)
    assert "Why was the date missed?" in str(view["blocks"])
    desk.types(GARETH, "why 1 Money: the grant was cut")
    cause = {"selected_option": {"value": "Staffing"}}
    again, shown = told(desk, update.FORM, desk.sent(AMY, view, words="Two posts are empty.", cause=cause))
    assert f"said already*, by <@{GARETH}>: Money: the grant was cut" in shown
    assert "Why was the date missed?" not in shown
    assert update.FORM.sent(desk.context, desk.sent(AMY, again, words="Two posts are empty.")) == {}
    assert desk.action("1").life.cause == "Money"
    assert desk.action("1").updates[-1].text == "Two posts are empty."


@pytest.mark.parametrize(
    "form",
    [done.FORM, new_date.FORM, officer.FORM, reasons.REJECT, reasons.REOPEN, reasons.REFUSE, narrative.FORM],
)
def test_who_may_not_hears_so_before_they_have_written_anything(desk: Desk, form: Form) -> None:
    press = desk.press(STRANGER, "kent:1") | {"channel": {"id": "D0STRANGER"}}
    with pytest.raises(Refused, match=r"Only .* can "):
        form.open(desk.context, press)
