"""Slack's own tables and charts, which not every workspace takes: what they are made of, and how to leave them out.

Slack's reference: data_table takes 2 to 101 rows of at most 20 cells, the first row being the header;
data_visualization titles of 50 and labels of 20 characters, 6 series, 20 categories, two in a message.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from messages.layout import Block, cut
from messages.lines import came_back, owners_plainly
from register.action import Action
from register.committee.chart_data import Group
from register.phrases import day, shortened

TABLE, CHART = "data_table", "data_visualization"
_PAGE = 10
"""Rows that a table shows at once."""
_ROOM = 5_200
"""Characters of all cells together: a message with them stays within what Slack takes."""
_NO_DAY = 99_999_999
_LABEL, _CATEGORIES = 20, 20


def actions_table(actions: Sequence[Action], today: date, caption: str) -> Block:
    """Actions as a table that its reader can sort, filter and turn over, in the order given."""
    room = max(min(_ROOM // len(actions) - 60, 120), 24)
    head = [_text(words) for words in ("Action", "What is asked", "Owner", "Due", "State", "Progress")]
    rows = [[*_row(one, today, room)] for one in actions]
    return {
        "type": TABLE,
        "caption": shortened(caption, 200),
        "page_size": _PAGE,
        "row_header_column_index": 0,
        "rows": [head, *rows],
    }


def _row(action: Action, today: date, room: int) -> list[Block]:
    due = action.first_passed(today) or action.next_date(today)
    deadline = due.deadline if due else action.deadline
    how = "Done" if action.status.is_done else "Overdue" if action.is_overdue(today) else "Open"
    return [
        _number(int(action.ref), action.ref) if action.ref.isdecimal() else _text(action.ref[:40]),
        _text(shortened(action.defined, room) or "(not said)"),
        _text(shortened(owners_plainly(action), 40)),
        # By its number a column of days is put in the order of time.
        _number(int(f"{deadline:%Y%m%d}"), day(deadline)) if deadline else _number(_NO_DAY, "No date"),
        _text(how),
        _text(
            ", ".join(filter(None, [shortened(action.progress or action.status.spoken, 30), came_back(action)]))
        ),
    ]


def charts(groups: Sequence[Group], when: date) -> list[Block]:
    """How the open actions stand, as bars for each way of dividing them: two at most."""
    return [_chart(group, when) for group in groups[:2] if group.bars]


def _chart(group: Group, when: date) -> Block:
    labels = _distinct([bar.label for bar in group.bars[:_CATEGORIES]])
    series = [
        {
            "name": name,
            "data": [{"label": one, "value": value} for one, value in zip(labels, counts, strict=True)],
        }
        for name, counts in (
            ("Overdue", [bar.overdue for bar in group.bars[:_CATEGORIES]]),
            ("Open, not overdue", [bar.open - bar.overdue for bar in group.bars[:_CATEGORIES]]),
        )
    ]
    heading = group.heading.partition(" (")[0].lower()
    axes = {"categories": labels, "y_label": "Actions"}
    return {
        "type": CHART,
        "title": cut(f"Open actions {heading}, {day(when)}", 50),
        "chart": {"type": "bar", "series": series, "axis_config": axes},
    }


def _distinct(labels: Sequence[str]) -> list[str]:
    """The labels cut to the length that Slack takes, all of them different."""
    found: list[str] = []
    for label in labels:
        short = shortened(label, _LABEL) or "-"
        number = 2
        while short in found:
            short = f"{shortened(label, _LABEL - 4)} {number}"
            number += 1
        found.append(short)
    return found


def without_figures(blocks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The blocks that every workspace takes."""
    return [block for block in blocks if block.get("type") not in (TABLE, CHART)]


def _text(words: str) -> Block:
    return {"type": "raw_text", "text": words or "-"}


def _number(value: int, words: str) -> Block:
    return {"type": "raw_number", "value": value, "text": words}


_SAMPLE_SERIES = [{"name": "Overdue", "data": [{"label": "A", "value": 1}]}]
SAMPLES: Mapping[str, Block] = {
    TABLE: {
        "type": TABLE,
        "caption": "Actions",
        "page_size": _PAGE,
        "row_header_column_index": 0,
        "rows": [[_text("Action"), _text("Due")], [_number(1, "1"), _number(20221130, "30 November 2022")]],
    },
    CHART: {
        "type": CHART,
        "title": "Open actions",
        "chart": {
            "type": "bar",
            "series": _SAMPLE_SERIES,
            "axis_config": {"categories": ["A"], "y_label": "Actions"},
        },
    },
}
"""One of each, posted to find out whether a workspace takes them."""
