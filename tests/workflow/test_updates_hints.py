"""Who gives an update that tells little reads in its receipt, and nowhere else, what would make it better."""

from demo.office import OFFICER_IDS, Office
from tests.recorded import posted_card, updates
from tests.workflow.test_progress import ask

AMY = OFFICER_IDS["CYPE"]
ONGOING = "please add the day it ends"
SHORT = "It is short: a line on what was done"


def whispered(office: Office) -> list[str]:
    office.settle()
    return [str(one["blocks"]) for one in office.slack.ephemeral(AMY)]


def test_by_command_the_answer_asks_once_and_the_update_is_kept(office: Office) -> None:
    first = ask(office, AMY, "C0CYPE", "/htst update 3 Ongoing")
    assert "Saved as an update to action 3." in first
    assert ONGOING in first
    assert ONGOING not in ask(office, AMY, "C0CYPE", "/htst update 3 Still ongoing")
    assert "the same as the update before it" in ask(
        office, AMY, "C0CYPE", "/htst update 14 Sent to GET for a view"
    ) + (ask(office, AMY, "C0CYPE", "/htst update 14 Sent to GET for a view"))
    assert [one.text for one in updates(office, "3")] == ["Ongoing", "Still ongoing"]


def test_a_reply_is_recorded_and_its_receipt_alone_asks(office: Office) -> None:
    card = posted_card(office, "C0CYPE", "3")
    before = len(office.slack.messages("C0CYPE"))
    office.slack.say(AMY, "C0CYPE", "In progress", thread_ts=card)
    (receipt,) = whispered(office)
    assert "Recorded as an update to action 3." in receipt
    assert SHORT in receipt
    # The reply: no message more, and none in view of others.
    assert len(office.slack.messages("C0CYPE")) == before + 1
    assert len(office.slack.thread("C0CYPE", card)) == 2
    office.slack.say(
        AMY, "C0CYPE", "The draft went to GET on Monday; they answer by 2 December.", thread_ts=card
    )
    assert SHORT not in whispered(office)[-1]


def test_the_form_is_saved_and_its_receipt_asks(office: Office) -> None:
    card = posted_card(office, "C0CYPE", "3")
    assert office.slack.press(AMY, "C0CYPE", card, "update").ok
    view = office.slack.view(AMY)
    assert view is not None
    words = {"words": {"words": "It will be completed soon"}}
    assert office.slack.submit(AMY, view["id"], words) == {}
    (receipt,) = whispered(office)
    assert "Saved for action 3. It says what will be complete: please add what is done so far" in receipt


def test_of_several_actions_it_is_asked_once(office: Office) -> None:
    answer = ask(office, AMY, "C0CYPE", "/htst update 3, 14: in progress")
    assert answer.count("It is short") == 1
