"""A reply that asks for something to be done with its action leads to the step that does it."""

from typing import Any

import pytest

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from register.progress import Status
from tests.recorded import updates
from tests.workflow.test_progress import action, ask

AMY = OFFICER_IDS["CYPE"]


def reply(office: Office, person: str, card: str, words: str) -> dict[str, Any]:
    """The last message that only that person sees, once their reply is taken in."""
    office.slack.say(person, "C0CYPE", words, thread_ts=card)
    office.settle()
    return office.slack.ephemeral(person)[-1]


def pressed(message: dict[str, Any]) -> list[str]:
    return [one["action_id"] for block in message["blocks"] for one in block.get("elements", ())]


@pytest.mark.parametrize(
    ("words", "what", "steps"),
    [
        ("change date to 31 Jan", "another date", ["new_date"]),
        ("assign to Gareth", "somebody else to look after it", ["officer", "lead"]),
        ("can you close this please", "the action to be marked complete", ["done"]),
        ("snooze", "its reminders to be snoozed", ["snooze"]),
    ],
)
def test_its_author_is_shown_the_step_and_nothing_is_recorded(
    office: Office, card: str, words: str, what: str, steps: list[str]
) -> None:
    shown = reply(office, AMY, card, words)
    assert f"This asks for {what}, so I did not record it as an update to action 3." in shown["text"]
    assert pressed(shown) == [*steps, "record_it"]
    assert not updates(office)


def test_the_step_opens_its_form_and_the_words_can_be_recorded_all_the_same(office: Office, card: str) -> None:
    shown = reply(office, AMY, card, "move this to 31 January")
    assert office.slack.press(AMY, "C0CYPE", shown["ts"], "new_date").ok
    view = office.slack.view(AMY)
    assert view is not None
    assert "3" in str(view["title"])
    assert office.slack.press(AMY, "C0CYPE", shown["ts"], "record_it").ok
    assert [one.text for one in updates(office)] == ["move this to 31 January"]


def test_the_form_for_another_date_begins_with_the_day_and_the_reason_that_were_typed(
    office: Office, card: str
) -> None:
    shown = reply(office, AMY, card, "move this to 31 January because the panel meets")
    assert pressed(shown) == ["new_date", "record_it"]
    assert not updates(office)
    assert office.slack.press(AMY, "C0CYPE", shown["ts"], "new_date").ok
    view = str(office.slack.view(AMY))
    assert "'initial_date': '2023-01-31'" in view
    assert "'initial_value': 'the panel meets'" in view


def test_a_day_that_is_not_clear_is_asked_about_in_the_form_and_the_reason_stays(
    office: Office, card: str
) -> None:
    shown = reply(office, AMY, card, "push back to Xmas because staff leave")
    assert office.slack.press(AMY, "C0CYPE", shown["ts"], "new_date").ok
    view = str(office.slack.view(AMY))
    assert "Is it 23 December 2022, or 26 December 2022?" in view
    assert "initial_date" not in view
    assert "'initial_value': 'staff leave'" in view


def test_a_lead_who_accepts_what_is_reported_verifies_it(office: Office, card: str) -> None:
    ask(office, AMY, "C0CYPE", "/htst done 3 All seen to")
    shown = reply(office, CYPE_LEAD, card, "Looks good, accept it")
    assert pressed(shown) == ["verify", "record_it"]
    assert office.slack.press(CYPE_LEAD, "C0CYPE", shown["ts"], "verify").ok
    assert action(office, "3").status is Status.VERIFIED
    again = reply(office, CYPE_LEAD, card, "accept it")
    assert "There is nothing on it for you to decide now." in again["text"]
    assert pressed(again) == ["record_it"]


def test_another_action_that_it_names_is_meant(office: Office, card: str) -> None:
    shown = reply(office, MONITOR, card, "38: close this")
    assert "as an update to action 38" in shown["text"]
    assert not updates(office)


def test_with_news_beside_it_the_reply_is_kept(office: Office, card: str) -> None:
    shown = reply(office, AMY, card, "Legal answer in the new year, so please move it to 31 January")
    assert [one.text for one in updates(office)] == [
        "Legal answer in the new year, so please move it to 31 January"
    ]
    assert "*New date …* on the card" in shown["text"]


def test_words_of_commands_are_told_where_commands_work(office: Office, card: str) -> None:
    assert "Commands work in the channel" in reply(office, AMY, card, "status")["text"]
    assert "takes an update back" in reply(office, AMY, card, "undo")["text"]
    assert not updates(office)
