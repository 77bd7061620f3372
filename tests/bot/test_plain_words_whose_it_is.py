"""Whose an action is, asked in plain words: whatever its ref looks like, and with a question mark or without."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from demo.office import OFFICER_IDS
from register.action import Line
from register.register import Register
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
    ],
)
def test_who_asks_of_an_action_is_shown_it(desk: Keyboard, words: str, ref: str, source: str) -> None:
    assert desk.types(AMY, words, source=source).startswith(f"Action {ref}, CYPE")


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
