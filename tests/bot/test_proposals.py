"""“Did you mean …?” has a button: pressed, it is done as if it had been typed, and once."""

from typing import Any

import pytest
from sqlalchemy import Engine

from bot.proposals import do_proposed
from demo.office import OFFICER_IDS, Office
from demo.story import shown_text
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading
from tests.desk import desk_of
from workflow.context import AlreadyHandled

AMY = OFFICER_IDS["CYPE"]


def typed(office: Office, words: str) -> dict[str, Any]:
    """What Amy alone sees when she types that."""
    answer = office.slack.command(AMY, "C0CYPE", f"/htst {words}")
    assert answer.ok, answer.error
    office.settle()
    return office.slack.ephemeral(AMY)[-1]


def updates_of(office: Office, ref: str) -> list[str]:
    with reading(office.engine) as tx:
        action = actions.find(tx, registers.find(tx, "kent"), ref)
    assert action is not None
    return [one.text for one in action.updates]


def has_button(message: dict[str, Any]) -> bool:
    return "do_proposed" in str(message["blocks"])


def test_a_press_does_what_was_proposed_and_the_answer_takes_its_place(office: Office) -> None:
    asked = typed(office, "38 the draft is with Legal")
    assert "Did you mean `/htst update 38:" in shown_text(asked)
    assert "Yes, do that" in shown_text(asked)
    assert office.slack.press(AMY, "C0CYPE", asked["ts"], "do_proposed").ok
    office.settle()
    assert len(updates_of(office, "38")) == 1
    now = office.slack.ephemeral(AMY)
    assert "Saved as an update" in shown_text(now[-1])
    assert not any(one["ts"] == asked["ts"] and has_button(one) for one in now)


def test_pressed_twice_it_is_done_once(engine: Engine, kent: Register) -> None:
    desk = desk_of(engine, kent)
    place = {"container": {"message_ts": "7.7", "is_ephemeral": True}}
    presses = [place | desk.press(AMY, "update 1: the draft is with Legal") for _press in range(2)]
    assert "Saved as an update to action 1." in do_proposed(desk.context, presses[0]).text
    with pytest.raises(AlreadyHandled):
        do_proposed(desk.context, presses[1])
    assert len(desk.action("1").updates) == 1


def test_a_ref_that_there_is_not_proposes_the_nearest(office: Office) -> None:
    asked = typed(office, "status 99")
    assert "Did you mean `/htst status " in shown_text(asked)
    assert office.slack.press(AMY, "C0CYPE", asked["ts"], "do_proposed").ok
    office.settle()
    assert "Due" in shown_text(office.slack.ephemeral(AMY)[-1])


def test_what_is_to_be_filled_in_or_takes_long_has_no_button(office: Office) -> None:
    for words in ("stop reminding me about 38", "38 will be late", "38 all done", "send me the table in excel"):
        assert not has_button(typed(office, words)), words


def test_in_a_direct_message_it_has_the_button_too(office: Office) -> None:
    there = office.slack.dm(AMY)
    office.slack.say(AMY, there, "38 the draft is with Legal")
    office.settle()
    asked = office.slack.messages(there)[-1]
    assert has_button(asked)
    assert office.slack.press(AMY, there, asked["ts"], "do_proposed").ok
    office.settle()
    assert len(updates_of(office, "38")) == 1
