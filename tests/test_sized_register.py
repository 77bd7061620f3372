"""The registers that the benchmarks write directly into the tables are read like any other."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from bench.sized_register import AS_AT, FAR, fill_register, sized_register
from jobs.timetable import tick
from register.words.queries import Query
from storage.actions import actions, registers
from storage.database.engine import reading


def test_its_actions_have_their_dates_and_those_that_are_due_are_reminded_of(engine: Engine) -> None:
    fill_register(engine, sized_register(), 20, due=3, due_on=AS_AT + timedelta(days=1))
    with reading(engine) as tx:
        found = actions.matching(tx, registers.find(tx, "bench"), Query(AS_AT))
    assert len(found) == 20
    assert sorted({one.deadline for one in found if one.deadline}) == [AS_AT + timedelta(days=15), FAR]
    moment = datetime(2022, 11, 16, 18, tzinfo=UTC)
    reminded = [one for one in tick(engine, moment, moment) if one.kind == "reminder"]
    assert {ref for one in reminded for ref in one.refs} == {"1", "2", "3"}
