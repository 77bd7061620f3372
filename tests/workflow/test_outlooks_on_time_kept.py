"""How often "on time: yes" held is told in words to whoever asks, where there are enough dates to say so."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, OFFICER_IDS
from register.action import Line
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from tests.desk import START, Desk
from tests.messages.wording import shown
from tests.readings import paper_of
from workflow.imports import import_reading
from workflow.outlooks import on_time_kept
from workflow.paper_files import brief_of

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """Seven actions of CYPE and two of GET, due on 31 December 2022."""
    owners = {str(ref): "CYPE" if ref < 8 else "GET" for ref in range(1, 10)}
    lines = [
        Line(ref, f"Promise {ref}", "", "December 2022", (code,), "In progress", "")
        for ref, code in owners.items()
    ]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    return Desk(engine)


def test_it_is_told_by_directorate_once_enough_dates_are_over_and_as_the_brief_counts_it(desk: Desk) -> None:
    desk.types(AMY, "ontime 1-6 yes")
    desk.types(AMY, "ontime 7 doubtful because the tender is late")
    desk.types(GARETH, "ontime 8 and 9 yes", "C0GET")
    nothing = shown(desk.types(CYPE_LEAD, "ontime").blocks)
    assert "No date its owners expected to meet has passed yet." in nothing
    for ref in "1246":
        desk.types(AMY, f"done {ref} All seen to")
    desk.now = datetime(2023, 1, 9, 9, tzinfo=UTC)
    for typed in ("ontime", "ontime how often did it hold", "on-time record"):
        answer = shown(desk.types(CYPE_LEAD, typed).blocks)
        assert "*CYPE*  4 of 6 dates met" in answer
        assert "Too few to say for GET: fewer than 5 such dates have passed." in answer
    with reading(desk.engine) as tx:
        register = registers.find(tx, "kent")
        _questions, brief = brief_of(tx, register, date(2023, 1, 9))
        assert on_time_kept(tx, register, desk.now) == brief
