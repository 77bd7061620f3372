"""People without a name in the settings: papers say what they are to the register, and never a Slack id."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, MONITOR, OFFICER_IDS
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading, transaction
from tests.desk import desk_of
from workflow.paper_files import write_brief
from workflow.publishing import paper_of

MARCH = date(2023, 3, 16)
AMY = OFFICER_IDS["CYPE"]
A_SLACK_ID = re.compile(r"\bU0[A-Z]+")


@pytest.mark.parametrize(
    ("granter", "people", "has_left", "by"),
    [
        (CYPE_LEAD, {}, False, "the lead of CYPE"),
        (CYPE_LEAD, {CYPE_LEAD: "Mary Lee"}, False, "Mary Lee"),
        (CYPE_LEAD, {}, True, "a lead or an administrator"),
        (MONITOR, {}, False, "an administrator"),
    ],
)
def test_a_paper_says_who_granted_an_extension_as_well_as_can_be_known(
    engine: Engine, kent: Register, granter: str, people: dict[str, str], has_left: bool, by: str
) -> None:
    kent = replace(kent, paper=replace(kent.paper, people=people))
    desk = desk_of(engine, kent)
    desk.types(AMY, "due 1 exactly 31 January 2023 because the tender is late")
    assert "Granted" in desk.types(granter, "grant 1").text
    desk.types(AMY, "due 1 exactly 28 February 2023 because it is later still")
    if has_left:
        kent = replace(kent, directorates=tuple(replace(one, lead="U0NEWLEAD") for one in kent.directorates))
    with transaction(engine) as tx:
        registers.save(tx, kent)
        moves = paper_of(tx, kent, MARCH).moves
    assert moves
    assert [(one.outcome, one.by) for one in moves.extensions] == [("granted", by), ("asked", "")]


def test_the_chairs_brief_prints_no_slack_id(engine: Engine, kent: Register, tmp_path: Path) -> None:
    kent = replace(kent, paper=replace(kent.paper, people={}))
    desk = desk_of(engine, kent)
    for day, granter in (("31 January 2023", CYPE_LEAD), ("28 February 2023", MONITOR)):
        desk.types(AMY, f"due 1 exactly {day} because the tender is late")
        assert "Granted" in desk.types(granter, "grant 1").text
    with reading(engine) as tx:
        write_brief(tx, kent, MARCH, tmp_path / "brief.docx")
    words = "\n".join(one.text for one in docx.Document(str(tmp_path / "brief.docx")).paragraphs)
    assert "by the lead of CYPE" in words
    assert not A_SLACK_ID.search(words)
