"""Block Kit's blocks for figures: data tables and charts.

Source: Slack's reference of the data table block and the data visualization block, with the stricter of what was
published at different times. Pure.
"""

import math
from collections.abc import Iterator
from typing import Any

from playground.rich_text import TABLE_CELL_SHAPES
from playground.shapes import Check, integer, items, problem, record, string, text_length, typed

_LABEL = string(20)
MOST_CHARACTERS = 10_000
"""Of all cells of a data table together."""
MOST_CHARTS = 2
"""In one message (reported)."""


def number(value: Any, at: str) -> Iterator[str]:
    """A finite number: JSON has no NaN and no infinity."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield problem("must provide a number", at)


def _positive(value: Any, at: str) -> Iterator[str]:
    wrong = list(number(value, at))
    yield from wrong
    if not wrong and value <= 0:
        yield problem("must be more than 0", at)


# A cell that is a number also says how it reads.
_NUMBER_CELL = record({"value": number, "text": string(255)})
_CELLS = {**TABLE_CELL_SHAPES, "raw_number": _NUMBER_CELL}


def same_width(rows: list[list[Any]], at: str) -> Iterator[str]:
    """Every row of a table has as many cells as the others."""
    if len({len(row) for row in rows}) > 1:
        yield problem("all rows must have the same number of cells", at)


def _table_agrees(value: dict[str, Any], at: str) -> Iterator[str]:
    yield from same_width(value["rows"], f"{at}/rows")
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            yield problem("header cells must not be rich_text", f"{at}/rows/0/{index}/type")
    if value.get("row_header_column_index", 0) >= min(map(len, value["rows"])):
        yield problem("must be the index of a column", f"{at}/row_header_column_index")
    total = text_length(value["rows"])
    if total > MOST_CHARACTERS:
        yield problem(
            f"table text must be less than {MOST_CHARACTERS + 1} characters, not {total}", f"{at}/rows"
        )


DATA_TABLE = record(
    {"rows": items(items(typed(_CELLS), 20), 101, least=2), "caption": string(3000)},
    {"block_id": string(255), "page_size": integer(1, 100), "row_header_column_index": integer(0, 19)},
    also=_table_agrees,
)


def _series_agree(value: dict[str, Any], at: str) -> Iterator[str]:
    """Each series has a name of its own, and one point for each category."""
    names = [series["name"] for series in value["series"]]
    if len(names) != len(set(names)):
        yield problem("series names must be unique", f"{at}/series")
    categories = value["axis_config"]["categories"]
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield problem("labels must match the axis categories", f"{at}/series/{index}/data")


_SERIES = record({"name": _LABEL, "data": items(record({"label": _LABEL, "value": number}), 20)})
_AXES = record({"categories": items(_LABEL, 20)}, {"x_label": string(50), "y_label": string(50)})
_PLOT: Check = record({"series": items(_SERIES, 6), "axis_config": _AXES}, {}, also=_series_agree)
_PIE = record({"segments": items(record({"label": _LABEL, "value": _positive}), 6)})
DATA_VISUALIZATION = record(
    {"title": string(50), "chart": typed({"pie": _PIE, "bar": _PLOT, "area": _PLOT, "line": _PLOT})},
    {"block_id": string(255)},
)


def too_many_charts(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    """More charts than one message may have."""
    if sum(block["type"] == "data_visualization" for block in blocks) > MOST_CHARTS:
        yield problem(f"no more than {MOST_CHARTS} data_visualization blocks allowed", at)
