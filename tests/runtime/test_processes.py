"""A process that starts while Slack is unwell, and one that is told to stop as soon as it is at work."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from demo.office import BOT, CHANNELS, PEOPLE
from playground.server import Playground
from register.refused import Refused, TryLater
from runtime.processes import identify, until_stopped
from slack_api.client import SlackClient


@pytest.fixture
def slack() -> Iterator[Playground]:
    """A local workspace."""
    with Playground(people=PEOPLE, channels=CHANNELS, bot=BOT, now=datetime.now(UTC)) as opened:
        yield opened


@pytest.mark.parametrize("fault", ["500", "429", "fatal_error", "drop_before", "garbage"])
def test_an_error_of_slacks_own_is_not_taken_for_a_wrong_token(slack: Playground, fault: str) -> None:
    slack.faults.add("auth.test", fault)
    assert identify(SlackClient(slack.bot_token, slack.api_url)).bot_user_id == BOT.id


def test_a_wrong_token_is_refused_at_once(slack: Playground) -> None:
    with pytest.raises(Refused, match="invalid_auth"):
        identify(SlackClient("xoxb-of-another", slack.api_url))
    assert len(slack.calls("auth.test")) == 1


def test_only_what_may_pass_is_worth_another_start(slack: Playground) -> None:
    nowhere = SlackClient(slack.bot_token, "http://127.0.0.1:9/api/")
    with pytest.raises(TryLater, match="cannot be reached"):
        identify(nowhere, tries=1)
    with pytest.raises(Refused) as refused:
        identify(SlackClient("xoxb-of-another", slack.api_url))
    assert not isinstance(refused.value, TryLater)


def test_a_signal_at_the_very_moment_that_the_wait_for_it_begins_is_heard() -> None:
    with until_stopped() as stop:
        with stop._cond:  # type: ignore[attr-defined]  # as ``stop.wait()`` has it for a moment
            signal.raise_signal(signal.SIGTERM)
        assert stop.wait(60)
