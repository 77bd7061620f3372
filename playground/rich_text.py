"""The basic shape of rich_text blocks, and the cells of tables, which are rich text or raw text."""

from collections.abc import Iterator
from typing import Any

from playground.shapes import Check, anything, boolean, integer, items, one_of, problem, record, string, typed

_STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight"), boolean))
_ID = string(255)


def _inline() -> Check:
    return typed(
        {
            "text": record({"text": string(40_000, least=0)}, {"style": _STYLE}),
            "link": record({"url": string(3000)}, {"text": string(40_000), "style": _STYLE, "unsafe": boolean}),
            "user": record({"user_id": _ID}, {"style": _STYLE}),
            "channel": record({"channel_id": _ID}, {"style": _STYLE}),
            "usergroup": record({"usergroup_id": _ID}, {"style": _STYLE}),
            "emoji": record(
                {"name": _ID}, {"unicode": string(255), "style": _STYLE, "skin_tone": integer(1, 6)}
            ),
            "broadcast": record({"range": one_of("here", "channel", "everyone")}, {"style": _STYLE}),
            "color": record({"value": string(7)}, {"style": _STYLE}),
            "date": record(
                {"timestamp": integer(0, 9_999_999_999), "format": string(255)},
                {"url": string(3000), "fallback": string(3000), "style": _STYLE},
            ),
        }
    )


_WORDS = items(_inline(), 1000, least=0)
_SECTION = record({"elements": _WORDS})
_PARTS = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": record({"elements": _WORDS}, {"border": integer(0, 1)}),
        "rich_text_preformatted": record({"elements": _WORDS}, {"border": integer(0, 1), "language": _ID}),
        "rich_text_list": record(
            {
                "elements": items(typed({"rich_text_section": _SECTION}), 1000),
                "style": one_of("bullet", "ordered"),
            },
            {"indent": integer(0, 8), "offset": integer(0, 10_000), "border": integer(0, 1)},
        ),
    }
)
RICH_TEXT = record({"elements": items(_PARTS, 1000, least=0)}, {"block_id": _ID})


def _not_blank(value: Any, at: str) -> Iterator[str]:
    if not value["text"].strip():
        yield problem("a cell must not be empty", f"{at}/text")


def _has_words(value: Any, at: str) -> Iterator[str]:
    """Slack refuses a cell with nothing in it, in rich text as in raw text."""
    inline = [word for part in value["elements"] for word in part["elements"]]
    if not any(word.get("text", "x") for word in inline):
        yield problem("a cell must not be empty", f"{at}/elements")


TABLE_CELL_SHAPES: dict[str, Check] = {
    "raw_text": record({"text": string(3000)}, {}, also=_not_blank),
    "rich_text": record({"elements": items(_PARTS, 1000)}, {"block_id": anything}, also=_has_words),
}
TABLE_CELL = typed(TABLE_CELL_SHAPES)
