"""Target dates as committees print them."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.action import Line
from register.days.target_dates import read_target, target_of

SAID = date(2022, 11, 15)

DEADLINES = {
    "31/03/2024": date(2024, 3, 31),
    "1/4/24": date(2024, 4, 1),
    "31.3.24": date(2024, 3, 31),
    "31-03-2024": date(2024, 3, 31),
    "2024-03-31": date(2024, 3, 31),
    "2024-03-31 00:00:00": date(2024, 3, 31),
    "2024-03": date(2024, 3, 31),
    "31 March 2024": date(2024, 3, 31),
    "Sunday 31 March 2024": date(2024, 3, 31),
    "1st April 2024": date(2024, 4, 1),
    "25 th October 2022": date(2022, 10, 25),
    "December 2022": date(2022, 12, 31),
    "February 2024": date(2024, 2, 29),
    "December\u00a0\n2022": date(2022, 12, 31),
    "Mar-23": date(2023, 3, 31),
    "Sept 23": date(2023, 9, 30),
    "03/2023": date(2023, 3, 31),
    "March/April 2023": date(2023, 4, 30),
    "November 2022 to January 2023": date(2023, 1, 31),
    "Q2 2024/25": date(2024, 9, 30),
    "Quarter 2 2024/25": date(2024, 9, 30),
    "Q4 24/25": date(2025, 3, 31),
    "2024/25 Q1": date(2024, 6, 30),
    "third quarter of 2024/25": date(2024, 12, 31),
    "2024/25": date(2025, 3, 31),
    "2024-25": date(2025, 3, 31),
    "end of the financial year": date(2023, 3, 31),
    "Academic year 2022/23": date(2023, 8, 31),
    "2023": date(2023, 12, 31),
    "Spring 2020": date(2020, 5, 31),
    "Summer 2020": date(2020, 8, 31),
    "Autumn 2020": date(2020, 11, 30),
    "Winter 2022/23": date(2023, 2, 28),
    "Autumn term 2020": date(2020, 12, 31),
    "the end of the Autumn term 2020": date(2020, 12, 31),
    "Spring term 2020/21": date(2021, 3, 31),
    "Summer term 2021": date(2021, 7, 31),
    "end of March 2023": date(2023, 3, 31),
    "by end of March 2023": date(2023, 3, 31),
    "By the end of 2022/23": date(2023, 3, 31),
    "end of March": date(2023, 3, 31),
    "first week of January 2023": date(2023, 1, 7),
    "3rd week in January 2023": date(2023, 1, 21),
    "last week of January 2023": date(2023, 1, 31),
    "the first half of 2023": date(2023, 6, 30),
    "Original: March 2023 Revised: n/a": date(2023, 3, 31),
    "Before 31 March 2023": date(2023, 3, 30),
    "to be completed before 1 April 2023": date(2023, 3, 31),
    "Prior to March 2023": date(2023, 2, 28),
    "before the start of the Spring term 2023": date(2022, 12, 31),
    "before the end of March 2023": date(2023, 3, 31),
    "On or before 31/03/2023": date(2023, 3, 31),
    "31 March 2023, or sooner if possible": date(2023, 3, 31),
    "End November": date(2022, 11, 30),
    "31 March": date(2023, 3, 31),
    "mid March 2023": date(2023, 3, 15),
    "mid-2023": date(2023, 6, 30),
    "early March 2023": date(2023, 3, 10),
    "early 2023": date(2023, 4, 30),
    "week commencing 5 December 2022": date(2022, 12, 11),
    "w/c 05/12/2022": date(2022, 12, 11),
    "week ending 9 December 2022": date(2022, 12, 9),
    "In 6 months' time": date(2023, 5, 15),
    "in six months’ time": date(2023, 5, 15),
    "within 3 months": date(2023, 2, 15),
    "within 2 weeks": date(2022, 11, 29),
    "Immediate": SAID,
    "Immediately": SAID,
}


@pytest.mark.parametrize(("printed", "deadline"), DEADLINES.items())
def test_the_deadline_is_the_last_day_of_what_is_named(printed: str, deadline: date) -> None:
    target = read_target(printed, SAID)
    assert target.understood
    assert [(m.label, m.printed, m.deadline, m.original) for m in target.milestones] == [
        ("", printed, deadline, None)
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "Ongoing",
        "On-going",
        "TBC",
        "tba",
        "To be confirmed",
        "N/A",
        "-",
        "–",
        "",
        " \n ",
        "Complete",
        "Immediate and ongoing",
    ],
)
def test_some_words_name_no_day_and_that_is_understood(printed: str) -> None:
    target = read_target(printed, SAID)
    assert target.understood
    assert [(m.printed, m.deadline) for m in target.milestones] == [(printed, None)]


@pytest.mark.parametrize(
    "printed",
    [
        "31 February 2023",
        "32 March 2023",
        "131 March 2023",
        "03/31/2024",
        "Tuesday 5 December 2022",  # a Monday
        "2022/24",
        "Q2 2024",
        "March 15",
        "31/03",
        "Phase 1 March 2023",
        "after March 2023",
        "not before March 2023",
        "a month before 31 March 2023",
        "Two weeks before 31 March 2023",
        "at least 10 working days before 31 March 2023",
        "Two months prior to 31 March 2023",
        "Unlikely before 31 March 2023",
        "never before 31 March 2023",
        "before the next meeting",
        "before winter",
        "second week of 2023",
        "busy week of January 2023",
        "March 2023 subject to funding",
        "The board agreed in March 2023 that a second report would come",
        "end of TBC",
        "in 999 years",
        "as soon as possible",
    ],
)
def test_what_can_be_misread_is_kept_and_flagged_and_has_no_deadline(printed: str) -> None:
    target = read_target(printed, SAID)
    assert not target.understood
    assert [(m.label, m.printed, m.deadline) for m in target.milestones] == [("", printed, None)]


@pytest.mark.parametrize(
    ("printed", "milestones"),
    [
        (
            "Identification November 2022 Training December 2022",
            [
                ("Identification", "November 2022", date(2022, 11, 30)),
                ("Training", "December 2022", date(2022, 12, 31)),
            ],
        ),
        (
            "Phase 1: March 2023; Phase 2: June 2023",
            [("Phase 1", "March 2023", date(2023, 3, 31)), ("Phase 2", "June 2023", date(2023, 6, 30))],
        ),
        (
            "Phase 1: Complete; Phase 2: 2023",
            [("Phase 1", "Complete", None), ("Phase 2", "2023", date(2023, 12, 31))],
        ),
        (
            "March 2023 (policy), June 2023 (training)",
            [("policy", "March 2023", date(2023, 3, 31)), ("training", "June 2023", date(2023, 6, 30))],
        ),
        (
            "Draft by end of March 2023 and final in May 2023",
            [
                ("Draft", "by end of March 2023", date(2023, 3, 31)),
                ("final", "in May 2023", date(2023, 5, 31)),
            ],
        ),
        (
            "December 2022 and March 2023",
            [("", "December 2022", date(2022, 12, 31)), ("", "March 2023", date(2023, 3, 31))],
        ),
        ("Training – TBC", [("Training", "TBC", None)]),
    ],
)
def test_labelled_dates_are_milestones_of_their_own(
    printed: str, milestones: list[tuple[str, str, date | None]]
) -> None:
    target = read_target(printed, SAID)
    assert target.understood
    assert [(m.label, m.printed, m.deadline) for m in target.milestones] == milestones


@pytest.mark.parametrize(
    ("printed", "original"),
    [
        ("Original: December 2022 Revised: March 2023", date(2022, 12, 31)),
        ("Original: TBC; Revised: March 2023", None),
        ("Was December 2022, now March 2023", date(2022, 12, 31)),
        ("December 2022 revised to March 2023", date(2022, 12, 31)),
    ],
)
def test_a_revised_date_is_one_milestone_that_remembers_its_first_date(printed: str, original: date) -> None:
    (milestone,) = read_target(printed, SAID).milestones
    assert (milestone.printed, milestone.deadline, milestone.original) == (printed, date(2023, 3, 31), original)


DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
LABELS = st.from_regex(r"[A-Z][a-z]{7,12}( [a-z]{7,9}){0,2}", fullmatch=True)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


@given(
    day=DAYS,
    form=st.sampled_from(
        [
            "%d/%m/%Y",
            "%d.%m.%y",
            "%d-%m-%Y",
            "%Y-%m-%d",
            "%d %B %Y",
            "%A %d %b %Y",
            "%dth %B, %Y",
            "by %d %b %Y",
        ]
    ),
    said_on=DAYS,
)
def test_a_printed_day_comes_back_whenever_it_is_said(day: date, form: str, said_on: date) -> None:
    target = read_target(day.strftime(form), said_on)
    assert target.understood
    assert [m.deadline for m in target.milestones] == [day]


@given(day=DAYS, form=st.sampled_from(["%B %Y", "%b-%y", "%b %Y", "%m/%Y", "end of %B %Y", "by  end\n%B %Y"]))
def test_a_printed_month_comes_back_as_its_last_day(day: date, form: str) -> None:
    assert [m.deadline for m in read_target(day.strftime(form), SAID).milestones] == [month_end(day)]


@given(day=DAYS)
def test_a_quarter_of_a_financial_year_ends_with_its_third_month(day: date) -> None:
    year = day.year - (day.month < 4)
    quarter = (day.month - 4) % 12 // 3 + 1
    (milestone,) = read_target(f"Q{quarter} {year}/{(year + 1) % 100:02}", SAID).milestones
    assert milestone.deadline is not None
    assert day <= milestone.deadline < day + timedelta(days=92)
    assert milestone.deadline == month_end(milestone.deadline)
    assert milestone.deadline.month in (3, 6, 9, 12)


@given(day=DAYS, said_on=DAYS)
def test_without_a_year_it_is_the_next_such_month(day: date, said_on: date) -> None:
    (milestone,) = read_target(f"end of {day:%B}", said_on).milestones
    assert milestone.deadline is not None
    assert milestone.deadline.month == day.month
    assert said_on <= milestone.deadline <= said_on + timedelta(days=366)


@given(first=LABELS, second=LABELS, days=st.tuples(DAYS, DAYS), join=st.sampled_from([" ", "; ", ", ", "\n"]))
def test_each_of_two_labels_keeps_its_own_date(
    first: str, second: str, days: tuple[date, date], join: str
) -> None:
    printed = f"{first} {days[0]:%B %Y}{join}{second} {days[1]:%B %Y}"
    target = read_target(printed, SAID)
    assert target.understood
    assert [(m.label, m.deadline) for m in target.milestones] == [
        (first, month_end(days[0])),
        (second, month_end(days[1])),
    ]


@given(
    st.one_of(
        st.text(),
        st.lists(
            st.sampled_from(
                [
                    "Q2",
                    "2024/25",
                    "end of",
                    "w/c",
                    "mid",
                    "31/02/2023",
                    "March",
                    "9999",
                    "in 6 months",
                    *":;-(/)",
                ]
            )
        ).map(" ".join),
    ),
    st.dates(),
)
def test_any_text_at_all_keeps_its_words_and_has_at_least_one_milestone(printed: str, said_on: date) -> None:
    target = read_target(printed, said_on)
    assert target.printed == printed
    assert target.milestones
    if not target.understood:
        assert [(m.printed, m.deadline) for m in target.milestones] == [(printed, None)]


def test_the_next_29_february_may_be_years_away() -> None:
    assert read_target("29 February", date(2022, 11, 15)).milestones[0].deadline == date(2024, 2, 29)
    assert read_target("29 February", date(2024, 1, 1)).milestones[0].deadline == date(2024, 2, 29)
    assert read_target("29 February", date(2096, 3, 1)).milestones[0].deadline == date(2104, 2, 29)


@pytest.mark.parametrize(
    ("printed", "deadline", "asks"),
    [
        ("Overdue (was June 2026)", date(2026, 6, 30), False),
        ("OVERDUE: 31/03/2026", date(2026, 3, 31), False),
        ("Missed – was due Q1 2026/27", date(2026, 6, 30), False),
        ("Overdue (was June 2027)", date(2027, 6, 30), True),
        ("Annually in May", date(2027, 5, 31), False),
        ("December each year", date(2026, 12, 31), False),
        ("Every November", date(2026, 11, 30), False),
        ("late March 2027", date(2027, 3, 31), False),
    ],
)
def test_a_missed_date_and_a_month_of_every_year_name_their_day(
    printed: str, deadline: date, asks: bool
) -> None:
    found = read_target(printed, date(2026, 11, 20))
    assert (found.understood, found.deadline, bool(found.question)) == (True, deadline, asks)
    assert found.milestones[0].printed == printed


@pytest.mark.parametrize(
    "printed",
    [
        "Overdue (was June)",
        "Overdue since June 2026",
        "Delayed (was June 2026)",
        "Overdue (was June 2026, now 2027)",
    ],
)
def test_what_was_missed_without_a_year_or_moved_to_another_day_is_asked(printed: str) -> None:
    assert not read_target(printed, date(2026, 11, 20)).understood


def test_a_quarter_without_its_year_is_one_of_the_year_of_its_table() -> None:
    def read(printed: str, years: str, said_on: date = date(2026, 11, 20)) -> tuple[date | None, str]:
        target = target_of(Line("1", "", "", printed, (), "", "", years=years), said_on)
        assert (target.printed, target.milestones[0].printed) == (printed, printed)
        return target.deadline, target.question

    assert read("Q4", "2026/27") == (date(2027, 3, 31), "")
    assert read("End of quarter 3", "2026/27") == (date(2026, 12, 31), "")
    assert read("Q1", "2026/27")[1]  # it has passed, so that another year may be meant
    assert read("Q4", "2025/26") == (None, "")  # nor a quarter of a year that is over
    assert read("Q4", "") == (None, "")
    assert read("Q4 2027/28", "2026/27") == (date(2028, 3, 31), "")


def test_how_often_a_date_was_moved_is_no_part_of_it() -> None:
    assert read_target("31/03/2027 (2)", SAID).deadline == date(2027, 3, 31)
    assert read_target("March 2027 (1)", SAID).deadline == date(2027, 3, 31)
    assert not read_target("Phase (1)", SAID).understood


@pytest.mark.parametrize(
    "printed",
    [
        "June 2025, costs to be determined",
        "June 2025 (funding tbc)",
        "Costs TBC - June 2025",
        "June 2025; venue TBC",
    ],
)
def test_what_is_to_be_determined_beside_a_plain_date_is_no_second_date(printed: str) -> None:
    target = read_target(printed, SAID)
    assert (target.deadline, target.question, len(target.milestones)) == (date(2025, 6, 30), "", 1)


@pytest.mark.parametrize("printed", ["June 2025, phase 2 to be determined", "June 2025, review date TBC"])
def test_a_step_or_date_that_is_to_be_determined_is_asked_about(printed: str) -> None:
    assert "to be confirmed" in read_target(printed, SAID).question


@pytest.mark.parametrize("printed", ["Immediate", "With immediate effect", "Within 3 months"])
def test_what_is_counted_from_a_papers_day_is_asked_about(printed: str) -> None:
    target = read_target(printed, SAID)
    assert "counted from the day of the first paper" in target.question
    assert target.asked_while_open
