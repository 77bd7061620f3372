"""Cells of a PDF's table that are merged over rows with the end of a page between them."""

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from papers.read import read
from papers.reading_result import Reading
from tests.papers.pdfs import Sheet, as_pdf

HEADINGS = ("Ref", "Action", "Owner", "Target date", "Status")
WIDTHS = (50, 260, 140, 120, 100)


def page(rows: Sequence[Sequence[str]], merged: Collection[tuple[int, int]] = ()) -> Sheet:
    """A page with the headings over the rows; ``merged`` are the rows and columns, from 0, whose cells have no line
    above them, so that they are one with those above.
    """
    sheet, top, left = Sheet(), 40.0, 30.0
    for number, row in enumerate((HEADINGS, *rows), start=-1):
        at = left
        for column, (cell, width) in enumerate(zip(row, WIDTHS, strict=True)):
            sheet.words(at + 3, top + 14, cell)
            sheet.line(at, top, at, top + 20)
            if (number, column) not in merged:
                sheet.line(at, top, at + width, top)
            at += width
        sheet.line(at, top, at, top + 20)
        top += 20
    sheet.line(left, top, left + sum(WIDTHS), top)
    return sheet


def row(number: int, owner: str = "", target: str = "", ref: str | None = None) -> tuple[str, ...]:
    own = f"{number} March 2027"
    return (str(number) if ref is None else ref, f"Review policy {number}", owner, target or own, "In progress")


def read_pages(path: Path, *pages: Sheet) -> Reading:
    return read(as_pdf(path / "plan.pdf", pages))


FIRST = [row(1, "Clerk"), row(2, "Treasurer"), row(3)]
SECOND = [row(4), row(5), row(6, "Warden")]


def test_an_owner_merged_over_rows_on_both_pages_is_of_each(tmp_path: Path) -> None:
    found = read_pages(
        tmp_path,
        page(FIRST, {(2, 2)}),
        page([row(4), row(5)], {(1, 2)}),
        page([row(6), row(7), row(8, "Warden")], {(1, 2)}),
    )
    assert [line.owners for line in found.lines] == [("Clerk",), *[("Treasurer",)] * 6, ("Warden",)]
    assert found.doubts == ()


def test_an_owner_merged_down_to_the_end_of_a_page_alone_is_asked_about_in_the_row_below(
    tmp_path: Path,
) -> None:
    found = read_pages(tmp_path, page(FIRST, {(2, 2)}), page([row(4), row(5, "Warden")]))
    assert [line.owners for line in found.lines][2:] == [("Treasurer",), ("Treasurer",), ("Warden",)]
    (doubt,) = found.doubts
    assert (doubt.row, doubt.read_as) == ("4 owners", "Treasurer")
    assert "seems to go on from the page before" in doubt.sentence


def test_an_owner_at_the_end_of_a_page_over_a_blank_merged_cell_is_asked_about_once(tmp_path: Path) -> None:
    found = read_pages(tmp_path, page(FIRST[:2]), page(SECOND, {(1, 2)}))
    assert [line.owners for line in found.lines] == [("Clerk",), *[("Treasurer",)] * 3, ("Warden",)]
    assert [one.row for one in found.doubts] == ["4 owners"]


def test_a_blank_date_at_the_top_of_a_page_is_asked_about_where_no_other_is_blank(tmp_path: Path) -> None:
    second = [("4", "Review policy 4", "Warden", "", "In progress"), row(5, "Warden")]
    found = read_pages(tmp_path, page([row(1, "Clerk"), row(2, "Clerk"), row(3, "Clerk")]), page(second))
    assert found.lines[3].target == ""
    (doubt,) = found.doubts
    assert doubt.row == "4 target"
    assert "does “3 March 2027” go on here" in doubt.sentence


def test_where_blank_cells_are_usual_none_is_asked_about(tmp_path: Path) -> None:
    blank = ("2", "Review policy 2", "Clerk", "", "In progress")
    second = [("4", "Review policy 4", "Warden", "", "In progress"), row(5, "Warden")]
    found = read_pages(tmp_path, page([row(1, "Clerk"), blank, row(3, "Clerk")]), page(second))
    assert found.doubts == ()


def test_another_table_on_the_next_page_continues_no_cell(tmp_path: Path) -> None:
    sheet = page([("4", "Review policy 4", "", "", "In progress"), row(5, "Warden")])
    sheet.words(30, 30, "Actions of the Pension Board")
    found = read_pages(tmp_path, page(FIRST, {(2, 2)}), sheet)
    assert [line.owners for line in found.lines if line.defined == "Review policy 4"] == [()]


def test_actions_under_a_reference_that_is_merged_over_the_end_of_a_page_stay_apart(tmp_path: Path) -> None:
    first = [row(1, "Clerk"), row(2, "Clerk"), row(3, "Clerk", ref="")]
    found = read_pages(tmp_path, page(first, {(2, 0)}), page([row(4, "Warden", ref=""), row(5, "Warden")]))
    assert [(line.ref, line.defined, line.target) for line in found.lines][1:4] == [
        ("2", "Review policy 2", "2 March 2027"),
        ("2 (2)", "Review policy 3", "3 March 2027"),
        ("2 (3)", "Review policy 4", "4 March 2027"),
    ]
    assert [one.row for one in found.doubts] == ["2 (3) ref"]


def test_a_whole_row_without_reference_at_the_top_of_a_page_is_no_rest_of_the_row_before(
    tmp_path: Path,
) -> None:
    found = read_pages(
        tmp_path,
        page([row(1, "Clerk"), row(2, "Clerk")]),
        page([row(3, "Warden", ref=""), row(4, "Warden")]),
    )
    assert [line.target for line in found.lines] == [f"{number} March 2027" for number in range(1, 5)]
    assert "N1" in [line.ref for line in found.lines]


@pytest.mark.parametrize(("before", "rest"), [("Director", "of Place"), ("Assistant", "Director")])
def test_an_owner_that_the_end_of_a_page_divides_is_one(before: str, rest: str, tmp_path: Path) -> None:
    below = ("", "of the town", rest, "", "")
    whole = f"{before} {rest}"
    found = read_pages(tmp_path, page([row(1, "Clerk"), row(2, before)]), page([below, row(3, whole)]))
    assert [line.owners for line in found.lines] == [("Clerk",), (whole,), (whole,)]
    assert found.lines[1].printed_owners == whole


def test_two_owners_with_the_end_of_a_page_between_them_are_two(tmp_path: Path) -> None:
    rest = ("", "and the bell", "Treasurer", "", "")
    found = read_pages(tmp_path, page([row(1, "Clerk"), row(2, "Clerk")]), page([rest, row(3, "Warden")]))
    assert found.lines[1].owners == ("Clerk", "Treasurer")


def test_a_blank_progress_at_the_top_of_a_page_is_missing_and_not_asked_about(tmp_path: Path) -> None:
    blank = ("4", "Review policy 4", "Clerk", "4 March 2027", "")
    first = [row(1, "Clerk"), row(2, "Clerk"), row(3, "Clerk")]
    found = read_pages(tmp_path, page(first), page([blank, row(5, "Clerk")]))
    assert found.doubts == ()
