"""The fields of a form, each a block whose action id is its block id, and what comes back of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.forms.form import Body
from bot.slack_text import storable
from messages.layout import Block, plain_text
from register.register import is_channel_id
from register.words.mail_ends import MailEnd, without_mail_end

LONGEST_TEXT = 3_000


def _input(name: str, label: str, element: Block, *, hint: str = "", optional: bool = False) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, 2_000),
        "element": element | {"action_id": name},
    }
    block |= {"optional": True} if optional else {}
    return block | ({"hint": plain_text(hint, 2_000)} if hint else {})


def text_input(
    name: str, label: str, placeholder: str = "", *, hint: str = "", value: str = "", optional: bool = False
) -> Block:
    """Several lines of words."""
    element: Block = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_TEXT}
    element |= {"placeholder": plain_text(placeholder, 150)} if placeholder else {}
    element |= {"initial_value": value[:LONGEST_TEXT]} if value else {}
    return _input(name, label, element, hint=hint, optional=optional)


def line_input(name: str, label: str, *, hint: str = "", value: str = "", optional: bool = False) -> Block:
    """One line of words; ``value`` is filled in already."""
    element: Block = {"type": "plain_text_input", "max_length": 150}
    element |= {"initial_value": value[:150]} if value else {}
    return _input(name, label, element, hint=hint, optional=optional)


def reporting_entries(block: Block) -> Block:
    """The field with Slack telling of each entry in it at once, before the form is sent (``dispatch_action``)."""
    element = block["element"]
    if element["type"] == "plain_text_input":
        element = element | {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    return block | {"dispatch_action": True, "element": element}


def select_input(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    placeholder: str,
    *,
    hint: str = "",
    value: str = "",
    optional: bool = True,
) -> Block:
    """A choice of (value, words); ``value`` is chosen already, where it is among them."""
    listed = [{"text": plain_text(words, 75), "value": each} for each, words in options]
    element: Block = {
        "type": "static_select",
        "placeholder": plain_text(placeholder, 150),
        "options": listed,
    }
    chosen = next((one for one in listed if one["value"] == value), None)
    element |= {"initial_option": chosen} if chosen else {}
    return _input(name, label, element, hint=hint, optional=optional)


def several_input(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    placeholder: str,
    *,
    values: Sequence[str] = (),
) -> Block:
    """A choice of any number of (value, words), at most 100; those of ``values`` are chosen already."""
    listed = [{"text": plain_text(words, 75), "value": value} for value, words in options[:100]]
    element: Block = {
        "type": "multi_static_select",
        "placeholder": plain_text(placeholder, 150),
        "options": listed,
    }
    chosen = [option for option in listed if option["value"] in values]
    element |= {"initial_options": chosen} if chosen else {}
    return _input(name, label, element, optional=True)


def date_input(
    name: str, label: str, *, hint: str = "", value: date | None = None, optional: bool = False
) -> Block:
    """A day; ``value`` is chosen already."""
    element: Block = {"type": "datepicker"}
    element |= {"initial_date": value.isoformat()} if value else {}
    return _input(name, label, element, hint=hint, optional=optional)


def person_input(name: str, label: str, *, hint: str = "", value: str = "", optional: bool = False) -> Block:
    """Somebody of the workspace; ``value`` is chosen already."""
    element: Block = {"type": "users_select", "placeholder": plain_text("Choose somebody", 150)}
    element |= {"initial_user": value} if value else {}
    return _input(name, label, element, hint=hint, optional=optional)


def people_input(name: str, label: str, value: Sequence[str]) -> Block:
    """Several people of the workspace; those of ``value`` are chosen already."""
    element: Block = {"type": "multi_users_select", "placeholder": plain_text("Choose people", 150)}
    element |= {"initial_users": list(value)} if value else {}
    return _input(name, label, element)


def channel_input(name: str, label: str, value: str) -> Block:
    """A channel, public or private; that of ``value`` is chosen already, where it is given by its id.

    Channels shared with other organisations are not offered: cards and reminders are the council's own.
    """
    element: Block = {
        "type": "conversations_select",
        "placeholder": plain_text("Choose a channel", 150),
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    element |= {"initial_conversation": value} if is_channel_id(value) else {}
    return _input(name, label, element, optional=True)


def text_of(body: Body, name: str) -> str:
    """The words in a field; empty when there are none, or no such field."""
    return storable(_state(body, name).get("value") or "")


def own_words_of(body: Body, name: str) -> str:
    """The words in a field that are kept as an update: without a signature or a mail that was pasted with them."""
    return without_mail_end(text_of(body, name))[0]


def left_out_of(body: Body) -> tuple[MailEnd, ...]:
    """What ``own_words_of`` leaves out of a form's fields for words, each kind once."""
    names = [name for name in body["view"]["state"]["values"] if name.partition(":")[0] == "words"]
    return tuple(dict.fromkeys(what for name in names for what in without_mail_end(text_of(body, name))[1]))


def choice_of(body: Body, name: str) -> str:
    """The value that was chosen in a field; empty when none was."""
    return str((_state(body, name).get("selected_option") or {}).get("value") or "")


def choices_of(body: Body, name: str) -> tuple[str, ...]:
    """The values that were chosen in a field that takes several."""
    return tuple(str(one["value"]) for one in _state(body, name).get("selected_options") or ())


def date_of(body: Body, name: str) -> date | None:
    """The day that was chosen in a field."""
    chosen = _state(body, name).get("selected_date")
    return date.fromisoformat(chosen) if chosen else None


def person_of(body: Body, name: str) -> str:
    """The person that was chosen in a field; empty when nobody was."""
    return str(_state(body, name).get("selected_user") or "")


def people_of(body: Body, name: str) -> tuple[str, ...]:
    """The people that were chosen in a field."""
    return tuple(map(str, _state(body, name).get("selected_users") or ()))


def channel_of(body: Body, name: str) -> str:
    """The channel that was chosen in a field; empty when none was."""
    return str(_state(body, name).get("selected_conversation") or "")


_ANEW = "|"


def with_new_id(block: Block, since: str) -> Block:
    """The field with another block id, in a form that replaces another: in a field with the same id Slack would keep
    what was entered before. ``since`` is different in each such form.
    """
    return block | {"block_id": f"{block['block_id']}{_ANEW}{since}"}


def field_in(body: Body, name: str) -> str:
    """The block id of a field of that name in the form that was sent; empty where it has none."""
    ids = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
    return next((one for one in ids if one == name or one.startswith(f"{name}{_ANEW}")), "")


def _state(body: Body, name: str) -> dict[str, Any]:
    values = body["view"]["state"]["values"]
    anew = (value for block, value in values.items() if block.startswith(f"{name}{_ANEW}"))
    found: dict[str, Any] = values.get(name) or next(anew, {})
    return found.get(name) or {}


def as_entered(block: Block, body: Body) -> Block:
    """A field of words or a menu with what it holds now, for a form that is shown once more."""
    if block.get("type") != "input":
        return block
    state, element = _state(body, block["block_id"]), block["element"]
    match element["type"]:
        case "plain_text_input":
            initial = {"initial_value": state["value"]} if state.get("value") else {}
        case "static_select":
            initial = {"initial_option": state["selected_option"]} if state.get("selected_option") else {}
        case _:
            return block
    bare = {name: one for name, one in element.items() if name not in ("initial_value", "initial_option")}
    return block | {"element": bare | initial}
