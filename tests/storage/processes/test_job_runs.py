"""From which moment on a job is to run for a register."""

from datetime import UTC, date, datetime, timedelta

from register.register import Register
from storage.processes import job_runs

BEGAN = datetime(2022, 11, 16, tzinfo=UTC)
"""The first midnight after the day of the first paper."""
READ = datetime(2022, 11, 20, 9, tzinfo=UTC)
BEGINNING = (date(2022, 11, 15), READ)
LATER = READ + timedelta(days=9)


def test_a_job_that_never_ran_begins_once_the_first_paper_was_read(kent: Register) -> None:
    assert job_runs.last(kent, None, BEGINNING, LATER) == READ
    assert job_runs.last(kent, None, BEGINNING, LATER, makes_up=True) == BEGAN
    assert job_runs.last(kent, None, (BEGINNING[0], BEGAN - timedelta(hours=9)), LATER) == BEGAN


def test_a_rehearsal_of_days_before_the_paper_was_read_has_something_to_show(kent: Register) -> None:
    assert job_runs.last(kent, None, BEGINNING, READ - timedelta(days=1)) == BEGAN


def test_a_job_goes_on_from_where_it_was_and_without_a_paper_has_nothing_to_do(kent: Register) -> None:
    assert job_runs.last(kent, LATER, BEGINNING, LATER) == LATER
    assert job_runs.last(kent, LATER, None, LATER) is None
