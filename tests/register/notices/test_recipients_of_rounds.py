"""What a round asks of a channel is asked in it, and left out of the reminders of that day and the one before."""

from datetime import date

import pytest

from register.notices.batches import Occasion
from tests.register.notices.reminder_clock import DAY, KENT, Clock, action, at, shape


def test_what_a_round_asks_is_left_out_of_the_reminders_of_its_day_and_asked_with_all_of_the_week() -> None:
    monday = date(2022, 12, 12)
    of_round, later = (
        action("1", monday + 7 * DAY, owners=("CYPE",)),
        action("2", monday + 10 * DAY, owners=("CYPE",)),
    )
    other = action("3", monday + 7 * DAY, owners=("CYPE",))
    clock = Clock.of(KENT, of_round, later, other, since=monday - DAY)
    refs = frozenset({("CYPE", "1"), ("CYPE", "2")})
    reminded = clock.look(Occasion(monday, at(monday, 9), rounds=refs))
    asked = clock.look(Occasion(monday, at(monday, 10), rounds=refs, is_round=True))
    # Of 2 the first step is on Thursday.
    assert [shape(found) for found in (reminded, asked)] == [
        [("reminder", "#cype", "CYPE", ["3"])],
        [("reminder", "#cype", "CYPE", ["1", "2"])],
    ]
    alone = Clock.of(KENT, later, since=monday - DAY)
    asked = alone.look(Occasion(monday, at(monday, 10), rounds=refs, is_round=True))
    assert shape(asked) == [("reminder", "#cype", "CYPE", ["2"])]


@pytest.mark.parametrize(("days", "refs"), [(7, ["3"]), (1, ["1", "3"])])
def test_what_a_round_asks_on_the_next_day_is_not_asked_the_day_before_but_on_the_eve_of_its_date(
    days: int, refs: list[str]
) -> None:
    monday = date(2022, 12, 12)
    of_round, other = (action(ref, monday + days * DAY, owners=("CYPE",)) for ref in "13")
    later = action("2", monday + 10 * DAY, owners=("CYPE",))
    clock = Clock.of(KENT, of_round, later, other, since=monday - DAY)
    next_day = frozenset({("CYPE", "1"), ("CYPE", "2")})
    found = clock.look(Occasion(monday, at(monday, 9), rounds_next=next_day))
    assert shape(found) == [("reminder", "#cype", "CYPE", refs)]
