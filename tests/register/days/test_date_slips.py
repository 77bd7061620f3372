"""Which new dates are asked about."""

from datetime import date

import pytest

from register.committee.meetings import Meeting
from register.days.date_slips import likely_slip

TODAY, NOVEMBER = date(2022, 11, 15), date(2022, 11, 30)
MEETINGS = [Meeting(date(2022, 11, 15)), Meeting(date(2023, 5, 16)), Meeting(date(2023, 3, 16))]


@pytest.mark.parametrize(
    ("wished", "was", "expected"),
    [
        (date(2023, 1, 31), NOVEMBER, ""),
        (date(2023, 3, 16), NOVEMBER, ""),  # done on the day of the meeting
        (date(2023, 3, 17), NOVEMBER, "after the meeting of 16 March 2023"),
        (date(2023, 3, 31), date(2023, 3, 20), ""),  # the meeting was not to find it done
        (date(2023, 3, 31), None, ""),
        (date(2024, 12, 31), NOVEMBER, "is the year right"),
        (date(2024, 12, 31), None, "more than a year after today"),
        (NOVEMBER, NOVEMBER, "not later than the present date"),
        (date(2022, 11, 20), NOVEMBER, "not later than the present date"),
        (date(2023, 4, 30), date(2022, 10, 31), "after the meeting of 16 March 2023"),
    ],
)
def test_what_is_asked(wished: date, was: date | None, expected: str) -> None:
    question = likely_slip(wished, was, TODAY, MEETINGS)
    assert expected in question
    assert bool(question) is bool(expected)


def test_without_known_meetings_none_is_in_the_way() -> None:
    assert likely_slip(date(2023, 3, 31), NOVEMBER, TODAY, ()) == ""
