"""Dates as papers in Welsh print them."""

from datetime import date

import pytest

from register.days.target_dates import read_target

SAID_ON = date(2022, 11, 15)
MONTHS = (
    *(("Ionawr",), ("Chwefror",), ("Mawrth", "Fawrth"), ("Ebrill",), ("Mai", "Fai"), ("Mehefin", "Fehefin")),
    *(("Gorffennaf", "Orffennaf"), ("Awst",), ("Medi", "Fedi"), ("Hydref",), ("Tachwedd", "Dachwedd")),
    ("Rhagfyr", "Ragfyr"),
)


@pytest.mark.parametrize(("month", "names"), list(enumerate(MONTHS, start=1)))
def test_each_month_is_read_by_its_names_with_a_full_stop_and_without(
    month: int, names: tuple[str, ...]
) -> None:
    for name in names:
        for printed in (f"12 {name} 2024", f"erbyn 12 {name}. 2024", f"12 {name.upper()} 2024"):
            found = read_target(printed, SAID_ON)
            assert (found.understood, found.deadline) == (True, date(2024, month, 12)), printed


@pytest.mark.parametrize(
    ("printed", "deadline"),
    [
        ("diwedd Mawrth 2023", date(2023, 3, 31)),
        ("cyn diwedd Mawrth 2023", date(2023, 3, 31)),
        ("diwedd Mawrth.", date(2023, 3, 31)),
        ("canol Mawrth 2023", date(2023, 3, 15)),
        ("Dechrau Mawrth 2023", date(2023, 3, 10)),
        ("ym Mawrth 2023", date(2023, 3, 31)),
        ("yn Ebrill 2023", date(2023, 4, 30)),
    ],
)
def test_a_part_of_a_month_is_as_in_english(printed: str, deadline: date) -> None:
    found = read_target(printed, SAID_ON)
    assert [(one.label, one.deadline) for one in found.milestones] == [("", deadline)]


@pytest.mark.parametrize(
    ("printed", "deadline", "met"),
    [
        ("Cwblhawyd Hydref 2022", None, date(2022, 10, 31)),
        ("Wedi’i gwblhau 12 Hydref 2022", None, date(2022, 10, 12)),
        ("Wedi ei chwblhau: 12 Hydref 2022", None, date(2022, 10, 12)),
        ("31 Hydref 2022 – cwblhawyd", date(2022, 10, 31), date(2022, 10, 31)),
    ],
)
def test_what_says_that_it_is_completed_is_no_missed_date(
    printed: str, deadline: date | None, met: date
) -> None:
    (milestone,) = read_target(printed, SAID_ON).milestones
    assert (milestone.deadline, milestone.met) == (deadline, met)


def test_a_completion_to_come_is_asked_about() -> None:
    assert (
        "the day it was done, or the day by which it is promised"
        in read_target("Cwblhawyd Mawrth 2023", SAID_ON).question
    )
