"""What a week came to is counted once for each action, and what was taken back is not."""

from datetime import date

from register.action import Milestone
from register.change import Change, TargetDate
from register.changes import TargetChanged, UpdateAdded
from register.life_changes import ProgressChanged
from register.move_details import MoveDetails
from register.notices.digest import Changed
from register.notices.week_counts import Counted, counted, taken_back, week_counts
from register.progress import Status
from tests.messages.wording import WEEK_AGO, update_of

OPEN, DONE, VERIFIED = Status.NOT_STARTED, Status.IMPLEMENTED, Status.VERIFIED


def moved(to: Status, was: Status, details: MoveDetails | None = None) -> Change:
    return ProgressChanged("", to, ("", was), details or MoveDetails())


def promised(month: int, was: int) -> Change:
    new, old = (TargetDate("", (Milestone("", "", date(2023, one, 1)),)) for one in (month, was))
    return TargetChanged(new, old)


def came_to(*changes: tuple[str, Change]) -> dict[Counted, int]:
    kinds = counted(changes)
    found = [Changed(ref, WEEK_AGO, "", "", kind) for (ref, _change), kind in zip(changes, kinds, strict=True)]
    return dict(week_counts(found))


def test_each_action_counts_once_for_what_happened_to_it() -> None:
    update = UpdateAdded(update_of(1, "Half done."))
    found = came_to(
        ("10", update), ("10", update), ("11", update), ("10", moved(DONE, OPEN)), ("10", moved(VERIFIED, DONE)),
        ("12", promised(3, 1)), ("12", promised(4, 3)), ("13", moved(Status.IN_PROGRESS, OPEN)),
        ("14", moved(Status.IN_PROGRESS, DONE)), ("15", moved(Status.RISK_ACCEPTED, OPEN)),
    )  # fmt: skip
    assert found == {
        Counted.UPDATED: 2,
        Counted.REPORTED: 1,
        Counted.VERIFIED: 1,
        Counted.ENDED: 1,
        Counted.REOPENED: 1,
        Counted.MOVED: 1,
    }


def test_what_was_taken_back_is_not_counted() -> None:
    restored = moved(OPEN, DONE, MoveDetails(restored={}))
    assert came_to(("10", moved(DONE, OPEN)), ("10", restored)) == {}
    story = [
        ("10", moved(DONE, OPEN)),
        ("11", moved(DONE, OPEN)),
        ("10", restored),
        ("11", moved(VERIFIED, DONE)),
    ]
    assert taken_back(story) == {0, 2}
    assert taken_back([("10", restored)]) == set()  # what it takes back was told before
    assert came_to(("10", promised(3, 1)), ("10", promised(4, 3)), ("10", promised(1, 4))) == {}
    assert came_to(("10", promised(3, 1)), ("11", promised(1, 3))) == {Counted.MOVED: 2}


def test_a_date_that_went_back_to_what_it_was_is_no_news() -> None:
    update = UpdateAdded(update_of(1, "Half done."))
    moved_and_back = [("10", promised(3, 1)), ("10", update), ("11", promised(3, 1)), ("10", promised(1, 3))]
    assert taken_back(moved_and_back) == {0, 3}
    assert taken_back([*moved_and_back, ("10", promised(5, 1))]) == {0, 3}
