"""One request asks for updates for two meetings; one of them is cancelled, or its days are moved."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select

from jobs.deliver import Sender, deliver_next
from jobs.timetable import tick
from playground.server import Playground
from register.committee.meetings import Meeting
from register.register import Register
from slack_api.client import SlackClient
from storage.actions import registers
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.database.queue_tables import notice
from tests.jobs.test_timetable import at
from tests.jobs.test_timetable_rounds_and_reminders import CHASE, LAST_CALL, read_in
from tests.sending_desk import NO_WAIT
from workflow.context import SHELL
from workflow.registers import configure
from workflow.round_requests import redraw_round_requests

FIRST, SECOND = date(2023, 3, 16), date(2023, 3, 23)


def meet_on(engine: Engine, register: Register, *dates: date, chase: int = 5) -> None:
    """Give the register these meetings, and so many working days from a first request to the last call."""
    plan = replace(register.meetings.round, chase=chase)
    meetings = replace(register.meetings, meetings=tuple(map(Meeting, dates)), round=plan)
    moment = at(LAST_CALL, "08:40")
    configure(engine, replace(register, meetings=meetings), Author(SHELL, moment, SHELL, moment))


def asked(engine: Engine, day: str) -> list[str]:
    """The refs that requests for updates ask for on a day."""
    found = tick(engine, at(day, "08:30"), at(day, "08:30"))
    return [ref for one in found if one.kind == "round" for ref in one.refs]


@pytest.fixture
def register(engine: Engine, kent: Register) -> Register:
    """Asked for both in the morning of the last day for the first; the request waits to be sent."""
    read_in(engine, kent, ["31 December 2023", "30 November 2023"])
    meet_on(engine, kent, FIRST, SECOND)
    asked(engine, CHASE)
    assert asked(engine, LAST_CALL) == ["1", "2"]
    return kent


def request(engine: Engine) -> dict[str, Any]:
    """The row of the request for both."""
    with reading(engine) as tx:
        for_both = select(notice).where(notice.c.asks.contains(f",{SECOND}"))
        return dict(tx.execute(for_both).mappings().one())


def sends(engine: Engine, slack: Playground) -> None:
    """Everything that waits is sent."""
    client = SlackClient(slack.bot_token, slack.api_url)
    while deliver_next(Sender(engine, client, lambda: at(LAST_CALL, "08:45"), NO_WAIT)):
        pass


def test_what_was_not_sent_yet_goes_out_for_the_meeting_that_is_left(
    engine: Engine, register: Register, slack: Playground
) -> None:
    meet_on(engine, register, SECOND)
    sends(engine, slack)
    message = str(slack.messages("C0CYPE")[-1])
    assert "This request still holds for the paper of 23 March 2023." in message
    assert "kent:2023-03-23:CYPE" in message
    assert request(engine)["state"] == "sent"


def test_what_was_not_sent_yet_is_not_when_both_are_cancelled(
    engine: Engine, register: Register, slack: Playground
) -> None:
    meet_on(engine, register, date(2023, 5, 16))
    sends(engine, slack)
    assert request(engine)["state"] == "dropped"
    assert slack.messages("C0CYPE") == []


def test_the_second_meetings_own_first_day_is_not_another_request_where_it_is_moved(
    engine: Engine, register: Register
) -> None:
    meet_on(engine, register, FIRST, SECOND, chase=3)
    assert asked(engine, "2023-03-03") == []


def test_what_changes_nothing_draws_nothing_again(
    engine: Engine, register: Register, slack: Playground
) -> None:
    sends(engine, slack)
    meet_on(engine, register, SECOND)
    sends(engine, slack)
    (drawn,) = slack.calls("chat.update")
    with transaction(engine) as tx:
        redraw_round_requests(tx, registers.find(tx, "kent"), at(LAST_CALL, "08:44"))
    sends(engine, slack)
    assert slack.calls("chat.update") == [drawn]
