"""Whatever is recorded of an action is on its cards at once, and no longer there once it is taken back."""

from datetime import UTC, datetime

import pytest

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import action_card, shown_text
from tests.workflow.test_progress import ask
from workflow.context import Context, Request
from workflow.rounds import RoundAnswer, answer_round

AMY = OFFICER_IDS["CYPE"]


def shown(office: Office) -> str:
    """What the card of action 3 in #cype says, in which Amy may do anything with it."""
    office.settle()
    return shown_text(action_card(office, "C0CYPE", "3"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("update 3 The form is drafted.", "The form is drafted."),
        ("done 3 All seen to by the board", "All seen to by the board"),
        ("due 3 exactly 31 January 2023 because the tender is late", "31 January 2023"),
        ("assign 3 to GET", "GET leads"),
        (f"assign 3 <@{AMY}>", f"<@{AMY}>"),
        ("ontime 3 doubtful because the board is late", "that it is doubtful"),
        ("snooze 3 until 22 November 2022 because of leave", "Reminders are snoozed until 22 November 2022"),
    ],
)
@pytest.mark.usefixtures("card")
def test_what_is_typed_is_on_the_card_until_it_is_taken_back(office: Office, words: str, expected: str) -> None:
    assert expected not in shown(office)
    ask(office, AMY, "C0CYPE", f"/htst {words}")
    assert expected in shown(office)
    assert "Taken back" in ask(office, AMY, "C0CYPE", "/htst undo")
    assert expected not in shown(office)


@pytest.mark.usefixtures("card")
def test_a_rest_that_is_ended_and_an_update_that_an_administrator_takes_back_leave_the_card(
    office: Office,
) -> None:
    ask(office, AMY, "C0CYPE", "/htst snooze 3 until 22 November 2022 because of leave")
    assert "Reminders are snoozed" in shown(office)
    ask(office, AMY, "C0CYPE", "/htst unsnooze 3")
    assert "Reminders are snoozed" not in shown(office)
    ask(office, AMY, "C0CYPE", "/htst update 3 Names a child")
    assert "Names a child" in shown(office)
    ask(office, MONITOR, "C0LEADS", "/htst withdraw 3 because it names a child")
    assert "Names a child" not in shown(office)


@pytest.mark.usefixtures("card")
def test_a_decided_date_and_a_cause_are_on_the_card(office: Office) -> None:
    office.slack.move_to(datetime(2022, 12, 7, 10, tzinfo=UTC))
    ask(office, AMY, "C0CYPE", "/htst why 3 money: the tender came in over")
    assert "the tender came in over" in shown(office)
    ask(office, AMY, "C0CYPE", "/htst due 3 exactly 31 January 2023 because the tender is late")
    ask(office, CYPE_LEAD, "C0CYPE", "/htst grant 3")
    assert "The date has moved once; it was first 30 November 2022." in shown(office)


@pytest.mark.usefixtures("card")
def test_an_answer_for_the_next_paper_is_on_the_card(office: Office) -> None:
    request = Request("form", AMY, "C0CYPE", office.slack.now(), "form")
    answers = {"3": RoundAnswer("The form is drafted.")}
    assert answer_round(Context(office.engine, office.slack.now), request, "kent", answers) == 1
    assert "The form is drafted." in shown(office)
