"""An update from anywhere and from any message; being away; a form that is not of now."""

from typing import Any

import pytest

from demo.office import CYPE_LEAD, OFFICER_IDS, Office
from demo.story import shown_text
from register.progress import Status
from storage.actions import actions
from storage.database.engine import reading
from storage.intake import absences
from tests.recorded import posted_card, updates
from tests.workflow.test_home import opened, press, seen, words

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


def submit(office: Office, values: dict[str, Any], person: str = AMY) -> dict[str, str]:
    form = office.slack.view(person)
    assert form is not None
    return office.slack.submit(person, form["id"], {name: {name: value} for name, value in values.items()})


def texts(office: Office, ref: str) -> list[str]:
    return [one.text for one in updates(office, ref)]


def field(office: Office, name: str, person: str = AMY) -> dict[str, Any]:
    form = office.slack.view(person)
    assert form is not None
    (block,) = [one for one in form["blocks"] if one.get("block_id") == name]
    element: dict[str, Any] = block["element"]
    return element


def test_a_message_is_recorded_with_its_words_and_its_address(office: Office) -> None:
    ts = office.slack.say(GARETH, "C0GET", "The tender is out & the board meets on Monday")
    assert office.slack.shortcut(GARETH, "record_as_update", "C0GET", ts).ok
    assert field(office, "words", GARETH)["initial_value"] == "The tender is out & the board meets on Monday"
    entered = {"words": "The tender is out & the board meets on Monday", "refs": "99"}
    assert submit(office, entered, GARETH) == {"refs": "There is no action 99."}
    assert submit(office, entered | {"refs": "10 and then some"}, GARETH).keys() == {"refs"}
    assert submit(office, entered | {"refs": "35"}, GARETH) == {}  # the words are there still
    (text,) = texts(office, "35")
    assert text.startswith("The tender is out & the board meets on Monday\n(from http")
    assert f"/archives/C0GET/p{ts.replace('.', '')})" in text
    office.settle()
    receipt = office.slack.ephemeral(GARETH)[-1]
    assert "Saved as an update" in shown_text(receipt)
    assert office.slack.press(GARETH, "C0GET", receipt["ts"], "undo").ok
    assert texts(office, "35") == []


def test_a_message_that_names_actions_is_meant_for_those(office: Office) -> None:
    ts = office.slack.say(GARETH, "C0GET", "Actions 35 and 3 are with the board, and action 99 is not ours")
    assert office.slack.shortcut(GARETH, "record_as_update", "C0GET", ts).ok
    assert field(office, "refs", GARETH)["initial_value"] == "35, 3"
    assert submit(office, {}, GARETH) == {}
    assert len(texts(office, "35")) == len(texts(office, "3")) == 1


def test_a_reply_under_a_card_is_meant_for_its_action(office: Office) -> None:
    card = posted_card(office, "C0CYPE", "3")
    ts = office.slack.say(AMY, "C0CYPE", "Thanks", card)
    office.settle()
    assert office.slack.shortcut(AMY, "record_as_update", "C0CYPE", ts).ok
    assert field(office, "action")["initial_option"]["value"] == "kent:3"


def test_a_new_update_from_anywhere_says_where_it_went(office: Office) -> None:
    assert office.slack.shortcut(AMY, "new_update_anywhere").ok
    assert submit(office, {"words": "Begun", "action": "kent:10", "refs": "3"}).keys() == {"refs"}
    assert submit(office, {"words": "Begun", "action": "kent:10", "refs": ""}) == {}
    assert texts(office, "10") == ["Begun"]
    shown = office.slack.view(AMY)
    assert shown is not None
    assert "Saved as an update to action 10" in str(shown["blocks"])
    view = seen(office, AMY)
    press(office, AMY, view, "undo")
    assert texts(office, "10") == []


def test_several_actions_are_typed(office: Office) -> None:
    view = opened(office, AMY)
    press(office, AMY, view, "new_update")
    assert submit(office, {"words": "Begun", "refs": "3, 14 and 16"}) == {}
    assert [texts(office, ref) for ref in ("3", "14", "16")] == [["Begun"]] * 3


def test_prose_about_several_actions_is_split_as_a_reply_is(office: Office) -> None:
    press(office, AMY, opened(office, AMY), "new_update")
    assert submit(office, {"words": "3: done, as the board agreed\n14: not yet", "action": "kent:10"}) == {}
    assert [texts(office, ref) for ref in ("3", "14", "10")] == [["done, as the board agreed"], ["not yet"], []]
    view = seen(office, AMY)
    assert "an update to actions 3 and 14, as your words name them, not to action 10" in words(view)
    assert "Is action 3 complete?" in words(view)
    press(office, AMY, view, "undo")
    assert texts(office, "3") == texts(office, "14") == []


@pytest.mark.parametrize(("answer", "refs"), [("refs", ["14", "38", "42"]), ("counts", ["14"])])
def test_numbers_that_may_be_actions_are_asked_about_in_the_form(
    office: Office, answer: str, refs: list[str]
) -> None:
    press(office, AMY, opened(office, AMY), "new_update")
    entered = {"words": "14 forecast agreed. 38 done. 42 no", "action": "kent:14"}
    assert submit(office, entered) == {}
    assert texts(office, "14") == []
    form = office.slack.view(AMY)
    assert form is not None
    assert "I cannot tell whether 38 and 42 are actions" in str(form["blocks"])
    assert field(office, "words")["initial_value"] == entered["words"]
    assert field(office, "action")["initial_option"]["value"] == "kent:14"
    assert submit(office, entered | {"numbers": answer}) == {}
    assert [ref for ref in ("14", "38", "42") if texts(office, ref)] == refs


def test_words_about_another_action_are_not_kept_in_an_actions_own_form(office: Office) -> None:
    press(office, AMY, opened(office, AMY), "update", "kent:3")
    refused = submit(office, {"words": "14: agreed with finance\n42: not yet"})
    assert "name actions 14 and 42, and this form is for action 3" in refused["words"]
    assert submit(office, {"words": "Form is with 14 schools, done by March"}) == {}
    assert texts(office, "3") == ["Form is with 14 schools, done by March"]


def test_being_away_is_said_from_the_home(office: Office) -> None:
    view = opened(office, AMY)
    press(office, AMY, view, "away")
    assert submit(office, {"until": "2022-11-01"}).keys() == {"until"}
    assert (
        "Nobody can stand in for themselves" in submit(office, {"until": "2022-12-01", "deputy": AMY})["deputy"]
    )
    assert submit(office, {"until": "2022-12-01", "deputy": CYPE_LEAD}) == {}
    assert "you are away until 1 December 2022" in words(seen(office, AMY))
    with reading(office.engine) as tx:
        found = absences.current(tx, office.register.today(office.slack.now()))
    assert found[AMY].deputy == CYPE_LEAD


@pytest.mark.usefixtures("card")
def test_a_form_that_is_not_of_now_cannot_undo_what_was_saved_since(office: Office) -> None:
    view = opened(office, AMY)
    press(office, AMY, view, "update", "kent:3")
    office.slack.command(GARETH, "C0GET", "/htst done 3 It is all in place")
    assert submit(office, {"words": "Still drafting", "progress": "in progress"}) == {}
    assert "since you opened the form" in str(office.slack.view(AMY))  # it is asked anew, with the words kept
    assert submit(office, {"words": "Still drafting"}) == {}
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "3")
    assert action is not None
    assert action.status is Status.IMPLEMENTED
    assert [one.text for one in action.updates] == ["It is all in place", "Still drafting"]
