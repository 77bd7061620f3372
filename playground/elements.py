"""Block Kit's elements and composition objects: the shapes and limits Slack publishes for each.

Source: Slack's reference for Block Kit elements and composition objects. Where the published limits and reported ones
differ, the stricter applies, so that Slack accepts what is accepted here.
"""

from collections.abc import Iterator
from typing import Any

from playground.shapes import (
    Check,
    anything,
    boolean,
    integer,
    items,
    one_of,
    pattern,
    problem,
    record,
    string,
    typed,
)
from playground.view_state import options

ID = string(255)
URL = string(3000)
DATE = pattern(r"\d{4}-\d{2}-\d{2}", "a date as YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")


def plain(most: int) -> Check:
    """A plain_text object of up to ``most`` characters."""
    return typed({"plain_text": record({"text": string(most)}, {"emoji": boolean})})


def words(most: int) -> Check:
    """A text object, plain_text or mrkdwn, of up to ``most`` characters."""
    return typed(
        {
            "plain_text": record({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": record({"text": string(most)}, {"verbatim": boolean}),
        }
    )


CONFIRM_OBJECT = record(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

# Selects and overflow menus show plain text only; radio buttons and checkboxes may use mrkdwn.
OPTION = record({"text": plain(75), "value": string(75)}, {"description": plain(75)})
MARKED_OPTION = record({"text": words(75), "value": string(75)}, {"description": words(75)})
OVERFLOW_OPTION = record({"text": plain(75), "value": string(75)}, {"description": plain(75), "url": URL})
OPTION_GROUP = record({"label": plain(75), "options": items(OPTION, 100)})

_COMMON = {"action_id": ID, "confirm": CONFIRM_OBJECT, "focus_on_load": boolean}
_HINTED = {**_COMMON, "placeholder": plain(150)}


def _options_agree(element: dict[str, Any], at: str) -> Iterator[str]:
    """Options or groups but not both; values unique; what is chosen at first is one of the options."""
    offered = options(element)
    values = [option["value"] for option in offered]
    if len(values) != len(set(values)):
        yield problem("option values must be unique", f"{at}/options")
    chosen = [("initial_option", element["initial_option"])] if "initial_option" in element else []
    chosen += [(f"initial_options/{n}", option) for n, option in enumerate(element.get("initial_options", []))]
    for name, option in chosen:
        if option not in offered:
            yield problem("must exactly match one of the provided options", f"{at}/{name}")


def _static_choice(element: dict[str, Any], at: str) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield problem("must define either `options` or `option_groups`, not both", at)
    yield from _options_agree(element, at)


def _lengths_agree(element: dict[str, Any], at: str) -> Iterator[str]:
    if element.get("min_length", 0) > element.get("max_length", 3000):
        yield problem("min_length must not exceed max_length", f"{at}/min_length")


_STATIC = {"options": items(OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
_MULTI = {"max_selected_items": integer(1, 10_000)}
_IDS = items(ID, 10_000)
_CONVERSATIONS = {
    "default_to_current_conversation": boolean,
    "response_url_enabled": boolean,
    "filter": anything,
}
_DISPATCH = record({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})

BUTTON = record(
    {"text": plain(75)},
    {
        "action_id": ID,
        "url": URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM_OBJECT,
        "accessibility_label": string(75),
    },
)
IMAGE = record(
    {"alt_text": string(2000)},
    {"image_url": URL, "slack_file": record({}, {"id": ID, "url": URL})},
    also=lambda value, at: iter(
        []
        if ("image_url" in value) != ("slack_file" in value)
        else [problem("must define either `image_url` or `slack_file`, not both", at)]
    ),
)

SELECTS: dict[str, Check] = {
    "static_select": record({}, {**_HINTED, **_STATIC, "initial_option": OPTION}, also=_static_choice),
    "external_select": record({}, {**_HINTED, "initial_option": OPTION, "min_query_length": integer(0, 3000)}),
    "users_select": record({}, {**_HINTED, "initial_user": ID}),
    "conversations_select": record({}, {**_HINTED, **_CONVERSATIONS, "initial_conversation": ID}),
    "channels_select": record({}, {**_HINTED, "initial_channel": ID, "response_url_enabled": boolean}),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": record(
        {}, {**_HINTED, **_STATIC, **_MULTI, "initial_options": items(OPTION, 100)}, also=_static_choice
    ),
    "multi_external_select": record(
        {},
        {**_HINTED, **_MULTI, "initial_options": items(OPTION, 100), "min_query_length": integer(0, 3000)},
    ),
    "multi_users_select": record({}, {**_HINTED, **_MULTI, "initial_users": _IDS}),
    "multi_conversations_select": record(
        {},
        {
            **_HINTED,
            **_MULTI,
            "initial_conversations": _IDS,
            "filter": anything,
            "default_to_current_conversation": boolean,
        },
    ),
    "multi_channels_select": record({}, {**_HINTED, **_MULTI, "initial_channels": _IDS}),
}
PICKERS: dict[str, Check] = {
    "datepicker": record({}, {**_HINTED, "initial_date": DATE}),
    "timepicker": record({}, {**_HINTED, "initial_time": TIME, "timezone": ID}),
    "datetimepicker": record({}, {**_COMMON, "initial_date_time": integer(0, 9_999_999_999)}),
}
CHOICES: dict[str, Check] = {
    "radio_buttons": record(
        {"options": items(MARKED_OPTION, 10)},
        {**_COMMON, "initial_option": MARKED_OPTION},
        also=_options_agree,
    ),
    "checkboxes": record(
        {"options": items(MARKED_OPTION, 10)},
        {**_COMMON, "initial_options": items(MARKED_OPTION, 10)},
        also=_options_agree,
    ),
}
OVERFLOW = record(
    {"options": items(OVERFLOW_OPTION, 5)}, {"action_id": ID, "confirm": CONFIRM_OBJECT}, also=_options_agree
)

_TYPED = {"action_id": ID, "placeholder": plain(150), "focus_on_load": boolean}
_WRITTEN = {**_TYPED, "initial_value": string(3000, least=0), "dispatch_action_config": _DISPATCH}
INPUTS: dict[str, Check] = {
    "plain_text_input": record(
        {},
        {
            **_WRITTEN,
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        also=_lengths_agree,
    ),
    "email_text_input": record({}, _WRITTEN),
    "url_text_input": record({}, _WRITTEN),
    "number_input": record(
        {"is_decimal_allowed": boolean}, {**_WRITTEN, "min_value": string(255), "max_value": string(255)}
    ),
    "file_input": record({}, {"action_id": ID, "filetypes": _IDS, "max_files": integer(1, 10)}),
    "rich_text_input": record({}, {**_TYPED, "initial_value": anything, "dispatch_action_config": _DISPATCH}),
}

IN_SECTION = typed(
    {"button": BUTTON, "image": IMAGE, "overflow": OVERFLOW, **SELECTS, **MULTI_SELECTS, **PICKERS, **CHOICES}
)
IN_ACTIONS = typed({"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **PICKERS, **CHOICES})
IN_INPUT = typed({**INPUTS, **SELECTS, **MULTI_SELECTS, **PICKERS, **CHOICES})
IN_CONTEXT = typed(
    {
        "image": IMAGE,
        # Slack publishes no limit for a context's text; the 3,000 of every text object applies.
        "plain_text": record({"text": string(3000)}, {"emoji": boolean}),
        "mrkdwn": record({"text": string(3000)}, {"verbatim": boolean}),
    }
)
