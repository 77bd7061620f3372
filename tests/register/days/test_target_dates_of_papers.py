"""Target dates in the shapes of other bodies: spans, beginnings, completions, revisions, terms, months first."""

from dataclasses import replace
from datetime import date

import pytest

from register.action import Line
from register.days.target_dates import Order, order_of, read_target, target_of

SAID = date(2022, 11, 15)


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
        ("Completed in full 31 March 2022", "Completed", None, date(2022, 3, 31)),
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
        "R: 30/06/22 O: 31/03/22",
        "Orig 31/03/22 Rev 30/06/22",
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
        ("9 am on 31 March 2023", date(2023, 3, 31)),
        ("17:00 31/03/2023", date(2023, 3, 31)),
        ("31 March 2023 at 5pm", date(2023, 3, 31)),
        ("31 March 2023, noon", date(2023, 3, 31)),
        ("2023-03-31T23:59:59Z", date(2023, 3, 31)),
        ("“31 March 2023”", date(2023, 3, 31)),
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
        ("2022/23 municipal year", date(2023, 5, 31), "annual meeting"),
        ("September", date(2023, 9, 30), "which year"),
        ("15 October", date(2023, 10, 15), "which year"),
        ("End of academic year", date(2023, 8, 31), "which year"),
        ("30 September 2022 31 March 2023", date(2023, 3, 31), "two dates"),
        ("31/01/23 Actual 30/06/23", date(2023, 6, 30), "two dates"),
        ("Completed by March 2023", date(2023, 3, 31), "promised"),
        ("Complete March 2023", date(2023, 3, 31), "promised"),
        ("Reviewed March 2022", date(2022, 3, 31), "promised"),
        ("Approved by Cabinet 12 May 2022", date(2022, 5, 12), "promised"),
        ("1. March 2023", date(2023, 3, 1), "number of a list"),
        ("Within 3 months", date(2023, 2, 15), "day of the first paper"),
    ],
)
def test_some_are_read_and_asked_about(printed: str, deadline: date, asks: str) -> None:
    target = read_target(printed, SAID)
    assert target.understood
    assert target.deadline == deadline
    assert asks in target.question


@pytest.mark.parametrize(
    "printed",
    [
        "Mar 2023 – ongoing",
        "Monthly from January 2023",
        "Paused until April 2023",
        "Completed early, see the minutes of March 2023",
        "Dec 2022 or March 2023",
        "lst March 2023",
        "Target 30/09/22; achieved in part",
    ],
)
def test_what_may_be_no_promise_has_no_deadline(printed: str) -> None:
    target = read_target(printed, SAID)
    assert (target.understood, target.deadline) == (False, None)


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


@pytest.mark.parametrize(
    "printed",
    ["31 March 2027 (2nd revision)", "31/03/2027 (second revised date)", "March 2027 (further extension)"],
)
def test_how_often_a_date_was_moved_does_not_hide_the_date(printed: str) -> None:
    assert read_target(printed, date(2026, 11, 20)).deadline == date(2027, 3, 31)


@pytest.mark.parametrize("words", ["revised from", "extended from"])
def test_the_date_that_a_date_was_revised_from_is_no_day_on_which_it_was_done(words: str) -> None:
    target = read_target(f"12.11.23 ({words} 10.09.22)", SAID)
    assert (target.deadline, target.question) == (date(2023, 11, 12), "")
    assert target.milestones[0].original == date(2022, 9, 10)


def test_a_date_without_its_year_is_the_next_after_its_action_was_raised() -> None:
    line = Line("1", "Plan", "", "w/c 22 June", (), "", "row 2", {"raised": "4 June 2022"})
    assert (target_of(line, SAID).deadline, target_of(line, SAID).question) == (date(2022, 6, 28), "")
    later = replace(line, more={"raised": "4 June 2024"})  # a slip
    assert target_of(later, SAID) == target_of(replace(line, more={}), SAID)


@pytest.mark.parametrize(("printed", "deadline"), [("31 March 2027¹", date(2027, 3, 31)), ("Ongoing†", None)])
def test_the_mark_of_a_footnote_is_no_part_of_a_date(printed: str, deadline: date | None) -> None:
    found = read_target(printed, date(2026, 11, 1))
    assert (found.understood, found.deadline, found.printed) == (True, deadline, printed)
