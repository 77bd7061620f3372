"""The bars of a chart add up to the open actions."""

from dataclasses import replace
from datetime import date

from register.action import Action, Milestone
from register.committee.chart_data import Bar, bars
from register.progress import Status
from register.register import Directorate, Register

TODAY = date(2022, 11, 21)
KENT = Register(
    "kent", "Actions", directorates=(Directorate("CYPE", "Children", "", ""), Directorate("GET", "", "", ""))
)
LATE, SOON = date(2022, 11, 20), date(2022, 11, 21)


def action(ref: str, progress: str, owners: tuple[str, ...], deadline: date, status: Status) -> Action:
    milestones = (Milestone("", "then", deadline),)
    return Action("kent", ref, "do", "", "then", owners, owners, milestones, progress, status)


def test_open_actions_are_counted_by_progress_and_in_each_of_their_directorates() -> None:
    found = [
        action("1", "In Progress", ("CYPE", "GET"), LATE, Status.IN_PROGRESS),
        action("2", "in  progress", ("CYPE",), SOON, Status.IN_PROGRESS),
        action("3", "", ("GET", "NHS"), LATE, Status.NOT_STARTED),
        action("4", "Complete", ("CYPE",), LATE, Status.IMPLEMENTED),
    ]
    progress, directorates = bars(found, KENT, TODAY)
    assert progress.bars == (Bar("No progress given", 1, 1), Bar("In Progress", 2, 1))
    assert directorates.bars == (Bar("CYPE – Children", 2, 1), Bar("GET", 2, 2), Bar("NHS", 1, 1))


def test_with_nothing_open_the_directorates_still_stand_there() -> None:
    done = action("1", "Complete", ("CYPE",), LATE, Status.IMPLEMENTED)
    for found in ([], [done], [replace(done, owners=("NHS",), directorates=("NHS",))]):
        progress, directorates = bars(found, KENT, TODAY)
        assert progress.bars == ()
        assert directorates.bars == (Bar("CYPE – Children", 0, 0), Bar("GET", 0, 0))


def test_a_bar_of_a_colour_has_those_with_its_letter_that_are_late_too() -> None:
    found = [
        action("1", "A", ("CYPE",), LATE, Status.IN_PROGRESS),
        action("2", "Amber", ("CYPE",), SOON, Status.IN_PROGRESS),
    ]
    assert bars(found, KENT, TODAY)[0].bars == (Bar("Amber", 2, 1),)
