"""What an input element holds: Slack's ``view.state`` values, at the start and after a person chose something.
Pure.
"""

from typing import Any

ViewState = dict[str, Any]

# For each stateful element: the field of its state, and the field of the element that fills it at the start.
STATE_FIELDS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", ""),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
}
_LISTS = {"selected_options", "selected_users", "selected_conversations", "selected_channels", "files"}


class NotOffered(ValueError):
    """A value that the element does not offer."""


def initial(element: dict[str, Any]) -> ViewState | None:
    """The state an element starts with, or None for one that holds none (buttons, overflow menus)."""
    if element["type"] not in STATE_FIELDS:
        return None
    field, start = STATE_FIELDS[element["type"]]
    return {"type": element["type"], field: element.get(start, [] if field in _LISTS else None)}


def initial_values(blocks: list[dict[str, Any]], elements: Any) -> dict[str, dict[str, ViewState]]:
    """``state.values`` of checked blocks with ids; ``elements`` gives a block's interactive elements."""
    values: dict[str, dict[str, ViewState]] = {}
    for block in blocks:
        for element in elements(block):
            state = initial(element)
            if state is not None:
                values.setdefault(block["block_id"], {})[element["action_id"]] = state
    return values


def options(element: dict[str, Any]) -> list[dict[str, Any]]:
    """Every option an element offers, those in groups included."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def option(element: dict[str, Any], value: Any) -> dict[str, Any]:
    """The option with this value (or that is this option). Raises NotOffered."""
    chosen_value = value.get("value") if isinstance(value, dict) else value
    for offered in options(element):
        if offered["value"] == chosen_value:
            return offered
    if element["type"].endswith("external_select") and isinstance(value, dict):
        return value
    raise NotOffered(f"{element.get('action_id')} does not offer {chosen_value!r}")


def choose(element: dict[str, Any], value: Any) -> ViewState:
    """The state after a person chose ``value``: a plain value, a list of them, or a whole state as Slack writes
    it.
    """
    kind = element["type"]
    field, _ = STATE_FIELDS[kind]
    if isinstance(value, dict) and field in value:
        value = value[field]
    if field == "selected_option":
        chosen: Any = None if value is None else option(element, value)
    elif field == "selected_options":
        chosen = [option(element, one) for one in value or []]
    elif field in _LISTS:
        chosen = list(value or [])
    else:
        chosen = value
        if field == "value" and value == "":
            chosen = None
    return {"type": kind, field: chosen}


def is_empty(state: ViewState) -> bool:
    """Whether nothing has been given."""
    return all(value in (None, [], "") for name, value in state.items() if name != "type")


def action(element: dict[str, Any], block_id: str, value: Any, ts: str) -> dict[str, Any]:
    """One entry of a ``block_actions`` payload's ``actions``."""
    kind = element["type"]
    found: ViewState = {"type": kind, "action_id": element["action_id"], "block_id": block_id, "action_ts": ts}
    if kind == "button":
        shown: ViewState = {
            name: element[name] for name in ("text", "value", "style", "url") if name in element
        }
        return {**found, **shown}
    if kind == "overflow":
        return {**found, "selected_option": option(element, value)}
    hint = {"placeholder": element["placeholder"]} if "placeholder" in element else {}
    return {**found, **choose(element, value), **hint}
