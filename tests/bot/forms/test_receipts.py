"""Whatever was recorded, by form or button, shows its author *Take back*, which takes back that very thing."""

from datetime import date
from typing import Any

import pytest

from demo.office import CYPE_LEAD, OFFICER_IDS, Office
from demo.story import action_card, shown_text
from register.action import Action
from register.progress import Status
from storage.actions import actions, change_chain
from storage.database.engine import reading
from tests.recorded import posted_card, updates
from workflow.round_rows import missing_refs

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]
pytestmark = pytest.mark.usefixtures("card")


def sent(office: Office, form: str, values: dict[str, Any], ref: str = "3") -> dict[str, Any]:
    """Send a form that was opened from an action's card in #cype; what its sender alone is then shown."""
    assert office.slack.press(AMY, "C0CYPE", action_card(office, "C0CYPE", ref)["ts"], form).ok
    view = office.slack.view(AMY)
    assert view is not None
    before = len(office.slack.ephemeral(AMY))
    assert office.slack.submit(AMY, view["id"], {name: {name: value} for name, value in values.items()}) == {}
    office.settle()
    (receipt,) = office.slack.ephemeral(AMY)[before:]
    return receipt


def take_back(office: Office, message: dict[str, Any]) -> str:
    """Press *Take back*; what is said then."""
    assert office.slack.press(AMY, "C0CYPE", message["ts"], "undo").ok
    office.settle()
    return shown_text(office.slack.ephemeral(AMY)[-1])


def is_missing(office: Office, ref: str) -> bool:
    with reading(office.engine) as tx:
        return ref in missing_refs(tx, office.register, date(2023, 3, 16), ["CYPE"])[0]


def found(office: Office, ref: str = "3") -> Action:
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, ref)
        assert change_chain.broken_at(tx, "kent") is None
        as_at = {one.ref: one for one in actions.as_at(tx, office.register, office.slack.now())}
    assert action is not None
    assert as_at[ref] == action
    return action


@pytest.mark.parametrize("form", ["update", "done"])
def test_a_signature_that_is_pasted_into_a_form_is_left_out_as_below_a_reply(office: Office, form: str) -> None:
    signature = "Kind regards,\nAmy Ashe\nTransport Officer\nTel 03000 411222"
    receipt = sent(office, form, {"words": f"Form sent to GET\n\n{signature}"})
    assert "I left out the signature below your words." in shown_text(receipt)
    assert "03000" not in str(found(office))
    assert "I left out" not in shown_text(sent(office, "update", {"words": "Sent to CYPE"}))


def test_all_that_the_update_form_saved_is_taken_back_together(office: Office) -> None:
    before = found(office)
    receipt = sent(office, "update", {"words": "Draft sent", "progress": "in progress", "on_time": "doubtful"})
    assert "Saved for action 3" in shown_text(receipt)
    after = found(office)
    assert (after.status, [one.text for one in after.updates]) == (Status.IN_PROGRESS, ["Draft sent"])
    assert after.life.outlook is not None
    assert "Taken back" in take_back(office, receipt)
    again = found(office)
    assert (again.status, again.updates, again.life.outlook) == (before.status, (), None)


@pytest.mark.parametrize(
    ("form", "values", "words"),
    [
        ("done", {"words": "Signed off, see the minutes"}, "reported complete"),
        (
            "new_date",
            {"date": "2023-01-31", "reason": "The tender is late"},
            "Another date for action 3 is asked for",
        ),
        ("officer", {"person": GARETH, "directorate": "CYPE"}, "person for action 3 is named"),
    ],
)
def test_what_a_form_recorded_is_taken_back(
    office: Office, form: str, values: dict[str, Any], words: str
) -> None:
    before = found(office)
    if form == "officer" and len(before.directorates) == 1:
        values = {"person": GARETH}
    receipt = sent(office, form, values)
    assert words in shown_text(receipt)
    assert found(office) != before
    take_back(office, receipt)
    after = found(office)
    assert (after.status, after.deadline, after.life.officers) == (
        before.status,
        before.deadline,
        before.life.officers,
    )
    assert after.life.asked is None


def test_an_older_receipt_does_not_take_back_what_was_recorded_since(office: Office) -> None:
    older = sent(office, "update", {"words": "Draft sent"})
    office.slack.command(AMY, "C0CYPE", "/htst update 10 Board agreed")
    assert "recorded something else since" in take_back(office, older)
    assert [one.text for one in updates(office, "10")] == ["Board agreed"]
    assert [one.text for one in updates(office, "3")] == ["Draft sent"]


def test_undo_takes_back_what_the_form_recorded(office: Office) -> None:
    sent(office, "update", {"words": "Draft sent", "on_time": "yes"})
    assert "action 3" in (office.slack.command(AMY, "C0CYPE", "/htst undo").text or "")
    assert updates(office, "3") == ()


def test_what_a_press_recorded_is_taken_back(office: Office) -> None:
    sent(office, "done", {"words": "Signed off"})
    request = next(
        one
        for one in reversed(office.slack.messages(office.slack.dm(CYPE_LEAD)))
        if "'verify'" in str(one["blocks"])
    )
    assert office.slack.press(CYPE_LEAD, office.slack.dm(CYPE_LEAD), request["ts"], "verify").ok
    assert found(office).status is Status.VERIFIED
    receipt = office.slack.ephemeral(CYPE_LEAD)[-1]
    assert office.slack.press(CYPE_LEAD, office.slack.dm(CYPE_LEAD), receipt["ts"], "undo").ok
    assert found(office).status is Status.IMPLEMENTED


def test_a_press_on_a_card_leaves_the_card_to_everybody(office: Office) -> None:
    sent(office, "done", {"words": "Signed off"})
    card = action_card(office, "C0CYPE", "3")
    assert office.slack.press(CYPE_LEAD, "C0CYPE", card["ts"], "verify").ok
    answer = office.slack.ephemeral(CYPE_LEAD)[-1]
    assert "verified" in shown_text(answer)
    assert "'undo'" in str(answer["blocks"])


def test_what_was_held_and_recorded_by_a_press_is_taken_back(office: Office) -> None:
    ts = posted_card(office, "C0CYPE", "3")
    office.slack.say(AMY, "C0CYPE", "Thanks", ts)
    office.settle()
    offer = office.slack.ephemeral(AMY)[-1]
    assert office.slack.press(AMY, "C0CYPE", offer["ts"], "record_it").ok
    assert [one.text for one in updates(office, "3")] == ["Thanks"]
    receipt = office.slack.ephemeral(AMY)[-1]
    take_back(office, receipt)
    assert updates(office, "3") == ()


def test_no_change_is_taken_back_and_asked_for_again(office: Office) -> None:
    office.slack.command(AMY, "C0CYPE", "/htst nochange 3 because the tender is out")
    answer = office.slack.ephemeral(AMY)[-1]
    assert not is_missing(office, "3")
    take_back(office, answer)
    assert is_missing(office, "3")
    story = office.slack.command(AMY, "C0CYPE", "/htst history 3")
    assert "took back that nothing has changed" in shown_text({"text": story.text, "blocks": story.blocks})
