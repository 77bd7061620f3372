"""Target dates as committees print them."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from register.action import Line
from register.dates import Order, order_of, read_target, target_of

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
    "printed", ["Ongoing", "On-going", "TBC", "tba", "To be confirmed", "N/A", "-", "–", "", " \n ", "Complete"]
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
    ("printed", "deadline"),
    [
        ("March to June 2023", date(2023, 6, 30)),
        ("from March to June 2023", date(2023, 6, 30)),
        ("between March and June 2023", date(2023, 6, 30)),
        ("1 March – 30 June 2023", date(2023, 6, 30)),
        ("1-5 May 2023", date(2023, 5, 5)),
        ("01/03/2023 - 30/06/2023", date(2023, 6, 30)),
        ("Apr 23 – Mar 24", date(2024, 3, 31)),
        ("Q1-Q2 2024/25", date(2024, 9, 30)),
        ("H1 2023/24", date(2023, 9, 30)),
    ],
)
def test_a_span_ends_on_its_last_day(printed: str, deadline: date) -> None:
    target = read_target(printed, SAID)
    assert (target.understood, target.question) == (True, "")
    assert [(m.label, m.deadline) for m in target.milestones] == [("", deadline)]


@pytest.mark.parametrize(
    "printed",
    ["From April 2023", "Started May 2022", "since 2021", "Commenced in May 2022", "March 2023 onwards"],
)
def test_a_beginning_is_no_deadline_and_is_asked_about(printed: str) -> None:
    target = read_target(printed, SAID)
    assert (target.understood, target.deadline) == (False, None)


def test_of_a_beginning_and_an_end_the_end_is_the_deadline() -> None:
    assert read_target("Started May 2022, due March 2023", SAID).deadline == date(2023, 3, 31)


@pytest.mark.parametrize(
    ("printed", "milestones"),
    [
        ("1. March\n2. June", [("1.", date(2023, 3, 31)), ("2.", date(2023, 6, 30))]),
        ("1. March 2023 2. June 2023", [("1.", date(2023, 3, 31)), ("2.", date(2023, 6, 30))]),
        (
            "1) Policy: March 2023\n2) Training: June 2023",
            [("1. Policy", date(2023, 3, 31)), ("2. Training", date(2023, 6, 30))],
        ),
        ("(a) March 2023 (b) June 2023", [("a", date(2023, 3, 31)), ("b", date(2023, 6, 30))]),
    ],
)
def test_the_numbers_of_a_list_are_no_days(printed: str, milestones: list[tuple[str, date]]) -> None:
    target = read_target(printed, SAID)
    assert target.understood
    assert [(m.label, m.deadline) for m in target.milestones] == milestones


@pytest.mark.parametrize(
    ("printed", "words", "deadline", "met"),
    [
        ("Completed September 2022", "Completed", None, date(2022, 9, 30)),
        ("Completed - 12/05/2022", "Completed", None, date(2022, 5, 12)),
        ("30 September 2022 - completed", "completed", date(2022, 9, 30), date(2022, 9, 30)),
        ("Sept 2022 (complete)", "complete", date(2022, 9, 30), date(2022, 9, 30)),
        ("31 March 2022 completed 15 April 2022", "completed", date(2022, 3, 31), date(2022, 4, 15)),
        ("COMPLETE", "COMPLETE", None, None),
    ],
)
def test_a_completion_is_no_promise(printed: str, words: str, deadline: date | None, met: date | None) -> None:
    target = read_target(printed, SAID)
    assert (target.understood, target.done) == (True, words)
    assert [(m.printed, m.deadline, m.met) for m in target.milestones] == [(printed, deadline, met)]


@pytest.mark.parametrize(
    "printed", ["To be completed by March 2023", "Complete by March 2023", "Due 31 March 2023"]
)
def test_to_be_completed_is_a_promise(printed: str) -> None:
    target = read_target(printed, SAID)
    assert (target.deadline, target.done, target.question) == (date(2023, 3, 31), "", "")


@pytest.mark.parametrize(
    "printed", ["Not completed", "Partially complete", "90% complete", "March 2023 - delayed"]
)
def test_what_is_not_quite_done_is_asked_about(printed: str) -> None:
    assert not read_target(printed, SAID).understood


@pytest.mark.parametrize(
    "printed",
    [
        "30/06/22 (was 31/03/22)",
        "31/03/22 revised to 30/06/22",
        "31/03/22 Revised 30/06/22",
        "31/03/22 (revised 30/06/22)",
        "30 June 2022 (originally 31 March 2022)",
        "31/03/22 extended to 30/06/22",
        "Revised: 30/06/22 Original: 31/03/22",
        "31 March 2022 → 30 June 2022",
        "30 June 2022 (extended from 31 March 2022)",
    ],
)
def test_the_revised_date_is_the_deadline_and_the_first_its_original(printed: str) -> None:
    (milestone,) = read_target(printed, SAID).milestones
    assert (milestone.deadline, milestone.original) == (date(2022, 6, 30), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("printed", "deadline"),
    [
        ("Autumn 1 2023", date(2023, 10, 31)),
        ("AY 2023/24", date(2024, 8, 31)),
        ("2023/24 academic year", date(2024, 8, 31)),
        ("Spring term 2023/24", date(2024, 3, 31)),
        ("31/03/2023 17:00", date(2023, 3, 31)),
        ("2023-03-31T09:00:00.000+0000", date(2023, 3, 31)),
        ("2023-03-30T23:00:00Z", date(2023, 3, 31)),
        ("31/Mar/23 9:00 AM", date(2023, 3, 31)),
        ("Mar 31, 2023", date(2023, 3, 31)),
        ("March 2023 (on track)", date(2023, 3, 31)),
        ("31 March 2023 - overdue", date(2023, 3, 31)),
    ],
)
def test_terms_years_and_times_of_day(printed: str, deadline: date) -> None:
    target = read_target(printed, SAID)
    assert (target.understood, target.question) == (True, "")
    assert [m.deadline for m in target.milestones] == [deadline]


@pytest.mark.parametrize(
    ("printed", "deadline", "asks"),
    [
        ("Semester 1 2023/24", date(2024, 1, 31), "semesters"),
        ("2024/25", date(2025, 3, 31), "academic"),
        ("September", date(2023, 9, 30), "which year"),
        ("15 October", date(2023, 10, 15), "which year"),
        ("End of academic year", date(2023, 8, 31), "which year"),
        ("30 September 2022 31 March 2023", date(2023, 3, 31), "two dates"),
        ("Completed by March 2023", date(2023, 3, 31), "completed"),
    ],
)
def test_some_are_read_and_asked_about(printed: str, deadline: date, asks: str) -> None:
    target = read_target(printed, SAID)
    assert target.understood
    assert target.deadline == deadline
    assert asks in target.question


@pytest.mark.parametrize("printed", ["March", "end of January", "31 March", "December 2022 and March 2023"])
def test_what_is_plain_is_not_asked_about(printed: str) -> None:
    assert not read_target(printed, SAID).question


def test_the_month_first_where_the_paper_shows_it() -> None:
    target = read_target("Draft 3/4/2023, final 12/5/2023", SAID, Order.MONTH_FIRST)
    assert [(m.printed, m.deadline) for m in target.milestones] == [
        ("3/4/2023", date(2023, 3, 4)),
        ("12/5/2023", date(2023, 12, 5)),
    ]


@pytest.mark.parametrize(
    ("cells", "order", "either"),
    [
        (["3/4/2023", "25/3/2023"], Order.DAY_FIRST, True),
        (["3/4/2023", "3/25/2023"], Order.MONTH_FIRST, True),
        (["3/4/2023", "5/5/2023"], None, True),
        (["5/5/2023", "31 March 2023", ""], None, False),
        (["3/25/2023", "25/3/2023"], None, False),
    ],
)
def test_a_column_shows_which_number_is_the_day(cells: list[str], order: Order | None, either: bool) -> None:
    assert order_of(cells) == (order, either)


def line(target: str, original: str) -> Line:
    return Line("1", "Do it.", "", target, (), "", "row 2", {"original": original})


@pytest.mark.parametrize(
    ("target", "original", "first"),
    [
        ("31 March 2023", "30 September 2022", date(2022, 9, 30)),
        ("14 Aug", "June", date(2023, 6, 30)),
        ("1 February 2023", "December", date(2022, 12, 31)),
        ("31 March 2023", "", None),
        ("31 March 2023", "TBC", None),
        ("31 March 2023 (was 31 December 2022)", "30 September 2022", date(2022, 12, 31)),
    ],
)
def test_the_first_date_may_stand_in_a_column_of_its_own(
    target: str, original: str, first: date | None
) -> None:
    assert [m.original for m in target_of(line(target, original), SAID).milestones] == [first]
