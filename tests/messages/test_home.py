"""The page with what is one's own, what waits, and what may be done next."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from messages import home as home_messages
from playground.blocks import check_view
from register.absences import Absence
from register.action import Action
from register.home_view import SHOW_MINE, page_size
from register.progress import Status
from tests.messages.home_parts import home_part
from tests.messages.wording import DECEMBER, KENT, MARCH, NOVEMBER, TODAY, action, buttons, promised, shown

LEAD = next(one.lead for one in KENT.directorates if one.lead)
ALL_OF_THEM = replace(KENT, directorates=tuple(replace(one, lead=LEAD) for one in KENT.directorates))


def own_page(
    *found: Sequence[Action], what: str = SHOW_MINE, first: int = 1, alone: str = ""
) -> dict[str, Any]:
    """The page of somebody who leads every directorate of each register."""
    parts = []
    for n, own in enumerate(found):
        register = replace(ALL_OF_THEM, slug=f"kent{n or ''}", title=f"Register {n}")
        listed = [replace(one, register=register.slug, status=Status.IN_PROGRESS) for one in own]
        size = page_size(1 if alone else len(found))
        parts.append(home_part(register, LEAD, TODAY, listed, shown=what, first=first, most=size))
    only = parts[0].register.slug if len(parts) == 1 else alone
    view = home_messages.home(parts, [one.register for one in parts], (), only)
    assert check_view(json.loads(json.dumps(view))) == []
    return view


def updates(view: dict[str, Any]) -> list[str]:
    return [value for _text, name, value in buttons(view["blocks"]) if name == "update"]


def test_the_page_shows_one_register_after_the_other() -> None:
    own = [action("3", promised(NOVEMBER)), action(), action("4", promised(MARCH))]
    view = own_page(own, own[:1], [])
    everything = shown(view["blocks"])
    places = [everything.index(f"*Register {n}*") for n in range(3)]
    assert places == sorted(places)
    assert updates(view) == ["kent:3", "kent:10", "kent:4", "kent1:3"]
    assert "`/htst in REGISTER …`" in everything
    assert "None of the open actions is yours" in everything.split("*Register 2*")[1]
    assert "None of the open actions is yours" in shown(own_page()["blocks"])


def test_one_of_several_registers_is_shown_alone() -> None:
    view = own_page([action("3")], [action("4"), action("5")], alone="kent1")
    assert updates(view) == ["kent1:4", "kent1:5"]


def test_cards_are_posted_of_the_register_that_is_shown_and_where_several_are_of_each() -> None:
    def offered(view: dict[str, Any]) -> list[str]:
        return [value for _text, name, value in buttons(view["blocks"]) if name == "post_cards"]

    own = [action("3")]
    assert offered(own_page(own)) == ["kent"]
    assert offered(own_page(own, own)) == ["kent", "kent1"]
    assert offered(own_page(own, own, alone="kent1")) == ["kent1"]


def test_who_is_away_or_will_be_sees_so_and_has_a_button_to_end_it() -> None:
    def page(starts: int) -> dict[str, Any]:
        days = (TODAY + timedelta(days=9), "U0LENA", TODAY + timedelta(days=starts))
        part = replace(home_part(KENT, LEAD, TODAY, []), absence=Absence(LEAD, *days))
        return home_messages.home([part], [KENT])

    now, later = page(0), page(4)
    assert "You are away until 30 December 2022: <@U0LENA> stands in for you." in shown(now["blocks"])
    assert ("I am back", "back", "kent") in buttons(now["blocks"])
    assert "away from 25 December 2022 until 30 December 2022" in shown(later["blocks"])
    assert ("I am not going", "back", "kent") in buttons(later["blocks"])
    assert "'back'" not in str(own_page([action("3")]))


def test_a_page_of_many_registers_says_of_the_last_ones_how_much_there_is() -> None:
    many = [action(str(n), promised(NOVEMBER)) for n in range(8)]
    many += [action(str(n), promised(DECEMBER + timedelta(days=n))) for n in range(8, 16)]
    everything = shown(own_page(*([many] * 24))["blocks"])
    assert "*Register 23*: 16 open actions of yours (overdue 8," in everything
    assert "`/htst in kent23 mine` shows them." in everything


def test_a_long_list_is_turned_page_by_page() -> None:
    many = [action(str(n), promised(DECEMBER + timedelta(days=n))) for n in range(1, 501)]
    refs: list[str] = []
    first = 1
    while True:
        view = own_page(many, first=first)
        refs += updates(view)
        onward = [value for _text, name, value in buttons(view["blocks"]) if name == "home_next"]
        if not onward:
            break
        first = int(onward[0])
    assert refs == [f"kent:{n}" for n in range(1, 501)]


def test_what_is_chosen_is_shown_and_stays_chosen_in_the_menu() -> None:
    view = own_page([action("3", promised(NOVEMBER)), action("4", promised(MARCH))], what="overdue")
    assert updates(view) == ["kent:3"]
    menu = next(one for block in view["blocks"] for one in block.get("elements", ()) if "options" in one)
    assert menu["initial_option"]["value"] == "overdue"
    assert "All that is overdue: 1" in menu["initial_option"]["text"]["text"]
    assert "Nothing is overdue" in shown(own_page([action("4", promised(MARCH))], what="overdue")["blocks"])
