"""Which updates their author is asked to better, and that nobody is asked twice in a row."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from register.action import Update
from register.progress import Status
from register.words.update_hints import Hint, hint
from tests.register.notices.reminder_clock import NOVEMBER, action

TODAY = date(2022, 11, 15)


def asked(*answer: str, by: tuple[str, ...] = (), status: Status = Status.IN_PROGRESS) -> Hint | None:
    """What the author of the last of these updates is asked; ``by`` are their authors where they are several."""
    start = datetime(2022, 11, 1, tzinfo=UTC)
    updates = tuple(
        Update(number, start + timedelta(days=number), by[number] if by else "U0AMY", text, "reply")
        for number, text in enumerate(answer)
    )
    return hint(replace(action("3", NOVEMBER), updates=updates, status=status), len(answer) - 1, TODAY)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ongoing", Hint.ONGOING),
        ("This work is ongoing with both directorates.", Hint.ONGOING),
        ("On-going.", Hint.ONGOING),
        ("Ongoing until 31 March 2023", None),
        ("Ongoing, to be looked at again next week", None),
        ("Work is ongoing; the next review is in March", None),
        ("Ongoing; draft to the board on Friday", None),
        ("Will be completed soon", Hint.FUTURE),
        ("This will be complete by the end of March", Hint.FUTURE),
        ("3: should be done by Christmas", Hint.FUTURE),
        ("We expect to finish this next month", Hint.FUTURE),
        ("Going to be implemented", Hint.FUTURE),
        ("The draft went to GET on Monday. It will be completed by March.", None),
        ("We need more time, Legal are slow", Hint.MORE_TIME),
        ("We can’t make the date", Hint.MORE_TIME),
        ("It takes until March", Hint.MORE_TIME),
        ("Please extend this to the end of March", Hint.MORE_TIME),
        ("The extension of the contract was signed on Monday", None),
        ("We will move this to the board on Friday", None),
        ("A new date for the workshop is set", None),
        ("In progress", Hint.SHORT),
        ("3: chasing", Hint.SHORT),
        ("On track", Hint.SHORT),
        ("Done", None),  # it is offered Mark complete instead
        ("See https://kent.example/paper", None),
        ("[file: minutes.pdf]", None),
        ("Draft sent to GET.", None),
        ("Met with the schools on 3 November and agreed the form", None),
    ],
)
def test_what_its_author_is_asked(words: str, expected: Hint | None) -> None:
    assert asked(words) == expected


def test_what_repeats_the_last_update_is_said_to() -> None:
    assert asked("Draft sent to GET, waiting.", "3: draft sent to GET  – waiting") is Hint.REPEATS
    assert asked("Draft sent to GET.", "Draft sent to GLD.") is None
    assert (
        asked("Draft sent to GET, waiting.", "Draft sent to GET, waiting.", by=("U0AMY", "U0TOM"))
        is Hint.REPEATS
    )


def test_nobody_is_asked_twice_in_a_row() -> None:
    assert asked("Ongoing", "Ongoing") is None
    assert asked("Ongoing", "In progress") is None
    assert asked("Ongoing", "Draft sent to GET on Monday.", "In progress") is Hint.SHORT
    assert asked("Ongoing", "In progress", by=("U0AMY", "U0TOM")) is Hint.SHORT


def test_of_what_is_done_nothing_is_asked() -> None:
    assert asked("Thanks to all", status=Status.IMPLEMENTED) is None
