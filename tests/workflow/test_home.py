"""The home page in the local Slack: whose actions it shows, what may be done there, and what is said of it."""

from datetime import UTC, datetime
from itertools import chain
from typing import Any

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS, Office
from demo.story import shown_text
from messages.life_lines import MENU
from register.action import Action
from register.progress import Status
from storage.actions import actions
from storage.database.engine import reading
from tests.messages.wording import buttons
from tests.recorded import updates

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]
GET_LEAD = "U0GETLEAD"


def opened(office: Office, person: str) -> dict[str, Any]:
    office.slack.open_home(person)
    return seen(office, person)


def seen(office: Office, person: str) -> dict[str, Any]:
    """The page as it stands once all that waits has been sent."""
    office.settle()
    view = office.slack.home(person)
    assert view is not None
    return view


def words(view: dict[str, Any]) -> str:
    return shown_text({"text": "", "blocks": view["blocks"]})


def elements(view: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Everything that can be pressed or chosen, with its block."""
    found = []
    for block in view["blocks"]:
        pressed = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
        found += [(block["block_id"], one) for one in pressed if "action_id" in one]
    return found


def carried(element: dict[str, Any]) -> str:
    """The action that a button is about, without the number of what it decides."""
    return str(element.get("value", "")).partition("|")[0]


def offered(view: dict[str, Any], ref: str) -> list[str]:
    """The steps that are offered for an action, in the order shown: its button's first, then those of its menu."""
    found = []
    for _block, element in elements(view):
        if carried(element) == f"kent:{ref}":
            found.append(element["action_id"])
        if element["action_id"] == f"{MENU}kent:{ref}":
            found += [option["value"].partition("|")[0] for option in element["options"]]
    return found


def press(office: Office, person: str, view: dict[str, Any], step: str, value: str = "") -> None:
    """Press a button; where no button is that step's, choose it in the menu of the action that ``value`` names."""
    found = (
        (block, one["action_id"], None)
        for block, one in elements(view)
        if one["action_id"] == step and value in (carried(one), "")
    )
    chosen = (
        (block, one["action_id"], option["value"])
        for block, one in elements(view)
        for option in one.get("options", ())
        if one["action_id"] == f"{MENU}{value}" and option["value"].startswith(f"{step}|")
    )
    block, action_id, option = next(chain(found, chosen))
    answer = office.slack.press_view(person, view["id"], action_id, block, option)
    assert answer.ok, answer.error


def choose(office: Office, person: str, view: dict[str, Any], action_id: str, value: str) -> dict[str, Any]:
    block = next(block for block, one in elements(view) if one["action_id"] == action_id)
    assert office.slack.press_view(person, view["id"], action_id, block, value).ok
    return seen(office, person)


def submit(office: Office, person: str, values: dict[str, Any]) -> dict[str, str]:
    form = office.slack.view(person)
    assert form is not None
    return office.slack.submit(person, form["id"], {name: {name: value} for name, value in values.items()})


def found(office: Office, ref: str) -> Action:
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, ref)
    assert action is not None
    return action


def menu(view: dict[str, Any]) -> dict[str, str]:
    """What can be chosen to see: value to name."""
    (item,) = [one for _block, one in elements(view) if one["action_id"] == "home_shown"]
    return {option["value"]: option["text"]["text"] for option in item["options"]}


def test_an_officers_home_agrees_with_mine(office: Office) -> None:
    view = opened(office, AMY)
    answer = office.slack.command(AMY, "C0CYPE", "/htst mine")
    heading = answer.text.split(".")[0]  # "Yours: 22 open actions"
    count = heading.split()[1]
    assert menu(view)["mine"] == f"Yours: {count}"
    assert menu(view)["=CYPE"].startswith("CYPE, your directorate: ")
    listed = office.slack.command(AMY, "C0CYPE", "/htst list open")
    assert menu(view)["open"].split(": ")[1] in listed.text


def test_a_form_from_the_home_is_answered_there_and_taken_back_there(office: Office) -> None:
    view = opened(office, AMY)
    press(office, AMY, view, "update", "kent:38")
    assert "progress" in str(office.slack.view(AMY))  # an officer, though no channel is named
    assert submit(office, AMY, {"words": "Both names agreed", "progress": "in progress"}) == {}
    view = seen(office, AMY)
    assert "Saved for action 38" in words(view)
    assert [one.text for one in updates(office, "38")] == ["Both names agreed"]
    assert office.slack.messages(office.slack.dm(AMY)) == []  # nobody is pinged for it
    press(office, AMY, view, "undo")
    assert updates(office, "38") == ()
    assert found(office, "38").status is Status.NOT_STARTED
    assert "Taken back" in words(seen(office, AMY))
    assert "Taken back" not in words(opened(office, AMY))


def test_who_is_to_verify_finds_it_waiting_and_does_it_there(office: Office) -> None:
    assert menu(opened(office, CYPE_LEAD))["waiting"] == "Waiting for you: 1"  # as the paper printed it
    office.slack.command(AMY, "C0CYPE", "/htst done 38 Both names agreed")
    view = opened(office, CYPE_LEAD)
    assert "Waiting for you: 2 actions" in words(view)
    assert "Both names agreed" in words(view)
    assert offered(view, "38")[:2] == ["verify", "reject"]
    press(office, CYPE_LEAD, view, "verify", "kent:38")
    view = seen(office, CYPE_LEAD)
    assert "Action 38 is verified" in words(view)
    assert "Waiting for you: 1 action" in words(view)
    assert found(office, "38").status is Status.VERIFIED
    # Who reported it is not offered what somebody else must do.
    assert menu(opened(office, AMY))["waiting"] == "Waiting for you: 0"


def test_a_date_that_is_asked_for_waits_for_its_lead_alone(office: Office) -> None:
    office.slack.command(GARETH, "C0GET", "/htst due 35 exactly 31 March 2023 because the tender is late")
    assert "tender is late" not in words(opened(office, CYPE_LEAD))
    his = choose(office, GARETH, opened(office, GARETH), "home_shown", "=GET")
    assert "grant" not in str(his)
    view = opened(office, GET_LEAD)
    assert "tender is late" in words(view)
    press(office, GET_LEAD, view, "grant", "kent:35")
    assert "Granted: action 35" in words(seen(office, GET_LEAD))


def test_what_may_not_be_done_is_not_offered_and_refusals_are_said_there(office: Office) -> None:
    view = choose(office, AMY, opened(office, AMY), "home_shown", "=GET")
    assert offered(view, "35") == ["update"]
    answers = [
        office.slack.command(AMY, "C0CYPE", typed) for typed in ("/htst status 35", "/htst narrative 35")
    ]
    assert [name for one in answers for _text, name, _value in buttons(one.blocks)] == ["update"]
    office.slack.command(AMY, "C0CYPE", "/htst done 38 Both names agreed")
    view = opened(office, CYPE_LEAD)
    office.slack.command(MONITOR, "C0LEADS", "/htst verify 38")
    press(office, CYPE_LEAD, view, "verify", "kent:38")  # from a page that is not of now
    assert "*Verified* by" in words(seen(office, CYPE_LEAD))


def test_what_was_chosen_stays_through_a_deed_and_the_next_opening(office: Office) -> None:
    view = choose(office, AMY, opened(office, AMY), "home_shown", "silent")
    assert "All with no update yet" in str(view)
    first = next(one["value"] for _block, one in elements(view) if one["action_id"] == "update")
    press(office, AMY, view, "update", first)
    assert submit(office, AMY, {"words": "Begun"}) == {}
    view = seen(office, AMY)
    assert offered(view, first.partition(":")[2]) == []  # it has an update now
    again = opened(office, AMY)
    (select,) = [one for _block, one in elements(again) if one["action_id"] == "home_shown"]
    assert select["initial_option"]["value"] == "silent"
    looks_after = opened(office, MONITOR)
    (select,) = [one for _block, one in elements(looks_after) if one["action_id"] == "home_shown"]
    assert select["initial_option"]["value"] == "overdue"
    other = opened(office, GARETH)
    (select,) = [one for _block, one in elements(other) if one["action_id"] == "home_shown"]
    assert select["initial_option"]["value"] == "mine"


def test_the_round_is_answered_and_signed_off_from_the_home(office: Office) -> None:
    office.slack.move_to(datetime(2023, 2, 22, 9, 0, tzinfo=UTC))
    office.settle()
    view = opened(office, AMY)
    assert "Next meeting: 16 March 2023; its paper is published by *8 March 2023*, in 2 weeks" in words(view)
    press(office, AMY, view, "round")
    form = office.slack.view(AMY)
    assert form is not None
    assert submit(office, AMY, {"words:0": "The board has met"}) == {}
    assert "Your answers are saved" in words(seen(office, AMY))
    assert "sign_off" not in str(opened(office, CYPE_LEAD))
    office.slack.move_to(datetime(2023, 3, 2, 9, 0, tzinfo=UTC))
    office.settle()
    view = opened(office, CYPE_LEAD)
    press(office, CYPE_LEAD, view, "sign_off")
    view = seen(office, CYPE_LEAD)
    assert "Signed off for the paper of 16 March 2023" in words(view)
    assert "'sign_off'" not in str(view)


def test_pages_are_turned(office: Office) -> None:
    view = choose(office, MONITOR, opened(office, MONITOR), "home_shown", "open")
    assert "1 to 12 of 42" in words(view)
    press(office, MONITOR, view, "home_next")
    view = seen(office, MONITOR)
    assert "13 to 24 of 42" in words(view)
    press(office, MONITOR, view, "home_before")
    assert "1 to 12 of 42" in words(seen(office, MONITOR))


def test_the_words_of_the_paper_are_edited_from_the_home_by_who_may(office: Office) -> None:
    office.slack.command(AMY, "C0CYPE", "/htst update 38 Both names agreed")
    assert "narrative" not in offered(opened(office, AMY), "38")
    view = choose(office, MONITOR, opened(office, MONITOR), "home_shown", "=CYPE")
    while "narrative" not in offered(view, "38"):
        press(office, MONITOR, view, "home_next")
        view = seen(office, MONITOR)
    press(office, MONITOR, view, "narrative", "kent:38")
    assert f"<@{AMY}>, 15 November 2022:\\n> Both names agreed" in str(office.slack.view(MONITOR))
    assert submit(office, MONITOR, {"words": "Both names agreed."}) == {}
    assert found(office, "38").delivered == "Both names agreed."
    assert "words of action 38 are saved" in words(seen(office, MONITOR))


def test_the_update_form_shows_what_was_said_before(office: Office) -> None:
    office.slack.command(GARETH, "C0GET", "/htst update 35 The tender is out")
    view = choose(office, AMY, opened(office, AMY), "home_shown", "=GET")
    press(office, AMY, view, "update", "kent:35")
    assert "The tender is out" in str(office.slack.view(AMY))
