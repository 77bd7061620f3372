"""``/htst mine`` and ``/htst waiting`` where several registers meet: they show what is somebody's own in each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, OFFICER_IDS
from demo.story import shown_text
from messages.layout import MOST_BLOCKS, Message
from register.action import Line
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from tests.desk import Desk
from tests.readings import paper_of
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY = OFFICER_IDS["CYPE"]


def desk_of(engine: Engine, found: list[Register], count: int) -> Desk:
    lines = [
        Line(str(n), f"Promise {n}", "", "December 2022", ("CYPE",), "In progress", "")
        for n in range(1, count + 1)
    ]
    for register in found:
        with transaction(engine) as tx:
            registers.save(tx, register)
            import_reading(tx, register, paper_of(lines), START.date(), START)
    return Desk(engine)


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """Two registers that meet in #cype, and one that has nothing of anybody's there."""
    asylum = replace(kent, slug="asylum", title="Asylum: management actions")
    empty = replace(kent, slug="empty", title="Nothing yet")
    found = desk_of(engine, [kent, asylum], 30)
    with transaction(engine) as tx:
        registers.save(tx, empty)
    return found


def words(found: Message) -> str:
    return shown_text({"text": found.text, "blocks": found.blocks})


def test_what_is_yours_is_shown_of_each_register_that_meets_there(desk: Desk, kent: Register) -> None:
    answer = desk.types(AMY, "mine")
    shown = words(answer)
    assert shown.count("Yours: 30 open actions") == 2
    assert shown.index("Asylum: management actions") < shown.index(kent.title)
    assert "Nothing yet" not in shown + answer.text
    assert "`/htst in asylum list CYPE`" in shown
    assert "Asylum: management actions" not in words(desk.types(AMY, "in kent mine"))
    assert "None of the open actions is yours" in desk.types("U0NOBODY1", "mine", "C0NOWHERE").text
    assert "None of the open actions is yours" in desk.types(AMY, "in empty mine").text


@pytest.mark.parametrize(
    "typed", ["mine overdue", "my overdue ones", "list overdue mine", "which of mine are late"]
)
def test_what_is_yours_and_overdue_is_shown_of_each_register_that_meets_there(desk: Desk, typed: str) -> None:
    desk.now += timedelta(days=60)
    shown = words(desk.types(AMY, typed))
    assert shown.count("Actions overdue, yours: 30") == 2
    assert "Asylum: management actions" in shown
    assert "`/htst in asylum list" in shown


def test_days_with_a_number_are_understood_there_too(desk: Desk) -> None:
    assert words(desk.types(AMY, "mine due in the next 60 days")).count("yours, due") == 2


@pytest.mark.parametrize("typed", ["mine 10", "list overdue", "mine about taxis", "mine overdue from 41"])
def test_of_anything_else_it_is_asked_which_register_is_meant(desk: Desk, typed: str) -> None:
    with pytest.raises(Refused, match=f"(?s)Several registers are used here.*/htst in asylum {typed}"):
        desk.types(AMY, typed)


def test_where_none_of_yours_is_overdue_in_any_of_them_that_is_the_answer(desk: Desk) -> None:
    assert "Actions overdue, yours: there are none" in desk.types(AMY, "mine overdue").text


def test_what_waits_is_shown_of_each_register_with_its_own_buttons(desk: Desk) -> None:
    assert "Nothing is waiting for you" in desk.types(CYPE_LEAD, "waiting").text
    for n in range(1, 13):
        desk.types(AMY, f"in asylum done {n} It is live")
    shown = words(desk.types(CYPE_LEAD, "what is waiting for me"))
    assert "Waiting for you: 12 actions to decide" in shown
    desk.types(AMY, "in kent done 3 It is live")
    answer = desk.types(CYPE_LEAD, "waiting")
    assert "Waiting for you: 1 action to decide" in words(answer)
    assert "_and 7 more:_" in words(answer)
    pressed = [one["value"] for block in answer.blocks for one in block.get("elements", ()) if one.get("value")]
    assert {one.partition(":")[0] for one in pressed} == {"kent", "asylum"}


def test_of_more_registers_than_fit_the_rest_are_named(engine: Engine, kent: Register) -> None:
    found = [replace(kent, slug=f"r{n}", title=f"Review {n}") for n in range(12)]
    desk = desk_of(engine, found, 4)
    for register in found:
        for n in range(1, 5):
            desk.types(AMY, f"in {register.slug} done {n} It is live")
    answer = desk.types(CYPE_LEAD, "waiting")
    assert len(answer.blocks) <= MOST_BLOCKS
    assert "more registers:_ type `/htst in r" in words(answer)
    assert "waiting` or `/htst in r" in words(answer)


def test_what_is_yours_says_who_is_named_for_it_as_the_home_page_does(engine: Engine, kent: Register) -> None:
    desk = desk_of(engine, [kent], 2)
    desk.types(CYPE_LEAD, f"assign 1 <@{AMY}>")
    assert f"*1*  Promise 1 · CYPE · <@{AMY}>\n• *2*  Promise 2 · CYPE" in str(
        desk.types(CYPE_LEAD, "mine").blocks[1]["text"]["text"]
    )
    assert "*1*  Promise 1 · CYPE · named for you" in str(desk.types(AMY, "mine").blocks)
