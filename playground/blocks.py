"""Block Kit's blocks, messages and views, checked to the published limits: what Slack refuses is refused here.

``check_blocks`` and ``check_view`` return the reasons (empty: all is well), worded for
``response_metadata.messages``. Pure: no state, no clock. Source: Slack's Block Kit reference; limits that Slack
does not publish but people have reported are marked as such.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from playground.data_blocks import DATA_TABLE, DATA_VISUALIZATION, same_width, too_many_charts
from playground.elements import ID, IMAGE, IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_SECTION, URL, plain, words
from playground.rich_text import RICH_TEXT, TABLE_CELL
from playground.shapes import (
    Check,
    anything,
    boolean,
    items,
    one_of,
    problem,
    record,
    string,
    text_length,
    typed,
)

Surface = Literal["message", "modal", "home"]

BLOCK_LIMITS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_TEXT = 13_200  # Reported, not published: all the text of one message together, then msg_blocks_too_long.
MOST_VIEW = 250_000  # Bytes of one view as JSON, then view_too_large.

_SECTION = record(
    {},
    {
        "block_id": ID,
        "text": words(3000),
        "fields": items(words(2000), 10),
        "accessory": IN_SECTION,
        "expand": boolean,
    },
    also=lambda value, at: iter(
        [] if "text" in value or "fields" in value else [problem("missing required field: text or fields", at)]
    ),
)


def _image_block(value: Any, at: str) -> Iterator[str]:
    yield from record({"alt_text": string(2000)}, {**_IMAGE_FIELDS}, also=_one_source)(value, at)


def _one_source(value: dict[str, Any], at: str) -> Iterator[str]:
    picture = {name: value[name] for name in ("alt_text", "image_url", "slack_file") if name in value}
    yield from IMAGE(picture, at)


_IMAGE_FIELDS: dict[str, Check] = {
    "block_id": ID,
    "title": plain(2000),
    "image_url": URL,
    "slack_file": anything,
}


def _table(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from same_width(value["rows"], f"{at}/rows")
    if len(value.get("column_settings", [])) > max(map(len, value["rows"]), default=0):
        yield problem("no more column settings than columns allowed", f"{at}/column_settings")
    if (total := text_length(value["rows"])) > 10_000:
        yield problem(f"table text must be less than 10001 characters, not {total}", f"{at}/rows")


_COLUMN = record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
_EVERYWHERE: dict[str, Check] = {
    "section": _SECTION,
    "header": record({"text": plain(150)}, {"block_id": ID}),
    "divider": record({}, {"block_id": ID}),
    "image": _image_block,
    "context": record({"elements": items(IN_CONTEXT, 10)}, {"block_id": ID}),
    "actions": record({"elements": items(IN_ACTIONS, 25)}, {"block_id": ID}),
    "rich_text": RICH_TEXT,
    "video": record(
        {"alt_text": string(2000), "title": plain(200), "thumbnail_url": URL, "video_url": URL},
        {
            "block_id": ID,
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": string(200),
            "title_url": URL,
        },
    ),
    "input": record(
        {"label": plain(2000), "element": IN_INPUT},
        {"block_id": ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
}
_MESSAGE_ONLY: dict[str, Check] = {
    "markdown": record({"text": string(12_000)}, {"block_id": ID}),
    "table": record(
        {"rows": items(items(TABLE_CELL, 20), 100)},
        {"block_id": ID, "column_settings": items(_COLUMN, 20)},
        also=_table,
    ),
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "file": record({"external_id": ID, "source": one_of("remote")}, {"block_id": ID}),
}
_BLOCKS: Mapping[Surface, Check] = {
    "message": typed({**_EVERYWHERE, **_MESSAGE_ONLY}),
    "modal": typed(_EVERYWHERE),
    "home": typed(_EVERYWHERE),
}

_VIEW_COMMON: dict[str, Check] = {
    "blocks": anything,
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_MODAL = record(
    {"title": plain(24), "blocks": anything},
    {
        **_VIEW_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record({"blocks": anything}, _VIEW_COMMON)


def check_blocks(blocks: Any, surface: Surface = "message", at: str = "/blocks") -> list[str]:
    """The reasons Slack would refuse this list of blocks on this surface; ``at`` is the JSON pointer of the list."""
    wrong = list(items(_BLOCKS[surface], BLOCK_LIMITS[surface], least=0)(blocks, at))
    if wrong or not isinstance(blocks, list):
        return wrong
    return [*_unique_ids(blocks, at), *_together(blocks, at)]


def check_view(view: Any, at: str = "/view") -> list[str]:
    """The reasons Slack would refuse this modal or App Home view."""
    wrong = list(typed({"modal": _MODAL, "home": _HOME})(view, at))
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home") or "blocks" not in view:
        return wrong
    wrong += check_blocks(view["blocks"], view["type"], f"{at}/blocks")
    if wrong:
        return wrong
    if not view["blocks"]:
        wrong.append(problem("no less than 1 items allowed", f"{at}/blocks"))
    has_input = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and has_input and "submit" not in view:
        wrong.append(problem("missing required field: submit (a view with an input block needs one)", at))
    if len(json.dumps(view).encode()) > MOST_VIEW:
        wrong.append(problem("view is too large", at))
    return wrong


def elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The interactive elements of a checked block, in reading order (context and rich text have none)."""
    if block["type"] == "actions":
        return list(block["elements"])
    if block["type"] == "section" and block.get("accessory", {}).get("type") not in (None, "image"):
        return [block["accessory"]]
    return [block["element"]] if block["type"] == "input" else []


def _unique_ids(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    """Each block_id once in the list, each action_id once in its block."""
    for name, times in Counter(block["block_id"] for block in blocks if "block_id" in block).items():
        if times > 1:
            yield problem(f'`block_id` "{name}" already exists', at)
    for index, block in enumerate(blocks):
        ids = Counter(element["action_id"] for element in elements(block) if "action_id" in element)
        for name, times in ids.items():
            if times > 1:
                where = f"{at}/{index}/elements"
                yield problem(
                    f'`action_id` "{name}" already exists for block_id "{block.get("block_id", "")}"', where
                )


def _together(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    """Rules over the whole list: one table, markdown's joint budget, one element that takes the focus."""
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield problem("only one table block allowed", at)
    yield from too_many_charts(blocks, at)
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > 12_000:
        yield problem("markdown blocks must together be less than 12001 characters", at)
    focused = sum(bool(element.get("focus_on_load")) for block in blocks for element in elements(block))
    if focused > 1:
        yield problem("only one element can have focus_on_load set to true", at)
