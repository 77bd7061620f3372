"""Commands that a message proposes can be typed as they are shown, whatever a ref holds and however many registers."""

from dataclasses import replace

from messages.command_spelling import CommandSpelling
from messages.requests import officer_left
from messages.setup import left_alone
from tests.messages.wording import action

HERE, THERE = CommandSpelling(), CommandSpelling(("kent",))


def test_the_ref_of_an_officers_action_is_escaped_once() -> None:
    theirs = replace(action(), ref="A&1")
    text = officer_left("U0GONE", [(theirs, "CYPE")], {}, HERE).text
    assert "`/htst assign A&amp;1 @name`" in text


def test_actions_without_a_directorate_are_given_to_one_in_their_register() -> None:
    assert "`/htst assign A&amp;1 to CODE`" in left_alone(["A&1", "2"], HERE, is_saved=True)
    text = left_alone(["3"], THERE, is_saved=False)
    assert "`/htst in kent assign 3 to CODE`" in text
    assert "`/htst in kent list no owner`" in text
