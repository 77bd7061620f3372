"""Replies that are edited or deleted in Slack: the register ends with what Slack shows."""

from demo.office import MONITOR, OFFICER_IDS, Office
from demo.story import action_card, shown_text
from storage.actions import actions, change_log
from storage.database.engine import reading
from tests.recorded import updates
from tests.workflow.test_progress import action, ask
from tests.workflow.test_replies import reactions, reminder, said_by_amy, texts, whispered
from workflow.replies import AS_IT_WAS

AMY = OFFICER_IDS["CYPE"]


def test_a_reply_edited_in_slack_changes_the_update_and_keeps_what_it_said(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "First words", thread_ts=card)
    office.slack.edit(AMY, "C0CYPE", reply, "Better words")
    office.settle()
    assert [one.text for one in updates(office)] == ["Better words"]
    with reading(office.engine) as tx:
        number = actions.find_id(tx, office.register, "3")
        assert number is not None
        _added, *rest = change_log.of_actions(tx, [number])[number]
        story = [entry.change.after["update"].get("text") for entry in rest]
    assert story == ["First words", "Better words"]
    assert "Better words" in shown_text(action_card(office, "C0GET", "3"))


def test_a_reply_deleted_in_slack_is_withdrawn(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "Said too early", thread_ts=card)
    office.settle()
    office.slack.delete(AMY, "C0CYPE", reply)
    office.settle()
    assert updates(office) == ()
    assert "Said too early" not in shown_text(action_card(office, "C0CYPE", "3"))
    assert office.slack.calls("reactions.remove") == []  # it went with the message


def test_an_edit_that_leaves_nothing_to_read_leaves_the_update_and_says_so(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "The form has gone out", thread_ts=card)
    later = f"{float(reply) + 60:.6f}"
    now = said_by_amy(card, ts=reply) | {"edited": {"user": AMY, "ts": later}}
    changed = {"type": "message", "subtype": "message_changed", "channel": "C0CYPE", "message": now}
    office.slack.send_event(changed | {"ts": later, "event_ts": later})
    office.settle()
    assert [one.text for one in updates(office)] == ["The form has gone out"]
    assert AS_IT_WAS in [one["text"] for one in office.slack.ephemeral(AMY)]


def test_a_line_for_each_action_is_an_update_to_each_and_follows_its_edits(office: Office) -> None:
    under = reminder(office)
    reply = office.slack.say(AMY, "C0CYPE", "3: done\n14: not yet", thread_ts=under)
    assert "an update each to actions 3 and 14" in whispered(office)["text"]
    assert texts(office, "3", "14") == [["done"], ["not yet"]]
    office.slack.edit(AMY, "C0CYPE", reply, "14: agreed\n38: begun")
    office.settle()
    assert texts(office, "3", "14", "38") == [[], ["agreed"], ["begun"]]
    assert "Recorded as an update to action 38" in whispered(office)["text"]
    office.slack.delete(AMY, "C0CYPE", reply)
    office.settle()
    assert texts(office, "3", "14", "38") == [[], [], []]


def test_an_update_that_becomes_thanks_is_withdrawn_and_its_reaction_goes(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "Draft sent", thread_ts=card)
    office.settle()
    office.slack.edit(AMY, "C0CYPE", reply, "Thanks")
    office.settle()
    assert texts(office, "3") == [[]]
    assert reactions(office, card, reply) == []
    office.slack.edit(AMY, "C0CYPE", reply, "Thanks, draft sent")
    office.settle()
    assert texts(office, "3") == [["Thanks, draft sent"]]
    assert reactions(office, card, reply) == ["memo"]


def test_one_of_two_taken_back_leaves_the_mark_under_the_reply(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "3: done\n14: not yet", thread_ts=card)
    office.settle()
    office.slack.edit(AMY, "C0CYPE", reply, "3: done")
    office.settle()
    assert texts(office, "3", "14") == [["done"], []]
    assert reactions(office, card, reply) == ["memo"]


def test_an_edited_reply_is_not_called_taken_back(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "The draft went to the board today.", thread_ts=card)
    office.slack.edit(AMY, "C0CYPE", reply, "The draft went to the board on Monday.")
    answer = ask(office, AMY, "C0CYPE", "/htst undo")
    assert "You edited your reply last, on action 3, so nothing was taken back" in answer
    assert "already been taken back" not in answer
    assert [one.text for one in updates(office)] == ["The draft went to the board on Monday."]
    office.slack.delete(AMY, "C0CYPE", reply)
    assert "already been taken back" in ask(office, AMY, "C0CYPE", "/htst undo")


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


def test_who_writes_in_the_wrong_thread_is_told_how_the_update_is_moved_and_that_moves_it(
    office: Office, card: str
) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "4 of 9 services done", thread_ts=card)
    office.settle()
    office.slack.say(AMY, "C0CYPE", "sorry wrong thread, that was about action 14", thread_ts=card)
    answer = whispered(office)["text"]
    assert "This names action 14 and says nothing more, so I recorded nothing." in answer
    assert "edit its message so that it begins “14: …”" in answer
    assert texts(office, "3", "14") == [["4 of 9 services done"], []]
    office.slack.edit(AMY, "C0CYPE", reply, "14: 4 of 9 services done")
    office.settle()
    assert texts(office, "3", "14") == [[], ["4 of 9 services done"]]


def test_what_an_action_is_called_is_no_part_of_its_update(office: Office, card: str) -> None:
    title = " ".join(action(office, "3").defined.split()[:3])
    reply = office.slack.say(AMY, "C0CYPE", f"3 ({title}): with Legal", thread_ts=card)
    office.settle()
    assert [one.text for one in updates(office)] == ["with Legal"]
    office.slack.edit(AMY, "C0CYPE", reply, f"3 ({title}): signed")
    office.settle()
    assert [one.text for one in updates(office)] == ["signed"]
    ask(office, AMY, "C0CYPE", f"/htst update 3 ({title}): sent to schools")
    assert [one.text for one in updates(office)][-1] == "sent to schools"


def test_a_line_on_one_of_several_updates_says_which_it_is_about(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "3: the survey of all parents is out\n38: delayed", thread_ts=card)
    office.settle()
    assert "Action 38: It is short" in office.slack.ephemeral(AMY)[-1]["text"]
