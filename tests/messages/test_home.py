"""The form for an update and the page with what is one's own."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from messages import home as home_messages
from playground.blocks import check_view
from register.action import Action
from register.parts import parted
from tests.messages.wording import DECEMBER, KENT, MARCH, NOVEMBER, TODAY, action, buttons, promised, shown


def own_page(*found: list[Action]) -> dict[str, Any]:
    registers = [replace(KENT, slug=f"kent{n or ''}", title=f"Register {n}") for n in range(len(found))]
    shown = [
        home_messages.Own(one, parted(own, TODAY), TODAY) for one, own in zip(registers, found, strict=True)
    ]
    return home_messages.home(shown, registers)


def test_the_page_shows_one_register_after_the_other() -> None:
    own = [action("3", promised(NOVEMBER)), action(), action("4", promised(MARCH))]
    view = own_page(own, own[:1], [])
    everything = shown(view["blocks"])
    assert (
        everything.index("*Register 0*") < everything.index("*Register 1*") < everything.index("*Register 2*")
    )
    assert len(buttons(view["blocks"])) == 3
    assert "`/htst in REGISTER …`" in everything
    assert "No open action is yours" in everything.split("Register 2")[1]
    assert "No open action is yours" in shown(own_page()["blocks"])


def test_a_page_of_many_registers_says_of_the_last_ones_how_much_there_is() -> None:
    many = [action(str(n), promised(NOVEMBER)) for n in range(8)]
    many += [action(str(n), promised(DECEMBER + timedelta(days=n))) for n in range(8, 16)]
    view = own_page(*([many] * 12))
    assert check_view(json.loads(json.dumps(view))) == []
    assert "*Register 11*: 16 open actions of yours (overdue 8," in shown(view["blocks"])
    assert "`/htst in kent11 mine` shows them." in shown(view["blocks"])


def test_the_page_shows_what_is_yours_with_a_button_each_and_how_to_use_the_bot() -> None:
    view = own_page([action("3", promised(NOVEMBER)), action(), action("4", promised(MARCH))])
    everything = shown(view["blocks"])
    assert "*Overdue: 1 action*" in everything
    assert buttons(view["blocks"]) == [("Update", "update", "kent:3"), ("Update", "update", "kent:10")]
    assert "How to use me" in everything
    assert "No open action is yours" in shown(own_page([])["blocks"])
