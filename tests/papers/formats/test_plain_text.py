"""Plain text: tables drawn with pipes, and text in encodings that do not name themselves."""

import pytest

from papers.read import Reading, read_bytes
from register.imports.answers import NO_ANSWERS
from register.refused import Refused
from tests.papers.table_files import PLAN, read_csv, refs, reported


def read_text(text: str) -> Reading:
    return read_bytes("paper.txt", text.encode(), NO_ANSWERS)


DRAWN = """
+-----+--------------+----------+---------------+-------+-------------+
| Ref | Action       | Update   | Target date   | Owner | Progress    |
+=====+==============+==========+===============+=======+=============+
| 1   | Write the    | A draft  | 31 March 2023 | CYPE  | In progress |
|     | whole plan   | is out   |               |       |             |
+-----+--------------+----------+---------------+-------+-------------+
| 2   | Agree it     |          | 30 April 2023 | GET   |
+-----+--------------+----------+---------------+-------+-------------+
"""


def test_a_row_of_a_drawn_grid_may_have_several_lines() -> None:
    found = read_text(DRAWN)
    assert [(line.ref, line.defined, line.delivered, line.progress, line.place) for line in found.lines] == [
        ("1", "Write the\nwhole plan", "A draft\nis out", "In progress", "line 5"),
        ("2", "Agree it", "", "", "line 8"),
    ]


def test_words_between_tables_with_pipes_are_reported_and_page_numbers_are_not() -> None:
    table = ["|".join(cells) for cells in PLAN]
    found = read_text("\n".join([*table[:2], "", "Page 2 of 3", "Sent to the clerk by post.", "", *table[2:]]))
    assert refs(found) == ["1", "2", "3"]
    assert reported(found, "Line 5: it is outside the table and was not read: “Sent to the clerk by post.”")
    assert not reported(found, "Page 2")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_of_two_bytes_a_letter_is_read_without_a_mark_of_its_order(encoding: str) -> None:
    lines = "\n".join("\t".join(cells) for cells in PLAN)
    assert refs(read_bytes("paper.txt", lines.encode(encoding), NO_ANSWERS)) == ["1", "2", "3"]


def test_a_line_longer_than_any_of_a_paper_is_refused_by_its_number() -> None:
    with pytest.raises(Refused, match="Line 2 is far longer than any of a paper"):
        read_text(f"Ref\tAction\n1\t{'x' * 1_000_000}")


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "\ufeffsep=;", 'ListSchema={"a":"b, c"}'])
def test_a_first_line_for_programs_is_none_of_the_table(first: str) -> None:
    separator = ";" if "sep" in first else ","
    found = read_csv(first, *(separator.join(cells) for cells in PLAN))
    assert [(line.ref, line.place) for line in found.lines] == [("1", "row 3"), ("2", "row 4"), ("3", "row 5")]


def test_the_separator_that_a_file_names_is_the_one_that_counts() -> None:
    """More commas than bars stand in it."""
    rows = [("Ref", "Action, in full, as agreed", "Target date"), ("1", "Write, print, and send it", "TBC")]
    found = read_csv("sep=|", *("|".join(cells) for cells in rows))
    assert [(line.ref, line.defined) for line in found.lines] == [("1", "Write, print, and send it")]
