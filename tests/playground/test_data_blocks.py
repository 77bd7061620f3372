"""Data tables and charts are checked to the published limits, and blocks.validate says what is wrong and where."""

import math
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.blocks import check_blocks, check_view
from playground.server import Playground
from tests.playground.shapes import MODAL, plain


def words(text: str = "CYPE") -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


def figure(value: float = 12, text: str = "12") -> dict[str, Any]:
    return {"type": "raw_number", "value": value, "text": text}


def rich(text: str = "CYPE") -> dict[str, Any]:
    inline = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [inline]}]}


def data_table(*rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    head = [words("Directorate"), words("Overdue")]
    return {
        "type": "data_table",
        "caption": "Overdue",
        "rows": [head, *(rows or ([words(), figure()],))],
    } | more


def points(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "value": at} for at, label in enumerate(labels)]


MONTHS = tuple(f"M{n}" for n in range(20))
TWO = MONTHS[:2]


def plot(
    kind: str = "bar", *, series: int = 1, labels: tuple[str, ...] = ("Sep", "Oct"), **axes: Any
) -> dict[str, Any]:
    drawn = [{"name": f"S{n}", "data": points(*labels)} for n in range(series)]
    return {"type": kind, "series": drawn, "axis_config": {"categories": list(labels)} | axes}


def pie(segments: int = 2) -> dict[str, Any]:
    return {"type": "pie", "segments": [{"label": f"L{n}", "value": n + 1} for n in range(segments)]}


def chart(drawn: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "data_visualization", "title": "Open actions", "chart": drawn} | more


@pytest.mark.parametrize(
    "block",
    [
        data_table(),
        data_table(*[[words(), figure()]] * 100, page_size=100, row_header_column_index=1, block_id="b"),
        data_table([rich(), figure(-1.5, "−1.5")]),
        data_table([[words()] * 20][0], rows=[[words()] * 20, [words()] * 20]),
        chart(pie(1)),
        chart(pie(6), title="x" * 50),
        *(chart(plot(kind)) for kind in ("bar", "area", "line")),
        chart(plot(series=6, labels=MONTHS, x_label="x" * 50, y_label="y" * 50)),
        chart(plot(labels=("x" * 20,))),
    ],
)
def test_what_stands_at_its_limit_passes(block: dict[str, Any]) -> None:
    assert check_blocks([block]) == []


@pytest.mark.parametrize(
    ("block", "where"),
    [
        (data_table(rows=[[words()]]), "/rows"),
        (data_table(*[[words(), figure()]] * 101), "/rows"),
        (data_table(rows=[[words()] * 21] * 2), "/rows/0"),
        (data_table([words()]), "/rows"),
        (data_table(rows=[[rich(), words()], [words(), figure()]]), "/rows/0/0/type"),
        (data_table([words(), {"type": "raw_number", "value": 1}]), "/rows/1/1"),
        (data_table([words(), {"type": "raw_number", "text": "1"}]), "/rows/1/1"),
        (data_table([words(), figure("1")]), "/rows/1/1/value"),  # type: ignore[arg-type]
        (data_table([words(), figure(True)]), "/rows/1/1/value"),
        (data_table([words(), figure(math.nan)]), "/rows/1/1/value"),
        (data_table([words(" "), figure()]), "/rows/1/0/text"),
        (data_table([words("x" * 3000), words("x" * 3000)], [words("x" * 3000), words("x" * 1000)]), "/rows"),
        (data_table(page_size=0), "/page_size"),
        (data_table(page_size=101), "/page_size"),
        (data_table(row_header_column_index=2), "/row_header_column_index"),
        ({key: value for key, value in data_table().items() if key != "caption"}, ""),
        (data_table(caption=""), "/caption"),
        (data_table(colour="red"), ""),
        (chart(pie(0)), "/chart/segments"),
        (chart(pie(7)), "/chart/segments"),
        (chart({"type": "pie", "segments": [{"label": "x" * 21, "value": 1}]}), "/chart/segments/0/label"),
        (chart({"type": "pie", "segments": [{"label": "x", "value": 0}]}), "/chart/segments/0/value"),
        (chart(plot(series=0)), "/chart/series"),
        (chart(plot(series=7)), "/chart/series"),
        (chart(plot(labels=(*MONTHS, "M20"))), "/chart/axis_config/categories"),
        (chart(plot(labels=("x" * 21,))), "/chart/axis_config/categories/0"),
        (chart(plot(x_label="x" * 51)), "/chart/axis_config/x_label"),
        (chart(plot(y_label="x" * 51)), "/chart/axis_config/y_label"),
        (chart(plot(categories=["M0"])), "/chart/series/0/data"),
        (chart({**plot(), "series": [{"name": "S", "data": points(*TWO)}] * 2}), "/chart/series"),
        (chart({"type": "bar", "series": [{"name": "S", "data": points("Sep")}]}), "/chart"),
        (chart({"type": "donut"}), "/chart/type"),
        (chart(pie(), title="x" * 51), "/title"),
        ({"type": "data_visualization", "chart": pie()}, ""),
    ],
)
def test_one_step_beyond_a_limit_is_refused_where_it_stands(block: dict[str, Any], where: str) -> None:
    reasons = check_blocks([block])
    assert any(reason.endswith(f"[json-pointer:/blocks/0{where}]") for reason in reasons), reasons


def test_a_message_has_at_most_two_charts_and_no_view_has_any() -> None:
    assert check_blocks([chart(pie()), chart(plot())]) == []
    assert check_blocks([chart(pie())] * 3)
    assert check_view(MODAL | {"blocks": [chart(pie())]})
    assert check_view({"type": "home", "blocks": [data_table()]})


def test_they_are_posted_and_shown_as_they_were_given(slack: Playground, client: WebClient) -> None:
    blocks = [data_table(), chart(plot())]
    client.chat_postMessage(channel="C0CYPE", text="Figures", blocks=blocks)
    (shown,) = slack.messages("C0CYPE")
    assert [{**one, "block_id": None} for one in shown["blocks"]] == [
        {**one, "block_id": None} for one in blocks
    ]


def validated(client: WebClient, **given: Any) -> tuple[str, list[dict[str, str]]]:
    try:
        client.api_call("blocks.validate", json=given)
    except SlackApiError as error:
        return error.response["error"], error.response.get("errors", [])
    return "", []


def test_blocks_a_message_or_a_view_can_be_asked_about_without_showing_them(
    slack: Playground, client: WebClient
) -> None:
    assert validated(client, blocks=[data_table()]) == ("", [])
    assert validated(client, message={"text": "x", "blocks": [chart(pie())]}) == ("", [])
    assert validated(client, view=MODAL) == ("", [])
    assert client.api_call("blocks.validate", params={"blocks": '[{"type": "divider"}]'})["ok"]
    assert slack.messages("C0CYPE") == []


def test_what_is_wrong_comes_with_a_pointer_a_code_and_a_sentence(client: WebClient) -> None:
    unlabelled = {"type": "section", "text": {"type": "mrkdwn"}}
    assert validated(client, blocks=[unlabelled]) == (
        "invalid_blocks",
        [{"pointer": "/0/text", "code": "missing_field", "message": "missing required field: text"}],
    )
    error, (wrong,) = validated(client, message={"blocks": [chart(pie(7))]})
    assert (error, wrong["pointer"], wrong["code"]) == (
        "invalid_message",
        "/blocks/0/chart/segments",
        "failed_constraint",
    )
    error, (wrong,) = validated(client, view=MODAL | {"title": plain("x" * 25)})
    assert (error, wrong["pointer"]) == ("invalid_view", "/title/text")


@pytest.mark.parametrize("given", [{}, {"blocks": [], "view": MODAL}, {"blocks": "not JSON"}])
def test_exactly_one_thing_is_asked_about(client: WebClient, given: dict[str, Any]) -> None:
    assert validated(client, **given)[0] == "invalid_arguments"


def test_an_upload_may_be_completed_and_shared_with_nobody(slack: Playground, client: WebClient) -> None:
    root = client.chat_postMessage(channel="C0CYPE", text="root")["ts"]
    slack.faults.add("files.completeUploadExternal", "unshared")
    upload = {"channel": "C0CYPE", "thread_ts": root, "filename": "chart.png", "content": b"\x89PNG"}
    assert client.files_upload_v2(**upload)["ok"]
    assert [one["text"] for one in slack.thread("C0CYPE", root)] == ["root"]
    (call,) = slack.calls("files.completeUploadExternal")
    assert call.answer is not None
    assert (call.fault, call.answer["ok"], call.arguments["channel_id"]) == ("unshared", True, "C0CYPE")
    assert client.files_upload_v2(**upload)["ok"]
    assert len(slack.thread("C0CYPE", root)) == 2
