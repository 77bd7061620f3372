"""What is asked for by a name: each name that we give out is listened to, and no other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from bot.app import FORMS, SHORTCUTS, make_app
from bot.button_presses import BUTTONS
from bot.home import PRESSES
from demo.office import START_TIME
from messages.answers import PROPOSED
from messages.life_lines import MENU
from slack_api.client import Identity, SlackClient
from storage.database.engine import open_database
from workflow.context import Context

HOME = Identity("T0OURS", "B0BOT", "U0BOT")
OTHER_NAMES = ("", "no_such_name", "update\n", "xupdate", "updated")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """A bot whose database has no tables: whatever is handled fails."""
    engine = open_database(f"sqlite:///{tmp_path / 'htst.db'}")
    slack = SlackClient("xoxb-1", "http://127.0.0.1:9/api/")
    yield make_app(Context(engine, lambda: START_TIME), slack, HOME, "secret")
    engine.dispose()


def pressed(name: str) -> dict[str, Any]:
    return {"type": "block_actions", "actions": [{"action_id": name, "block_id": "b", "type": "button"}]}


def sent(name: str) -> dict[str, Any]:
    return {"type": "view_submission", "view": {"type": "modal", "callback_id": name, "blocks": []}}


def shortcut(name: str) -> dict[str, Any]:
    return {"type": "shortcut", "callback_id": name}


def is_listened_to(app: App, body: dict[str, Any]) -> bool:
    about = {"team": {"id": "T0OURS"}, "user": {"id": "U1", "team_id": "T0OURS"}, "trigger_id": "1.2"}
    return bool(app.dispatch(BoltRequest(body=about | body, mode="socket_mode")).status != 404)


def test_each_button_form_and_shortcut_is_listened_to(app: App) -> None:
    buttons = {
        *BUTTONS,
        *PRESSES,
        PROPOSED,
        *(form.name for form in FORMS),
        "words:3",
        "no_change:3",
        f"{MENU}kent:3",
    }
    assert [name for name in buttons if not is_listened_to(app, pressed(name))] == []
    assert [form.name for form in FORMS if not is_listened_to(app, sent(form.name))] == []
    assert [name for name, _form in SHORTCUTS if not is_listened_to(app, shortcut(name))] == []


@pytest.mark.parametrize("kind", [pressed, sent, shortcut])
def test_a_name_that_we_never_gave_out_is_not_found(app: App, kind: Any) -> None:
    assert [name for name in OTHER_NAMES if is_listened_to(app, kind(name))] == []


def test_an_event_that_nobody_handles_is_acknowledged(app: App) -> None:
    body = {"type": "event_callback", "team_id": "T0OURS", "event_id": "Ev1", "event": {"type": "star_added"}}
    assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
