"""What is escalated and what is doubtful can be asked for, and is counted alike wherever it is shown."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from demo.office import MONITOR, OFFICER_IDS
from jobs.timetable import tick
from register.notices.digest import for_committee
from register.register import Register
from register.words.queries import Query, State
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.queue.notices import NoticeKind
from tests.desk import Desk
from tests.messages.wording import shown

AMY = OFFICER_IDS["CYPE"]


@pytest.fixture
def desk(table: Engine) -> Desk:
    return Desk(table)


def escalated_refs(desk: Desk, state: State, today: date) -> set[str]:
    with reading(desk.engine) as tx:
        register = registers.find(tx, "kent")
        return {one.ref for one in actions.matching(tx, register, Query(today, frozenset({state})))}


def test_escalated_is_what_leads_and_administrators_have_been_sent(
    desk: Desk, kents_settings: Register
) -> None:
    """Day by day over the weeks after the first dates, by the messages themselves."""
    exact = replace(kents_settings, reminders=replace(kents_settings.reminders, once_a_week=False))
    with transaction(desk.engine) as tx:
        registers.save(tx, exact)
    sent: set[str] = set()
    for days in range(35):  # from the first date to the day after its last escalation
        moment = datetime(2022, 11, 30, 12, tzinfo=UTC) + timedelta(days=days)
        notices = tick(desk.engine, moment, moment)
        sent |= {ref for one in notices if one.kind is NoticeKind.ESCALATION for ref in one.refs}
        if moment.weekday() < 5:  # at a weekend they wait for Monday
            assert escalated_refs(desk, State.ESCALATED, moment.date()) == sent, moment
    assert sent
    desk.now = datetime(2023, 1, 3, 12, tzinfo=UTC)
    for typed in ("escalated", "list escalations", "list escalated", "what has been escalated to the leads?"):
        answer = desk.types(MONITOR, typed, "C0LEADS")
        assert f"late enough to be told to leads or administrators: {len(sent)}" in shown(answer.blocks)
    today = date(2023, 1, 3)
    with reading(desk.engine) as tx:
        every = actions.matching(tx, exact, Query(today))
    committee = {one.ref for one in for_committee(every, exact.reminders, today)}
    assert committee
    assert escalated_refs(desk, State.FOR_COMMITTEE, today) == committee  # as the digest lists them
    nobody = replace(exact, reminders=replace(exact.reminders, lead_after=None, admin_after=None))
    with transaction(desk.engine) as tx:
        registers.save(tx, nobody)
    assert not escalated_refs(desk, State.ESCALATED, today) | escalated_refs(desk, State.FOR_COMMITTEE, today)


def test_what_is_late_past_the_last_escalation_stands_in_the_leads_digest_alone(desk: Desk) -> None:
    moment = datetime(2023, 1, 23, 12, tzinfo=UTC)
    digests = [one for one in tick(desk.engine, moment, moment) if one.kind is NoticeKind.DIGEST]
    tell = {one.to for one in digests if "For the committee" in shown(one.payload["blocks"])}
    assert {"C0CYPE", "C0LEADS"} <= {one.to for one in digests}
    assert tell == {"C0LEADS"}


def test_the_register_in_one_look_counts_what_is_doubtful_as_the_list_does(desk: Desk) -> None:
    assert "doubt" not in shown(desk.types(MONITOR, "status", "C0LEADS").blocks)
    desk.types(AMY, "ontime 10 doubtful because the tender is late")
    desk.types(AMY, "ontime 14 no because the tender is late")
    desk.types(AMY, "ontime 38 yes")
    answer = desk.types(MONITOR, "status", "C0LEADS")
    assert ":large_orange_circle: 2 with a date that the owners doubt" in shown(answer.blocks)
    assert "`/htst list doubtful`" in shown(answer.blocks)
    assert "2 with a date that the owners doubt" in answer.text
    listed = shown(desk.types(MONITOR, "list doubtful", "C0LEADS").blocks)
    assert "whose date is in doubt: 2" in listed
    desk.types(AMY, "done 14 All seen to")
    assert "1 with a date that the owners doubt" in shown(desk.types(MONITOR, "status", "C0LEADS").blocks)
