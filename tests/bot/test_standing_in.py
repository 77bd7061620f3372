"""A deputy may do what the person they stand in for may do as officer or lead, while the absence lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.action import Line
from register.progress import Status
from register.register import Register
from storage.actions import change_chain
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from tests.readings import paper_of
from tests.typed import Keyboard
from workflow.imports import import_reading

START = datetime(2022, 11, 16, 9, tzinfo=UTC)
AMY, DEPUTY = OFFICER_IDS["CYPE"], "U0DEPUTY1"
ELSEWHERE = "C0ELSEWHERE"


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Keyboard:
    """A register of two actions of CYPE."""
    lines = [Line(ref, f"Promise {ref}", "", "December 2022", ("CYPE",), "", "") for ref in ("1", "2")]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), START.date(), START)
    return Keyboard(engine, kent, START)


def notices(desk: Keyboard, person: str) -> list[str]:
    with reading(desk.engine) as tx:
        query = select(notice.c.payload).where(notice.c.to == person).order_by(notice.c.id)
        return [str(payload["text"]) for payload in tx.execute(query).scalars()]


def test_a_deputy_decides_for_a_lead_who_is_away_and_the_record_says_for_whom(desk: Keyboard) -> None:
    desk.types(AMY, "done 1 Signed off")
    assert "Only the directorates' leads" in desk.types(DEPUTY, "verify 1", ELSEWHERE)
    desk.types(CYPE_LEAD, f"away until 25 November deputy <@{DEPUTY}>")
    assert f"You stand in for <@{CYPE_LEAD}> until 25 November 2022" in notices(desk, DEPUTY)[-1]
    assert "Action 1 is verified." in desk.types(DEPUTY, "verify 1", ELSEWHERE)
    assert desk.action("1").status is Status.VERIFIED
    assert f"<@{DEPUTY}> for <@{CYPE_LEAD}> changed the progress: Complete → Verified" in desk.types(
        AMY, "history 1"
    )
    with reading(desk.engine) as tx:
        assert change_chain.broken_at(tx, "kent") is None
    assert "Signed off for the paper of 16 March 2023: CYPE" in desk.types(
        DEPUTY, "signoff 16 March 2023", ELSEWHERE
    )
    assert "Only the register's administrators" in desk.types(DEPUTY, "close 1 meeting 15 November", ELSEWHERE)


def test_a_deputy_of_an_officer_does_what_officers_do(desk: Keyboard, kent: Register) -> None:
    assert "Only officers" in desk.types(DEPUTY, "due 1 31 January 2023 because it is late", ELSEWHERE)
    desk.types(CYPE_LEAD, f"away until Friday deputy <@{DEPUTY}>")
    assert "You have asked for 31 January 2023 as the new date of action 1" in desk.types(
        DEPUTY, "due 1 31 January 2023 because it is late", ELSEWHERE
    )
    desk.types(DEPUTY, "ontime 2 doubtful because the panel may not meet", ELSEWHERE)
    assert f"<@{DEPUTY}> for <@{CYPE_LEAD}> said whether it will be on time" in desk.types(AMY, "history 2")
    answer = desk.types(DEPUTY, "grant 1", ELSEWHERE)
    assert "You asked for this date yourself" in answer


def test_nobody_decides_for_another_what_that_other_asked_for(desk: Keyboard) -> None:
    desk.types(CYPE_LEAD, "done 1 Signed off")
    desk.types(CYPE_LEAD, f"away until 25 November deputy <@{DEPUTY}>")
    assert "somebody other than the person who reported it" in desk.types(DEPUTY, "verify 1", ELSEWHERE)


@pytest.mark.parametrize("way", ["back", "day"])
def test_it_ends_with_the_absence(desk: Keyboard, way: str) -> None:
    desk.types(AMY, "done 1 Signed off")
    desk.types(CYPE_LEAD, f"away until 18 November deputy <@{DEPUTY}>")
    if way == "back":
        desk.types(CYPE_LEAD, "away ended")
        assert f"You no longer stand in for <@{CYPE_LEAD}>" in notices(desk, DEPUTY)[-1]
    else:
        desk.now += timedelta(days=3)
    assert "Only the directorates' leads" in desk.types(DEPUTY, "verify 1", ELSEWHERE)
    assert "Action 1 is verified." in desk.types(MONITOR, "verify 1")
