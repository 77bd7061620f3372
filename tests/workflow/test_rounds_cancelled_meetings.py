"""A meeting is cancelled, or moved to another day, after people were asked for updates and sign-offs for it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from register.committee.meetings import Meeting
from storage.actions import registers
from storage.actions.change_log import Author
from storage.database.engine import reading
from tests.workflow.test_progress import ask
from tests.workflow.test_rounds import AUTHOR, CHASE, LAST_CALL, LEADS, go_to, of_the_round, open_form
from workflow.context import SHELL
from workflow.registers import Configured, configure
from workflow.round_rows import still_missing

LENA = OFFICER_IDS["GLD"]
MARCH, MARCH_23, APRIL, MAY = (date(2023, month, day) for month, day in ((3, 16), (3, 23), (4, 20), (5, 16)))


def meet_on(office: Office, *dates: date) -> Configured:
    """Give the register these meetings, as whoever looks after the machine does."""
    with reading(office.engine) as tx:
        register = registers.find(tx, "kent")
    plan = replace(register.meetings, meetings=tuple(Meeting(on) for on in dates))
    now = office.slack.now()
    came_to = configure(office.engine, replace(register, meetings=plan), Author(SHELL, now, SHELL, now))
    office.settle()
    return came_to


def test_who_was_asked_for_updates_reads_that_the_meeting_is_cancelled_and_is_asked_no_more(
    office: Office,
) -> None:
    go_to(office, CHASE)
    (before,) = of_the_round(office, "C0GLD")
    assert meet_on(office, MAY).cancelled == (MARCH,)
    (message,) = [one for one in office.slack.messages("C0GLD") if one["ts"] == before["ts"]]
    assert "This meeting is cancelled; the next is on 16 May 2023." in shown_text(message)
    assert "Answer …" not in shown_text(message)
    assert "Please answer" not in str(message)
    assert "cancelled" in str(message["blocks"][1])  # read first, above the long list
    for moment in (LAST_CALL, LEADS, AUTHOR):
        go_to(office, moment)
    assert of_the_round(office, "C0GLD") == []
    assert of_the_round(office, office.slack.dm(CYPE_LEAD)) == []


def test_a_button_that_stayed_says_plainly_that_the_meeting_is_cancelled(office: Office) -> None:
    for moment in (CHASE, LEADS):
        go_to(office, moment)
    (asked, *_later) = of_the_round(office, "C0GLD")
    (sign,) = of_the_round(office, office.slack.dm(CYPE_LEAD))
    office.slack.faults.add("chat.update", "cant_update_message", times=20)
    meet_on(office, MAY)
    plainly = "The meeting of 16 March 2023 is cancelled; the next is on 16 May 2023."
    for person, channel, message, button in (
        (LENA, "C0GLD", asked, "round"),
        (CYPE_LEAD, office.slack.dm(CYPE_LEAD), sign, "sign_off"),
    ):
        office.slack.press(person, channel, message["ts"], button)
        office.settle()
        assert plainly in str(office.slack.ephemeral(person)) + str(office.slack.view(person))
    assert plainly in ask(office, CYPE_LEAD, "C0CYPE", "/htst signoff 16 March 2023")
    assert plainly in ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023 because it is agreed")


def test_a_meeting_that_is_put_back_is_asked_about_again_and_what_was_answered_is_kept(office: Office) -> None:
    go_to(office, CHASE)
    ask(office, LENA, "C0GLD", "/htst update 5 The reminder went out.")
    meet_on(office, MAY)
    assert meet_on(office, MARCH, MAY).cancelled == ()
    (message,) = of_the_round(office, "C0GLD")
    assert "cancelled" not in shown_text(message)
    assert "GLD*  1 of 26 answered" in ask(office, LENA, "C0GLD", "/htst round 16 March 2023")
    open_form(office, LENA, "C0GLD", message, "round")


def test_a_meeting_that_moves_says_when_it_is_and_its_round_comes_anew(office: Office) -> None:
    go_to(office, CHASE)
    meet_on(office, APRIL, MAY)
    assert any("the next is on 20 April 2023" in shown_text(one) for one in office.slack.messages("C0GLD"))
    go_to(office, CHASE.replace(month=3, day=28))
    (message,) = of_the_round(office, "C0GLD")
    assert "20 April 2023: updates for the committee's paper" in shown_text(message)


def test_a_meeting_that_moves_is_not_said_to_be_followed_by_an_earlier_one_still_to_come(
    office: Office,
) -> None:
    meet_on(office, date(2023, 3, 30), APRIL)
    go_to(office, CHASE.replace(month=3, day=28))
    (message,) = of_the_round(office, "C0GLD")
    meet_on(office, date(2023, 3, 30), date(2023, 4, 27))
    (drawn,) = [one for one in office.slack.messages("C0GLD") if one["ts"] == message["ts"]]
    assert "This meeting is cancelled; the next is on 27 April 2023." in shown_text(drawn)


def offers_to_publish(office: Office) -> list[dict[str, Any]]:
    """The messages to the author with a button that opens the form for publishing."""
    return [
        one for one in office.slack.messages(office.slack.dm(MONITOR)) if "'publish'" in str(one.get("blocks"))
    ]


def test_what_offers_to_publish_a_paper_says_that_its_meeting_is_cancelled_and_offers_it_again_when_it_is_put_back(
    office: Office,
) -> None:
    go_to(office, AUTHOR)
    ask(office, MONITOR, "C0LEADS", "/htst paper 16 March 2023")
    office.settle()
    offers = offers_to_publish(office)
    assert len(offers) == 2  # what the round asks of the author, and the draft
    meet_on(office, MAY)
    assert offers_to_publish(office) == []
    drawn = {one["ts"]: shown_text(one) for one in office.slack.messages(office.slack.dm(MONITOR))}
    for offer in offers:
        assert "This meeting is cancelled; the next is on 16 May 2023." in drawn[offer["ts"]]
    meet_on(office, MARCH, MAY)
    assert len(offers_to_publish(office)) == 2


def test_a_publish_button_that_stayed_refuses_before_a_form_is_filled_in(office: Office) -> None:
    go_to(office, AUTHOR)
    (offer,) = offers_to_publish(office)
    office.slack.faults.add("chat.update", "cant_update_message", times=20)
    meet_on(office, MAY)
    office.slack.press(MONITOR, office.slack.dm(MONITOR), offer["ts"], "publish")
    office.settle()
    seen = str(office.slack.ephemeral(MONITOR)) + str(office.slack.view(MONITOR))
    assert "The meeting of 16 March 2023 is cancelled" in seen
    assert "What is published is frozen" not in seen


def asked_for_two(office: Office) -> dict[str, Any]:
    """The message to #gld that asks for updates for 16 March, on its last day, and for 23 March."""
    meet_on(office, MARCH, MARCH_23)
    for moment in (CHASE, LAST_CALL):
        go_to(office, moment)
    message = of_the_round(office, "C0GLD")[-1]
    assert "the papers of 16 March 2023 and 23 March 2023" in shown_text(message)
    return message


def drawn(office: Office, message: dict[str, Any]) -> dict[str, Any]:
    """That message as it is by now."""
    office.settle()
    (found,) = [one for one in office.slack.messages("C0GLD") if one["ts"] == message["ts"]]
    return found


def test_what_was_asked_for_two_meetings_goes_on_for_the_other_when_one_is_cancelled(office: Office) -> None:
    message, count = asked_for_two(office), len(office.slack.messages("C0GLD"))
    ask(office, LENA, "C0GLD", "/htst update 5 The reminder went out.")
    assert meet_on(office, MARCH_23).cancelled == (MARCH,)
    now = drawn(office, message)
    assert shown_text(now).startswith(
        "23 March 2023: updates for the committee's paper\n"
        "*The meeting of 16 March 2023 is cancelled. This request still holds for the paper of 23 March 2023.*\n"
        "26 actions of yours have no update for the paper of 23 March 2023.\n"
    )
    assert "\nPlease answer by 8 March 2023;" in shown_text(now)
    assert "by 1 March" not in str(now)
    assert "*Why were the dates of actions 18, 19 and 31 missed?*" in shown_text(now)  # nobody asks that again
    assert len(office.slack.messages("C0GLD")) == count  # nothing rings
    view = open_form(office, LENA, "C0GLD", now, "round")
    assert "For the paper of 23 March 2023." in str(view)
    go_to(office, datetime(2023, 3, 8, 9, tzinfo=UTC))
    assert "23 March 2023: last day for updates" in shown_text(of_the_round(office, "C0GLD")[-1])


def test_it_asks_for_both_again_when_the_meeting_is_put_back(office: Office) -> None:
    message = asked_for_two(office)
    before = shown_text(message)
    meet_on(office, MARCH_23)
    meet_on(office, MARCH, MARCH_23)
    assert shown_text(drawn(office, message)) == before


def test_it_goes_on_for_the_nearer_when_the_later_is_cancelled_and_ends_with_both(office: Office) -> None:
    message = asked_for_two(office)
    assert meet_on(office, MARCH).cancelled == (MARCH_23,)
    assert "The meeting of 23 March 2023 is cancelled." in shown_text(drawn(office, message))
    assert "*This request still holds for the paper of 16 March 2023" not in shown_text(drawn(office, message))
    assert "last day for updates" in shown_text(drawn(office, message))
    meet_on(office, MAY)
    over = drawn(office, message)
    assert "Answer …" not in shown_text(over)
    assert (
        "*The meeting of 16 March 2023 is cancelled. The meeting of 23 March 2023 is cancelled. "
        "The next is on 16 May 2023.*\nNothing more is needed for their papers; the answers given are kept."
    ) in shown_text(over)
    assert "Please answer" not in str(over)


def test_what_is_answered_meanwhile_is_said_once_all_of_it_is(office: Office) -> None:
    message = asked_for_two(office)
    meet_on(office, MARCH_23)
    with reading(office.engine) as tx:
        refs = still_missing(tx, office.register, MARCH_23, ["GLD"], [str(n) for n in range(1, 60)])
    for ref in refs:
        assert "still holds for the paper of 23 March 2023" in shown_text(drawn(office, message))
        ask(office, LENA, "C0GLD", f"/htst nochange {ref} because the tender is out")
    assert "All of these are answered: thank you" in shown_text(drawn(office, message))


def test_what_was_asked_for_two_meetings_goes_on_when_one_of_the_papers_is_published(office: Office) -> None:
    message = asked_for_two(office)
    ask(office, MONITOR, "C0LEADS", "/htst publish 16 March 2023 because the leads are on leave")
    now = shown_text(drawn(office, message))
    assert (
        "The paper of 16 March 2023 is published. This request still holds for the paper of 23 March 2023."
        in now
    )
    assert "Answer …" in now
