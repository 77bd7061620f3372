"""Target dates that a person is asked about though they are read: without an exact day, or to be confirmed."""

from datetime import date

import pytest

from register.days.target_dates import read_target

SAID = date(2022, 11, 15)


@pytest.mark.parametrize(
    ("printed", "proposal"),
    [
        ("early 2025", date(2025, 4, 30)),
        ("Early March 2023", date(2023, 3, 10)),
        ("mid-March 2023", date(2023, 3, 15)),
        ("start of 2023", date(2023, 4, 30)),
        ("Autumn 2024", date(2024, 11, 30)),
        ("by Summer 2023", date(2023, 8, 31)),
        ("late spring 2023", date(2023, 5, 31)),
        ("around March 2023", date(2023, 3, 31)),
        ("c. June 2023", date(2023, 6, 30)),
        ("Draft early March 2023; final December 2023", date(2023, 12, 31)),
    ],
)
def test_what_names_no_exact_day_is_asked_about_and_has_a_deadline_meanwhile(
    printed: str, proposal: date
) -> None:
    target = read_target(printed, SAID)
    assert (target.printed, target.understood, target.deadline) == (printed, True, proposal)
    assert (target.question, target.asked_while_open) == ("it names no exact day; is that the day?", True)


@pytest.mark.parametrize(
    "printed",
    ["March 2023", "late March 2023", "end of 2023", "first half of 2023", "Autumn term 2023", "2023"],
)
def test_what_ends_on_a_known_day_is_not_asked_about(printed: str) -> None:
    assert read_target(printed, SAID).question == ""


@pytest.mark.parametrize(
    ("printed", "deadline", "asks"),
    [
        ("within 3 months of 1 Nov 2024", date(2025, 2, 1), ""),
        ("Within six (6) weeks of 01/11/2024", date(2024, 12, 13), ""),
        ("3 months from 30 November 2024", date(2025, 2, 28), ""),
        ("in 6 months from 1 November 2024", date(2025, 5, 1), ""),
        ("within 3 months of November 2024", date(2025, 2, 28), "from the end of that month"),
        ("within 3 months", date(2023, 2, 15), "from the day of the first paper"),
        ("within 3 months of the audit", date(2023, 2, 15), "from the day of the first paper"),
        ("within 6 weeks from the date of this report", date(2022, 12, 27), "from the day of the first paper"),
    ],
)
def test_so_long_after_a_day_that_is_named_is_counted_from_that_day(
    printed: str, deadline: date, asks: str
) -> None:
    target = read_target(printed, SAID)
    assert [(one.label, one.deadline) for one in target.milestones] == [("", deadline)]
    assert (asks in target.question) if asks else target.question == ""


@pytest.mark.parametrize("printed", ["within March 2023", "Within 31 March 2023", "within Q4 2022/23"])
def test_within_a_month_is_by_its_end_and_not_asked_about(printed: str) -> None:
    target = read_target(printed, SAID)
    assert [(one.label, one.deadline) for one in target.milestones] == [("", date(2023, 3, 31))]
    assert (target.understood, target.question) == (True, "")


def test_working_days_after_a_day_are_asked_about_and_the_day_itself_is_no_deadline() -> None:
    assert not read_target("within 10 working days of 1 Nov 2024", SAID).understood


@pytest.mark.parametrize(
    ("printed", "milestones", "asks"),
    [
        ("Warranty claim - NHBC - date TBC", [("Warranty claim - NHBC", None)], False),
        ("date TBC", [("", None)], False),
        ("31 March 2023 - NHBC - date TBC", [("", date(2023, 3, 31)), ("NHBC", None)], True),
        ("Phase 1: 31 March 2023; Phase 2: TBC", [("Phase 1", date(2023, 3, 31)), ("Phase 2", None)], False),
    ],
)
def test_a_date_that_is_to_be_confirmed_beside_a_day_is_asked_about(
    printed: str, milestones: list[tuple[str, date | None]], asks: bool
) -> None:
    target = read_target(printed, SAID)
    assert target.understood
    assert [(one.label, one.deadline) for one in target.milestones] == milestones
    assert ("to be confirmed" in target.question) is asks
    assert not read_target("July - NHBC - date TBC", SAID).understood
