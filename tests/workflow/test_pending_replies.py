"""Messages outside our threads that are about an action: their author is asked, and they are followed like replies."""

from demo.office import OFFICER_IDS, Office
from tests.recorded import updates

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
