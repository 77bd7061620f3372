"""Going on and ending: by a command, and by the form for an update, each with what it needs."""

from datetime import date

import pytest
from sqlalchemy import Engine

from bot.forms import update
from demo.office import CYPE_LEAD, OFFICER_IDS
from register.progress import Status
from register.refused import Refused
from tests.desk import Desk

AMY = OFFICER_IDS["CYPE"]


def test_actions_go_on_and_it_is_said_when_they_are_looked_at_next(table: Engine) -> None:
    desk = Desk(table)
    answer = desk.types(AMY, "review 3 and 7: end of March because the contract runs")
    assert "Actions 3 and 7 are ongoing: they are next looked at on 31 March 2023." in answer.text
    for ref in ("3", "7"):
        action = desk.action(ref)
        assert (action.status, action.life.review_on) == (Status.ONGOING, date(2023, 3, 31))
    assert "on 30 June 2023" in desk.types(AMY, "review 7 ongoing, next review 30 June 2023").text
    assert desk.action("7").life.review_on == date(2023, 6, 30)


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("review 7", "Say when it is next looked at"),
        ("review 7 1 November 2022", "is not in the future"),
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
    view = update.open_form(desk.context, desk.press(CYPE_LEAD, "kent:7"))
    (field,) = [block for block in view["blocks"] if block.get("block_id") == "progress"]
    offered = [option["value"] for option in field["element"]["options"]]
    assert Status.SUPERSEDED.value in offered
    chosen = {"selected_option": {"value": Status.SUPERSEDED.value}}
    assert "say where" in str(update.submit(desk.context, desk.submission(CYPE_LEAD, view, progress=chosen)))
    sent = desk.submission(CYPE_LEAD, view, words="The new framework", progress=chosen)
    assert update.submit(desk.context, sent) == {}
    action = desk.action("7")
    assert (action.status, action.life.ended) == (Status.SUPERSEDED, "The new framework")


def test_the_form_for_an_update_moves_the_review_of_what_is_ongoing(table: Engine) -> None:
    desk = Desk(table)
    desk.types(AMY, "review 7 31 March 2023")
    view = update.open_form(desk.context, desk.press(AMY, "kent:7"))
    chosen = {"selected_option": {"value": Status.ONGOING.value}}
    later = {"selected_date": "2023-06-30"}
    sent = desk.submission(AMY, view, words="The contract runs", progress=chosen, review=later)
    assert update.submit(desk.context, sent) == {}
    action = desk.action("7")
    assert (action.status, action.life.review_on) == (Status.ONGOING, date(2023, 6, 30))
    assert [one.text for one in action.updates] == ["The contract runs"]


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("The minutes of 3 May say so", "words", "The minutes of 3 May say so"),
        ("See https://kent.gov.uk/minutes", "link", "See https://kent.gov.uk/minutes"),
        ("Signed [file: letter.pdf], see https://kent.gov.uk", "file", ""),
        (
            "none because https://kent.gov.uk says it is abolished",
            "none",
            "https://kent.gov.uk says it is abolished",
        ),
        ("none as [file: letter.pdf] was lost", "none", "[file: letter.pdf] was lost"),
    ],
)
def test_what_shows_that_it_is_done_is_counted_by_what_it_is(
    table: Engine, words: str, kind: str, text: str
) -> None:
    desk = Desk(table)
    desk.types(AMY, f"done 7 {words}")
    assert [(one.kind, one.text) for one in desk.action("7").life.evidence] == [(kind, text or words)]


def test_an_officer_is_not_offered_to_end_one(table: Engine) -> None:
    desk = Desk(table)
    view = update.open_form(desk.context, desk.press(AMY, "kent:7"))
    (field,) = [block for block in view["blocks"] if block.get("block_id") == "progress"]
    assert Status.SUPERSEDED.value not in [option["value"] for option in field["element"]["options"]]


@pytest.mark.parametrize("typed", ["reject 7 because the policy is a draft", "reopen 7 because more is asked"])
def test_what_nobody_reported_complete_is_not_sent_back(table: Engine, typed: str) -> None:
    desk = Desk(table)
    with pytest.raises(Refused, match="Action 7 is not started: it is open already"):
        desk.types(CYPE_LEAD, typed)
    assert desk.action("7").status is Status.NOT_STARTED
