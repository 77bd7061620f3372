"""Going on and ending: by a command, and by the form for an update, each with what it needs."""

from datetime import date

import pytest
from sqlalchemy import Engine

from bot.forms import update
from demo.office import LEAD, OFFICERS
from register.progress import Status
from register.refused import Refused
from tests.desk import Desk

AMY = OFFICERS["CYPE"]


def test_actions_go_on_and_it_is_said_when_they_are_looked_at_next(table: Engine) -> None:
    desk = Desk(table)
    answer = desk.types(AMY, "review 3 and 7: end of March because the contract runs")
    assert "Actions 3 and 7 are ongoing: they are looked at next on 31 March 2023." in answer.text
    for ref in ("3", "7"):
        action = desk.action(ref)
        assert (action.status, action.life.review_on) == (Status.ONGOING, date(2023, 3, 31))
    assert "on 30 June 2023" in desk.types(AMY, "review 7 ongoing, next review 30 June 2023").text
    assert desk.action("7").life.review_on == date(2023, 6, 30)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("review 7", "Say when it is looked at next"),
        ("review 7 1 November 2022", "is not to come"),
        ("review 35 31 March 2023", "Only officers of the directorates that own it"),
    ],
)
def test_a_review_without_a_day_to_come_or_by_somebody_else_is_refused(
    table: Engine, typed: str, refusal: str
) -> None:
    desk = Desk(table)
    with pytest.raises(Refused, match=refusal):
        desk.types(AMY, typed)
    assert desk.action("7").status is not Status.ONGOING


def test_review_of_something_is_a_search(table: Engine) -> None:
    assert "None has “review of contracts” in its words" in Desk(table).types(AMY, "review of contracts").text


def test_a_lead_ends_an_action_in_the_form_for_an_update(table: Engine) -> None:
    desk = Desk(table)
    view = update.open_form(desk.context, desk.press(LEAD, "kent:7"))
    (field,) = [block for block in view["blocks"] if block.get("block_id") == "progress"]
    offered = [option["value"] for option in field["element"]["options"]]
    assert Status.SUPERSEDED.value in offered
    chosen = {"selected_option": {"value": Status.SUPERSEDED.value}}
    assert "say where" in str(update.submit(desk.context, desk.submission(LEAD, view, progress=chosen)))
    sent = desk.submission(LEAD, view, words="The new framework", progress=chosen)
    assert update.submit(desk.context, sent) == {}
    action = desk.action("7")
    assert (action.status, action.life.ended) == (Status.SUPERSEDED, "The new framework")


def test_an_officer_is_not_offered_to_end_one(table: Engine) -> None:
    desk = Desk(table)
    view = update.open_form(desk.context, desk.press(AMY, "kent:7"))
    (field,) = [block for block in view["blocks"] if block.get("block_id") == "progress"]
    assert Status.SUPERSEDED.value not in [option["value"] for option in field["element"]["options"]]
