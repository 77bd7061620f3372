"""What a move leaves in the life of an action."""

from datetime import UTC, datetime

from register.life import Life, SentBack
from register.move_details import MoveDetails, moved
from register.progress import Status

NOON = datetime(2023, 3, 17, 12, tzinfo=UTC)
REPORTED = Life(reported_by="U0AMY", reported_at=NOON)


def test_what_somebody_else_opens_again_was_sent_back() -> None:
    left = moved(REPORTED, Status.IMPLEMENTED, Status.IN_PROGRESS, MoveDetails("U0LEAD", NOON, "a draft"))
    assert left.sent_back == SentBack("U0LEAD", NOON, "a draft", "implemented")


def test_who_opens_again_what_they_reported_sends_nothing_back() -> None:
    left = moved(REPORTED, Status.IMPLEMENTED, Status.IN_PROGRESS, MoveDetails("U0AMY", NOON, "not yet"))
    assert left.sent_back is None
    assert left.reported_by == ""
