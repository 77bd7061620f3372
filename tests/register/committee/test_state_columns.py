"""How far actions are in a table that has no column for progress alone: percentages, dates of completion, a column for
each quarter.
"""

from dataclasses import replace
from datetime import date

import pytest

from register.action import Line
from register.committee.state_columns import status_in
from register.committee.table_columns import printed_columns, table_rows
from register.life_plan import LifePlan
from register.progress import Status
from tests.register.committee.test_table_columns import action, line

DONE_ON = {"1": date(2022, 11, 30)}


def shown(heading: str, field: str, printed: str, status: Status, word: str, read_as: str = "") -> str:
    """What a column prints of an action that had ``printed`` in it and was moved since."""
    before = replace(line("1", **{field: printed}), progress=read_as)
    columns = printed_columns([("ref", "Ref"), ("defined", "Action"), (field, heading)], [before])
    assert "progress" not in [one.field for one in columns]
    moved = action("1", status, progress=word, more={field: printed})
    (row,) = table_rows([moved], columns, [before], {}, DONE_ON)
    return row[2]


@pytest.mark.parametrize(("printed", "complete"), [("60%", "100%"), ("60", "100"), ("0.6", "1"), ("", "100%")])
def test_what_is_complete_is_all_of_it_in_a_column_of_percentages(printed: str, complete: str) -> None:
    assert shown("% complete", "percent", printed, Status.IMPLEMENTED, "Complete", "In progress") == complete
    assert shown("% complete", "percent", printed, Status.IN_PROGRESS, "In progress", "") == printed


def test_what_is_complete_has_its_day_in_a_column_of_dates() -> None:
    column = ("Date completed", "completed")
    assert shown(*column, "", Status.VERIFIED, "Verified") == "30 November 2022"
    assert shown(*column, "12/10/2022", Status.VERIFIED, "Verified", "Completed") == "12/10/2022"
    assert shown(*column, "", Status.SUPERSEDED, "Superseded") == "Superseded"


def test_a_column_of_closures_has_the_day_of_the_meeting_that_agreed_it() -> None:
    columns = printed_columns(
        [("ref", "Ref"), ("defined", "Action"), ("completed", "Date closed")], [line("1")]
    )
    before = line("1", completed="")
    reported = action("1", Status.IMPLEMENTED, progress="Complete", more={"completed": ""})
    agreed = replace(reported, status=Status.CLOSED, life=replace(reported.life, closed_on=date(2023, 3, 16)))
    for known, printed in ((reported, "Complete"), (agreed, "16 March 2023")):
        (row,) = table_rows([known], columns, [before], {}, DONE_ON)
        assert row[2] == printed


def test_what_is_open_again_does_not_look_complete() -> None:
    assert shown("% complete", "percent", "100%", Status.IN_PROGRESS, "In progress", "") == "In progress"
    reopened = shown("Date completed", "completed", "12/10/2022", Status.IN_PROGRESS, "Reopened", "Completed")
    assert reopened == "Reopened"


def quarters(*headings: str) -> tuple[list[tuple[str, str]], list[Line]]:
    read = [("ref", "Ref"), *(("progress" if heading == "Q2 RAG" else "", heading) for heading in headings)]
    return read, [
        replace(line("1", **{"Q1 RAG": "A", "Q3 RAG": ""}), progress="G"),
        replace(line("2", **{"Q1 RAG": "R", "Q3 RAG": ""}), progress="A"),
    ]


@pytest.mark.parametrize("with_next", [True, False])
def test_the_ratings_of_a_quarter_stay_when_an_action_moves_in_the_next(with_next: bool) -> None:
    read, lines = quarters("Q1 RAG", "Q2 RAG", *(["Q3 RAG"] if with_next else []))
    columns = printed_columns(read, lines)
    headings = [one.heading for one in columns][:4]
    assert headings == ["Ref", "Q1 RAG", "Q2 RAG", "Q3 RAG" if with_next else "Progress"]
    known = [
        action("1", Status.IMPLEMENTED, progress="Complete", more={"Q1 RAG": "A"}),
        action("2", progress="A", more={"Q1 RAG": "R"}),
    ]
    rows = table_rows(known, columns, lines, {})
    assert [row[1:4] for row in rows] == [("A", "G", "Complete"), ("R", "A", "")]


def test_columns_that_are_of_no_period_have_one_for_progress() -> None:
    read = [("ref", "Ref"), ("", "Budget RAG"), ("progress", "Delivery RAG")]
    assert [one.field for one in printed_columns(read, [])][:3] == ["ref", "Budget RAG", "progress"]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"percent": "100%"}, Status.IMPLEMENTED),
        ({"percent": "60%"}, Status.NOT_STARTED),
        ({"completed": "30 November 2022"}, Status.IMPLEMENTED),
        ({"completed": "Superseded"}, Status.SUPERSEDED),
        ({"progress": "Complete", "percent": "60%"}, Status.IMPLEMENTED),
        ({"progress": "", "progress of the last period": "Complete"}, Status.IMPLEMENTED),
        ({"progress": "Mauve"}, None),
    ],
)
def test_the_public_page_reads_what_such_a_table_says(cells: dict[str, str], status: Status | None) -> None:
    assert status_in(cells, LifePlan().status_of) is status
