"""Modals and App Homes: opening, stacking, changing, and what they hold. The caller holds the lock."""

import copy
from collections.abc import Mapping
from typing import Any

from playground.blocks import MOST_VIEW, check_view, elements
from playground.view_state import ViewState, choose, initial_values, is_empty
from playground.workspace import SlackError, View, Workspace

DEEPEST = 3
Values = Mapping[str, Mapping[str, Any]]
"""What a person entered, by block and action: plain values or Slack's states."""


def with_ids(ws: Workspace, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of checked blocks in which every block and interactive element has an id, as Slack
    fills them in.
    """
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        block.setdefault("block_id", ws.new_id("b"))
        for element in elements(block):
            element.setdefault("action_id", ws.new_id("a"))
    return blocks


def checked(ws: Workspace, view: Any, kind: str, replacing: str | None = None) -> dict[str, Any]:
    """The view as given, or SlackError for what Slack would refuse of it."""
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"])
    wrong = check_view(view)
    if any("view is too large" in reason for reason in wrong):
        raise SlackError("view_too_large", [f"[ERROR] view must be less than {MOST_VIEW} bytes"])
    if not wrong and view["type"] != kind:
        wrong = [f"[ERROR] must be of type {kind} [json-pointer:/view/type]"]
    if wrong:
        raise SlackError("invalid_arguments", wrong)
    external = view.get("external_id")
    used_ids = {known.data.get("external_id") for name, known in ws.views.items() if name != replacing}
    if external and external in used_ids:
        raise SlackError("duplicate_external_id")
    return view


def _make(ws: Workspace, user: str, view: dict[str, Any], *, under: View | None = None) -> View:
    name = ws.new_id("V")
    blocks = with_ids(ws, view["blocks"])
    data = {
        "id": name,
        "team_id": ws.team_id,
        "type": view["type"],
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "title": None,
        "submit": None,
        "close": None,
        "clear_on_close": False,
        "notify_on_close": False,
        **view,
        "blocks": blocks,
        "state": {"values": initial_values(blocks, elements)},
        "hash": ws.new_id("h"),
        "previous_view_id": under.data["id"] if under else None,
        "root_view_id": under.data["root_view_id"] if under else name,
        "app_id": ws.app_id,
        "app_installed_team_id": ws.team_id,
        "bot_id": ws.bot_id,
    }
    opened = View(user, data)
    ws.views[name] = opened
    return opened


def open_modal(ws: Workspace, user: str, view: dict[str, Any]) -> View:
    """Open a checked view as this person's modal, in place of any that is open."""
    for name in ws.stacks.pop(user, []):
        ws.views.pop(name, None)
    opened = _make(ws, user, view)
    ws.stacks[user] = [opened.data["id"]]
    ws.changed()
    return opened


def push_modal(ws: Workspace, user: str, view: dict[str, Any]) -> View:
    """Put a checked view on top of the one that is open. Raises SlackError push_limit_reached."""
    stack = ws.stacks.get(user, [])
    if not stack:
        raise SlackError("invalid_trigger_id")
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    opened = _make(ws, user, view, under=ws.views[stack[-1]])
    stack.append(opened.data["id"])
    ws.changed()
    return opened


def replace_view(ws: Workspace, name: str, view: dict[str, Any]) -> View:
    """Change an open view; what a person has entered under the same ids stays."""
    known = ws.views[name]
    entered = known.data["state"]["values"]
    fresh = _make(ws, known.user, view)
    del ws.views[fresh.data["id"]]
    unchanged = {key: known.data[key] for key in ("id", "root_view_id", "previous_view_id")}
    for block_id, states in fresh.data["state"]["values"].items():
        for action_id, state in states.items():
            before = entered.get(block_id, {}).get(action_id)
            if before is not None and before["type"] == state["type"]:
                states[action_id] = before
    known.data = {**fresh.data, **unchanged}
    ws.changed()
    return known


def publish_home(ws: Workspace, user: str, view: dict[str, Any]) -> View:
    """Show a checked view as this person's App Home."""
    name = ws.homes.get(user)
    if name is not None:
        return replace_view(ws, name, view)
    opened = _make(ws, user, view)
    ws.homes[user] = opened.data["id"]
    ws.changed()
    return opened


def close_top(ws: Workspace, user: str) -> None:
    """Close the view on top; the one beneath is seen again."""
    stack = ws.stacks.get(user, [])
    if stack:
        ws.views.pop(stack.pop(), None)
    if not stack:
        ws.stacks.pop(user, None)
    ws.changed()


def close_all(ws: Workspace, user: str) -> None:
    """Close every view this person has open."""
    for name in ws.stacks.pop(user, []):
        ws.views.pop(name, None)
    ws.changed()


def top(ws: Workspace, user: str) -> View | None:
    """The modal this person sees."""
    stack = ws.stacks.get(user)
    return ws.views[stack[-1]] if stack else None


def fill(view: View, values: Values) -> None:
    """Enter what a person gave. Raises KeyError or NotOffered."""
    known = view.data["state"]["values"]
    parts = {
        (block["block_id"], element["action_id"]): element
        for block in view.data["blocks"]
        for element in elements(block)
    }
    for block_id, given in values.items():
        for action_id, value in given.items():
            if (block_id, action_id) not in parts or action_id not in known.get(block_id, {}):
                raise KeyError(f"the view has no input {block_id}/{action_id}")
            known[block_id][action_id] = choose(parts[block_id, action_id], value)


def refused_by_client(view: View) -> dict[str, str]:
    """What Slack's own client says before it submits: required fields, lengths. By block_id."""
    wrong: dict[str, str] = {}
    for block in view.data["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state: ViewState = view.data["state"]["values"].get(block["block_id"], {}).get(element["action_id"], {})
        if is_empty(state):
            if not block.get("optional"):
                wrong[block["block_id"]] = "Please complete this required field."
            continue
        length = len(state["value"]) if isinstance(state.get("value"), str) else 0
        if length > element.get("max_length", 3000):
            wrong[block["block_id"]] = f"Must be at most {element.get('max_length', 3000)} characters."
        elif "min_length" in element and length < element["min_length"]:
            wrong[block["block_id"]] = f"Must be at least {element['min_length']} characters."
    return wrong
