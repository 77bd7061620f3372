"""The form that records a meeting: what can be decided, and what is recorded already and is added to."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import meeting
from bot.forms.form import NextPage
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from playground.blocks import check_view
from register.refused import Refused
from register.register import Register
from storage.actions import meetings
from storage.actions.meetings import MinutedDecision
from storage.database.engine import transaction
from tests.desk import Desk, desk_of
from tests.messages.wording import shown

AMY = OFFICER_IDS["CYPE"]
HELD = date(2022, 11, 15)


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions of CYPE."""
    return desk_of(engine, kent)


def opened(desk: Desk, person: str = MONITOR) -> dict[str, Any]:
    view = meeting.FORM.open(desk.context, desk.press(person, f"kent:{HELD}:"))
    assert check_view(view) == []
    return view


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def test_it_says_which_meeting_and_offers_only_what_can_be_decided(desk: Desk, kent: Register) -> None:
    view = opened(desk)
    assert shown(view["blocks"]).startswith(f"*{kent.title}*\nThe meeting of 15 November 2022. What is chosen")
    assert set(fields(view)) == {"number", "noted", "agreed", "questions"}  # no list without anything in it
    desk.types(AMY, "done 1 All seen to at the board")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    found = fields(opened(desk))
    (closed,), (granted,) = found["closed"]["options"], found["granted"]["options"]
    assert (closed["value"], closed["text"]["text"]) == ("1", "1: Promise 1")
    assert (granted["value"], granted["text"]["text"]) == ("2", "2: to 28 February 2023")


def test_what_is_missing_is_said_at_its_field_and_then_it_is_recorded(desk: Desk) -> None:
    view = opened(desk)
    missing = meeting.FORM.submit(desk.context, desk.submission(MONITOR, view, noted="the progress"))
    assert missing == {"number": "Give the minute's number."}
    body = desk.submission(MONITOR, view, number="24", noted="the progress")
    assert meeting.FORM.submit(desk.context, body) == {}
    assert callable(meeting.FORM.receipt)
    assert meeting.FORM.receipt(body) == "The meeting is recorded under minute 24."


def test_who_comes_second_reads_what_they_had_chosen(desk: Desk) -> None:
    desk.types(AMY, "done 1 All seen to at the board")
    desk.types(AMY, "due 2 28 February 2023 because the tender is late")
    first, second = opened(desk), opened(desk)
    assert meeting.FORM.submit(desk.context, desk.submission(MONITOR, first, number="24", noted="it")) == {}
    chosen = {"granted": {"selected_options": [{"value": "2"}]}}
    for more, words in (
        ({}, "to add the rest.\n"),
        (chosen, "to add the rest. You had chosen: granted action 2.\n"),
        (
            chosen | {"closed": {"selected_options": [{"value": "1"}]}},
            "to add the rest. You had chosen: granted action 2; closed action 1.\n",
        ),
    ):
        page = meeting.FORM.submit(desk.context, desk.submission(MONITOR, second, number="25", **more))
        assert isinstance(page, NextPage)
        assert words in shown(page.view["blocks"])
        assert "Nothing in this form is recorded yet." in shown(page.view["blocks"])


def test_only_an_administrator_is_shown_it(desk: Desk) -> None:
    with pytest.raises(Refused, match="Only the register's administrators can"):
        opened(desk, CYPE_LEAD)


def test_what_is_recorded_already_stands_above_it_and_its_minute_is_entered(desk: Desk) -> None:
    desk.types(AMY, "done 1 All seen to at the board")
    closed = {"selected_options": [{"value": "1"}]}
    entered: dict[str, Any] = {
        "number": "24",
        "noted": "the progress",
        "closed": closed,
        "questions": "Cllr Jones: When will action 2 be done?",
    }
    assert meeting.FORM.submit(desk.context, desk.submission(MONITOR, opened(desk), **entered)) == {}
    again = opened(desk)
    assert again["blocks"][0]["text"]["text"] == (
        f"*Recorded by <@{MONITOR}> on 16 November 2022.* What you enter now is added to it:\n"
        "• Noted, minute 24: the progress\n"
        "• Closed, minute 24: action 1\n"
        "• Cllr Jones asked: When will action 2 be done?"
    )
    assert fields(again)["number"]["initial_value"] == "24"


def test_of_a_meeting_with_questions_alone_it_says_who_recorded_them(desk: Desk) -> None:
    view = opened(desk)
    asked = "Cllr Jones: When will action 2 be done?"
    assert meeting.FORM.submit(desk.context, desk.submission(MONITOR, view, number="24", questions=asked)) == {}
    assert shown(opened(desk)["blocks"]).startswith(f"*Recorded by <@{MONITOR}> on 16 November 2022.*")


def test_of_a_long_record_it_says_how_much_is_not_shown(desk: Desk) -> None:
    decided = [
        MinutedDecision(HELD, "24", "noted", f"matter {place}", (), MONITOR, desk.now) for place in range(22)
    ]
    with transaction(desk.engine) as tx:
        meetings.add_decisions(tx, "kent", decided)
    asked = "\n".join(f"Cllr Jones: What of matter {place}?" for place in range(11))
    view = opened(desk)
    assert shown(view["blocks"]).count("•") == 20
    assert "\nand 2 more\n" in shown(view["blocks"])
    assert meeting.FORM.submit(desk.context, desk.submission(MONITOR, view, number="24", questions=asked)) == {}
    text = shown(opened(desk)["blocks"])
    assert text.count("•") == 30
    assert "\nand 3 more\n" in text
