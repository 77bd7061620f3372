"""What a mail program puts below a reply is not kept, and its author is told so."""

from demo.office import OFFICER_IDS, Office
from tests.recorded import updates
from tests.workflow.test_progress import ask

AMY = OFFICER_IDS["CYPE"]


def test_the_signature_below_a_reply_is_not_kept_and_its_author_is_told_so_once(
    office: Office, card: str
) -> None:
    news = "Feedback form sent to GET, who answer by Friday"
    signature = "Kind regards,\nAmy Ashe\nTransport Officer\nTel 03000 411222\nSent from my iPhone"
    reply = office.slack.say(AMY, "C0CYPE", f"{news}\n\n{signature}", thread_ts=card)
    office.settle()
    assert [one.text for one in updates(office)] == [news]
    (receipt,) = office.slack.ephemeral(AMY)
    assert receipt["text"].count("I left out the signature below your words.") == 1
    assert "I left out the signature" in str(receipt["blocks"])
    office.slack.edit(AMY, "C0CYPE", reply, f"{news} noon\n\n{signature}")
    office.settle()
    assert [one.text for one in updates(office)] == [f"{news} noon"]
    assert len(office.slack.ephemeral(AMY)) == 1


def test_thanks_above_a_signature_are_still_thanks(office: Office, card: str) -> None:
    office.slack.say(AMY, "C0CYPE", "Thanks!\nKind regards, Amy Ashe, 03000 411222", thread_ts=card)
    office.settle()
    assert not updates(office)


def test_below_a_command_it_is_not_kept_either(office: Office) -> None:
    answer = ask(
        office, AMY, "C0CYPE", "/htst update 38 Both names agreed by Legal\nKind regards, Amy, Tel 03000 411222"
    )
    assert [one.text for one in updates(office, "38")] == ["Both names agreed by Legal"]
    assert "I left out the signature below your words." in answer
