"""Target dates as people type them into trackers: numbers with spaces between, and a share behind a date."""

from datetime import date

import pytest

from register.days.target_dates import Order, order_of, read_target, share_beside

DAY = date(2024, 6, 1)


@pytest.mark.parametrize("printed", ["31 12 2024", "by 31 12 2024"])
def test_numbers_with_spaces_between_are_a_day(printed: str) -> None:
    found = read_target(printed, DAY)
    assert (found.deadline, found.question, found.printed) == (date(2024, 12, 31), "", printed)


def test_which_number_is_the_day_is_told_of_these_as_of_others() -> None:
    assert order_of(["31 12 2024", "3 4 2024"]) == (Order.DAY_FIRST, True)
    assert read_target("3 4 2024", DAY, Order.MONTH_FIRST).deadline == date(2024, 3, 4)


@pytest.mark.parametrize("printed", ["Phase 1 2 2024", "45 12 2024", "1 2 24"])
def test_other_numbers_with_spaces_are_no_day(printed: str) -> None:
    assert read_target(printed, DAY).deadline is None


@pytest.mark.parametrize(
    ("printed", "share"),
    [("March 2025 (60%)", "60%"), ("March 2025 - 60% complete", "60%"), ("31/03/2025, 5 % done", "5 %")],
)
def test_a_share_behind_a_date_is_no_part_of_it(printed: str, share: str) -> None:
    found = read_target(printed, DAY)
    assert (found.deadline, found.question, found.printed) == (date(2025, 3, 31), "", printed)
    assert share_beside(printed) == share


@pytest.mark.parametrize("printed", ["60%", "30% by March 2025", "March 2025 (60% of schools)"])
def test_a_share_of_something_else_is_asked_about(printed: str) -> None:
    assert not read_target(printed, DAY).understood
