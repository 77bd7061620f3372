"""Working days and clear days, by the nation of a register and its own days off."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.days.calendar import Calendar, Nation
from register.refused import Refused
from register.register import Register

ENGLAND = Calendar()
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("meeting", "published"),
    [
        (date(2023, 3, 16), date(2023, 3, 8)),
        (date(2022, 11, 15), date(2022, 11, 7)),
        (date(2022, 9, 22), date(2022, 9, 13)),  # the 19th was a one-off bank holiday
    ],
)
def test_five_clear_days_lie_between_publication_and_meeting(meeting: date, published: date) -> None:
    assert ENGLAND.publish_by(meeting, 5) == published


def test_the_clear_days_are_named() -> None:
    assert [day.day for day in ENGLAND.clear_days(date(2023, 3, 16), 5)] == [9, 10, 13, 14, 15]
    assert [day.day for day in ENGLAND.clear_days(date(2022, 9, 22), 5)] == [14, 15, 16, 20, 21]


def test_papers_are_published_on_a_working_day() -> None:
    # Five clear days before Monday 14 November begin on Monday the 7th; nobody publishes on the Sunday.
    assert ENGLAND.publish_by(date(2022, 11, 14), 5) == date(2022, 11, 4)
    assert ENGLAND.publish_by(date(2022, 11, 15), 0) == date(2022, 11, 14)


def test_fewer_than_no_clear_days_are_refused() -> None:
    with pytest.raises(Refused, match="clear days"):
        ENGLAND.publish_by(date(2022, 11, 15), -1)


@given(meeting=DAYS, count=st.integers(0, 10), closed=st.sets(DAYS, max_size=5))
def test_exactly_the_clear_days_asked_for_lie_between(meeting: date, count: int, closed: set[date]) -> None:
    calendar = Calendar(nation=Nation.NONE, closed=tuple(closed))
    published = calendar.publish_by(meeting, count)
    between = [published + timedelta(days=n) for n in range(1, (meeting - published).days)]
    assert calendar.is_working_day(published)
    assert sum(calendar.is_working_day(day) for day in between) == count


def test_a_holiday_weekend_is_stepped_over_both_ways() -> None:
    assert ENGLAND.working_day_on_or_before(date(2022, 12, 27)) == date(2022, 12, 23)
    assert ENGLAND.working_day_on_or_after(date(2022, 12, 24)) == date(2022, 12, 28)
    assert ENGLAND.working_day_on_or_before(date(2022, 12, 23)) == date(2022, 12, 23)
    assert ENGLAND.working_day_on_or_after(date(2022, 12, 28)) == date(2022, 12, 28)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2023, 4, 10), {Nation.SCOTLAND, Nation.NONE}),  # Easter Monday
        (date(2023, 3, 17), {Nation.ENGLAND, Nation.WALES, Nation.SCOTLAND, Nation.NONE}),  # St Patrick's Day
        # St Andrew's Day
        (date(2023, 11, 30), {Nation.ENGLAND, Nation.WALES, Nation.NORTHERN_IRELAND, Nation.NONE}),
        (date(2023, 12, 25), {Nation.NONE}),
    ],
)
def test_each_nation_keeps_its_own_bank_holidays(day: date, working: set[Nation]) -> None:
    assert {nation for nation in Nation if Calendar(nation=nation).is_working_day(day)} == working


def test_a_register_has_days_off_of_its_own() -> None:
    register = Register("kent", "Kent", closed_days=(date(2022, 12, 28),))
    assert not register.calendar.is_working_day(date(2022, 12, 28))
    assert register.calendar.next_working_day(date(2022, 12, 23)) == date(2022, 12, 29)


def test_a_register_has_its_own_today() -> None:
    late = datetime(2022, 7, 1, 23, 30, tzinfo=UTC)
    assert Register("kent", "Kent").today(late) == date(2022, 7, 2)
    assert Register("kent", "Kent", timezone="America/New_York").today(late) == date(2022, 7, 1)
