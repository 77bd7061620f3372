"""A change as an event of the history."""

from datetime import UTC, datetime

import pytest

from register.history import event_of
from register.life import Decision
from register.life_changes import DateDecided

AT = datetime(2022, 12, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("decision", "what"),
    [
        (Decision.GRANTED, "granted the date"),
        (Decision.REFUSED, "refused the date"),
        (Decision.WITHDRAWN, "withdrew the date asked for"),
        (Decision.ASKED, "took back the decision on the date asked for"),
    ],
)
def test_the_history_tells_a_decision_that_was_taken_back_from_a_withdrawn_request(
    decision: Decision, what: str
) -> None:
    assert event_of(DateDecided(5, decision, "U0LEAD", AT), AT, "U0LEAD", "undo").what == what
