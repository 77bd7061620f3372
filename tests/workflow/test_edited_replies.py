"""Updates by reply that change afterwards: their author edits the reply, or an administrator takes the update back."""

from demo.office import MONITOR, OFFICERS, Office
from tests.workflow.test_replies import reactions, reminder, texts

AMY = OFFICERS["CYPE"]


def test_an_edit_that_leaves_out_the_number_changes_the_update_to_that_action(office: Office) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "#14: one forecast agreed", thread_ts=reminder(office))
    office.settle()
    office.slack.edit(AMY, "C0CYPE", reply, "The first forecast is agreed")
    office.settle()
    assert texts(office, "3", "14") == [[], ["The first forecast is agreed"]]


def test_an_update_whose_reply_comes_to_name_an_action_that_there_is_not_is_withdrawn(
    office: Office, card: str
) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "Draft sent", thread_ts=card)
    office.settle()
    office.slack.edit(AMY, "C0CYPE", reply, "#99: draft sent")
    office.settle()
    assert texts(office, "3") == [[]]
    assert reactions(office, card, reply) == []


def test_a_mark_goes_when_an_administrator_takes_the_update_back(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "Draft sent", thread_ts=card)
    office.settle()
    assert reactions(office, card, reply) == ["memo"]
    assert office.slack.command(MONITOR, "C0LEADS", "/htst withdraw 3 because it names a child").ok
    office.settle()
    assert reactions(office, card, reply) == []
