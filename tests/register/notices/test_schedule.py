"""When the digest and the nightly jobs were due last."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from register.notices.plans import DigestPlan
from register.notices.schedule import latest_digest
from tests.register.notices.reminder_clock import KENT

THURSDAY = date(2022, 11, 17)


@pytest.mark.parametrize("days", range(8))
def test_a_digest_of_any_weekday_is_due_on_that_day_each_week(days: int) -> None:
    register = replace(KENT, digest=DigestPlan(weekday=THURSDAY.weekday(), at=time(9, 0)))
    now = datetime(2022, 11, 17, 12, tzinfo=UTC) + timedelta(days=days)
    last = THURSDAY if days < 7 else THURSDAY + timedelta(days=7)
    assert latest_digest(register, now).date() == last


def test_before_its_hour_the_digest_of_the_week_before_is_the_last() -> None:
    register = replace(KENT, digest=DigestPlan(weekday=THURSDAY.weekday(), at=time(9, 0)))
    assert latest_digest(register, datetime(2022, 11, 17, 8, 59, tzinfo=UTC)).date() == date(2022, 11, 10)
    assert latest_digest(register, datetime(2022, 11, 17, 9, 0, tzinfo=UTC)).date() == THURSDAY


def test_a_digest_of_a_bank_holiday_is_due_the_next_working_day() -> None:
    monday = replace(KENT, digest=DigestPlan(weekday=0, at=time(9, 0)))
    on_the_holiday = datetime(2023, 1, 2, 12, tzinfo=UTC)
    assert latest_digest(monday, on_the_holiday).date() == date(
        2022, 12, 28
    )  # the 26th and 27th were holidays too
    assert latest_digest(monday, on_the_holiday + timedelta(days=1)).date() == date(2023, 1, 3)
