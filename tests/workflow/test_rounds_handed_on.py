"""Who was not asked to sign off at the leads' step, and would be today, is asked once on a working morning after it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, update

from demo.office import CYPE_LEAD, LEAD_OFFICERS, MONITOR, OFFICER_IDS
from jobs.timetable import tick
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import transaction
from storage.database.queue_tables import notice
from tests.desk import Desk, desk_of

AMY, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GLD"]
ALL = ("CYPE", "GET", "GLD")


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two joint actions, whose leads were asked on 2 March 2023 to sign off by 6 March."""
    opened = desk_of(engine, kent, owners=ALL)
    assert "Sign off CYPE" in asked_on(opened, 2)[CYPE_LEAD]
    return opened


def asked_on(desk: Desk, day: int) -> dict[str, str]:
    """What people are asked to sign off on a day of March 2023, by whom."""
    desk.now = datetime(2023, 3, day, 12, tzinfo=UTC)
    queued = tick(desk.engine, desk.now, desk.now)
    return {one.to: one.payload["text"] for one in queued if str(one.asks).startswith("sign-off")}


def test_who_stands_in_is_asked_once_to_sign_off_what_the_lead_was_asked_before(desk: Desk) -> None:
    desk.types(CYPE_LEAD, f"away until 10 March deputy <@{LENA}>")
    found = asked_on(desk, 3)
    assert set(found) == {LENA}
    assert "Sign off CYPE for 16 March 2023" in found[LENA]
    assert f"You are asked in place of <@{CYPE_LEAD}>, who is away until 10 March 2023." in found[LENA]
    assert asked_on(desk, 6) == {}
    desk.types(LENA, "away until 10 March")
    assert asked_on(desk, 7) == {}


def test_who_leads_in_place_of_another_is_asked_to_sign_off_and_reads_that_it_was_due(
    desk: Desk, kent: Register
) -> None:
    assert asked_on(desk, 3) == {}
    leads = [replace(one, lead=AMY if one.code == "CYPE" else one.lead) for one in kent.directorates]
    desk.now = datetime(2023, 3, 7, 15, tzinfo=UTC)
    asked_on(desk, 7)
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kent, directorates=tuple(leads)))
    found = asked_on(desk, 8)
    assert set(found) == {AMY}
    assert "Please sign off now: it was due by" in found[AMY]
    assert asked_on(desk, 9) == {}


def gives_get_to(desk: Desk, kent: Register, lead: str) -> None:
    """Make somebody the lead of GET in place of its lead."""
    leads = [replace(one, lead=lead if one.code == "GET" else one.lead) for one in kent.directorates]
    with transaction(desk.engine) as tx:
        registers.save(tx, replace(kent, directorates=tuple(leads)))


def test_a_lead_of_two_directorates_is_not_asked_again_for_the_one_that_is_signed_off(
    engine: Engine, kent: Register
) -> None:
    desk = desk_of(engine, kent, owners=ALL)
    desk.types(CYPE_LEAD, "signoff 16 March 2023")
    gives_get_to(desk, kent, CYPE_LEAD)
    asked = asked_on(desk, 2)[CYPE_LEAD]
    assert "Sign off GET for 16 March 2023" in asked
    assert "CYPE" not in asked


def test_a_lead_who_leads_another_directorate_too_since_is_asked_for_that_one(
    desk: Desk, kent: Register
) -> None:
    desk.types(CYPE_LEAD, "signoff 16 March 2023")
    gives_get_to(desk, kent, CYPE_LEAD)
    found = asked_on(desk, 3)
    assert set(found) == {CYPE_LEAD}
    assert "Sign off GET for 16 March 2023" in found[CYPE_LEAD]
    assert asked_on(desk, 6) == {}


def test_a_lead_who_leads_one_of_two_directorates_no_more_is_not_asked_again_for_the_other(
    engine: Engine, kent: Register
) -> None:
    desk = desk_of(engine, kent, owners=ALL)
    gives_get_to(desk, kent, CYPE_LEAD)
    assert "Sign off CYPE and GET" in asked_on(desk, 2)[CYPE_LEAD]
    gives_get_to(desk, kent, LEAD_OFFICERS[1])
    assert set(asked_on(desk, 3)) == {LEAD_OFFICERS[1]}


def test_a_lead_who_stands_in_for_another_lead_is_asked_for_theirs_too(desk: Desk) -> None:
    desk.types(LEAD_OFFICERS[1], f"away until 10 March deputy <@{CYPE_LEAD}>")
    found = asked_on(desk, 3)
    assert set(found) == {CYPE_LEAD}
    assert "Sign off GET for 16 March 2023" in found[CYPE_LEAD]
    assert f"You are asked in place of <@{LEAD_OFFICERS[1]}>" in found[CYPE_LEAD]
    assert asked_on(desk, 6) == {}


def test_nobody_is_asked_what_is_signed_off_or_at_the_weekend(desk: Desk) -> None:
    desk.types(CYPE_LEAD, "signoff")
    desk.types(LEAD_OFFICERS[1], f"away until 10 March deputy <@{LENA}>")
    desk.types(CYPE_LEAD, f"away until 10 March deputy <@{AMY}>")
    assert asked_on(desk, 4) == {}
    assert set(asked_on(desk, 6)) == {LENA}
    assert MONITOR not in asked_on(desk, 7)


def test_a_lead_whom_no_message_reached_while_slack_was_away_is_asked_once_it_is_back(desk: Desk) -> None:
    with transaction(desk.engine) as tx:
        tx.execute(update(notice).where(notice.c.asks.startswith("sign-off")).values(state="expired"))
    assert "Sign off CYPE for 16 March 2023" in asked_on(desk, 6)[CYPE_LEAD]
    assert asked_on(desk, 7) == {}


def test_the_lead_of_a_directorate_without_an_action_signs_off_nothing_and_holds_no_paper_up(
    engine: Engine, kent: Register
) -> None:
    desk = desk_of(engine, kent)
    assert set(asked_on(desk, 2)) == {CYPE_LEAD}
    assert asked_on(desk, 6) == {}
    text = desk.types(MONITOR, "round 16 March 2023").text
    assert "CYPE" in text
    assert "GET" not in text
    with pytest.raises(Refused, match="The lead of CYPE has not signed off"):
        desk.types(MONITOR, "publish 16 March 2023")
    desk.types(CYPE_LEAD, "signoff 16 March 2023")
    assert "is published" in desk.types(MONITOR, "publish 16 March 2023").text
