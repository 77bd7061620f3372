"""Which words become numbers and days in a workbook."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats.sheet_styles import printed
from papers.write.cell_values import cell_values
from register.phrases import day

TEXTS = st.one_of(
    st.dates(date(1890, 1, 1), date(2150, 1, 1)).map(day),
    st.from_regex(r"[0-9]{1,17}%?", fullmatch=True),
    st.from_regex(r"(3[01]|[12]?[0-9]) (February|December|May|april) [12][0-9]{3}", fullmatch=True),
    st.sampled_from(["", "-1", "1.10", "1a", "December 2022", "May 2023", "=1+1", "+44 20", "1e5", "1٣", "²"]),
)


@given(st.lists(TEXTS, max_size=4))
def test_whatever_becomes_a_value_is_shown_as_the_words_were(column: list[str]) -> None:
    for text, of in zip(column, cell_values(column), strict=True):
        assert of is None or printed(of.value, of.number_format) == text


@pytest.mark.parametrize(
    "column",
    [
        (
            "1",
            "1.1",
            "2",
        ),  # 1.1 is no number, as 1.10 is another reference; the others would be sorted before it
        ("1", "1a"),
        ("01", "02"),
        ("-1", "2"),
        ("1234567890123456",),  # Excel would make a 0 of its last digit
        ("50%", "half"),
        ("31 February 2022",),
        ("30 November",),
        ("30 November 2022\n5 days overdue",),
        ("5 May 1900",),
    ],
)
def test_other_words_stay_words(column: tuple[str, ...]) -> None:
    assert cell_values(column) == [None] * len(column)


def test_a_month_is_sorted_by_its_last_day() -> None:
    (month,) = cell_values(["February 2024"])
    assert month is not None
    assert month.value == date(2024, 2, 29)
