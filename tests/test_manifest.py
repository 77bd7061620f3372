"""The Slack manifest grants what the bot needs, and the demo's bot has no more than it grants."""

import json
from pathlib import Path

import pytest

from bot.app import event_handlers
from bot.middleware import nowhere
from cli.doctor import SCOPES
from demo import office as office_of_demo
from demo.office import OFFICER_IDS
from playground.app_settings import USUAL
from tests.conftest import NO_WAIT
from tests.recorded import posted_card, updates

MANIFEST = json.loads((Path(__file__).parent.parent / "config" / "manifest.json").read_text())
GRANTED = MANIFEST["oauth_config"]["scopes"]["bot"]
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]


def test_the_doctor_looks_for_every_scope_that_is_granted() -> None:
    assert sorted(SCOPES) == sorted(GRANTED)


def test_the_local_slack_grants_the_same_scopes_where_a_test_gives_it_no_manifest() -> None:
    assert sorted(USUAL.scopes) == sorted(GRANTED)


def test_every_event_the_bot_hears_is_subscribed_to() -> None:
    handled = set(event_handlers("U0HTST", None, nowhere)) - {"message"}
    assert handled | {"message.channels", "message.groups", "message.im"} == set(EVENTS)


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
        office.slack.say(OFFICER_IDS["CYPE"], "C0CYPE", "The form has gone out", thread_ts=card)
        assert len(updates(office)) == (0 if missing else 1)
