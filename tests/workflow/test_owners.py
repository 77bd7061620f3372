"""An officer of an action of several directorates is named for one of them: which, where nobody says it."""

from datetime import date

import pytest
from sqlalchemy import Engine

from demo.office import LEAD_OFFICERS, MONITOR, OFFICER_IDS
from register.action import Line
from register.refused import Refused
from register.register import Register
from storage.database.engine import transaction
from storage.intake import members
from tests.desk import START, Desk
from tests.readings import paper_of
from workflow.imports import import_reading

AMY, GARETH = OFFICER_IDS["CYPE"], OFFICER_IDS["GET"]
GET_LEAD, GLD_LEAD = LEAD_OFFICERS[1:3]
DIRECT = "D1"


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions: CYPE and GET own the first, GLD the second."""
    owners = {"1": ("CYPE", "GET"), "2": ("GLD",)}
    lines = [Line(ref, f"Promise {ref}", "", "December 2022", of, "", "") for ref, of in owners.items()]
    with transaction(engine) as tx:
        import_reading(tx, kent, paper_of(lines), date(2022, 11, 16), START)
    return Desk(engine)


@pytest.mark.parametrize(
    ("person", "channel", "code"),
    [
        (GET_LEAD, "C0CYPE", "CYPE"),
        (GET_LEAD, DIRECT, "GET"),
        (GARETH, DIRECT, "GET"),
        (MONITOR, "C0GET", "GET"),
    ],
    ids=["in a channel its own", "a lead theirs", "an officer theirs", "an administrator the channel's"],
)
def test_an_officer_is_named_for_the_directorate_of_the_channel_or_of_whoever_names_them(
    desk: Desk, person: str, channel: str, code: str
) -> None:
    with transaction(desk.engine) as tx:
        members.save(tx, "C0GET", [GARETH, GET_LEAD], None)
    assert f"in {code}." in desk.types(person, f"assign 1 <@{AMY}>", channel).text
    assert dict(desk.action("1").life.officers) == {code: AMY}


def test_an_officer_is_named_for_the_one_directorate_that_there_is(desk: Desk) -> None:
    assert "in GLD." in desk.types(MONITOR, f"assign 2 <@{AMY}>", "C0LEADS").text


@pytest.mark.parametrize(("person", "channel"), [(MONITOR, "C0LEADS"), (GLD_LEAD, "C0GLD")])
def test_where_it_is_not_clear_for_which_of_them_an_officer_is_it_is_asked(
    desk: Desk, person: str, channel: str
) -> None:
    with pytest.raises(Refused, match="owned by CYPE and GET, so please say for which") as refused:
        desk.types(person, f"assign 1 <@{AMY}>", channel)
    assert "assign 1 @name for CYPE" in str(refused.value)
    assert not desk.action("1").life.officers
