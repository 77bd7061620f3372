"""The days before a meeting, worked back from it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.committee.meetings import Meeting, RoundPlan, deadline, last_meeting, next_meeting, run_up
from register.days.calendar import Calendar
from register.refused import Refused

KENT = Calendar()


def test_kents_march_paper_had_to_be_out_by_the_eighth() -> None:
    assert deadline(date(2023, 3, 16), KENT).as_json() == {
        "meeting": "2023-03-16",
        "publish_by": "2023-03-08",
        "clear_days": ["2023-03-09", "2023-03-10", "2023-03-13", "2023-03-14", "2023-03-15"],
    }


def test_a_one_off_bank_holiday_is_no_clear_day() -> None:
    found = deadline(date(2022, 9, 22), KENT)
    assert found.publish_by == date(2022, 9, 13)
    assert date(2022, 9, 19) not in found.clear_days


def test_the_run_up_is_laid_out_in_working_days_before_publication() -> None:
    found = run_up(date(2023, 3, 16), KENT, RoundPlan(author=1, leads=2, cut_off=2, chase=5))
    assert found.publish_by == date(2023, 3, 8)
    assert found.author_signs_off == date(2023, 3, 7)
    assert found.leads_sign_off == date(2023, 3, 3)
    assert found.cut_off == date(2023, 3, 1)
    assert found.chase_from == date(2023, 2, 22)


def test_a_negative_step_is_refused_by_its_name() -> None:
    with pytest.raises(Refused, match="working days for leads in a round cannot be -1"):
        run_up(date(2023, 3, 16), KENT, RoundPlan(leads=-1))


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.builds(RoundPlan, *[st.integers(0, 12)] * 5),
)
def test_every_step_is_a_working_day_and_none_comes_after_the_next(meeting: date, plan: RoundPlan) -> None:
    found = run_up(meeting, KENT, plan)
    days = [found.chase_from, found.cut_off, found.leads_sign_off, found.author_signs_off, found.publish_by]
    assert all(KENT.is_working_day(one) for one in days)
    assert all(before <= after for before, after in pairwise(days))
    assert found.publish_by < meeting
    between = [found.publish_by + timedelta(days=n) for n in range(1, (meeting - found.publish_by).days)]
    assert sum(KENT.is_working_day(one) for one in between) == plan.clear_days


def test_the_next_meeting_may_be_today_and_the_last_was_before() -> None:
    meetings = [Meeting(date(2023, 5, 16)), Meeting(date(2022, 11, 15)), Meeting(date(2023, 3, 16))]
    assert next_meeting(meetings, date(2023, 3, 16)) == Meeting(date(2023, 3, 16))
    assert last_meeting(meetings, date(2023, 3, 16)) == Meeting(date(2022, 11, 15))
    assert next_meeting(meetings, date(2023, 5, 17)) is None
    assert last_meeting(meetings, date(2022, 1, 1)) is None
