"""Two people, one action: who sends a form later than the other is told what has changed, and undoes nothing unseen.

Progress and reports are in test_decision_requests, settings in tests/bot/forms/test_setup, minutes in test_rounds.
"""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import done, exempt, lead, narrative, new_date, officer, reasons, snooze, update, withdraw
from bot.forms.form import Form, NextPage, Saved
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from playground.blocks import check_view
from register.progress import Status
from register.refused import Refused
from register.register import Register
from tests.desk import Desk, desk_of

AMY, GARETH, STRANGER = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"], "U0STRANGER"


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    return desk_of(engine, kent)


def opened(desk: Desk, form: Form, person: str = AMY) -> dict[str, Any]:
    return form.open(desk.context, desk.press(person, "kent:1"))


def told(desk: Desk, form: Form, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What comes in the place of a form that is sent too late, and all that stands in it."""
    sent = form.submit(desk.context, body)
    assert isinstance(sent, NextPage)
    assert check_view(sent.view) == []
    return sent.view, str(sent.view["blocks"])


def test_who_names_a_person_where_another_did_meanwhile_is_told_whom_and_by_whom(desk: Desk) -> None:
    view = opened(desk, officer.FORM)
    desk.types(CYPE_LEAD, f"assign 1 <@{GARETH}>")
    again, shown = told(desk, officer.FORM, desk.submission(AMY, view, person={"selected_user": AMY}))
    assert f"<@{GARETH}> is now named for CYPE, says <@{CYPE_LEAD}>" in shown
    assert f"'initial_user': '{AMY}'" in shown
    assert dict(desk.action("1").life.officers) == {"CYPE": GARETH}
    assert officer.FORM.submit(desk.context, desk.submission(AMY, again, person={"selected_user": AMY})) == {}
    assert dict(desk.action("1").life.officers) == {"CYPE": AMY}


def test_who_asks_for_another_date_where_it_has_moved_meanwhile_is_told(desk: Desk) -> None:
    view = opened(desk, new_date.FORM)
    desk.types(GARETH, "due 1 31 January 2023 because the board meets then")
    fields: dict[str, Any] = {"date": {"selected_date": "2023-02-28"}, "reason": "The tender is late"}
    (complaint,) = new_date.FORM.submit(desk.context, desk.submission(AMY, view, **fields)).items()  # type: ignore[union-attr]
    assert "for action 1 has already been asked for" in complaint[1]
    with pytest.raises(Refused, match="for action 1 has already been asked for"):
        opened(desk, new_date.FORM)  # nor is it offered any more
    desk.types(CYPE_LEAD, "grant 1")
    again, shown = told(desk, new_date.FORM, desk.submission(AMY, view, **fields))
    assert "action 1 is due 31 January 2023" in shown
    assert "'initial_value': 'The tender is late'" in shown
    assert "'initial_date': '2023-02-28'" in shown
    assert desk.action("1").life.asked is None
    assert new_date.FORM.submit(desk.context, desk.submission(AMY, again, **fields)) == {}
    assert desk.action("1").life.asked is not None


def test_who_edits_words_that_another_has_written_meanwhile_has_both_before_them(desk: Desk) -> None:
    desk.types(AMY, "update 1 The forum met. Two schools answered.")
    view = opened(desk, narrative.FORM, MONITOR)
    other = opened(desk, narrative.FORM, MONITOR)
    assert narrative.FORM.submit(desk.context, desk.submission(MONITOR, other, words="The forum met.")) == {}
    again, shown = told(desk, narrative.FORM, desk.submission(MONITOR, view, words="Two schools answered."))
    assert f"changed since you opened the form, by <@{MONITOR}>" in shown
    assert "> The forum met." in shown
    assert "'initial_value': 'Two schools answered.'" in shown
    assert desk.action("1").delivered == "The forum met."
    assert (
        narrative.FORM.submit(desk.context, desk.submission(MONITOR, again, words="Two schools answered."))
        == {}
    )
    assert desk.action("1").delivered == "Two schools answered."


def test_why_a_date_was_missed_is_said_once(desk: Desk) -> None:
    desk.now += timedelta(days=60)
    view = opened(desk, update.FORM)
    assert "Why was the date missed?" in str(view["blocks"])
    desk.types(GARETH, "why 1 Money: the grant was cut")
    cause = {"selected_option": {"value": "Staffing"}}
    again, shown = told(
        desk, update.FORM, desk.submission(AMY, view, words="Two posts are empty.", cause=cause)
    )
    assert f"<@{GARETH}> has already said why the date was missed*: Money: the grant was cut" in shown
    assert "Why was the date missed?" not in shown
    assert update.FORM.submit(desk.context, desk.submission(AMY, again, words="Two posts are empty.")) == {}
    assert desk.action("1").life.cause == "Money"
    assert desk.action("1").updates[-1].text == "Two posts are empty."


def test_who_lets_reminders_rest_where_another_did_or_ended_that_meanwhile_is_told(desk: Desk) -> None:
    view = opened(desk, snooze.FORM)
    desk.types(GARETH, "snooze 1 until 22 November 2022 because of leave")
    fields: dict[str, Any] = {"until": {"selected_date": "2022-11-25"}, "reason": "The lead is away"}
    again, shown = told(desk, snooze.FORM, desk.submission(AMY, view, **fields))
    assert f"are snoozed until 22 November 2022 by <@{GARETH}>: because of leave" in shown
    assert "'initial_date': '2022-11-25'" in shown
    assert "'initial_value': 'The lead is away'" in shown
    assert "of leave" in str(desk.action("1").life.snooze)
    desk.types(GARETH, "unsnooze 1")
    again, shown = told(desk, snooze.FORM, desk.submission(AMY, again, **fields))
    assert f"the snooze of action 1 was ended by <@{GARETH}>" in shown
    assert isinstance(snooze.FORM.submit(desk.context, desk.submission(AMY, again, **fields)), Saved)
    assert "The lead is away" in str(desk.action("1").life.snooze)


def test_who_leaves_out_what_another_has_decided_about_meanwhile_is_told(desk: Desk) -> None:
    view, other = opened(desk, exempt.FORM, MONITOR), opened(desk, exempt.FORM, MONITOR)
    first, second = "Paragraph 1", "Paragraph 3"
    assert isinstance(exempt.FORM.submit(desk.context, desk.submission(MONITOR, other, paragraph=first)), Saved)
    again, shown = told(desk, exempt.FORM, desk.submission(MONITOR, view, paragraph=second))
    assert f"under Paragraph 1, says <@{MONITOR}>" in shown
    assert "'initial_value': 'Paragraph 3'" in shown
    assert desk.action("1").life.exempt == first
    assert isinstance(exempt.FORM.submit(desk.context, desk.submission(MONITOR, again, paragraph="")), Saved)
    assert desk.action("1").life.exempt == ""


def test_who_names_a_lead_directorate_where_another_did_meanwhile_is_told(desk: Desk) -> None:
    view = opened(desk, lead.FORM, MONITOR)
    desk.types(MONITOR, "assign 1 to GLD")
    chosen = {"selected_option": {"value": "GET"}}
    again, shown = told(desk, lead.FORM, desk.submission(MONITOR, view, directorate=chosen))
    assert f"GLD now leads on action 1, says <@{MONITOR}>" in shown
    assert desk.action("1").life.lead == "GLD"
    assert lead.FORM.submit(desk.context, desk.submission(MONITOR, again, directorate=chosen)) == {}
    assert desk.action("1").life.lead == "GET"


def test_who_withdraws_words_that_another_took_back_meanwhile_is_told(desk: Desk) -> None:
    desk.types(AMY, "update 1 Jane Smith's mother rang")
    desk.types(AMY, "update 1 The forum met")
    view = opened(desk, withdraw.FORM, MONITOR)
    first, last = (str(one.id) for one in desk.action("1").updates)
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': '16 November 2022: The" in str(view)
    entered: dict[str, Any] = {"update": {"selected_option": {"value": first}}, "reason": "A name"}
    desk.types(AMY, "undo")
    entered["update"] = {"selected_option": {"value": last}}
    again, shown = told(desk, withdraw.FORM, desk.submission(MONITOR, view, **entered))
    assert f"were taken back* since you opened the form, by <@{AMY}>" in shown
    assert "'initial_value': 'A name'" in shown
    assert "initial_option" not in shown  # nothing is chosen in the place of what is gone
    assert f"'update|{last}'" in shown
    entered["update"] = {"selected_option": {"value": first}}
    assert withdraw.FORM.submit(desk.context, desk.submission(MONITOR, again, **entered)) == {}
    assert desk.action("1").updates == ()
    story = desk.types(MONITOR, "history 1").text
    assert "because A name" in story
    assert "Jane Smith" not in story
    with pytest.raises(Refused, match="no update to take back"):
        opened(desk, withdraw.FORM, MONITOR)


@pytest.mark.parametrize(
    "form",
    [
        *(done.FORM, new_date.FORM, officer.FORM, reasons.REJECT, reasons.REOPEN, reasons.REFUSE),
        *(narrative.FORM, snooze.FORM, exempt.FORM, lead.FORM, withdraw.FORM),
    ],
)
def test_who_may_not_hears_so_before_they_have_written_anything(desk: Desk, form: Form) -> None:
    press = desk.press(STRANGER, "kent:1") | {"channel": {"id": "D0STRANGER"}}
    with pytest.raises(Refused, match=r"Only .* can "):
        form.open(desk.context, press)


def test_an_officer_hears_that_a_lead_opens_again_what_the_committee_closed_before_they_write(
    desk: Desk,
) -> None:
    with pytest.raises(Refused, match="is in progress: it is open already"):
        opened(desk, reasons.REOPEN)
    desk.types(AMY, "done 1 The form is in use")
    desk.types(MONITOR, "close 1 meeting 16 November 2022")
    refusal = "Only .*leads .* can open an action again that the committee closed"
    for person in (AMY, "U0GLDLEAD"):  # nor does the lead of a directorate that does not own it
        with pytest.raises(Refused, match=refusal):
            opened(desk, reasons.REOPEN, person)
        with pytest.raises(Refused, match=refusal):
            desk.types(person, "reopen 1 because it is not done")
    assert "'reopen'" not in str(desk.types(AMY, "status 1").blocks)
    assert (
        reasons.REOPEN.submit(
            desk.context, desk.submission(CYPE_LEAD, opened(desk, reasons.REOPEN, CYPE_LEAD), reason="Not so")
        )
        == {}
    )
    assert desk.action("1").status is Status.IN_PROGRESS
