"""The form for an update whose action is still to be named: what it offers, and which action and register get it."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import new_update
from bot.forms.form import NextPage, Saved
from demo.office import OFFICER_IDS
from playground.blocks import check_view
from register.action import Line
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.intake import workspaces
from tests.desk import START, Desk, desk_of
from tests.messages.wording import shown
from tests.readings import paper_of
from workflow.imports import import_reading

AMY, STRANGER = OFFICER_IDS["CYPE"], "U0STRANGER"
SOURCE = "https://kent.slack.com/archives/C0CYPE/p12"


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of three actions of CYPE."""
    return desk_of(engine, kent, count=3)


@pytest.fixture
def other(desk: Desk, kent: Register) -> Register:
    """A second register of the same directorates, with an action 1 too."""
    register = replace(kent, slug="other", title="Other actions")
    line = Line("1", "Other promise", "", "December 2022", ("CYPE",), "In progress", "")
    with transaction(desk.engine) as tx:
        registers.save(tx, register)
        import_reading(tx, register, paper_of([line], sha256="1" * 64), START.date(), START)
    return register


def opened(desk: Desk, slug: str = "kent", person: str = AMY, **more: Any) -> dict[str, Any]:
    view = new_update.FORM.open(desk.context, desk.press(person, slug) | more)
    assert check_view(view) == []
    return view


def of_message(desk: Desk, words: str, **more: Any) -> dict[str, Any]:
    """The form for a message, whose address is known."""
    with transaction(desk.engine) as tx:
        workspaces.save(tx, "T1", "https://kent.slack.com/")
    return opened(desk, "", message={"text": words, "ts": "1.2", "user": "U0GET"} | more)


def sent(desk: Desk, view: dict[str, Any], **entered: Any) -> Any:
    found = new_update.FORM.submit(desk.context, desk.submission(AMY, view, **entered))
    assert not isinstance(found, NextPage) or check_view(found.view) == []
    return found


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def chosen(view: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    """What Slack sends of a menu in which the option with that value is chosen."""
    options = fields(view)[name]["element"]["options"]
    return {"selected_option": next(one for one in options if one["value"] == value)}


def texts(desk: Desk, slug: str = "kent") -> dict[str, list[str]]:
    """The words of the updates to each action."""
    with reading(desk.engine) as tx:
        register = registers.find(tx, slug)
        found = {ref: actions.find(tx, register, ref) for ref in ("1", "2", "3")}
    return {ref: [one.text for one in each.updates] for ref, each in found.items() if each}


def test_of_one_register_it_offers_your_own_actions_or_any_by_number(desk: Desk) -> None:
    found = fields(opened(desk))
    assert [one["value"] for one in found["action"]["element"]["options"]] == ["kent:1", "kent:2", "kent:3"]
    assert found["refs"]["label"]["text"] == "Or any action, by its number"
    assert found["refs"]["optional"]
    assert "register" not in found
    assert "initial_option" not in found["action"]["element"]


def test_who_has_no_action_types_its_number(desk: Desk) -> None:
    found = fields(opened(desk, person=STRANGER, channel={"id": "D0STRANGER"}))
    assert "action" not in found
    assert found["refs"]["label"]["text"] == "Which action?"
    assert "optional" not in found["refs"]


def test_where_several_registers_meet_it_is_asked_of_which_and_kept_there(desk: Desk, other: Register) -> None:
    assert "register" not in fields(opened(desk))  # the home page's button names one
    view = opened(desk, "")
    found = fields(view)
    assert {one["value"]: one["text"]["text"] for one in found["register"]["element"]["options"]} == {
        "kent": "SEND Transport Review: management actions",
        "other": "Other actions",
    }
    assert "other:1" in [one["value"] for one in found["action"]["element"]["options"]]
    assert sent(desk, view, words="Drafted", refs="1", register=chosen(view, "register", other.slug)) == Saved(
        "Saved as an update to action 1.", "other"
    )
    assert sent(desk, view, words="Agreed", action=chosen(view, "action", "other:1")).register == "other"
    assert texts(desk, "other")["1"] == ["Drafted", "Agreed"]
    assert texts(desk)["1"] == []
    assert sent(desk, view, words="Begun", refs="1").register == "kent"
    assert texts(desk)["1"] == ["Begun"]


def test_in_a_channel_of_one_register_no_other_is_offered(desk: Desk, kent: Register) -> None:
    own = tuple(replace(one, channel="C0OTHER") for one in kent.directorates)
    with transaction(desk.engine) as tx:
        elsewhere = replace(
            kent, slug="other", title="Other actions", directorates=own, leads_channel="C0OTHER"
        )
        registers.save(tx, elsewhere)
    assert "register" not in fields(opened(desk, ""))
    assert "register" in fields(opened(desk, "", channel={"id": "D0AMY"}))


def test_a_number_in_a_message_is_of_no_register_where_several_meet(desk: Desk, other: Register) -> None:
    assert "initial_value" not in fields(of_message(desk, "Action 2 is agreed"))["refs"]["element"]


def test_where_a_messages_address_is_known_it_stands_in_the_form_and_with_the_update(desk: Desk) -> None:
    view = of_message(desk, "Action 2 is agreed")
    assert f"From <{SOURCE}|a message> by <@U0GET>. A link to it is kept" in shown(view["blocks"])
    assert fields(view)["refs"]["element"]["initial_value"] == "2"
    assert isinstance(sent(desk, view, words="Action 2 is agreed", refs="2"), Saved)
    assert texts(desk)["2"] == [f"agreed\n(from {SOURCE})"]
    view = of_message(desk, "Agreed", user=None)
    assert f"From <{SOURCE}|a message>. A link to it" in shown(view["blocks"])  # as of an app's message
    assert "From" not in shown(opened(desk)["blocks"])


@pytest.mark.parametrize(
    ("words", "refs", "kept"),
    [
        ("1: drafts sent\n2: not yet", "1 and 2", {"1": "drafts sent", "2": "not yet"}),
        ("1: drafts sent\n2: not yet", "1", {"1": "1: drafts sent\n2: not yet"}),
        ("1: drafts sent\n99: not ours", "1", {"1": "1: drafts sent\n99: not ours"}),
        ("1 forecast agreed. 2 done. 3 no", "1", {"1": "1 forecast agreed. 2 done. 3 no"}),
        ("1 forecast agreed. 2 done", "1 and 2", dict.fromkeys(("1", "2"), "1 forecast agreed. 2 done")),
    ],
)
def test_a_messages_words_are_kept_whole_where_they_do_not_name_just_what_was_chosen(
    desk: Desk, words: str, refs: str, kept: dict[str, str]
) -> None:
    assert isinstance(sent(desk, of_message(desk, words), words=words, refs=refs), Saved)
    assert {ref: found for ref, (found,) in ((r, t) for r, t in texts(desk).items() if t)} == {
        ref: f"{text}\n(from {SOURCE})" for ref, text in kept.items()
    }


@pytest.mark.parametrize(
    ("entered", "complaint"),
    [
        (
            {"words": "1: done\n99: not yet", "refs": "1"},
            {"words": "Your words name action 99, and there is none."},
        ),
        ({"words": " ", "refs": "1"}, {"words": "Say what has been done: an empty update is not kept."}),
        ({"words": "Begun", "refs": "abc"}, {"refs": "There is no action abc."}),
        ({"words": " ", "refs": "99"}, {"refs": "There is no action 99."}),
        ({"words": "Begun", "refs": "1 and 99"}, {"refs": "There is no action 99."}),
        ({"words": "Begun"}, {"refs": "Say which action, by its number: for instance 10, or 3, 14 and 16."}),
        (
            {"words": "Begun", "refs": "the tender"},
            {"refs": "Say which action, by its number: for instance 10, or 3, 14 and 16."},
        ),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    desk: Desk, entered: dict[str, Any], complaint: dict[str, str]
) -> None:
    assert sent(desk, opened(desk), **entered) == complaint
    assert not any(texts(desk).values())


def test_a_number_in_doubt_is_asked_about_once_and_all_that_was_entered_stays(desk: Desk) -> None:
    view = opened(desk)
    entered: dict[str, Any] = {
        "words": "Forecast agreed. 2 done. 3 no",
        "action": chosen(view, "action", "kent:1"),
    }
    page = sent(desk, view, **entered)
    assert isinstance(page, NextPage)
    (question,) = [block for block in page.view["blocks"] if block.get("block_id") == "numbers"]
    assert question["label"]["text"] == "I cannot tell whether 2 and 3 are actions. Which is it?"
    again = sent(desk, page.view, **entered)
    assert isinstance(again, NextPage)
    assert [block.get("block_id") for block in again.view["blocks"]].count("numbers") == 1
    assert not any(texts(desk).values())
    assert isinstance(sent(desk, again.view, **entered, numbers=chosen(again.view, "numbers", "counts")), Saved)
    assert texts(desk) == {"1": ["Forecast agreed. 2 done. 3 no"], "2": [], "3": []}


def test_one_number_in_doubt_is_asked_about_as_one(desk: Desk) -> None:
    view = opened(desk)
    page = sent(desk, view, words="Forecast agreed. 2 done.", action=chosen(view, "action", "kent:1"))
    assert isinstance(page, NextPage)
    assert "I cannot tell whether 2 is an action." in str(page.view["blocks"])
