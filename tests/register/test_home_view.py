"""What the home page opens on."""

import pytest

from register.home_view import SHOW_MINE, SHOW_OVERDUE, SHOW_WAITING, opens_on
from tests.messages.wording import KENT

ADMIN, OFFICER = "U0MONITOR", "U0OFFICER"


@pytest.mark.parametrize(
    ("person", "own", "waiting", "expected"),
    [
        (ADMIN, 0, 2, SHOW_WAITING),
        (ADMIN, 0, 0, SHOW_OVERDUE),
        (ADMIN, 3, 2, SHOW_MINE),  # what waits stands above it
        (OFFICER, 0, 2, SHOW_MINE),
        (OFFICER, 0, 0, SHOW_MINE),
    ],
)
def test_an_administrator_without_actions_sees_what_waits_and_else_what_is_late(
    person: str, own: int, waiting: int, expected: str
) -> None:
    assert opens_on(KENT, person, own, waiting) == expected
