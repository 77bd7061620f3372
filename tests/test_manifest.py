"""The Slack manifest grants what the bot needs."""

import json
from pathlib import Path

from cli.doctor import SCOPES

MANIFEST = json.loads((Path(__file__).parent.parent / "config" / "manifest.json").read_text())


def test_every_scope_the_doctor_looks_for_is_granted() -> None:
    assert set(SCOPES) <= set(MANIFEST["oauth_config"]["scopes"]["bot"])


def test_every_event_the_bot_hears_is_subscribed_to() -> None:
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {"app_home_opened", "message.channels", "message.groups"} <= set(events)
