"""Forms about one action that offer a choice: who leads, which of its dates moves, whether it is printed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import exempt, lead, new_date, officer
from bot.forms.form import Form, NextPage, Saved
from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from playground.blocks import check_view
from register.action import Line
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from tests.desk import START, Desk, desk_of
from tests.messages.wording import shown
from tests.readings import paper_of
from workflow.imports import import_reading

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions of CYPE, an action of CYPE and GET with two dates, one that nobody owns, one whose two
    dates have no labels, and one without a day.
    """
    lines = [
        Line(
            "3", "Promise 3", "", "Interim: January 2023. Final: March 2023", ("CYPE", "GET"), "In progress", ""
        ),
        Line("4", "Promise 4", "", "December 2022", (), "In progress", ""),
        Line("5", "Promise 5", "", "January 2023 and March 2023", ("CYPE",), "In progress", ""),
        Line("6", "Promise 6", "", "TBC", ("CYPE",), "In progress", ""),
    ]
    desk = desk_of(engine, kent)
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines, sha256="1" * 64), START.date(), START)
    return desk


def opened(desk: Desk, form: Form, ref: str, person: str = MONITOR) -> dict[str, Any]:
    view = form.open(desk.context, desk.press(person, f"kent:{ref}"))
    assert check_view(view) == []
    return view


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def options(block: dict[str, Any]) -> dict[str, str]:
    return {one["value"]: one["text"]["text"] for one in block["element"]["options"]}


def hint(view: dict[str, Any], name: str) -> str:
    return str(fields(view)[name]["hint"]["text"])


def test_a_lead_chooses_among_the_owners_and_an_administrator_among_all(desk: Desk, kent: Register) -> None:
    names = {one.code: f"{one.code}: {one.name}" for one in kent.directorates}
    view = opened(desk, lead.FORM, "3", CYPE_LEAD)
    assert options(fields(view)["directorate"]) == {code: names[code] for code in ("CYPE", "GET")}
    assert hint(view, "directorate").endswith("the other owners add theirs.")
    view = opened(desk, lead.FORM, "3")
    assert options(fields(view)["directorate"]) == names
    assert hint(view, "directorate").endswith(
        "One that does not own the action yet becomes an owner, and gets its card."
    )
    chosen = {"selected_option": {"value": "GET"}}
    assert lead.FORM.submit(desk.context, desk.submission(MONITOR, view, directorate=chosen)) == {}
    again = fields(opened(desk, lead.FORM, "3"))["directorate"]["element"]
    assert again["initial_option"]["value"] == "GET"


@pytest.mark.parametrize(("ref", "owner"), [("1", "CYPE"), ("4", "no directorate")])
def test_where_there_is_none_to_choose_who_leads_is_not_asked(desk: Desk, ref: str, owner: str) -> None:
    with pytest.raises(Refused, match=f"Action {ref} is owned by {owner} alone"):
        opened(desk, lead.FORM, ref, CYPE_LEAD)


def test_a_choice_that_may_not_be_is_refused_at_its_field(desk: Desk) -> None:
    view = opened(desk, lead.FORM, "3", CYPE_LEAD)
    chosen = {"selected_option": {"value": "GLD"}}
    complaint = lead.FORM.submit(desk.context, desk.submission(CYPE_LEAD, view, directorate=chosen))
    assert isinstance(complaint, dict)
    assert list(complaint) == ["directorate"]
    assert desk.action("3").directorates == ("CYPE", "GET")


def test_a_person_is_named_for_the_directorate_that_is_chosen_and_stands_above_the_form(desk: Desk) -> None:
    assert set(fields(opened(desk, officer.FORM, "1"))) == {"person"}  # it has one owner
    view = opened(desk, officer.FORM, "3")
    assert "Named now" not in shown(view["blocks"])
    assert options(fields(view)["directorate"]) == {"CYPE": "CYPE", "GET": "GET"}
    entered: dict[str, Any] = {
        "person": {"selected_user": AMY},
        "directorate": {"selected_option": {"value": "CYPE"}},
    }
    assert officer.FORM.submit(desk.context, desk.submission(MONITOR, view, **entered)) == {}
    assert f"Named now: <@{AMY}> for CYPE." in shown(opened(desk, officer.FORM, "3")["blocks"])
    entered["directorate"] = {"selected_option": {"value": "GLD"}}
    complaint = officer.FORM.submit(desk.context, desk.submission(MONITOR, view, **entered))
    assert isinstance(complaint, dict)
    assert list(complaint) == ["person"]


def test_leaving_an_action_out_needs_a_paragraph_and_printing_it_again_none(desk: Desk) -> None:
    view = opened(desk, exempt.FORM, "1")
    assert "optional" not in fields(view)["paragraph"]
    assert "printed again" not in hint(view, "paragraph")
    assert exempt.FORM.submit(desk.context, desk.submission(MONITOR, view, paragraph=" ")) == {
        "paragraph": "Name the paragraph under which it is left out."
    }
    sent = exempt.FORM.submit(desk.context, desk.submission(MONITOR, view, paragraph="Paragraph 3"))
    assert sent == Saved("Action 1 is left out of what is published, and the paragraph is named.", "kent")
    assert desk.action("1").life.exempt == "Paragraph 3"
    view = opened(desk, exempt.FORM, "1")
    assert fields(view)["paragraph"]["optional"]
    assert fields(view)["paragraph"]["element"]["initial_value"] == "Paragraph 3"
    assert hint(view, "paragraph").endswith("Left blank, the action is printed again.")
    sent = exempt.FORM.submit(desk.context, desk.submission(MONITOR, view, paragraph=""))
    assert sent == Saved("Action 1 is printed again.", "kent")


def test_a_paragraph_that_is_too_long_is_refused_at_its_field(desk: Desk) -> None:
    view = opened(desk, exempt.FORM, "1")
    complaint = exempt.FORM.submit(desk.context, desk.submission(MONITOR, view, paragraph="Paragraph " * 100))
    assert isinstance(complaint, dict)
    assert list(complaint) == ["paragraph"]
    assert desk.action("1").life.exempt == ""


def ask(desk: Desk, view: dict[str, Any], on: str, **more: Any) -> Any:
    entered = {"date": {"selected_date": on}, "reason": "The tender is late"} | more
    return new_date.FORM.submit(desk.context, desk.submission(AMY, view, **entered))


def test_of_several_dates_it_is_asked_which_moves(desk: Desk) -> None:
    assert "milestone" not in fields(opened(desk, new_date.FORM, "1", AMY))
    view = opened(desk, new_date.FORM, "3", AMY)
    assert options(fields(view)["milestone"]) == {"Interim": "Interim", "Final": "Final"}
    assert ask(desk, view, "2023-04-28", milestone={"selected_option": {"value": "Final"}}) == {}
    asked = desk.action("3").life.asked
    assert asked is not None
    assert (asked.printed, asked.was) == ("Final: 28 April 2023", date(2023, 3, 31))
    view = opened(desk, new_date.FORM, "5", AMY)
    assert list(options(fields(view)["milestone"])) == ["31 January 2023", "31 March 2023"]
    assert ask(desk, view, "2023-04-28", milestone={"selected_option": {"value": "31 March 2023"}}) == {}
    asked = desk.action("5").life.asked
    assert asked is not None
    assert (asked.printed, asked.was) == ("28 April 2023", date(2023, 3, 31))


def test_of_several_dates_the_command_that_the_refusal_gives_moves_one(desk: Desk) -> None:
    with pytest.raises(Refused, match="due 5 31 March 2023 to 28 April 2023 because"):
        desk.types(AMY, "due 5 28 April 2023 because the tender is late")
    desk.types(AMY, "due 5 31 March 2023 to 28 April 2023 because the tender is late")
    desk.types(CYPE_LEAD, "grant 5")
    assert [one.deadline for one in desk.action("5").milestones] == [date(2023, 1, 31), date(2023, 4, 28)]
    assert desk.action("5").target == "January 2023 and 28 April 2023"


def test_who_decides_about_a_date_stands_beside_it(desk: Desk, kent: Register) -> None:
    assert hint(opened(desk, new_date.FORM, "1", AMY), "date").startswith("A lead grants or refuses it.")
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kent, life=replace(kent.life, extensions=0)))
    assert hint(opened(desk, new_date.FORM, "1", AMY), "date").startswith(
        "A lead may not move it again: the committee decides."
    )


def test_a_day_that_looks_like_a_slip_is_asked_about_and_all_that_was_entered_stays(desk: Desk) -> None:
    view = opened(desk, new_date.FORM, "3", AMY)
    assert "sure" not in fields(view)
    assert ":warning:" not in shown(view["blocks"])
    which, cause = (
        {"selected_option": {"value": "Final"}},
        {"selected_option": {"value": "Waiting for somebody else"}},
    )
    page = ask(desk, view, "2033-04-29", milestone=which, cause=cause)
    assert isinstance(page, NextPage)
    assert check_view(page.view) == []
    assert page.view["blocks"][2]["text"]["text"].startswith(":warning: *")
    again = fields(page.view)
    assert options(again["sure"]) == {"yes": "Yes, I mean that day"}
    assert again["date"]["element"]["initial_date"] == "2033-04-29"
    assert again["reason"]["element"]["initial_value"] == "The tender is late"
    assert again["milestone"]["element"]["initial_option"]["value"] == "Final"
    assert again["cause"]["element"]["initial_option"]["value"] == "Waiting for somebody else"
    assert desk.action("3").life.asked is None
    sure = {"selected_option": {"value": "yes"}}
    assert ask(desk, page.view, "2033-04-29", milestone=which, cause=cause, sure=sure) == {}
    asked = desk.action("3").life.asked
    assert asked is not None
    assert (asked.deadline, asked.cause) == (date(2033, 4, 29), "Waiting for somebody else")


def test_an_action_without_a_day_is_given_one(desk: Desk) -> None:
    assert ask(desk, opened(desk, new_date.FORM, "6", AMY), "2023-04-28") == {}
    assert desk.action("6").life.asked is not None


def test_a_complete_action_needs_no_other_date_and_without_a_day_none_is_asked(desk: Desk) -> None:
    complaint = ask(desk, opened(desk, new_date.FORM, "1", AMY), "")
    assert list(complaint) == ["date"]
    desk.types(AMY, "done 1 All seen to at the board")
    with pytest.raises(Refused, match="Action 1 is complete: it does not need another date"):
        opened(desk, new_date.FORM, "1", AMY)
