"""What is recorded only once its author has said so: messages outside our threads, and numbers in replies."""

import pytest

from demo.office import OFFICER_IDS, Office
from tests.recorded import updates
from tests.workflow.test_replies import reminder, texts, whispered

AMY = OFFICER_IDS["CYPE"]


def test_a_message_in_no_thread_that_names_an_action_is_asked_about_and_then_followed(office: Office) -> None:
    ts = office.slack.say(AMY, "C0CYPE", "Action 3: draft sent to 14 schools")
    office.settle()
    assert updates(office) == ()
    (asked,) = office.slack.ephemeral(AMY)
    assert "thread_ts" not in asked
    assert "Is this an update to action 3?" in asked["text"]
    office.slack.edit(AMY, "C0CYPE", ts, "Action 3: draft sent to 15 schools")
    office.settle()
    assert office.slack.press(AMY, "C0CYPE", asked["ts"], "record_it").ok
    office.settle()
    assert updates(office) == ()  # it carries the words of before
    (anew,) = [
        one for one in office.slack.ephemeral(AMY) if "Is this an update" in one["text"] and one != asked
    ]
    assert office.slack.press(AMY, "C0CYPE", anew["ts"], "record_it").ok
    assert [one.text for one in updates(office)] == ["draft sent to 15 schools"]
    office.slack.edit(AMY, "C0CYPE", ts, "Action 3: draft sent to all schools")
    assert [one.text for one in updates(office)] == ["draft sent to all schools"]
    office.slack.delete(AMY, "C0CYPE", ts)
    assert updates(office) == ()


def test_talk_in_a_channel_is_left_alone(office: Office) -> None:
    for words in (
        "Actions speak louder than 14 words",
        "Action 999: not ours",
        "Action 3: thanks!",
        "3 coffees please",
    ):
        office.slack.say(AMY, "C0CYPE", words)
    office.settle()
    assert updates(office) == ()
    assert office.slack.ephemeral(AMY) == []


@pytest.mark.parametrize(
    ("press", "kept"), [("record_it", [["done"], ["done"]]), ("record_it_1", [["done 14"], []])]
)
def test_of_a_number_behind_the_words_its_author_says_whether_the_same_is_true_of_it(
    office: Office, press: str, kept: list[list[str]]
) -> None:
    office.slack.say(AMY, "C0CYPE", "3 done 14", thread_ts=reminder(office))
    question = whispered(office)
    assert "is the same true of 14, or is 14 a count of something?" in question["text"]
    assert [one["text"]["text"] for one in question["blocks"][1]["elements"]] == [
        "Actions 3 and 14",
        "Action 3",
    ]
    assert texts(office, "3", "14") == [[], []]
    assert office.slack.press(AMY, "C0CYPE", question["ts"], press).ok
    office.settle()
    assert texts(office, "3", "14") == kept


@pytest.mark.parametrize(
    ("press", "kept"),
    [("record_it", [["done"], ["done"], ["not yet"]]), ("record_it_1", [[], ["done"], ["not yet"]])],
)
def test_of_a_number_on_a_line_of_its_own_its_author_says_whether_it_has_the_words_below(
    office: Office, press: str, kept: list[list[str]]
) -> None:
    office.slack.say(AMY, "C0CYPE", "3\n14: done\n38 not yet", thread_ts=reminder(office))
    question = whispered(office)
    assert "is the same true of 3 as of 14, or is 3 a count of something?" in question["text"]
    assert texts(office, "3", "14", "38") == [[], [], []]
    assert office.slack.press(AMY, "C0CYPE", question["ts"], press).ok
    office.settle()
    assert texts(office, "3", "14", "38") == kept


def test_a_reply_too_long_for_a_button_is_recorded_once_it_begins_with_all_its_actions(office: Office) -> None:
    words = f"{'The form is sent to one more school. ' * 70}Minutes sent"
    reply = office.slack.say(AMY, "C0CYPE", f"#3: {words} and #14", thread_ts=reminder(office))
    question = whispered(office)
    assert "begin it with all the actions that it is about" in question["text"]
    office.slack.edit(AMY, "C0CYPE", reply, f"#3, #14: {words}")
    office.settle()
    assert texts(office, "3", "14") == [[words], [words]]
