"""Whose an action is, asked in plain words: whatever its ref looks like, and with a question mark or without."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.action import Line
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from tests.readings import paper_of
from tests.typed import Keyboard, suggested
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Keyboard:
    """Actions with the refs of several committees."""
    refs = ("AGS1", "AGS2", "2.1a", "R1.2", "14", "3", "SR (25/26) 01", "25")
    lines = [Line(ref, f"Promise {ref}", "", "December 2022", ("CYPE",), "", "") for ref in refs]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    return Keyboard(engine, kent, START)


@pytest.mark.parametrize("source", ["command", "direct message", "mention"])
@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("who owns AGS2", "AGS2"),
        ("who owns AGS2?", "AGS2"),
        ("who has 14", "14"),
        ("whose is 3", "3"),
        ("whose is R1.2", "R1.2"),
        ("who is on 2.1a", "2.1a"),
        ("who owns SR (25/26) 01", "SR (25/26) 01"),
        ("owner of 14", "14"),
        ("AGS2 owner?", "AGS2"),
        ("when is AGS2 due", "AGS2"),
        ("whats the deadline for 14", "14"),
        ("whos got 14", "14"),
        ("will 14 be late?", "14"),
        ("who owns AGS 2", "AGS2"),
        ("whose is R 1.2?", "R1.2"),
        ("is AGS 1 late?", "AGS1"),
        ("AGS 1", "AGS1"),
        ("link to 14", "14"),
    ],
)
def test_who_asks_of_an_action_is_shown_it(desk: Keyboard, words: str, ref: str, source: str) -> None:
    assert desk.types(AMY, words, source=source).startswith(f"Action {ref}, CYPE")


@pytest.mark.parametrize("source", ["command", "direct message", "mention"])
@pytest.mark.parametrize(
    "words", ["who owns AGS9", "whose is AGS9?", "when is AGS9 due", "is AGS9 late", "AGS9 owner"]
)
def test_who_asks_of_an_action_that_is_not_there_is_told_so(desk: Keyboard, words: str, source: str) -> None:
    answer = desk.types(AMY, words, source=source)
    assert "There is no action AGS9" in answer
    assert "AGS2" in " ".join(suggested(answer))


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("push AGS2 back a week", "due AGS2 by a week because …"),
        ("move AGS2 to 31 January", "due AGS2 31 January because …"),
        ("AGS2 needs another month", "due AGS2 by another month because …"),
        ("stop reminding me about AGS1", "snooze AGS1 until 23 November 2022 because …"),
        ("mark R1.2 as done", "done R1.2 …"),
        ("AGS1 is not ours", "assign AGS1 to …"),
        ("remind AGS2", "status AGS2"),
    ],
)
def test_requests_are_understood_whatever_refs_look_like(desk: Keyboard, words: str, proposed: str) -> None:
    assert proposed in suggested(desk.types(AMY, words))


@pytest.mark.parametrize("words", ["when is Q4 due", "any news on v2"])
def test_a_quarter_or_a_version_is_no_action(desk: Keyboard, words: str) -> None:
    assert "There is no action" not in desk.types(AMY, words)


def test_why_it_is_late_is_its_history(desk: Keyboard) -> None:
    assert "The history of action AGS2" in desk.types(AMY, "why is AGS2 late")


@pytest.mark.parametrize("words", ["who owns what", "who has the most actions"])
def test_who_owns_most_is_the_register_in_one_look(desk: Keyboard, words: str) -> None:
    assert "8 open of 8 actions" in desk.types(AMY, words)


def test_a_question_is_never_thanked_for(desk: Keyboard) -> None:
    assert "I do not know how to answer that" in desk.types(AMY, "who knows", source="direct message")


@pytest.mark.parametrize("words", ["AGS2 is with Legal", "14 owners met on Friday"])
def test_news_that_begins_with_a_ref_is_still_proposed_as_an_update(desk: Keyboard, words: str) -> None:
    assert any(one.startswith("update ") for one in suggested(desk.types(AMY, words)))


@pytest.mark.parametrize("source", ["command", "direct message", "mention"])
@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("stop reminding me about AGS 1", "snooze AGS1 until 23 November 2022 because …"),
        ("push AGS 2 back a week", "due AGS2 by a week because …"),
    ],
)
def test_what_is_asked_of_an_action_typed_with_a_space_is_proposed(
    desk: Keyboard, words: str, command: str, source: str
) -> None:
    assert suggested(desk.types(AMY, words, source=source)) == [command]


@pytest.mark.parametrize("source", ["command", "direct message", "mention"])
@pytest.mark.parametrize(
    "words",
    [
        "who's my lead",
        "whos my lead?",
        "who leads CYPE",
        "Who is the lead for CYPE?",
        "who can help me",
        "who runs this",
    ],
)
def test_who_asks_for_a_lead_or_for_help_is_told_who_that_is(desk: Keyboard, words: str, source: str) -> None:
    answer = desk.types(AMY, words, source=source)
    assert answer.startswith(f"The lead of CYPE is <@{CYPE_LEAD}>. <@{MONITOR}> looks after the register.")


def test_of_several_directorates_the_leads_are_named_and_of_none_that_there_is_none(desk: Keyboard) -> None:
    kent = desk.register
    without = [replace(one, lead="") if one.code == "GET" else one for one in kent.directorates]
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kent, directorates=tuple(without)))
    answer = desk.types(MONITOR, "who are the leads?", channel="C0LEADS")
    assert answer.startswith(f"The lead of CYPE is <@{CYPE_LEAD}>. The lead of GLD is ")
    assert "GET has no lead yet." in answer


def test_who_leads_an_action_is_still_asked_of_the_action(desk: Keyboard) -> None:
    assert desk.types(AMY, "who leads 14").startswith("Action 14, CYPE")
