"""The form for papers that were shared in one message: which file, which register, which day."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.forms.paper import OFFER
from demo.office import MONITOR
from playground.blocks import check_view
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.paper_tables import offered_paper
from tests.desk import Desk, desk_of

FILES = [{"id": "F1", "name": "november.csv"}, {"id": "F2", "name": "a.xlsx"}, {"id": "F3"}]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A desk with a second register."""
    with transaction(engine) as tx:
        registers.save(tx, replace(kent, slug="buses", title="Buses"))
    return desk_of(engine, kent)


def opened(desk: Desk, *files: dict[str, str]) -> dict[str, Any]:
    """The form that the shortcut on a message with these files opens."""
    shared = desk.press(MONITOR, "") | {"message": {"files": list(files)}}
    del shared["actions"]
    view = OFFER.open(desk.context, shared)
    assert check_view(view) == []
    return view


def choices(view: dict[str, Any]) -> dict[str, list[str]]:
    """The fields of a form, with the words of what can be chosen in each."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {
        block["label"]["text"]: [one["text"]["text"] for one in block["element"].get("options", ())]
        for block in inputs
    }


def offers(desk: Desk) -> list[tuple[str, str, str]]:
    """The papers that are to be read: register, file and name."""
    columns = (offered_paper.c.register, offered_paper.c.file, offered_paper.c.name)
    with reading(desk.engine) as tx:
        return [tuple(row) for row in tx.execute(select(*columns).order_by(offered_paper.c.id))]


def test_of_several_files_and_registers_one_of_each_is_chosen(desk: Desk) -> None:
    view = opened(desk, *FILES)
    assert view["blocks"][0]["text"]["text"] == (
        "november.csv, a.xlsx, file: I read it and show you what it would change."
    )
    found = choices(view)
    assert list(found) == ["Which file?", "Which register?", "As at which day?"]
    assert found["Which file?"] == ["november.csv", "a.xlsx", "file"]
    assert sorted(found["Which register?"]) == sorted(["Buses", "SEND Transport Review: management actions"])
    assert [block.get("optional", False) for block in view["blocks"][1:]] == [False] * 3
    second = view["blocks"][1]["element"]["options"][1]
    entered = {
        "file": {"selected_option": second},
        "register": {"selected_option": {"value": "buses"}},
        "as_at": {"selected_date": "2022-11-15"},
    }
    assert OFFER.submit(desk.context, desk.submission(MONITOR, view, **entered)) == {}
    assert offers(desk) == [("buses", "F2", "a.xlsx")]


def test_of_a_single_file_only_the_register_and_the_day_are_asked(desk: Desk) -> None:
    view = opened(desk, FILES[0])
    assert list(choices(view)) == ["Which register?", "As at which day?"]
    register = {"selected_option": {"value": "kent"}}
    unsaid = desk.submission(MONITOR, view, register=register)
    assert OFFER.submit(desk.context, unsaid) == {"as_at": "Say which day it reports up to."}
    to_come = desk.submission(MONITOR, view, register=register, as_at={"selected_date": "2023-03-16"})
    assert "That day is in the future" in str(OFFER.submit(desk.context, to_come))
    entered = desk.submission(MONITOR, view, register=register, as_at={"selected_date": "2022-11-15"})
    assert OFFER.submit(desk.context, entered) == {}
    assert offers(desk) == [("kent", "F1", "november.csv")]


def test_a_message_without_a_file_is_refused_with_what_to_do(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"There is no file in that message\. Share the paper"):
        opened(desk)
