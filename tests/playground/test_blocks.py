"""Block Kit is checked to the published limits: what stands at its limit passes, one more is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.blocks import check_blocks, check_view
from playground.shapes import text_length


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(text: str = "One", value: str = "1", **more: Any) -> dict[str, Any]:
    return {"text": plain(text), "value": value, **more}


def button(text: str = "Go", action_id: str = "go", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def section(**more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn("words"), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def entry(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def select(**more: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def table(rows: int, columns: int, text: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows, **more}


def modal(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("Update"), "blocks": [section()], **more}


CONFIRM = {
    "title": plain("Sure?"),
    "text": mrkdwn("It is final."),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}


def options(count: int) -> list[dict[str, Any]]:
    return [option(value=str(n)) for n in range(count)]


def buttons(count: int) -> list[dict[str, Any]]:
    return [button(action_id=f"b{n}") for n in range(count)]


# Each limit as (what has it, its most): at the most it passes, one more is refused.
LIMITS: dict[str, tuple[Callable[[int], dict[str, Any]], int]] = {
    "section text": (lambda n: section(text=mrkdwn("x" * n)), 3000),
    "section fields": (lambda n: {"type": "section", "fields": [plain("x")] * n}, 10),
    "section field": (lambda n: {"type": "section", "fields": [mrkdwn("x" * n)]}, 2000),
    "header": (lambda n: {"type": "header", "text": plain("x" * n)}, 150),
    "context elements": (lambda n: {"type": "context", "elements": [mrkdwn("x")] * n}, 10),
    "actions": (lambda n: actions(*buttons(n)), 25),
    "button text": (lambda n: actions(button("x" * n)), 75),
    "button value": (lambda n: actions(button(value="x" * n)), 2000),
    "button url": (lambda n: actions(button(url="x" * n)), 3000),
    "action_id": (lambda n: actions(button(action_id="x" * n)), 255),
    "block_id": (lambda n: section(block_id="x" * n), 255),
    "divider id": (lambda n: {"type": "divider", "block_id": "x" * n}, 255),
    "option text": (lambda n: actions(select(options=[option("x" * n)])), 75),
    "option value": (lambda n: actions(select(options=[option(value="x" * n)])), 75),
    "option description": (lambda n: actions(select(options=[option(description=plain("x" * n))])), 75),
    "select options": (lambda n: actions(select(options=options(n))), 100),
    "select placeholder": (lambda n: actions(select(placeholder=plain("x" * n))), 150),
    "checkboxes": (lambda n: actions({"type": "checkboxes", "action_id": "c", "options": options(n)}), 10),
    "radio buttons": (
        lambda n: actions({"type": "radio_buttons", "action_id": "r", "options": options(n)}),
        10,
    ),
    "overflow": (lambda n: section(accessory={"type": "overflow", "action_id": "o", "options": options(n)}), 5),
    "image alt": (lambda n: {"type": "image", "image_url": "https://x", "alt_text": "x" * n}, 2000),
    "image title": (
        lambda n: {"type": "image", "image_url": "https://x", "alt_text": "x", "title": plain("x" * n)},
        2000,
    ),
    "input label": (lambda n: {**entry(select()), "label": plain("x" * n)}, 2000),
    "input hint": (lambda n: entry(select(), hint=plain("x" * n)), 2000),
    "input initial": (lambda n: entry({"type": "plain_text_input", "initial_value": "x" * n}), 3000),
    "input max_length": (lambda n: entry({"type": "plain_text_input", "max_length": n}), 3000),
    "confirm title": (lambda n: actions(button(confirm={**CONFIRM, "title": plain("x" * n)})), 100),
    "confirm text": (lambda n: actions(button(confirm={**CONFIRM, "text": plain("x" * n)})), 300),
    "confirm button": (lambda n: actions(button(confirm={**CONFIRM, "confirm": plain("x" * n)})), 30),
    "confirm deny": (lambda n: actions(button(confirm={**CONFIRM, "deny": plain("x" * n)})), 30),
    "markdown": (lambda n: {"type": "markdown", "text": "x" * n}, 12_000),
    "table rows": (lambda n: table(n, 1), 100),
    "table columns": (lambda n: table(1, n), 20),
    "table text": (lambda n: table(10, 10, "x" * (n // 100)), 10_099),
    "column settings": (lambda n: table(1, 20, column_settings=[{"align": "left"}] * n), 20),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_block_at_its_limit_passes_and_one_more_is_refused(name: str) -> None:
    make, most = LIMITS[name]
    assert check_blocks([make(most)]) == []
    assert check_blocks([make(most + 1)])


VIEW_LIMITS: dict[str, tuple[Callable[[int], dict[str, Any]], int]] = {
    "title": (lambda n: modal(title=plain("x" * n)), 24),
    "submit": (lambda n: modal(submit=plain("x" * n)), 24),
    "close": (lambda n: modal(close=plain("x" * n)), 24),
    "private_metadata": (lambda n: modal(private_metadata="x" * n), 3000),
    "callback_id": (lambda n: modal(callback_id="x" * n), 255),
    "external_id": (lambda n: modal(external_id="x" * n), 255),
    "modal blocks": (lambda n: modal(blocks=[section()] * n), 100),
    "home blocks": (lambda n: {"type": "home", "blocks": [section()] * n}, 100),
}


@pytest.mark.parametrize("name", VIEW_LIMITS)
def test_a_view_at_its_limit_passes_and_one_more_is_refused(name: str) -> None:
    make, most = VIEW_LIMITS[name]
    assert check_view(make(most)) == []
    assert check_view(make(most + 1))


def test_a_message_holds_fifty_blocks() -> None:
    assert check_blocks([section()] * 50) == []
    assert check_blocks([section()] * 51) == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]


VALID = {
    "section with everything": section(fields=[plain("a"), mrkdwn("b")], accessory=button(), block_id="s"),
    "danger button": actions(button(style="danger", confirm={**CONFIRM, "style": "danger"})),
    "grouped select": entry(select() | {"option_groups": [{"label": plain("G"), "options": [option()]}]})
    | {"element": {"type": "static_select", "option_groups": [{"label": plain("G"), "options": [option()]}]}},
    "select with a choice": actions(select(initial_option=option())),
    "datepicker": actions({"type": "datepicker", "action_id": "d", "initial_date": "2022-11-30"}),
    "timepicker": section(accessory={"type": "timepicker", "action_id": "t", "initial_time": "09:30"}),
    "checkboxes in mrkdwn": entry(
        {"type": "checkboxes", "action_id": "c", "options": [{"text": mrkdwn("*a*"), "value": "a"}]}
    ),
    "users": entry({"type": "users_select", "action_id": "u", "initial_user": "U1"}),
    "several users": entry({"type": "multi_users_select", "action_id": "u", "max_selected_items": 3}),
    "text input": entry({"type": "plain_text_input", "multiline": True, "min_length": 2, "max_length": 9}),
    "number": entry({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
    "context": {
        "type": "context",
        "elements": [mrkdwn("x"), {"type": "image", "image_url": "u", "alt_text": "a"}],
    },
    "rich text": {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "a", "style": {"bold": True}},
                    {"type": "user", "user_id": "U1"},
                    {"type": "emoji", "name": "wave"},
                    {"type": "link", "url": "https://x", "text": "x"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}],
            },
        ],
    },
    "table": table(2, 3, column_settings=[{"align": "right", "is_wrapped": True}]),
}


@pytest.mark.parametrize("name", VALID)
def test_what_slack_takes_is_taken(name: str) -> None:
    assert check_blocks([VALID[name]]) == []


INVALID = {
    "an unknown block": ({"type": "paragraph"}, "unsupported type: paragraph", "/blocks/0/type"),
    "a block without a type": ({"text": "x"}, "missing required field: type", "/blocks/0"),
    "a word for a block": ("section", "must provide an object", "/blocks/0"),
    "an unknown field": (section(colour="red"), "invalid additional property: colour", "/blocks/0"),
    "empty text": (section(text=mrkdwn("")), "must be more than 0 characters", "/blocks/0/text/text"),
    "text that is a word": (section(text="words"), "must provide an object", "/blocks/0/text"),
    "null for a field": (section(block_id=None), "must provide a string", "/blocks/0/block_id"),
    "an empty section": ({"type": "section"}, "missing required field: text or fields", "/blocks/0"),
    "a header in mrkdwn": (
        {"type": "header", "text": mrkdwn("x")},
        "unsupported type: mrkdwn",
        "/blocks/0/text/type",
    ),
    "emoji on mrkdwn": (
        section(text={**mrkdwn("x"), "emoji": True}),
        "invalid additional property: emoji",
        "/blocks/0/text",
    ),
    "no actions": (actions(), "no less than 1 items allowed", "/blocks/0/elements"),
    "a text input among actions": (
        actions({"type": "plain_text_input", "action_id": "x"}),
        "unsupported type: plain_text_input",
        "/blocks/0/elements/0/type",
    ),
    "a button in an input": (entry(button()), "unsupported type: button", "/blocks/0/element/type"),
    "a button in a context": (
        {"type": "context", "elements": [button()]},
        "unsupported type: button",
        "/blocks/0/elements/0/type",
    ),
    "a green button": (actions(button(style="green")), "must be one of", "/blocks/0/elements/0/style"),
    "a number for a value": (actions(button(value=1)), "must provide a string", "/blocks/0/elements/0/value"),
    "mrkdwn in a select": (
        actions(select(options=[{"text": mrkdwn("x"), "value": "1"}])),
        "unsupported type: mrkdwn",
        "/blocks/0/elements/0/options/0/text/type",
    ),
    "a choice not offered": (
        actions(select(initial_option=option("Two", "2"))),
        "must exactly match one of the provided options",
        "/blocks/0/elements/0/initial_option",
    ),
    "options twice the same": (
        actions(select(options=[option(), option("Uno")])),
        "option values must be unique",
        "/blocks/0/elements/0/options",
    ),
    "neither options nor groups": (
        actions({"type": "static_select", "action_id": "s"}),
        "must define either `options` or `option_groups`",
        "/blocks/0/elements/0",
    ),
    "a day that is no date": (
        actions({"type": "datepicker", "initial_date": "30/11/2022"}),
        "must be a date",
        "/blocks/0/elements/0/initial_date",
    ),
    "an empty cell": (table(1, 1, " "), "a cell must not be empty", "/blocks/0/rows/0/0/text"),
    "ragged rows": (
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": "a"}], [{"type": "raw_text", "text": "a"}] * 2],
        },
        "same number of cells",
        "/blocks/0/rows",
    ),
    "an image from nowhere": ({"type": "image", "alt_text": "x"}, "image_url", "/blocks/0"),
    "a confirm without a no": (
        actions(button(confirm={name: CONFIRM[name] for name in ("title", "text", "confirm")})),
        "missing required field: deny",
        "/blocks/0/elements/0/confirm",
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_what_slack_refuses_is_refused_with_the_reason_and_the_place(name: str) -> None:
    block, reason, place = INVALID[name]
    wrong = check_blocks([block])
    assert any(reason in one and one.endswith(f"[json-pointer:{place}]") for one in wrong), wrong


def test_ids_are_unique() -> None:
    assert "already exists" in check_blocks([section(block_id="a"), section(block_id="a")])[0]
    assert "already exists" in check_blocks([actions(button(), button())])[0]
    assert check_blocks([actions(button()), actions(button())]) == [], (
        "the same action_id in another block is fine"
    )


def test_rules_over_the_whole_message() -> None:
    assert "only one table" in check_blocks([table(1, 1), table(1, 1)])[0]
    assert "markdown" in check_blocks([{"type": "markdown", "text": "x" * 7000}] * 2)[0]
    focused = entry({"type": "plain_text_input", "focus_on_load": True})
    assert "focus_on_load" in check_blocks([focused, focused])[0]


def test_tables_and_markdown_are_for_messages_only() -> None:
    assert check_blocks([table(1, 1)], "modal")
    assert check_blocks([{"type": "markdown", "text": "x"}], "home")


def test_a_view_with_an_input_needs_a_submit_button() -> None:
    asking = modal(blocks=[entry({"type": "plain_text_input", "action_id": "x"})])
    assert "submit" in check_view(asking)[0]
    assert check_view({**asking, "submit": plain("Save")}) == []


@pytest.mark.parametrize(
    "view",
    [
        {"type": "modal", "blocks": [section()]},
        {"type": "modal", "title": plain("x")},
        {"type": "modal", "title": plain("x"), "blocks": []},
        {"type": "home", "title": plain("x"), "blocks": [section()]},
        {"type": "drawer", "blocks": []},
        modal(colour="red"),
        modal(title=mrkdwn("x")),
        modal(blocks={}),
        "modal",
    ],
)
def test_views_of_another_shape_are_refused(view: Any) -> None:
    assert check_view(view)


def test_the_text_of_a_message_is_counted_wherever_it_stands() -> None:
    blocks = [
        section(text=mrkdwn("12345"), fields=[plain("123")]),
        actions(button("1234")),
        table(2, 2, "1"),
        {"type": "markdown", "text": "12"},
    ]
    assert text_length(blocks) == 5 + 3 + 4 + 4 + 2


NAMES = st.sampled_from(
    ["type", "text", "elements", "options", "rows", "blocks", "value", "action_id", "accessory"]
)
TYPES = st.sampled_from(
    ["section", "actions", "table", "rich_text", "button", "mrkdwn", "static_select", "input"]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | TYPES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=15,
)


@given(ANYTHING)
def test_whatever_is_sent_gets_reasons_and_never_an_accident(sent: Any) -> None:
    reasons = [*check_blocks(sent), *check_blocks([sent]), *check_view(sent)]
    assert all(reason.startswith("[ERROR] ") for reason in reasons)
    assert json.dumps(reasons)


@given(st.sampled_from(sorted(VALID)), st.sampled_from(["colour", "texts", "Type"]))
def test_no_valid_block_stays_valid_with_a_field_nobody_knows(name: str, field: str) -> None:
    assert check_blocks([{**VALID[name], field: "x"}])
