"""A bot that starts reads at once what was said while none listened."""

import threading

import pytest

from bot.counters import Counters
from config.settings import Settings
from demo.office import OFFICER_IDS, Office
from jobs.catch_up import CatchUpSettings
from runtime.bot_process import serving
from runtime.metrics import Metrics
from slack_api.client import SlackClient
from tests.ports import free_port
from tests.recorded import updates
from tests.waiting import until


def test_what_was_said_before_a_bot_over_http_started_is_recorded_at_once(
    office: Office, card: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.bot_process.CATCH_UP_SETTINGS", CatchUpSettings(call_interval=0))
    slack = office.slack
    slack.connect(None)
    slack.say(OFFICER_IDS["CYPE"], "C0CYPE", "While nobody listened", thread_ts=card)
    settings = Settings(
        bot_token=slack.bot_token,
        signing_secret=slack.signing_secret,
        api_url=slack.api_url,
        port=free_port(),
    )
    metrics = Metrics(office.engine, Counters(), slack.now)
    caller = SlackClient(slack.bot_token, slack.api_url)
    with serving(settings, office.engine, caller, slack.now, threading.Event(), metrics):
        until(lambda: updates(office), "what was said is recorded")
    assert [one.text for one in updates(office)] == ["While nobody listened"]
