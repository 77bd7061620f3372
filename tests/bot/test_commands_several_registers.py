"""Where several registers meet in a channel, a command about an action that only one of them has is for that one."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from messages.layout import Message
from register.action import Line
from register.refused import Refused
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from tests.desk import START, Desk, desk_of
from tests.readings import paper_of
from workflow.imports import import_reading


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """Kent's register with actions 1 to 4, and in its channels another with AGS1, AGS2 and 3."""
    desk = desk_of(engine, kent, 4)
    other = replace(kent, slug="audit", title="Internal audit", leads_channel="")
    lines = [Line(ref, f"Check {ref}", "", "December 2022", ("CYPE",), "", "") for ref in ("AGS1", "AGS2", "3")]
    with transaction(engine) as tx:
        registers.save(tx, other)
        import_reading(tx, other, replace(paper_of(lines), sha256="a" * 64), START.date(), START)
    return desk


def updates_of(desk: Desk, slug: str, ref: str) -> list[str]:
    with reading(desk.context.engine) as tx:
        found = actions.find(tx, registers.find(tx, slug), ref)
    assert found is not None
    return [one.text for one in found.updates]


def shown(message: Message) -> str:
    return f"{message.text} {message.blocks}"


def test_an_update_goes_to_the_register_that_has_the_ref(desk: Desk) -> None:
    desk.types("U0AMY", "update AGS1 The risks are entered, the owners agree next week")
    assert updates_of(desk, "audit", "AGS1") == ["The risks are entered, the owners agree next week"]
    desk.types("U0AMY", "update 4: see AGS2, sent to GET, who answer by Friday")
    assert updates_of(desk, "kent", "4") == ["see AGS2, sent to GET, who answer by Friday"]


def test_the_answer_says_of_which_register_it_is(desk: Desk) -> None:
    answer = desk.types("U0AMY", "update AGS1 The risks are entered, the owners agree next week")
    assert "Internal audit" in answer.text
    assert "Internal audit" in str(answer.blocks[-1])


@pytest.mark.parametrize(
    ("typed", "ref"),
    [("status AGS2", "AGS2"), ("history AGS2", "AGS2"), ("status 2", "2")],
)
def test_so_does_a_question(desk: Desk, typed: str, ref: str) -> None:
    assert f"Action {ref}" in shown(desk.types("U0AMY", typed)).replace("action", "Action")


@pytest.mark.parametrize(
    "typed",
    [
        "update 3 Sent",
        "status 3",
        "update 3 with AGS2 sent",
        "done 1 and AGS1 sent",
        "update 99 sent",
        "4 weeks late",
        "update 4 letters sent",
        "due 4 January because Legal answer late",
        "paper",
    ],
)
def test_what_both_have_or_neither_is_asked_about(desk: Desk, typed: str) -> None:
    with pytest.raises(Refused, match="Several registers are used here"):
        desk.types("U0AMY", typed)
    assert updates_of(desk, "kent", "3") == updates_of(desk, "audit", "3") == []


def test_what_is_refused_there_is_proposed_for_that_register(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.types("U0AMY", "reject AGS1")
    assert "/htst in audit reject AGS1 because" in str(refused.value)


def test_news_without_a_command_is_proposed_for_the_register_that_has_the_ref(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.types("U0AMY", "AGS2 is with Legal")
    assert "/htst in audit update AGS2" in str(refused.value)
