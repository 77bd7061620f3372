"""Charts for papers: a PNG or SVG of a bar chart, drawn by typst with the bundled fonts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from papers.write import fonts
from papers.write.characters import Letters
from papers.write.paper import Chart, PaperBar
from papers.write.typst_text import TypstText, TypstWords

CHART_TEMPLATE = Path(__file__).parent / "picture.typ"
WIDTH_MM = 160
"""The width at which a picture is shown, in millimetres."""
_DOTS = 200.0
_MOST_BARS = 20
"""The most bars of a chart; of the others only the number is printed."""


def chart_as_data(chart: Chart, words: Callable[[str], TypstWords]) -> dict[str, Any]:
    """A chart as data for the template; ``words`` converts people's words (TypstText.words)."""
    bars = [
        {
            "label": words(bar.label),
            "number": bar.number,
            "part": min(bar.part, bar.number),
            "value": words(_bar_label(bar, chart)),
        }
        for bar in chart.bars[:_MOST_BARS]
    ]
    more = len(chart.bars) - _MOST_BARS
    return {
        "bars": bars,
        "dark": words(chart.dark),
        "light": words(chart.light),
        "out_of": chart.out_of,
        "mark": chart.mark,
        "mark_text": ""
        if chart.mark is None
        else words(f"The dashed line: {chart.mark_label}, {chart.mark:,}{chart.unit}"),
        "nothing": "Nothing to show.",
        "more": f"and {more:,} more" if more > 0 else "",
    }


def _bar_label(bar: PaperBar, chart: Chart) -> str:
    dark = f", {bar.part:,} {chart.dark}" if chart.dark and bar.part else ""
    return f"{bar.number:,}{chart.unit}{dark}"


def draw(chart: Chart, kind: Literal["png", "svg"]) -> bytes:
    """The picture of a chart as PNG or SVG. In an SVG letters are outlines, so that it needs no fonts to be shown."""
    import typst

    text = TypstText(Letters())
    data = {
        "fonts": fonts.names(),
        "chart": chart_as_data(chart, text.words),
    }
    picture = typst.compile(
        CHART_TEMPLATE,
        root=CHART_TEMPLATE.parent,
        font_paths=list(fonts.folders()),
        ignore_system_fonts=True,
        format=kind,
        ppi=_DOTS,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(picture, bytes):
        raise TypeError("typst gave more than one page, or none")
    return picture
