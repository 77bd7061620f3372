"""What is meant for somebody who is away comes to their deputy, who reads in whose place, and may answer."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.button_presses import sign
from demo.office import LEAD, OFFICERS
from jobs.timetable import tick
from register.register import Register
from storage.actions import published
from storage.database.engine import reading
from storage.database.queue_tables import notice
from tests.desk import Desk, desk_of
from workflow.home import home_view

AMY, LENA = OFFICERS["CYPE"], OFFICERS["GLD"]


@pytest.fixture
def desk(engine: Engine, kent: Register) -> Desk:
    """A register of two actions of CYPE."""
    return desk_of(engine, kent)


def told(desk: Desk, to: str) -> dict[str, Any]:
    """What was queued last for somebody."""
    query = select(notice.c.payload).where(notice.c.to == to).order_by(notice.c.id.desc())
    with reading(desk.engine) as tx:
        return dict(tx.execute(query).scalars().first() or {"text": ""})


def test_a_deputy_is_asked_and_told_in_whose_place(desk: Desk) -> None:
    desk.types(LEAD, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, "done 1 All seen to at the board")
    assert (
        f"You are asked in place of <@{LEAD}>, who is away until 20 December 2022." in told(desk, LENA)["text"]
    )
    desk.types(AMY, f"away until 10 December deputy <@{OFFICERS['GET']}>")
    desk.types(LENA, "reject 1 because one name is missing")
    text = told(desk, OFFICERS["GET"])["text"]
    assert "is open again" in text
    assert f"in place of <@{AMY}>" in text


def test_an_absence_that_is_taken_back_is_told_to_the_deputy(desk: Desk) -> None:
    desk.types(AMY, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, "undo")
    assert f"You stand in for <@{AMY}> no more." in told(desk, LENA)["text"]


def test_a_deputy_of_a_lead_is_asked_to_sign_off_and_can(engine: Engine, desk: Desk) -> None:
    desk.now = datetime(2023, 3, 1, 9, tzinfo=UTC)
    desk.types(LEAD, f"away until 20 March deputy <@{LENA}>")
    moment = datetime(2023, 3, 2, 12, tzinfo=UTC)
    asked = [one for one in tick(engine, moment, moment) if one.asks.startswith("sign-off") and one.to == LENA]
    assert any(f"in place of <@{LEAD}>" in str(one.payload) for one in asked)
    desk.now = moment
    assert "Signed off" in sign(desk.context, desk.press(LENA, "kent:2023-03-16:CYPE")).text
    with reading(engine) as tx:
        assert published.signed_off(tx, "kent", date(2023, 3, 16))["CYPE"][0] == LENA


def test_a_deputy_finds_on_their_home_what_waits_for_whom_they_stand_in_for(desk: Desk) -> None:
    desk.types(LEAD, f"away until 20 December deputy <@{LENA}>")
    desk.types(AMY, "done 1 All seen to at the board")
    with reading(desk.engine) as tx:
        view = str(home_view(tx, LENA, desk.now))
    assert "Waiting for you: 1 action" in view
    assert "'action_id': 'verify'" in view
