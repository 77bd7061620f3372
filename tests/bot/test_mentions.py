"""@HTST and a direct message to it are answered as /htst is: once, and to whoever asked only."""

from typing import Any

import pytest

from demo.office import BOT, CYPE_LEAD, GUEST_USER, OFFICER_IDS, Office
from demo.story import shown_text
from tests.recorded import posted_card, updates

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


def whispered(office: Office, person: str = AMY) -> list[str]:
    office.settle()
    return [shown_text(message) for message in office.slack.ephemeral(person)]


def in_private(office: Office, person: str, text: str, **more: Any) -> list[dict[str, Any]]:
    """What the bot says in somebody's direct message after they have said that."""
    place = office.slack.dm(person)
    before = len(office.slack.messages(place))
    office.slack.say(person, place, text, **more)
    office.settle()
    return [message for message in office.slack.messages(place)[before:] if message.get("bot_id")]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("@HTST what is complete?", "Actions complete or closed: 2"),
        ("@HTST status 10", "Action 10"),
        ("Hi @HTST, list overdue", "Actions overdue: there are none"),
        ("@HTST: 10, please", "Action 10"),
        ("what is due by 31 March 2023 @HTST", "Actions due by 31 March 2023"),
        ("@HTST", "What you can ask me"),
        ("@HTST frobnicate", "I do not know “frobnicate”"),
    ],
)
def test_a_mention_is_answered_to_whoever_asked_only(office: Office, words: str, answer: str) -> None:
    office.slack.say(AMY, "C0CYPE", words)
    (whisper,) = whispered(office)
    assert answer in whisper
    assert office.slack.ephemeral(CYPE_LEAD) == []
    assert [message for message in office.slack.messages("C0CYPE") if message.get("bot_id")] == []


def test_a_mention_records_an_update_once_however_often_its_event_comes(office: Office) -> None:
    office.slack.say(AMY, "C0CYPE", "@HTST update 10 and 11 Draft <b> sent to @Gareth Evans")
    office.settle()
    (delivery,) = [
        one for one in office.slack.deliveries("message") if "update 10" in one.event.get("text", "")
    ]
    for _again in range(3):
        assert office.slack.redeliver(delivery).ok
    (receipt,) = whispered(office)
    assert "Saved as an update to actions 10 and 11." in receipt
    for ref in ("10", "11"):
        (update,) = updates(office, ref)
        assert (update.by, update.source) == (AMY, "mention")
        assert update.text == f"Draft <b> sent to @{GARETH}"


def test_a_mention_in_a_thread_is_answered_there(office: Office) -> None:
    talk = office.slack.say(AMY, "C0CYPE", "Shall we look at the form?")
    office.slack.say(AMY, "C0CYPE", "@HTST status 3", thread_ts=talk)
    whispered(office)
    (answer,) = office.slack.ephemeral(AMY)
    assert answer["thread_ts"] == talk
    assert updates(office) == ()


def test_under_a_card_a_mention_is_an_update_unless_it_asks_for_something(office: Office) -> None:
    card = posted_card(office, "C0CYPE", "3")
    question = office.slack.say(AMY, "C0CYPE", "@HTST status 10", thread_ts=card)
    assert "Action 10" in whispered(office)[-1]
    assert updates(office) == ()
    office.slack.edit(AMY, "C0CYPE", question, "@HTST status 11")
    assert len(whispered(office)) == 1
    assert updates(office) == ()
    office.slack.say(AMY, "C0CYPE", "@HTST update: the form has gone out", thread_ts=card)
    assert "Recorded as an update to action 3." in whispered(office)[-1]
    office.slack.say(AMY, "C0CYPE", "@HTST list what is late?", thread_ts=card)
    assert "there are none" in whispered(office)[-1]
    office.slack.say(AMY, "C0CYPE", "@HTST please give me a summary", thread_ts=card)
    assert "open of 44" in whispered(office)[-1]
    assert len(updates(office)) == 1


def test_under_a_card_a_question_to_the_bot_needs_no_question_mark(office: Office) -> None:
    card = posted_card(office, "C0CYPE", "3")
    office.slack.say(AMY, "C0CYPE", "@HTST whose is 14", thread_ts=card)
    office.settle()
    assert "Action 14" in whispered(office)[-1]
    assert updates(office) == ()
    office.slack.say(AMY, "C0CYPE", "@HTST when Legal replied, the draft was sent", thread_ts=card)
    office.settle()
    assert [one.text for one in updates(office)] == ["when Legal replied, the draft was sent"]


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("@HTST: the form has gone out", "the form has gone out"),
        ("The form has gone out, @HTST.", "The form has gone out"),
        ("I told @HTST that the form has gone out", "I told @U0HTST that the form has gone out"),
        ("@HTST @Gareth Evans has the form", "@U0GET has the form"),
    ],
)
def test_the_bots_name_before_or_behind_an_update_is_no_part_of_it(
    office: Office, typed: str, recorded: str
) -> None:
    office.slack.say(AMY, "C0CYPE", typed, thread_ts=posted_card(office, "C0CYPE", "3"))
    office.settle()
    assert [one.text for one in updates(office)] == [recorded]


def test_talk_about_the_bots_name_only_is_not_to_it(office: Office) -> None:
    office.slack.say(AMY, "C0CYPE", "HTST is home to school transport")
    assert whispered(office) == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("list complete", "Actions complete or closed: 2"),
        ("What is complete?", "Actions complete or closed: 2"),
        ("/htst status 10", "Action 10"),
        ("10", "Action 10"),
        ("hello", "What you can ask me"),
        ("complete 10", "what shows that it is done"),
        ("3: the form is out", "Did you mean `/htst update 3: the form is out`?"),
        ("zebra crossings", "I do not know “zebra”"),
        ("Thanks!", "Thank you. I have recorded nothing"),
        ("It will be done next week", "say for which action: `/htst update REF It will be done next week`"),
    ],
)
def test_a_direct_message_is_answered_in_it(office: Office, words: str, answer: str) -> None:
    (message,) = in_private(office, AMY, words)
    assert answer in shown_text(message)
    assert office.slack.ephemeral(AMY) == []


def test_a_direct_message_that_comes_again_is_answered_once(office: Office) -> None:
    in_private(office, AMY, "update 10 Draft sent")
    (delivery,) = [
        one for one in office.slack.deliveries("message") if "update 10" in one.event.get("text", "")
    ]
    for _again in range(3):
        assert office.slack.redeliver(delivery).ok
    office.settle()
    place = office.slack.dm(AMY)
    assert len([message for message in office.slack.messages(place) if message.get("bot_id")]) == 1
    assert [update.text for update in updates(office, "10")] == ["Draft sent"]


def test_what_a_direct_message_recorded_can_be_taken_back_there(office: Office) -> None:
    (answer,) = in_private(office, AMY, "update 10 Draft sent")
    assert office.slack.press(AMY, office.slack.dm(AMY), answer["ts"], "not_an_update").ok
    assert updates(office, "10") == ()


def test_a_question_in_the_thread_of_an_answer_is_answered_in_that_thread(office: Office) -> None:
    (first,) = in_private(office, AMY, "status 10")
    office.slack.say(AMY, office.slack.dm(AMY), "status 11", thread_ts=first["ts"])
    office.settle()
    thread = office.slack.thread(office.slack.dm(AMY), first["ts"])
    assert "Action 11" in shown_text(thread[-1])


def test_a_guest_who_asks_is_told_why_there_is_no_answer(office: Office) -> None:
    office.slack.say(GUEST_USER, "C0GET", "@HTST list overdue")
    assert "You are a guest" in whispered(office, GUEST_USER)[-1]
    (message,) = in_private(office, GUEST_USER, "list overdue")
    assert "You are a guest" in shown_text(message)


def test_the_bot_does_not_answer_itself(office: Office) -> None:
    in_private(office, AMY, "help")
    place = office.slack.dm(AMY)
    office.settle()
    assert len([message for message in office.slack.messages(place) if message.get("user") == BOT.id]) == 1
