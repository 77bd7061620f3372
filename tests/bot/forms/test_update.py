"""The form for an update: what it asks, and that only moves are offered which its reader may take."""

import json
from datetime import UTC, datetime

from bot.forms import update
from playground.blocks import check_view
from register.progress import Status
from register.roles import Role
from tests.messages.wording import TODAY, action
from workflow.context import Request

REQUEST = Request("press", "U0AMY", "C0CYPE", datetime(2022, 12, 21, tzinfo=UTC), "button")


def options(view: dict[str, object]) -> list[str]:
    """The moves that a form offers."""
    blocks: list[dict[str, dict[str, list[dict[str, str]]]]] = view["blocks"]  # type: ignore[assignment]
    (progress,) = [block for block in blocks if block.get("block_id") == "progress"] or [{}]  # type: ignore[comparison-overlap]
    return [option["value"] for option in progress.get("element", {}).get("options", [])]


def test_the_form_asks_for_words_and_offers_the_moves_that_are_allowed() -> None:
    shown = action(progress="In progress", status=Status.IN_PROGRESS)
    view = update.view(shown, REQUEST, Role.OFFICER, TODAY)
    assert json.loads(view["private_metadata"]) == {
        "register": "kent",
        "ref": "10",
        "channel": "C0CYPE",
        "channel_name": "",
        "status": "in progress",
    }
    inputs = {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}
    assert inputs["words"]["element"]["action_id"] == "words"
    assert not inputs["words"].get("optional")
    assert all(inputs[name]["optional"] for name in ("progress", "review", "on_time"))
    assert options(view) == ["in progress", "ongoing", "implemented"]
    assert view["callback_id"] == "update"
    assert check_view(json.loads(json.dumps(view))) == []


def test_what_a_reader_may_not_do_is_not_offered() -> None:
    shown = action(progress="In progress", status=Status.IN_PROGRESS)
    assert options(update.view(shown, REQUEST, Role.COLLEAGUE, TODAY)) == []
    done = action(progress="Complete", status=Status.IMPLEMENTED)
    assert options(update.view(done, REQUEST, Role.OFFICER, TODAY)) == ["implemented", "in progress"]


def test_a_complete_action_is_not_asked_whether_it_will_be_on_time() -> None:
    done = action(progress="Complete", status=Status.IMPLEMENTED)
    view = update.view(done, REQUEST, Role.OFFICER, TODAY)
    assert "on_time" not in {block.get("block_id") for block in view["blocks"]}
