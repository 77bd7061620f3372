"""What is recorded after something that a machine with a clock ahead recorded counts all the same."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.action import Action, Line
from register.life import OnTime
from register.register import Register
from storage.actions import actions, change_chain, change_log
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.paper_tables import published
from tests.desk import desk_of
from tests.readings import paper_of
from workflow.context import Context, Request
from workflow.imports import import_reading
from workflow.outlooks import give_outlook
from workflow.owners import name_lead, name_officer
from workflow.snoozes import end_snooze, snooze
from workflow.undo import undo_last
from workflow.updates import record_updates
from workflow.withdrawing import withdraw_update

NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)
AHEAD = NOW + timedelta(seconds=3)
AMY = OFFICER_IDS["CYPE"]
Operation = Callable[[Context, Request], object]


def snoozes(days: int) -> Operation:
    return lambda context, request: snooze(
        context, request, "kent", "1", NOW.date() + timedelta(days=days), "the lead is away"
    )


def names(person: str) -> Operation:
    return lambda context, request: name_officer(context, request, "kent", "1", person, "CYPE")


def leads(code: str) -> Operation:
    return lambda context, request: name_lead(context, request, "kent", "1", code)


def says(outlook: OnTime) -> Operation:
    return lambda context, request: give_outlook(context, request, "kent", "1", outlook, "the tender")


def wakes(context: Context, request: Request) -> object:
    return end_snooze(context, request, "kent", "1")


def undoes(context: Context, request: Request) -> object:
    return undo_last(context, request, "kent")


@pytest.mark.parametrize(
    ("earlier", "later", "seen", "expected"),
    [
        (names(AMY), names(CYPE_LEAD), lambda one: one.life.officers, {"CYPE": CYPE_LEAD}),
        (names(AMY), undoes, lambda one: one.life.officers, {}),
        (leads("GET"), leads("CYPE"), lambda one: one.life.lead, "CYPE"),
        (snoozes(3), snoozes(5), lambda one: one.life.snooze.until, date(2022, 11, 21)),
        (snoozes(3), wakes, lambda one: one.life.snooze, None),
        (says(OnTime.NO), says(OnTime.YES), lambda one: one.life.outlook.on_time, "yes"),
    ],
    ids=["officer", "undo", "lead", "snooze", "unsnooze", "outlook"],
)
def test_what_somebody_records_at_a_machine_with_a_clock_behind_counts(
    engine: Engine,
    kent: Register,
    earlier: Operation,
    later: Operation,
    seen: Callable[[Action], object],
    expected: object,
) -> None:
    line = Line("1", "Promise", "", "December 2022", ("CYPE", "GET"), "", "")
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of([line]), NOW.date(), NOW)
    earlier(Context(engine, lambda: AHEAD), Request("1", MONITOR, "C0CYPE", AHEAD, "command"))
    later(Context(engine, lambda: NOW), Request("2", MONITOR, "C0CYPE", NOW, "command"))
    with reading(engine) as tx:
        action = actions.find(tx, kent, "1")
        assert change_chain.broken_at(tx, "kent") is None
    assert action is not None
    assert seen(action) == expected


def said_at(engine: Engine, begin: datetime, seconds: int) -> tuple[Context, Request]:
    at = begin + timedelta(seconds=seconds)
    return Context(engine, lambda: at), Request(f"said:{seconds}", MONITOR, "C0CYPE", at, "command")


def test_the_newest_words_are_taken_back_also_where_slacks_clock_is_ahead_of_ours(
    engine: Engine, kent: Register
) -> None:
    office = desk_of(engine, kent)
    for words, seconds in (("Old true words.", 0), ("Somebody was ill.", 40)):
        record_updates(*said_at(engine, office.now, seconds), "kent", [("1", words)])
    withdraw_update(*said_at(engine, office.now, 20), "kent", "1", "a name")
    assert [one.text for one in office.action("1").updates] == ["Old true words."]


def test_nothing_waits_for_the_day_of_a_paper_that_was_published_by_a_wrong_clock(
    engine: Engine, kent: Register
) -> None:
    office = desk_of(engine, kent)
    row = {"register": "kent", "meeting": date(2022, 11, 30), "version": 1, "is_notice": False, "text": "{}"}
    row |= {"sha256": "", "at": office.now + timedelta(days=100), "by": MONITOR, "findings": []}
    with transaction(engine) as tx:
        tx.execute(insert(published), row)
        author = Author(MONITOR, office.now, "command", office.now)
        assert change_log.after_last_paper(tx, "kent", author) == author
