"""The appendix as CSV."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.write.characters import clean
from papers.write.csv_table import csv_table, harmless
from papers.write.paper import Appendix
from tests.papers.write import samples


def test_it_holds_the_appendix_alone_and_excel_sees_that_it_is_utf_8() -> None:
    document = csv_table(samples.march().appendix)
    assert document.startswith(b"\xef\xbb\xbf")
    headings, *rows = csv.reader(io.StringIO(document.decode("utf-8-sig"), newline=""))
    assert tuple(headings) == samples.HEADINGS
    assert [tuple(row) for row in rows] == [tuple(clean(cell) for cell in row) for row in samples.rows()]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+44 1622", "-5", "@SUM(A1)", "\t=1", "\n=1", "  =1", "＝1", "\u00a0-1"]
)
def test_what_a_spreadsheet_would_reckon_with_is_kept_as_words(cell: str) -> None:
    document = csv_table(Appendix(("Ref", "Words"), (("1", cell),)))
    row = list(csv.reader(io.StringIO(document.decode("utf-8-sig"), newline="")))[1]
    assert row == ["1", f"'{clean(cell)}"]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_any_words_come_back_and_none_begins_a_formula(cells: list[str]) -> None:
    document = csv_table(Appendix(tuple(str(n) for n in range(len(cells))), (tuple(cells),)))
    row = list(csv.reader(io.StringIO(document.decode("utf-8-sig"), newline="")))[1:]
    expected = [harmless(clean(cell)) for cell in cells]
    assert row == ([expected] if expected != [""] else row)
    assert not any(cell.lstrip(" \u00a0").startswith(tuple("=+-@\t\r\n")) for cell in expected)
