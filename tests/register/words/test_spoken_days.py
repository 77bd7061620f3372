"""Days as people write them: the one that is meant, or the question that is asked; never a guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.days.calendar import Calendar
from register.phrases import day as spelt
from register.words.named_days import easter
from register.words.query_days import days_at
from register.words.spoken_days import days_ahead, deadline_day, spoken_day

TODAY = date(2022, 11, 16)  # a Wednesday
KENT = Calendar()
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Christmas Eve", date(2022, 12, 24)),
        ("by Christmas", date(2022, 12, 23)),
        ("b4 Xmas", date(2022, 12, 23)),
        ("tmrw", date(2022, 11, 17)),
        ("nxt fri", date(2022, 11, 25)),
        ("w/e 16 Dec", date(2022, 12, 16)),
        ("before Christmas", date(2022, 12, 23)),
        ("25/11", date(2022, 11, 25)),
        ("25.11.", date(2022, 11, 25)),
        ("25/11/22", date(2022, 11, 25)),
        ("25-11-2022", date(2022, 11, 25)),
        ("end of next week", date(2022, 11, 25)),
        ("by end of the week", date(2022, 11, 18)),
        ("a week on Tuesday", date(2022, 11, 29)),
        ("Friday week", date(2022, 11, 25)),
        ("Tuesday fortnight", date(2022, 12, 6)),
        ("tomorrow", date(2022, 11, 17)),
        ("the day after tomorrow", date(2022, 11, 18)),
        ("in a fortnight", date(2022, 11, 30)),
        ("a week today", date(2022, 11, 23)),
        ("a week tomorrow", date(2022, 11, 24)),
        ("3 weeks on Monday", date(2022, 12, 12)),
        ("the 3rd", date(2022, 12, 3)),
        ("on the 21st", date(2022, 11, 21)),
        ("Monday 28th", date(2022, 11, 28)),
        ("3rd of next month", date(2022, 12, 3)),
        ("before Easter", date(2023, 4, 6)),
        ("by Easter 2024", date(2024, 3, 28)),
        ("Easter Monday", date(2023, 4, 10)),
        ("mid-January", date(2023, 1, 15)),
        ("early January", date(2023, 1, 10)),
        ("end of January", date(2023, 1, 31)),
        ("January", date(2023, 1, 31)),
        ("31 Jan", date(2023, 1, 31)),
        ("Jan 31", date(2023, 1, 31)),
        ("Q4 2022/23", date(2023, 3, 31)),
        ("next month", date(2022, 12, 31)),
        ("end of month", date(2022, 11, 30)),
        ("Friday", date(2022, 11, 18)),
        ("Fri 25 Nov", date(2022, 11, 25)),
        ("COP Friday", date(2022, 11, 18)),
        ("5pm on Friday", date(2022, 11, 18)),
        ("Friday at noon", date(2022, 11, 18)),
        ("by close of play Friday 2 December", date(2022, 12, 2)),
        ("31 March 2023 at the latest, please", date(2023, 3, 31)),
        ("in 2 weeks' time", date(2022, 11, 30)),
        ("end of the financial year", date(2023, 3, 31)),
        ("Spring 2023", date(2023, 5, 31)),
    ],
)
def test_a_day_as_people_write_it(words: str, day: date) -> None:
    found = spoken_day(words, TODAY, KENT)
    assert (found.day, found.question) == (day, "")


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("by half term", "do not know the dates of your terms"),
        ("end of term", "do not know the dates of your terms"),
        ("Q1", "31 March 2023 of a calendar year and on 30 June 2023 of a financial year"),
        ("next week", "Is it 21 November 2022, or 25 November 2022?"),
        ("nxt wk", "Is it 21 November 2022, or 25 November 2022?"),
        ("w/c 12th", "Is it 12 December 2022, or 16 December 2022?"),
        ("w/c 12 Dec", "Is it 12 December 2022, or 16 December 2022?"),
        ("week commencing Monday 12 December", "Is it 12 December 2022, or 16 December 2022?"),
        ("wc 12/12", "Is it 12 December 2022, or 16 December 2022?"),
        ("21st-25th January", "Is it 21 January 2023, or 25 January 2023?"),
        ("w/c " * 1_000, "cannot tell which day"),
        ("31-32 Jan", "“31-32 jan” is: write it like 16 November 2022"),
        ("6 weeks after the audit", "cannot tell which day"),
        ("within 3 months of this report", "cannot tell which day"),
        ("21-25 Jan", "Is it 21 January 2023, or 25 January 2023?"),
        ("17th Apr - 12 July", "Is it 17 April 2023, or 12 July 2023?"),
        ("until Mon-Weds", "Is it 21 November 2022, or 23 November 2022?"),
        ("mon to wed", "Is it 21 November 2022, or 23 November 2022?"),
        ("end of the year", "31 December 2022, the financial year on 31 March 2023"),
        ("Thursday 25 November", "25 November 2022 is a Friday"),
        ("summer", "please add the year"),
        ("after Easter", "not a single day"),
        ("the next meeting", "date of the meeting"),
        ("soon", "cannot tell which day"),
        ("ongoing", "cannot tell which day"),
        ("when Legal answers", "cannot tell which day"),
        ("30 February 2023", "cannot tell which day"),
        ("13/13", "cannot tell which day"),
        ("", "cannot tell which day"),
    ],
)
def test_what_has_no_day_of_its_own_is_asked_about(words: str, question: str) -> None:
    found = spoken_day(words, TODAY, KENT)
    assert found.day is None
    assert question in found.question


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("next week", date(2022, 11, 21), date(2022, 11, 25)),
        ("w/c 12 Dec", date(2022, 12, 12), date(2022, 12, 16)),
        ("over Xmas", date(2022, 12, 25), date(2022, 12, 26)),
        ("at Easter", date(2023, 4, 7), date(2023, 4, 10)),
        ("in December", date(2022, 12, 1), date(2022, 12, 31)),
    ],
)
def test_several_days_ahead_have_a_first_and_a_last(words: str, first: date, last: date) -> None:
    assert days_ahead(words, TODAY) == (first, last)


@pytest.mark.parametrize(
    "words", ["Friday", "until Xmas", "2 weeks", "this week", "mid December", "whenever", "half term"]
)
def test_one_day_and_days_from_today_on_are_none_ahead(words: str) -> None:
    assert days_ahead(words, TODAY) is None


@pytest.mark.parametrize(
    "words",
    [
        "28 Dec-3 Jan",
        "28 December - 3 January",
        "28th Dec to 3rd Jan",
        "28/12-3/1",
        "between 28 Dec and 3 Jan",
        "28 Dec 2022 - 3 Jan 2023",
    ],
)
def test_of_days_over_the_turn_of_the_year_both_ends_are_known(words: str) -> None:
    asked = spoken_day(words, TODAY, KENT).question
    assert "Is it 28 December 2022, or 3 January 2023?" in asked
    found = days_at(words.lower(), 0, TODAY, sure=True)
    assert found is not None
    assert (found.days.first, found.days.last) == (date(2022, 12, 28), date(2023, 1, 3))
    assert found.end == len(words)


def test_what_has_been_is_the_last_such_day() -> None:
    assert spoken_day("16 March", date(2023, 3, 20), KENT, past=True).day == date(2023, 3, 16)
    assert spoken_day("Thursday", date(2023, 3, 20), KENT, past=True).day == date(2023, 3, 16)


def test_where_the_year_is_in_doubt_it_is_asked_for() -> None:
    assert "31 January 2023 or 31 January 2024" in spoken_day("31 Jan", date(2023, 2, 3), KENT).question


def test_lists_know_the_same_names_of_days() -> None:
    assert days_at("before easter", 0, TODAY, sure=True).days.last == date(2023, 4, 6)  # type: ignore[union-attr]
    assert days_at("by friday week", 0, TODAY, sure=True).days.last == date(2022, 11, 25)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "days"),
    [("Xmas", "23 December 2022, or 26 December 2022"), ("Easter", "6 April 2023, or 10 April 2023")],
)
def test_of_a_feast_by_which_something_is_due_the_day_is_asked(words: str, days: str) -> None:
    found = deadline_day(words, TODAY, KENT)
    assert (found.day, found.question) == (None, f"Which day? Is it {days}?")
    assert (
        deadline_day(f"by {words}", TODAY, KENT).day == spoken_day(f"by {words}", TODAY, KENT).day is not None
    )
    assert spoken_day(words, TODAY, KENT).day is not None  # until then somebody is away


def test_easter_is_when_it_was() -> None:
    assert [easter(year) for year in (2016, 2019, 2022, 2023, 2024, 2025, 2038)] == [
        date(2016, 3, 27),
        date(2019, 4, 21),
        date(2022, 4, 17),
        date(2023, 4, 9),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2038, 4, 25),
    ]


@given(days, st.dates(date(2021, 1, 1), date(2040, 12, 31)))
def test_a_date_that_is_written_out_is_that_day_whenever_it_is_read(today: date, day: date) -> None:
    for words in (spelt(day), day.isoformat(), f"by {spelt(day)}", f"{day:%d/%m/%Y}", f"{day:%A} {spelt(day)}"):
        assert spoken_day(words, today, KENT).day == day


@given(days, st.integers(0, 6))
def test_a_weekday_is_within_the_coming_week_and_a_week_on_it_is_later(today: date, number: int) -> None:
    name = f"{date(2024, 1, 1) + timedelta(days=number):%A}"
    first, second = spoken_day(name, today, KENT).day, spoken_day(f"a week on {name}", today, KENT).day
    assert first is not None
    assert 0 <= (first - today).days < 7
    assert second == first + timedelta(days=7) == spoken_day(f"{name} week", today, KENT).day


@given(days, st.text(alphabet="0123456789/. -abcdefghijklmnopqrstuvwxyz", max_size=20))
def test_whatever_is_written_gives_a_day_or_a_question(today: date, words: str) -> None:
    found = spoken_day(words, today, KENT)
    assert (found.day is None) == bool(found.question)
