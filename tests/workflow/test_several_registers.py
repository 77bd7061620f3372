"""Where several registers meet in a channel each message says of which it is, and what holds for all is said once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, OFFICER_IDS
from jobs.timetable import tick
from register.action import Line
from register.refused import Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from storage.intake import absences
from tests.desk import START, Desk, desk_of
from tests.readings import paper_of
from workflow.imports import import_reading

AMY, LENA = OFFICER_IDS["CYPE"], OFFICER_IDS["GLD"]
AUDIT = "Internal audit: actions"


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions of CYPE, and one of two actions of GLD that is told of in the same channel."""
    opened = desk_of(engine, kent)
    gld = replace(next(one for one in kent.directorates if one.code == "GLD"), channel="C0CYPE")
    audit = replace(kent, slug="audit", title=AUDIT, directorates=(gld,), leads_channel="")
    lines = [Line(f"A{n}", f"Check {n}", "", "15 December 2022", ("GLD",), "In progress", "") for n in (1, 2)]
    with transaction(engine) as tx:
        registers.save(tx, audit)
        import_reading(tx, audit, replace(paper_of(lines), sha256="a" * 64), START.date(), START)
    return opened


def test_each_digest_reminder_and_escalation_says_of_which_register_it_is(engine: Engine, desk: Desk) -> None:
    found = []
    for day in (date(2022, 11, 17), date(2022, 11, 21), date(2022, 12, 29)):
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        found += tick(engine, moment, moment)
    of_audit = [one for one in found if one.register == "audit"]
    assert {"reminder", "digest", "escalation"} == {one.kind.value for one in of_audit}
    for notice_of_audit in of_audit:
        assert notice_of_audit.payload["blocks"][1] == {
            "type": "context",
            "elements": [{"type": "mrkdwn", "text": AUDIT, "verbatim": True}],
        }
        assert AUDIT in notice_of_audit.payload["text"]
    assert [one for one in found if one.register == "kent" and one.to == "C0GET" and "audit" in str(one)] == []


def test_an_absence_is_said_once_for_all_registers(engine: Engine, desk: Desk) -> None:
    assert (
        "Noted: you are away until 18 November 2022"
        in desk.types(CYPE_LEAD, f"away until Friday deputy <@{AMY}>").text
    )
    with reading(engine) as tx:
        assert set(absences.current(tx, START.date())) == {CYPE_LEAD}
    assert f"<@{CYPE_LEAD}>, until 18 November 2022" in desk.types(AMY, "who is away").text
    assert "in audit" not in desk.types(AMY, "away").text
    assert "Noted: you are back" in desk.types(CYPE_LEAD, "away ended").text
    assert "Nothing is waiting for you" in desk.types(CYPE_LEAD, "what is waiting for me").text
    with pytest.raises(Refused, match="`/htst in audit what is late` for “Internal audit: actions”"):
        desk.types(CYPE_LEAD, "what is late")


@pytest.mark.parametrize(
    "typed", ["on leave til tues", "Sorry, on leave til tues", "A/L til tues", "off sick til tues"]
)
def test_an_absence_in_plain_words_is_proposed_once_where_registers_meet(desk: Desk, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.types(CYPE_LEAD, typed)
    assert str(refused.value) == "Did you mean `/htst away until tues`?"


@pytest.mark.parametrize("typed", ["list of tues", "tell me friday", "carry on tues", "back weds"])
def test_words_that_are_no_command_are_answered_where_registers_meet(desk: Desk, typed: str) -> None:
    with pytest.raises(Refused):
        desk.types(CYPE_LEAD, typed)


def test_how_to_write_an_absence_names_no_register(desk: Desk) -> None:
    with pytest.raises(Refused, match=r"For instance `/htst away until 6 January deputy @name`\.$"):
        desk.types(CYPE_LEAD, "away until whenever")


def test_who_is_back_is_led_to_the_registers_they_are_in(engine: Engine, desk: Desk) -> None:
    desk.types(CYPE_LEAD, "away until 16 November")
    desk.types("U0GLDLEAD", "away until 16 November")
    moment = datetime(2022, 11, 17, 12, tzinfo=UTC)
    back = {one.to: one.payload["text"] for one in tick(engine, moment, moment) if "back:" in one.key}
    assert "`/htst in kent waiting` what is waiting for you" in back[CYPE_LEAD]
    assert "audit" not in back[CYPE_LEAD]
    assert "`/htst in audit waiting` or `/htst in kent waiting` what is waiting for you" in back["U0GLDLEAD"]
    assert "type `/htst away until DATE`" in back[CYPE_LEAD]
