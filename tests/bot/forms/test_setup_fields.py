"""The form for settings: sent as it was shown, it changes nothing; what cannot be is said at its field."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.forms import setup
from bot.forms.form import NextPage
from demo.office import CYPE_LEAD, MONITOR
from playground.blocks import check_view
from register.refused import Refused
from register.register import Directorate, Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from tests.desk import Desk, desk_of
from tests.messages.wording import shown


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    return desk_of(engine, kent)


def opened(desk: Desk, register: Register) -> dict[str, Any]:
    """The form for a register with those settings."""
    with transaction(desk.engine) as tx:
        registers.save(tx, register)
    view = setup.FORM.open(desk.context, desk.press(MONITOR, register.slug))
    assert check_view(view) == []
    return view


def as_shown(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What Slack sends of a form in which nothing was touched; of several people in an order of its own."""
    found: dict[str, dict[str, Any]] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            found[block["block_id"]] = {
                "value": element.get("initial_value"),
                "selected_conversation": element.get("initial_conversation"),
                "selected_user": element.get("initial_user"),
                "selected_users": element.get("initial_users", [])[::-1],
                "selected_option": element.get("initial_option"),
            }
    return found


def sent(desk: Desk, view: dict[str, Any], **entered: dict[str, Any]) -> Any:
    return setup.FORM.submit(desk.context, desk.submission(MONITOR, view, **as_shown(view) | entered))


def saved(desk: Desk, view: dict[str, Any], **entered: dict[str, Any]) -> Register:
    """The register's settings once the form and its second page are sent."""
    page = sent(desk, view, **entered)
    assert isinstance(page, NextPage)
    assert check_view(page.view) == []
    assert "sure" not in str(page.view["blocks"])
    assert setup.SAVE.submit(desk.context, desk.submission(MONITOR, page.view)) == {}
    with reading(desk.engine) as tx:
        return registers.find(tx, "kent")


def with_channel(kent: Register, channel: str) -> Register:
    cype, *others = kent.directorates
    return replace(kent, directorates=(replace(cype, channel=channel), *others))


def test_sent_as_it_was_shown_it_changes_nothing(desk: Desk, kent: Register) -> None:
    several = replace(kent, admins=(MONITOR, CYPE_LEAD, "U0GET"))
    assert saved(desk, opened(desk, several)) == several


def test_a_channel_that_the_settings_give_by_its_name_is_kept_where_none_is_chosen(
    desk: Desk, kent: Register
) -> None:
    by_name = with_channel(kent, "#cype")
    assert saved(desk, opened(desk, by_name)) == by_name
    chosen = {"selected_conversation": "C0NEW"}
    assert saved(desk, opened(desk, by_name), **{"channel:CYPE": chosen}) == with_channel(kent, "C0NEW")


def test_a_channel_that_was_shown_and_emptied_is_asked_about(desk: Desk, kent: Register) -> None:
    page = sent(desk, opened(desk, kent), **{"channel:CYPE": {"selected_conversation": None}})
    assert isinstance(page, NextPage)
    assert "*What will no longer work*" in shown(page.view["blocks"])
    assert "Is that what you want?" in str(page.view["blocks"])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("directorates", "CYPE: Children\nCYPE: Again", "CYPE is there twice; keep one."),
        ("directorates", "", "Name one directorate at least"),
        ("directorates", "c y p e: Children", "a short name is letters"),
        ("before", "28 and 7", "Write days as numbers with commas between them: 28, 14, 7, 1."),
        ("at", "9 o'clock", "a time of day such as"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_in_words_of_the_form(
    desk: Desk, kent: Register, field: str, value: str, words: str
) -> None:
    complaint = sent(desk, opened(desk, kent), **{field: {"value": value}})
    assert isinstance(complaint, dict)
    assert list(complaint) == [field]
    assert words in complaint[field]
    assert "[directorates" not in complaint[field]


def test_a_line_without_a_name_takes_its_code(desk: Desk, kent: Register) -> None:
    lines = "\n".join(f"{one.code}:" for one in kent.directorates)
    found = saved(desk, opened(desk, kent), directorates={"value": lines})
    assert [one.name for one in found.directorates] == list(kent.codes)


def test_more_directorates_than_a_form_holds_are_changed_in_the_file(desk: Desk, kent: Register) -> None:
    many = tuple(Directorate(f"D{place}", f"Directorate {place}", "C0CYPE", CYPE_LEAD) for place in range(60))
    with pytest.raises(Refused, match="file"):
        opened(desk, replace(kent, directorates=many))


def test_only_an_administrator_opens_it(desk: Desk) -> None:
    with pytest.raises(Refused, match="Only the register's administrators can"):
        setup.FORM.open(desk.context, desk.press(CYPE_LEAD, "kent"))
