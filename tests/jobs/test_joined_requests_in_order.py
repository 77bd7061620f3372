"""Two senders never change the message of a day's requests at once: the older of two drawings could come last."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from demo.office import CYPE_LEAD, OFFICER_IDS
from jobs.deliver import Sender, deliver_next
from playground.server import Playground
from register.register import Register
from slack_api.client import SlackClient
from storage.queue.notices import Method
from tests.desk import desk_of
from tests.sending_desk import NO_WAIT, SendingDesk, buttons
from tests.waiting import ended, started

AMY = OFFICER_IDS["CYPE"]
SECONDS = 60


class Hesitant(SlackClient):
    """Changes a message, whose drawing it has in hand, only once it is let go."""

    def __init__(self, token: str, address: str) -> None:
        super().__init__(token, address)
        self.has_drawn, self.let_go = threading.Event(), threading.Event()

    def call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method == Method.UPDATE:
            self.has_drawn.set()
            assert self.let_go.wait(SECONDS)
        return super().call(method, arguments)


@pytest.fixture
def desk(engine: Engine, kent: Register, slack: Playground) -> SendingDesk:
    """A register of two dozen actions of CYPE, of which one is reported complete."""
    desk_of(engine, kent, 24)
    desk = SendingDesk(engine, slack)
    desk.types(AMY, "done 1 Signed off at the board")
    return desk


def deliver(sender: Sender) -> None:
    while deliver_next(sender):
        pass


REPORT, VERIFY = (AMY, "done 2 Handed over to the school"), (CYPE_LEAD, "verify 1")
SEVERAL = (AMY, "done 3 and 4: handed over to the school")


@pytest.mark.parametrize(
    ("first", "second"),
    [(REPORT, VERIFY), (VERIFY, REPORT), (REPORT, SEVERAL)],
    ids=["added, then decided", "decided, then added", "added twice"],
)
def test_what_is_added_and_what_is_decided_are_shown_one_after_the_other(
    desk: SendingDesk, first: tuple[str, str], second: tuple[str, str]
) -> None:
    client = Hesitant(desk.slack.bot_token, desk.slack.api_url)
    a_long_lease = replace(NO_WAIT, lease=timedelta(hours=1))
    desk.is_sending = False
    desk.types(*first)
    hesitant = started(deliver, replace(desk.sender(), slack=client, timing=a_long_lease))
    assert client.has_drawn.wait(SECONDS)
    desk.types(*second)
    desk.is_sending = True
    desk.sends()
    assert not desk.slack.calls("chat.update"), "another sender has changed the message meanwhile"
    client.let_go.set()
    ended([hesitant], "the sender")
    desk.sends()
    (shown,) = desk.asked_of()
    assert ("Action 1 is reported complete: :white_check_mark: *Verified*" in shown) == (
        VERIFY in (first, second)
    )
    waiting = {REPORT: ["kent:2|1"], VERIFY: [], SEVERAL: ["kent:3|1", "kent:4|1"]}
    still = ["kent:1|1"] if VERIFY not in (first, second) else []
    assert buttons(desk.slack)[::2] == [
        f"verify {one}" for one in sorted([*still, *waiting[first], *waiting[second]])
    ]
