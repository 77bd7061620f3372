"""When an action was last answered is told anew once upgraded: earlier versions counted what had been refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, select

from register.action import Update
from register.change import ActionState, Change, TargetDate
from register.changes import Added, ImportUndone, UpdateAdded
from register.life import Decision, Life, Revision
from register.life_changes import DateAsked, DateDecided, NoChangeGiven, ProgressChanged
from register.move_details import MoveDetails
from register.progress import Status
from storage.database.engine import reading, transaction
from storage.database.migrate import migrate
from storage.database.tables import metadata
from tests.storage.database.test_schema import empty, fill

__all__ = ["empty"]

AT = datetime(2022, 11, 16, 10, 0, 0, 123456, tzinfo=UTC)
AMY, RUTH = "U0AMY", "U0RUTH"
ASKED = Revision(1, "31 March 2023", "the tender is late", AMY, AT, date(2023, 3, 31))
REFUSED = DateDecided(1, Decision.REFUSED, RUTH, AT, "the board meets sooner")
OPEN, DONE = ("In progress", Status.IN_PROGRESS), ("Complete", Status.IMPLEMENTED)
ADDED = Added(ActionState("10", 1, "What was promised", "", TargetDate("March 2023", ()), ("CYPE",), *OPEN))
CLAIMED = ProgressChanged(*DONE, OPEN, MoveDetails(AMY, AT, "All is done"))
SENT_BACK = ProgressChanged(*OPEN, DONE, MoveDetails(RUTH, AT, "One name is missing"))
UPDATE = UpdateAdded(Update(7, AT, AMY, "Drafted", "reply"))
NO_CHANGE, TAKEN_BACK = NoChangeGiven("the tender is out"), NoChangeGiven("")

Story = Sequence[tuple[str, Change]]


def at(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def upgraded(empty: Engine, story: Story, life: Life | None = None) -> tuple[Any, ...]:
    """When an action with those changes, a minute apart, was last answered, its last report of no change, and whether
    it is silent, after a version that counted everything that was answered.
    """
    migrate(empty, "0001")
    fill(empty)
    migrate(empty, "0030")
    with transaction(empty) as tx:
        rows = [
            {"number": number, "kind": one.kind, "at": at(number), "before": one.before, "after": one.after}
            | {"register": "kent", "action": 1, "recorded_at": AT, "by": by, "source": "command"}
            | {"previous": "", "hash": ""}
            for number, (by, one) in enumerate(story)
        ]
        if rows:
            tx.execute(insert(metadata.tables["change"]), rows)
        written = (life or Life()).written()
        tx.execute(metadata.tables["action"].update().values(life=written, heard_at=at(99), is_silent=True))
    migrate(empty)
    columns = (metadata.tables["action"].c[name] for name in ("heard_at", "no_change", "is_silent"))
    with reading(empty) as tx:
        return tuple(tx.execute(select(*columns)).one())


def test_a_refused_date_was_no_answer(empty: Engine) -> None:
    asked = ("paper", ADDED), (AMY, DateAsked(ASKED)), (RUTH, REFUSED)
    refused = Life(revisions=(replace(ASKED, decision=Decision.REFUSED.value),))
    assert upgraded(empty, asked, refused) == (None, None, True)


def test_a_date_that_still_waits_is_one_and_no_silence(empty: Engine) -> None:
    story = ("paper", ADDED), (AMY, DateAsked(ASKED))
    assert upgraded(empty, story, Life(revisions=(ASKED,))) == (at(1), None, False)


def test_what_was_answered_before_it_was_sent_back_was_no_answer(empty: Engine) -> None:
    story = ("paper", ADDED), (AMY, NO_CHANGE), (AMY, CLAIMED), (RUTH, SENT_BACK)
    assert upgraded(empty, story) == (None, None, True)


def test_the_last_report_of_no_change_is_in_the_row(empty: Engine) -> None:
    reported = {"at": at(2).isoformat(), "by": AMY, "reason": "the tender is out"}
    story: Story = (
        ("paper", ADDED),
        (RUTH, NO_CHANGE),
        (AMY, NO_CHANGE),
        (RUTH, NO_CHANGE),
        (RUTH, TAKEN_BACK),
    )
    assert upgraded(empty, story) == (at(2), reported, True)


def test_what_an_undone_import_brought_does_not_count(empty: Engine) -> None:
    story: Story = (("paper", ADDED), (AMY, NO_CHANGE), ("paper", UPDATE), (RUTH, ImportUndone("paper", (2,))))
    assert upgraded(empty, story)[0] == at(1)


def test_of_an_action_without_changes_nothing_is_told_anew(empty: Engine) -> None:
    assert upgraded(empty, [])[0] == at(99)
