"""A request for updates for two papers, one of which is published or cancelled before its message has arrived."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from demo.office import MONITOR
from demo.story import shown_text
from jobs.deliver import deliver_next
from jobs.timetable import tick
from playground.server import Playground
from register.committee.meetings import Meeting
from register.register import Register
from slack_api.client import SlackClient
from storage.actions import registers
from storage.actions.change_log import Author
from storage.database.engine import reading, transaction
from storage.queue import claims
from storage.queue.notices import NoticeKind
from tests.desk import desk_of
from tests.sending_desk import SendingDesk
from workflow.context import SHELL, Request
from workflow.publishing import publish
from workflow.registers import configure

MARCH, MARCH_23 = date(2023, 3, 16), date(2023, 3, 23)
CHASE, LAST_CALL, THE_DAY_AFTER, CUT_OFF_23 = (
    datetime(2023, month, day, 9, 30, tzinfo=UTC) for month, day in ((2, 22), (3, 1), (3, 2), (3, 8))
)
Happening = Callable[[SendingDesk], None]


def meets_on(desk: SendingDesk, *dates: date) -> None:
    with reading(desk.engine) as tx:
        register = registers.find(tx, "kent")
    plan = replace(register.meetings, meetings=tuple(Meeting(on) for on in dates))
    configure(desk.engine, replace(register, meetings=plan), Author(SHELL, desk.now, SHELL, desk.now))


def is_cancelled(desk: SendingDesk) -> None:
    meets_on(desk, MARCH_23)


def is_published(desk: SendingDesk) -> None:
    request = Request("p", MONITOR, "", desk.now, SHELL)
    publish(desk.context, request, "kent", MARCH, because="the leads are on leave")


def asks(desk: SendingDesk) -> list[str]:
    """What asks CYPE for updates, after the first, which was for the nearer paper alone."""
    texts = [shown_text(one) for one in desk.slack.messages("C0CYPE")]
    return [one for one in texts if "updates" in one.partition("\n")[0]][1:]


@pytest.fixture
def desk(engine: Engine, kent: Register, slack: Playground) -> SendingDesk:
    """With two meetings; the request for both waits to be sent."""
    desk_of(engine, kent, 3)
    desk = SendingDesk(engine, slack)
    meets_on(desk, MARCH, MARCH_23)
    desk.now = CHASE
    tick(engine, CHASE, CHASE)
    desk.sends()
    desk.is_sending = False
    desk.now = LAST_CALL
    tick(engine, LAST_CALL, LAST_CALL)
    return desk


def is_unsent(_desk: SendingDesk) -> None:
    """Nobody has taken the message in hand."""


def is_in_hand_of_a_sender_that_dies(desk: SendingDesk) -> None:
    with transaction(desk.engine) as tx:
        claim = claims.claim(tx, desk.now, timedelta(seconds=60))
    assert claim is not None
    assert claim.notice.kind is NoticeKind.ROUND


def fails(fault: str) -> Happening:
    """Slack's answer is lost, or it says no, so that nobody knows whether the message has arrived."""

    def happens(desk: SendingDesk) -> None:
        desk.slack.faults.add("chat.postMessage", fault)
        assert deliver_next(desk.sender())

    return happens


STATES = (is_unsent, is_in_hand_of_a_sender_that_dies, *map(fails, ("500_after", "drop_after", "503")))
NAMES = ("unsent", "in hand", "arrived in doubt", "arrived, connection lost", "not arrived in doubt")


@pytest.mark.parametrize("ends", [is_cancelled, is_published])
@pytest.mark.parametrize("state", STATES, ids=NAMES)
def test_it_goes_on_for_the_other_in_one_message(desk: SendingDesk, state: Happening, ends: Happening) -> None:
    state(desk)
    ends(desk)
    it_went_on_in_one_message(desk)


@pytest.mark.parametrize("ends", [is_cancelled, is_published])
def test_it_goes_on_where_that_happens_while_it_is_sent(
    desk: SendingDesk, ends: Happening, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = SlackClient.call

    def after_that(client: SlackClient, method: str, arguments: dict[str, Any]) -> Any:
        monkeypatch.undo()
        ends(desk)
        return post(client, method, arguments)

    monkeypatch.setattr(SlackClient, "call", after_that)
    assert deliver_next(desk.sender())
    assert "for the papers of 16 March 2023 and 23 March 2023" in asks(desk)[0]
    it_went_on_in_one_message(desk)


def it_went_on_in_one_message(desk: SendingDesk) -> None:
    """And the last day for the other paper's updates is told once, on that day."""
    desk.is_sending = True
    for _time in range(3):
        desk.now += timedelta(minutes=2)
        desk.sends()
    (shown,) = asks(desk)
    assert shown.startswith("23 March 2023: updates for the committee's paper")
    assert "This request still holds for the paper of 23 March 2023." in shown
    for moment in (THE_DAY_AFTER, CUT_OFF_23):
        desk.now = moment
        tick(desk.engine, moment, moment)
        desk.sends()
    assert [one.partition("\n")[0] for one in asks(desk)[1:]] == ["23 March 2023: last day for updates"]
