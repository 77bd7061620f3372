"""The Slack manifest grants what the bot needs, and the demo's bot has no more than it grants."""

import json
from pathlib import Path

import pytest

from bot import channel_events
from cli.doctor import SCOPES
from demo import office as office_of_demo
from demo.office import OFFICERS
from tests.conftest import NO_WAIT
from tests.recorded import posted_card, updates

MANIFEST = json.loads((Path(__file__).parent.parent / "config" / "manifest.json").read_text())
GRANTED = MANIFEST["oauth_config"]["scopes"]["bot"]
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]


def test_every_scope_the_doctor_looks_for_is_granted() -> None:
    assert set(SCOPES) <= set(GRANTED)


def test_every_event_the_bot_hears_is_subscribed_to() -> None:
    handled = {"app_home_opened", "channel_id_changed", "message.channels", "message.groups", "message.im"}
    handled |= {"member_joined_channel", "member_left_channel", "team_join", "user_change"}
    handled |= set(channel_events.KINDS)
    assert handled == set(EVENTS)


@pytest.mark.parametrize("missing", [None, "channels:history", "message.channels"])
def test_without_its_scope_or_its_subscription_a_reply_is_not_heard_in_the_demo_either(
    missing: str | None, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = json.loads(json.dumps(MANIFEST))
    for granted in (
        manifest["oauth_config"]["scopes"]["bot"],
        manifest["settings"]["event_subscriptions"]["bot_events"],
    ):
        granted[:] = [one for one in granted if one != missing]
    changed = tmp_path / "manifest.json"
    changed.write_text(json.dumps(manifest))
    monkeypatch.setattr(office_of_demo, "MANIFEST", changed)
    with office_of_demo.office(database_url, messages_per_second=None, timing=NO_WAIT) as office:
        card = posted_card(office, "C0CYPE", "3")
        office.slack.say(OFFICERS["CYPE"], "C0CYPE", "The form has gone out", thread_ts=card)
        assert len(updates(office)) == (0 if missing else 1)
