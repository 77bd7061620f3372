"""Days as people ask for them."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.refused import Refused
from register.words.day_ranges import Days
from register.words.query_days import days_at
from register.words.text_folding import typed_plainly

WEDNESDAY = date(2023, 1, 4)


def found(words: str, today: date = WEDNESDAY, *, past: bool = False) -> Days:
    plain = typed_plainly(words)
    read = days_at(plain, 0, today, past=past, sure=True)
    assert read is not None, words
    assert read.end == len(plain), words
    return read.days


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("today", date(2023, 1, 4), date(2023, 1, 4)),
        ("w/c 12th", date(2023, 1, 9), date(2023, 1, 15)),
        ("w/c 16/1", date(2023, 1, 16), date(2023, 1, 22)),
        ("Mon-Weds", date(2023, 1, 9), date(2023, 1, 11)),
        ("from Thurs to Tues", date(2023, 1, 5), date(2023, 1, 10)),
        ("21-25 Jan", date(2023, 1, 21), date(2023, 1, 25)),
        ("by tomorrow", None, date(2023, 1, 5)),
        ("this week", date(2023, 1, 2), date(2023, 1, 8)),
        ("next week", date(2023, 1, 9), date(2023, 1, 15)),
        ("in the next week", date(2023, 1, 4), date(2023, 1, 11)),
        ("by the end of the week", None, date(2023, 1, 8)),
        ("by the end of next month", None, date(2023, 2, 28)),
        ("for the rest of the month", date(2023, 1, 4), date(2023, 1, 31)),
        ("at month end", date(2023, 1, 31), date(2023, 1, 31)),
        ("this quarter", date(2023, 1, 1), date(2023, 3, 31)),
        ("last quarter", date(2022, 10, 1), date(2022, 12, 31)),
        ("in the next 2 months", date(2023, 1, 4), date(2023, 3, 4)),
        ("in six weeks", date(2023, 1, 4), date(2023, 2, 15)),
        ("in a couple of weeks", date(2023, 1, 4), date(2023, 1, 18)),
        ("in more than 2 weeks", date(2023, 1, 19), None),
        ("Friday", date(2023, 1, 6), date(2023, 1, 6)),
        ("Wednesday", date(2023, 1, 4), date(2023, 1, 4)),
        ("next Friday", date(2023, 1, 13), date(2023, 1, 13)),
        ("no later than Fri", None, date(2023, 1, 6)),
        ("on or before 31/03/2023", None, date(2023, 3, 31)),
        ("in early March", date(2023, 3, 1), date(2023, 3, 10)),
        ("from 21st to 25th january 2023", date(2023, 1, 21), date(2023, 1, 25)),
        ("from 1 to 10 March 2023", date(2023, 3, 1), date(2023, 3, 10)),
        ("week commencing 9 January 2023", date(2023, 1, 9), date(2023, 1, 15)),
        ("in spring", date(2023, 3, 1), date(2023, 5, 31)),
        ("this financial year", date(2022, 4, 1), date(2023, 3, 31)),
        ("in 2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_what_lies_ahead(words: str, first: date | None, last: date | None) -> None:
    assert found(words) == Days(first, last)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("since Monday", date(2023, 1, 2), None),
        ("on Friday", date(2022, 12, 30), date(2022, 12, 30)),
        ("since last Wednesday", date(2022, 12, 28), None),
        ("in November", date(2022, 11, 1), date(2022, 11, 30)),
        ("in January", date(2023, 1, 1), date(2023, 1, 31)),
        ("since 1 November", date(2022, 11, 1), None),
        ("before 1 November", None, date(2022, 10, 31)),
        ("4 weeks ago", date(2022, 12, 7), date(2022, 12, 7)),
        ("for 4 weeks", date(2022, 12, 7), date(2023, 1, 4)),
        ("in the last month", date(2022, 12, 4), date(2023, 1, 4)),
        ("last month", date(2022, 12, 1), date(2022, 12, 31)),
        ("yesterday", date(2023, 1, 3), date(2023, 1, 3)),
    ],
)
def test_what_lies_behind(words: str, first: date | None, last: date | None) -> None:
    assert found(words, past=True) == Days(first, last)


@pytest.mark.parametrize(
    "words", ["the Christmas break", "the half-term break", "year end", "a few weeks", "31 June 2023"]
)
def test_what_has_no_day_of_its_own_is_asked_about(words: str) -> None:
    with pytest.raises(Refused):
        days_at(typed_plainly(f"by {words}"), 0, WEDNESDAY, sure=True)


def test_a_day_without_a_year_is_asked_about_only_while_both_are_near() -> None:
    with pytest.raises(Refused, match="30 November 2022 or 30 November 2023"):
        found("by 30 November")
    assert found("by 30 November", date(2022, 11, 15)) == Days(None, date(2022, 11, 30))
    assert found("by 30 November", date(2023, 4, 1)) == Days(None, date(2023, 11, 30))


@given(
    st.dates(date(2001, 1, 1), date(2150, 12, 31)),
    st.sampled_from(["day", "week", "month", "quarter"]),
    st.integers(1, 99),
)
def test_so_many_units_ahead_and_back_begin_and_end_today(today: date, unit: str, count: int) -> None:
    ahead, back = found(f"in the next {count} {unit}s", today), found(f"in the last {count} {unit}s", today)
    assert (ahead.first, back.last) == (today, today)
    assert ahead.last is not None
    assert back.first is not None
    assert ahead.last > today > back.first
    if unit in ("day", "week"):
        days = timedelta(days=count * (7 if unit == "week" else 1))
        assert (ahead.last, back.first) == (today + days, today - days)


@given(st.dates(date(2001, 1, 1), date(2150, 12, 31)), st.sampled_from(["week", "month", "quarter"]))
def test_this_last_and_next_follow_each_other_without_a_gap(today: date, unit: str) -> None:
    last, this, coming = (found(f"{which} {unit}", today) for which in ("last", "this", "next"))
    assert this.hold(today)
    for before, after in ((last, this), (this, coming)):
        assert before.last is not None
        assert before.last + timedelta(days=1) == after.first


@given(st.text(max_size=40), st.booleans(), st.booleans())
def test_any_words_are_read_or_refused_with_a_sentence(words: str, past: bool, sure: bool) -> None:
    plain = typed_plainly(" ".join(words.split()))
    with contextlib.suppress(Refused):
        read = days_at(plain, 0, WEDNESDAY, past=past, sure=sure)
        assert read is None or 0 < read.end <= len(plain)


@pytest.mark.parametrize(
    "words",
    [
        "between 21 and 23 November 2022",
        "between the 21st and the 23rd of November 2022",
        "from 21 to 23 Nov 2022",
    ],
)
def test_two_days_of_a_month_that_is_named_once_are_read_as_days(words: str) -> None:
    assert found(words) == Days(date(2022, 11, 21), date(2022, 11, 23))
    assert days_at("between 2 and 5 of them", 0, WEDNESDAY, past=True) is None
    with pytest.raises(Refused):
        found(words.replace("21", "24"))
