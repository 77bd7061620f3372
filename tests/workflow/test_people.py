"""Those who have left Slack: whoever the register knows is released, and all the others cost nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, select

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from jobs.timetable import tick
from register.action import Line
from register.people import Person
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from storage.queue.notices import NoticeKind
from tests.desk import Desk
from tests.messages.wording import shown
from tests.readings import paper_of
from workflow.imports import import_reading
from workflow.people import record_person, release

AMY, OTHER_LEAD = OFFICER_IDS["CYPE"], "U0GETLEAD"
NOW = datetime(2022, 11, 16, 9, tzinfo=UTC)


def test_the_thousands_whom_no_register_knows_cost_no_statement(engine: Engine, kent: Register) -> None:
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    counts = []
    for many in (1, 200):
        asked.clear()
        with transaction(engine) as tx:
            release(tx, {f"U0LEFT{number}" for number in range(many)}, NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions: 1 of CYPE and GET, led by CYPE, and 2 of CYPE alone."""
    lines = [
        Line(ref, f"Promise {ref}", "", "December 2022", owners, "In progress", "")
        for ref, owners in (("1", ("CYPE", "GET")), ("2", ("CYPE",)))
    ]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), NOW.date(), NOW)
    found = Desk(engine)
    found.types(MONITOR, "assign 1 to CYPE")
    return found


def leaves(desk: Desk, person: str, *, is_gone: bool = True) -> None:
    desk.now += timedelta(minutes=1)
    record_person(desk.context, f"event:{desk.now}", Person(person, is_guest=False, is_gone=is_gone), desk.now)


def asked(desk: Desk) -> list[str]:
    """Who was asked last to verify something."""
    query = select(notice.c.to).where(notice.c.asks.startswith("report"), notice.c.settled_at == desk.now)
    with reading(desk.engine) as tx:
        return sorted(tx.execute(query).scalars())


def waiting(desk: Desk, person: str) -> str:
    return shown(desk.types(person, "waiting").blocks)


def test_where_a_lead_has_left_the_other_leads_of_the_action_are_asked_else_the_administrators(
    desk: Desk,
) -> None:
    leaves(desk, CYPE_LEAD, is_gone=False)
    desk.types(AMY, "done 1 All seen to")
    assert asked(desk) == [CYPE_LEAD]
    leaves(desk, CYPE_LEAD)
    assert "*1*" in waiting(desk, OTHER_LEAD)  # what had been asked of them waits for who is there
    desk.types(MONITOR, "reject 1 because one name is missing")
    desk.types(AMY, "done 1 All seen to, with the names")
    assert asked(desk) == [OTHER_LEAD]
    desk.types(AMY, "done 2 All seen to")
    assert asked(desk) == [MONITOR]
    assert "*2*" in waiting(desk, MONITOR)
    answer = desk.types(AMY, "who is away").text
    assert CYPE_LEAD not in answer
    assert "Verify" in str(desk.types(OTHER_LEAD, "status 1", "C0GET").blocks)


def test_who_comes_back_to_slack_or_is_named_anew_is_asked_again(desk: Desk, kents_settings: Register) -> None:
    leaves(desk, CYPE_LEAD)
    leaves(desk, CYPE_LEAD, is_gone=False)
    desk.types(AMY, "done 1 All seen to")
    assert asked(desk) == [CYPE_LEAD]
    leaves(desk, CYPE_LEAD)
    desk.types(MONITOR, "reject 1 because one name is missing")
    new = (replace(one, lead="U0NEW") if one.lead == CYPE_LEAD else one for one in kents_settings.directorates)
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kents_settings, directorates=tuple(new)))
    desk.types(AMY, "done 1 All seen to, with the names")
    assert asked(desk) == ["U0NEW"]


@pytest.mark.parametrize("is_listed", [True, False], ids=["listed", "never listed"])
def test_who_stood_in_and_has_left_slack_is_asked_no_more(desk: Desk, is_listed: bool) -> None:
    gareth = OFFICER_IDS["GET"]
    if is_listed:
        leaves(desk, gareth, is_gone=False)
    desk.types(CYPE_LEAD, f"away until 25 November deputy <@{gareth}>")
    desk.types(AMY, "done 1 All seen to")
    assert asked(desk) == [gareth]
    leaves(desk, gareth)
    desk.types(AMY, "done 2 All seen to")
    assert asked(desk) == [MONITOR]


def test_administrators_are_told_once_and_hear_what_was_for_who_has_left(desk: Desk) -> None:
    for _time in range(2):
        leaves(desk, CYPE_LEAD)
    query = select(notice.c.payload).where(notice.c.key.contains(":settings:"))
    with reading(desk.engine) as tx:
        (message,) = tx.execute(query).scalars()
    assert "goes to the other leads of an action or else to you; `/htst waiting` shows it." in message["text"]
    moment = datetime(2023, 2, 1, 12, tzinfo=UTC)
    escalated = [one for one in tick(desk.engine, moment, moment) if one.kind is NoticeKind.ESCALATION]
    (in_their_place,) = [one for one in escalated if "in place of" in str(one.payload)]
    assert in_their_place.to == MONITOR
    assert "You get this in place of <@U0CYPELEAD>, who has left Slack." in in_their_place.payload["text"]
    moment = datetime(2023, 3, 2, 12, tzinfo=UTC)
    sign_offs = [one for one in tick(desk.engine, moment, moment) if str(one.asks).startswith("sign-off")]
    assert {one.to for one in sign_offs if "CYPE" in str(one.asks)} == {MONITOR}
    assert {one.to for one in sign_offs if "GET" in str(one.asks)} == {OTHER_LEAD}


def test_where_every_administrator_is_away_the_sign_off_waits_for_them(desk: Desk) -> None:
    leaves(desk, CYPE_LEAD)
    with reading(desk.engine) as tx:
        (register,) = registers.every(tx)
    desk.now = datetime(2023, 3, 1, 12, tzinfo=UTC)
    for admin in register.admins:
        desk.types(admin, "away until 10 March 2023")
    moment = datetime(2023, 3, 2, 12, tzinfo=UTC)
    sign_offs = [one for one in tick(desk.engine, moment, moment) if str(one.asks).startswith("sign-off")]
    assert {one.to for one in sign_offs if "CYPE" in str(one.asks)} == set(register.admins)
