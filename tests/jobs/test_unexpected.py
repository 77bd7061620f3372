"""A fault of our own code while a notice is sent: it is tried a few times, somebody is told, the others go on."""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

import pytest
from sqlalchemy import Engine

from demo.office import MONITOR
from playground.server import Playground
from slack_api.client import SlackClient
from storage.queue.notices import Method, NoticeState
from storage.queue.resolution import NoticeDecision
from tests.jobs.test_deliver_failures import deliver, queue, resolve, state, texts
from workflow.alerts import tell_admins

pytestmark = pytest.mark.usefixtures("kent")


def faulty(inner: Callable[..., object], to: str, *only: object) -> Callable[..., object]:
    """A function of ours that fails, as nobody foresaw, on what goes to that place, given ``only`` with that."""

    def fails(*given: Any, **more: Any) -> object:
        if any(place_of(one) == to for one in given) and all(one in given for one in only):
            raise KeyError("somebody's words")
        return inner(*given, **more)

    return fails


def place_of(given: object) -> str:
    """Where a call of Slack's, a notice or a claim of one goes."""
    if isinstance(given, dict):
        return str(given.get("channel"))
    return str(getattr(getattr(given, "notice", given), "to", ""))


@pytest.mark.parametrize(
    ("where", "only", "arrived", "becomes"),
    [
        ("slack_api.client.SlackClient.call", (), 0, NoticeState.FAILED),
        # Slack has it, and that cannot be kept.
        ("storage.queue.claims.settle", (NoticeState.SENT,), 1, NoticeState.HELD),
    ],
)
def test_a_fault_of_our_own_ends_with_its_notice(
    engine: Engine, slack: Playground, where: str, only: tuple[object, ...], arrived: int, becomes: NoticeState
) -> None:
    """It is tried a few times, the admins are told, and the next goes out; it can be sent again."""
    queue(engine, "one")
    queue(engine, "two", to="C0GET")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, faulty(resolve_name(where), "C0CYPE", *only))
        outcomes = deliver(engine, slack)
    assert (state(engine, 1), state(engine, 2)) == (becomes, NoticeState.SENT)
    assert len(outcomes) < 12, outcomes
    assert texts(slack) == ["one"] * arrived
    (alert,) = slack.messages(slack.dm(MONITOR))
    assert "a fault in HTST" in alert["text"]
    resolve(engine, NoticeDecision.AGAIN)
    deliver(engine, slack)
    assert texts(slack) == ["one"] * (arrived + 1)


def test_a_fault_in_telling_of_a_fault_is_the_end_of_it(engine: Engine, slack: Playground) -> None:
    queue(engine, "one", method=Method.REACT, payload={"timestamp": "1.1", "name": "memo"})
    queue(engine, "two", to="C0GET")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("slack_api.client.SlackClient.call", faulty(SlackClient.call, "C0CYPE"))
        patch.setattr("jobs.unexpected.tell_admins", faulty(tell_admins, "C0CYPE"))
        deliver(engine, slack)
    assert (state(engine, 1), state(engine, 2)) == (NoticeState.FAILED, NoticeState.SENT)
