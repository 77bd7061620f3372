"""Replies under a card: recorded, asked about, taken back; through events that the local workspace sends."""

from datetime import UTC, datetime
from typing import Any

import pytest

from demo.office import CYPE_LEAD, OFFICER_IDS, Office
from demo.story import action_card, shown_text
from playground.workspace import File
from tests.recorded import updates
from workflow.replies import NO_WORDS

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


def reactions(office: Office, card: str, reply: str) -> list[str]:
    (message,) = [one for one in office.slack.thread("C0CYPE", card) if one["ts"] == reply]
    return [one["name"] for one in message.get("reactions") or ()]


def test_a_reply_is_an_update_and_only_its_author_is_told(office: Office, card: str) -> None:
    reply = office.slack.say(
        AMY, "C0CYPE", "Feedback form sent to @Gareth Evans, see #get & <more>", thread_ts=card
    )
    office.settle()
    (update,) = updates(office)
    assert update.by == AMY
    assert update.source == "reply"
    assert update.text.endswith("see #get & <more>")
    assert "U0GET" not in update.text or "@" in update.text
    assert reactions(office, card, reply) == ["memo"]
    (receipt,) = office.slack.ephemeral(AMY)
    assert receipt["thread_ts"] == card
    assert "action 3" in receipt["text"]
    assert office.slack.ephemeral(CYPE_LEAD) == []
    for channel in ("C0CYPE", "C0GET", "C0GLD"):
        assert "Feedback form sent" in shown_text(action_card(office, channel, "3"))


def test_a_screenshot_without_a_word_is_no_update_until_its_author_says_what_it_shows(
    office: Office, card: str
) -> None:
    shot = File("screenshot.png", b"PNG")
    reply = office.slack.say(AMY, "C0CYPE", "", thread_ts=card, files=[shot])
    office.settle()
    assert not updates(office)
    (asked,) = office.slack.ephemeral(AMY)
    assert "A file alone does not say what was done" in asked["text"]
    assert "Record it" in str(asked["blocks"])
    office.slack.edit(AMY, "C0CYPE", reply, "The form that parents see since Monday")
    office.settle()
    assert [one.text for one in updates(office)] == [
        "The form that parents see since Monday [file: screenshot.png]"
    ]


def test_a_screenshot_is_asked_about_too_where_its_words_are_only_an_actions_number_or_thanks(
    office: Office, card: str
) -> None:
    for words in ("3", "3:", "Thanks!", "3: as above"):
        office.slack.say(AMY, "C0CYPE", words, thread_ts=card, files=[File("screenshot.png", b"PNG")])
        office.settle()
        asked = office.slack.ephemeral(AMY)[-1]
        assert (
            "A file alone does not say what was done, so I did not record it as an update to action 3"
            in asked["text"]
        )
    assert not updates(office)
    assert office.slack.press(AMY, "C0CYPE", asked["ts"], "record_it").ok
    office.settle()
    assert [one.text for one in updates(office)] == ["as above [file: screenshot.png]"]


@pytest.mark.parametrize(
    "name", ["minutes[1].pdf", "a[1].png", "minutes [draft].docx", "[a].png", "a].png", "[.png"]
)
def test_a_file_alone_is_asked_about_whatever_brackets_its_name_has(
    office: Office, card: str, name: str
) -> None:
    office.slack.say(AMY, "C0CYPE", "", thread_ts=card, files=[File(name, b"PNG")])
    office.settle()
    assert not updates(office)
    assert "A file alone does not say what was done" in office.slack.ephemeral(AMY)[-1]["text"]


def test_a_screenshot_alone_is_kept_where_its_author_wants_it(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "", thread_ts=card, files=[File("screenshot.png", b"PNG")])
    office.settle()
    (asked,) = office.slack.ephemeral(AMY)
    assert office.slack.press(AMY, "C0CYPE", asked["ts"], "record_it").ok
    office.settle()
    assert [one.text for one in updates(office)] == ["[file: screenshot.png]"]


def test_not_an_update_takes_it_back_and_lifts_the_reaction(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "Half of it is drafted", thread_ts=card)
    office.settle()
    (receipt,) = office.slack.ephemeral(AMY)
    assert office.slack.press(AMY, "C0CYPE", receipt["ts"], "not_an_update").ok
    office.settle()
    assert updates(office) == ()
    assert reactions(office, card, reply) == []
    (line,) = office.slack.ephemeral(AMY)
    assert "Taken back" in line["text"]
    office.slack.edit(AMY, "C0CYPE", reply, "Half of it is sent")
    office.settle()
    assert updates(office) == ()


def test_an_event_that_comes_again_records_nothing_more(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "Once only", thread_ts=card)
    office.settle()
    (delivery,) = [one for one in office.slack.deliveries("message") if one.event.get("text") == "Once only"]
    for _again in range(3):
        assert office.slack.redeliver(delivery).ok
    office.settle()
    assert len(updates(office)) == 1
    assert len(office.slack.ephemeral(AMY)) == 1


def test_what_is_not_a_persons_reply_under_a_card_records_nothing(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "Talk in the channel")
    other = office.slack.say(GARETH, "C0GET", "A thread of our own")
    office.slack.say(GARETH, "C0GET", "and a reply in it", thread_ts=other)
    office.slack.join("U0GLD", "C0CYPE")
    office.settle()
    assert updates(office) == ()
    assert updates(office, "10") == ()


def test_a_mention_of_the_bot_under_a_card_is_one_update(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "@HTST the form has gone out", thread_ts=card)
    office.settle()
    assert [one.text for one in updates(office)] == ["the form has gone out"]


def test_a_reply_also_sent_to_the_channel_is_one_update(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "For everybody to see", thread_ts=card, broadcast=True)
    office.settle()
    assert [one.text for one in updates(office)] == ["For everybody to see"]


@pytest.mark.usefixtures("_first_save_fails")
def test_a_reply_that_failed_to_be_saved_is_delivered_again_and_saved_once(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "Kept in the end", thread_ts=card)
    office.slack.settle()
    office.settle()
    assert [one.text for one in updates(office)] == ["Kept in the end"]


def reminder(office: Office) -> str:
    """The ts of #cype's reminder of 16 November, of actions 3, 14, 38 and 42."""
    office.slack.move_to(datetime(2022, 11, 16, 10, tzinfo=UTC))
    office.settle()
    ts: str = office.slack.messages("C0CYPE")[-1]["ts"]
    return ts


def test_a_reply_under_a_reminder_is_an_update_when_it_says_of_which_action(office: Office) -> None:
    office.slack.say(AMY, "C0CYPE", "#14: one forecast agreed", thread_ts=reminder(office))
    office.settle()
    assert [one.text for one in updates(office, "14")] == ["one forecast agreed"]
    assert "action 14" in office.slack.ephemeral(AMY)[-1]["text"]


def test_a_reply_under_a_reminder_that_does_not_say_is_asked_about(office: Office) -> None:
    office.slack.say(AMY, "C0CYPE", "We are nearly there", thread_ts=reminder(office))
    office.settle()
    assert all(updates(office, ref) == () for ref in ("3", "14", "38", "42"))
    (question,) = office.slack.ephemeral(AMY)
    assert "did not record" in question["text"]
    offered = [one["text"]["text"] for one in question["blocks"][1]["elements"]]
    assert offered == ["Action 3", "Action 14", "Action 38", "Action 42", "All 4"]
    assert office.slack.press(AMY, "C0CYPE", question["ts"], "record_it_1").ok
    office.settle()
    assert [one.text for one in updates(office, "14")] == ["We are nearly there"]


@pytest.mark.parametrize("words", ["All except 42 are with Legal", "All done except 42", "Done all but 42"])
def test_a_reply_under_a_reminder_can_be_about_all_of_it_but_one(office: Office, words: str) -> None:
    office.slack.say(AMY, "C0CYPE", words, thread_ts=reminder(office))
    question = whispered(office)
    offered = [one["text"]["text"] for one in question["blocks"][1]["elements"]]
    assert offered == ["Actions 3, 14 and 38", "Action 3", "Action 14", "Action 38", "Action 42"]
    assert office.slack.press(AMY, "C0CYPE", question["ts"], "record_it").ok
    office.settle()
    assert texts(office, "3", "14", "38", "42") == [[words]] * 3 + [[]]


@pytest.mark.parametrize(
    ("words", "advice"),
    [("Not ours", "An administrator or its lead can change"), ("Stop sending me these", "Snooze")],
)
def test_what_is_no_news_is_told_what_helps(office: Office, card: str, words: str, advice: str) -> None:
    office.slack.say(AMY, "C0CYPE", words, thread_ts=card)
    assert advice in whispered(office)["text"]
    assert texts(office, "3") == [[]]


def test_talk_under_a_reminder_is_told_so_without_a_button_for_each_action(office: Office) -> None:
    office.slack.say(AMY, "C0CYPE", "Can we have until the end of January?", thread_ts=reminder(office))
    answer = whispered(office)
    assert "reads as a question" in answer["text"]
    assert "New date" in answer["text"]
    assert len(answer["blocks"]) == 1


def test_a_sentence_for_each_action_is_an_update_to_each_without_its_number(office: Office) -> None:
    office.slack.say(AMY, "C0CYPE", "14 forecast agreed. 38 done. 42 no", thread_ts=reminder(office))
    assert texts(office, "14", "38", "42") == [["forecast agreed."], ["done."], ["no"]]
    receipt = whispered(office)["text"]
    assert "actions 14, 38 and 42" in receipt
    assert "*14*  forecast agreed." in receipt


def test_a_number_that_may_be_an_action_or_a_count_is_asked_about(office: Office, card: str) -> None:
    reply = office.slack.say(AMY, "C0CYPE", "14 forecast agreed", thread_ts=card)
    question = whispered(office)
    assert texts(office, "3", "14") == [[], []]
    assert [one["text"]["text"] for one in question["blocks"][1]["elements"]] == ["Action 14", "Action 3"]
    assert office.slack.press(AMY, "C0CYPE", question["ts"], "record_it").ok
    office.settle()
    assert texts(office, "3", "14") == [[], ["forecast agreed"]]
    office.slack.edit(AMY, "C0CYPE", reply, "14 forecast signed")
    office.settle()
    assert texts(office, "3", "14") == [[], ["forecast signed"]]


@pytest.mark.parametrize("words", ["3 officers are off sick", "14 days should do", "Thanks"])
def test_words_that_happen_to_begin_with_a_number_are_asked_about(office: Office, words: str) -> None:
    office.slack.say(AMY, "C0CYPE", words, thread_ts=reminder(office))
    office.settle()
    assert all(updates(office, ref) == () for ref in ("3", "14"))
    assert "did not record" in office.slack.ephemeral(AMY)[-1]["text"]


@pytest.mark.parametrize("words", ["Half \ud83d a smile", "Before\x00after"])
def test_a_reply_that_no_database_could_hold_as_it_is_is_kept_all_the_same(
    office: Office, card: str, words: str
) -> None:
    office.slack.say(AMY, "C0CYPE", words, thread_ts=card)
    office.settle()
    (update,) = updates(office)
    assert update.text.split()[0].startswith(words[:4])


def test_a_reply_under_a_digest_can_be_about_any_action_that_it_names(office: Office) -> None:
    office.slack.move_to(datetime(2022, 11, 21, 10, tzinfo=UTC))
    office.settle()
    digest = office.slack.messages("C0CYPE")[-1]
    silent = shown_text(digest).rpartition("No update since")[2].splitlines()[1].split(", ")
    late = shown_text(digest).partition("Due in the next four weeks")[2]
    ref = next(one for one in silent if f"*{one}*" not in late)
    office.slack.say(AMY, "C0CYPE", f"{ref}: drafted", thread_ts=digest["ts"])
    office.settle()
    assert [one.text for one in updates(office, ref)] == ["drafted"]


def said_by_amy(card: str, **message: Any) -> dict[str, Any]:
    """A reply of Amy's under a card, as an event."""
    ts = f"{float(card) + 60:.6f}"
    return {
        "type": "message",
        "user": AMY,
        "channel": "C0CYPE",
        "ts": ts,
        "event_ts": ts,
        "thread_ts": card,
        "text": "",
    } | message


def test_a_reply_that_cannot_be_read_is_not_dropped_in_silence(office: Office, card: str) -> None:
    office.slack.send_event(said_by_amy(card, blocks=[{"type": "divider"}]))
    office.settle()
    assert updates(office) == ()
    (shown,) = office.slack.ephemeral(AMY)
    assert shown["text"] == NO_WORDS
    assert shown["thread_ts"] == card


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (
            {
                "text": "As agreed",
                "files": [{"id": "F1", "file_access": "check_file_info"}],
                "subtype": "file_share",
            },
            "As agreed [file]",
        ),
        (
            {
                "blocks": [
                    {
                        "type": "rich_text",
                        "elements": [
                            {"type": "rich_text_section", "elements": [{"type": "text", "text": "Drafted"}]}
                        ],
                    }
                ]
            },
            "Drafted",
        ),
        ({"text": "is on leave", "subtype": "me_message"}, "is on leave"),
    ],
)
def test_a_reply_without_plain_words_or_a_file_name_is_recorded(
    office: Office, card: str, message: dict[str, Any], words: str
) -> None:
    office.slack.send_event(said_by_amy(card, **message))
    assert [one.text for one in updates(office)] == [words]


def whispered(office: Office, person: str = AMY) -> dict[str, Any]:
    """What somebody alone was shown last."""
    office.settle()
    shown: dict[str, Any] = office.slack.ephemeral(person)[-1]
    return shown


def texts(office: Office, *refs: str) -> list[list[str]]:
    return [[update.text for update in updates(office, ref)] for ref in refs]


def test_a_sentence_about_two_actions_is_an_update_to_each(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "Actions 3 and 14 are done", thread_ts=card)
    receipt = whispered(office)
    assert "actions 3 and 14" in receipt["text"]
    assert texts(office, "3", "14") == [["done"]] * 2
    offered = [block.get("accessory", {}).get("value") for block in receipt["blocks"]]
    assert offered[1:] == ["kent:3", "kent:14"]  # *Mark complete*
    assert office.slack.press(AMY, "C0CYPE", receipt["ts"], "not_an_update").ok
    office.settle()
    assert texts(office, "3", "14") == [[], []]


def test_a_ref_that_is_named_wins_over_the_card_and_the_receipt_says_so(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "14: one forecast agreed", thread_ts=card)
    assert "action 14, as your words name it, not to action 3" in whispered(office)["text"]
    assert texts(office, "3", "14") == [[], ["one forecast agreed"]]


@pytest.mark.parametrize("words", ["#99 is done", "3: done\n99: not yet", "Actions 3 and 99 are done"])
def test_a_reply_that_names_an_action_that_there_is_not_keeps_nothing(
    office: Office, card: str, words: str
) -> None:
    office.slack.say(AMY, "C0CYPE", words, thread_ts=card)
    assert "it names action 99, and there is none" in whispered(office)["text"]
    assert texts(office, "3") == [[]]


@pytest.mark.parametrize("words", ["Thanks!", "Thank you both", "Who knows the date?", ":+1:"])
def test_thanks_and_questions_are_kept_only_if_their_author_wants_it(
    office: Office, card: str, words: str
) -> None:
    reply = office.slack.say(AMY, "C0CYPE", words, thread_ts=card)
    offer = whispered(office)
    assert "did not record" in offer["text"]
    assert office.slack.ephemeral(CYPE_LEAD) == []
    assert texts(office, "3") == [[]]
    assert reactions(office, card, reply) == []
    assert office.slack.press(AMY, "C0CYPE", offer["ts"], "record_it").ok
    office.settle()
    assert texts(office, "3") == [[words]]
    assert reactions(office, card, reply) == ["memo"]
    office.slack.delete(AMY, "C0CYPE", reply)
    office.settle()
    assert texts(office, "3") == [[]]


def test_a_reply_under_a_direct_message_of_the_bots_is_an_update(office: Office) -> None:
    office.slack.move_to(datetime(2022, 12, 14, 10, tzinfo=UTC))
    office.settle()
    place = office.slack.dm(CYPE_LEAD)
    escalation = office.slack.messages(place)[-1]
    office.slack.say(
        CYPE_LEAD, place, "14: agreed with GET\n3: waits for the forum", thread_ts=escalation["ts"]
    )
    receipt = whispered(office, CYPE_LEAD)
    assert "actions 14 and 3" in receipt["text"]
    assert receipt["thread_ts"] == escalation["ts"]
    assert texts(office, "14", "3") == [["agreed with GET"], ["waits for the forum"]]
    office.slack.say(CYPE_LEAD, place, "status 3", thread_ts=escalation["ts"])
    office.settle()
    assert "Action 3" in shown_text(office.slack.thread(place, escalation["ts"])[-1])
    assert len(updates(office, "3")) == 1
