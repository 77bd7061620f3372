"""Who is let in: the organisation's own people, whichever road they come by."""

import json
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from bot import admission
from bot.app import make_app
from bot.counters import Counters
from demo.office import MONITOR, Office
from demo.story import _card
from playground.workspace import Person
from slack_api.client import Identity, SlackClient
from storage.actions import actions
from storage.database.engine import reading
from storage.intake import inbox
from workflow.capture import Context

OURS, OTHER, ORGANISATION = "T0OURS", "T0OTHER", "E0OURS"
US = Identity(OURS, "B0X", "U0X")
STRANGER = "U0STRANGER"


def pressed(home: str, **team: str) -> dict[str, Any]:
    """A press, as Slack's reference has it; where workspaces form an organisation, ``team`` names that too."""
    person = {"id": "U1", "team_id": home}
    return {"type": "block_actions", "team": {"id": OURS, **team}, "user": person, "enterprise": None}


def event(home: str | None, *, shared: bool = True, **more: Any) -> dict[str, Any]:
    said = {"type": "message", "user": "U1", "ts": "1.1", **({"user_team": home} if home else {})}
    return {
        "team_id": OURS,
        "authorizations": [{"team_id": OURS}],
        "is_ext_shared_channel": shared,
        "event": said,
    } | more


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"command": "/htst", "team_id": OURS}, None),
        ({"command": "/htst", "team_id": OTHER}, "other team"),
        (pressed(OURS), None),
        (pressed(OTHER), "outside person"),
        (pressed(OURS, enterprise_id=ORGANISATION), None),
        (pressed(ORGANISATION, enterprise_id=ORGANISATION), None),
        (pressed(OTHER, enterprise_id=ORGANISATION) | {"enterprise": {"id": ORGANISATION}}, "outside person"),
        (pressed("E0THEIRS", enterprise_id=ORGANISATION), "outside person"),
        (
            {"type": "block_actions", "team": {"id": OTHER}, "user": {"id": "U1", "team_id": OTHER}},
            "other team",
        ),
        (event(OURS), None),
        (event(None), None),
        (event(OTHER), "outside person"),
        (event(OTHER, shared=False), None),
        (event(OURS, team_id=OTHER), None),
        (event(OURS, team_id=OTHER, authorizations=[{"team_id": OTHER}]), "other team"),
        (
            event(None) | {"event": {"subtype": "message_changed", "message": {"user_team": OTHER}}},
            "outside person",
        ),
    ],
)
def test_who_is_welcome(body: dict[str, Any], expected: str | None) -> None:
    assert admission.trouble(body, US) == expected


@pytest.mark.parametrize(
    ("home", "expected"),
    [(OURS, None), (ORGANISATION, None), (OTHER, "outside person"), ("E0THEIRS", "outside person")],
)
def test_in_an_organisation_of_workspaces_colleagues_are_known_by_its_id(
    home: str, expected: str | None
) -> None:
    us = replace(US, enterprise_id=ORGANISATION)
    assert admission.trouble(event(home), us) == expected
    assert admission.trouble(pressed(home), us) == expected


@pytest.mark.parametrize(
    "body",
    [
        {"command": "/htst", "team_id": OURS, "user_id": "U1"},
        pressed(OURS),
        event(OURS),
        event(OURS, shared=False),
        event(None) | {"event": {"subtype": "message_changed", "message": {"user": "U1"}}},
        event(None) | {"event": {"subtype": "message_deleted", "previous_message": {"user": "U1"}}},
        event(None) | {"event": {"type": "app_home_opened", "user": "U1"}},
    ],
)
def test_a_guest_is_known_whatever_they_do(body: dict[str, Any]) -> None:
    assert admission.trouble(body, US, {"U1"}) == "guest"
    assert admission.trouble(body, US, {"U2"}) is None
    assert admission.trouble(body, replace(US, team_id=""), {"U1"}) == "guest"


def test_what_slack_tells_of_people_is_nobodys_deed() -> None:
    told = {"type": "user_change", "user": {"id": "U1", "team_id": OURS}}
    assert admission.trouble(event(None) | {"event": told}, US, {"U1"}) is None


def test_a_bot_that_does_not_know_its_own_workspace_refuses_nobody() -> None:
    assert admission.trouble({"command": "/htst", "team_id": OTHER}, replace(US, team_id="")) is None


@pytest.fixture
def counts() -> Counters:
    return Counters()


@pytest.fixture
def app(office: Office, counts: Counters) -> App:
    """A second bot beside the office's own, for requests that do not come from its workspace."""
    context = Context(office.engine, office.slack.now)
    caller = SlackClient(office.slack.bot_token, office.slack.api_url)
    return make_app(context, caller, US, "secret", counts)


def test_a_command_from_another_workspace_is_refused_kindly_and_counted(app: App, counts: Counters) -> None:
    body = {"command": "/htst", "text": "list", "team_id": OTHER, "user_id": "U1", "channel_id": "C0CYPE"}
    body |= {"trigger_id": "1.2.3", "response_url": "http://127.0.0.1:9/never"}
    answer = app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 200
    assert json.loads(answer.body)["text"] == admission.OUTSIDE
    assert counts.read() == {("request", "other team"): 1}


def test_a_form_from_another_workspace_is_refused_in_the_form(app: App, counts: Counters) -> None:
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "update",
        "blocks": [{"type": "input", "block_id": "words"}],
    }
    person = {"id": "U1", "team_id": OTHER}
    body = {"type": "view_submission", "team": {"id": OURS}, "user": person, "view": view}
    answer = app.dispatch(BoltRequest(body=body, mode="socket_mode"))
    assert json.loads(answer.body) == {"response_action": "errors", "errors": {"words": admission.OUTSIDE}}
    assert counts.read() == {("request", "outside person"): 1}


def test_a_reply_from_another_organisation_is_declined_to_its_author_only(office: Office) -> None:
    office.slack.command(MONITOR, "C0LEADS", "/htst assign 3")
    office.settle()
    card = _card(office, "C0CYPE", "3")["ts"]
    with office.slack.workspace.lock:
        office.slack.workspace.people[STRANGER] = Person(STRANGER, "Sam Elsewhere", team=OTHER)
        place = office.slack.workspace.conversations["C0CYPE"]
        place.members.append(STRANGER)
        place.is_ext_shared = True
    reply = office.slack.say(STRANGER, "C0CYPE", "Done at our end", thread_ts=card)
    office.settle()
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "3")
        assert inbox.seen(tx, [f"message:C0CYPE:{reply}"])
    assert action is not None
    assert action.updates == ()
    (told,) = office.slack.ephemeral(STRANGER)
    assert told["text"] == admission.OUTSIDE
    assert told["thread_ts"] == card
    office.slack.say("U0CYPE", "C0CYPE", "Ours, in the same thread", thread_ts=card)
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "3")
    assert action is not None
    assert [one.by for one in action.updates] == ["U0CYPE"]
