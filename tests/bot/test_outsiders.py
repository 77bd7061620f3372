"""Who is let in: the organisation's own people, whichever road they come by."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from bot import outsiders
from bot.app import make_app
from bot.counters import Counters
from demo.office import MONITOR, Office
from demo.story import action_card
from playground.workspace import File, SlackUser
from slack_api.client import Identity, SlackClient
from storage.actions import actions
from storage.database.engine import reading
from storage.intake import inbox
from tests.recorded import updates
from workflow.context import Context

OURS, OTHER, ORGANISATION = "T0OURS", "T0OTHER", "E0OURS"
US = Identity(OURS, "B0X", "U0X")
STRANGER = "U0STRANGER"


def pressed(home: str, **team: str) -> dict[str, Any]:
    """A press, as Slack's reference has it; where workspaces form an organisation, ``team`` names that too."""
    person = {"id": "U1", "team_id": home}
    return {"type": "block_actions", "team": {"id": OURS, **team}, "user": person, "enterprise": None}


def event(home: str | None, *, shared: bool = True, **more: Any) -> dict[str, Any]:
    message = {"type": "message", "user": "U1", "ts": "1.1", **({"user_team": home} if home else {})}
    return {
        "team_id": OURS,
        "authorizations": [{"team_id": OURS}],
        "is_ext_shared_channel": shared,
        "event": message,
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
        (event(None), "home unknown"),
        (event(OTHER), "outside person"),
        (event(OTHER, shared=False), None),
        (event(OURS, team_id=OTHER), None),
        (event(OURS, team_id=OTHER, authorizations=[{"team_id": OTHER}]), "other team"),
        (
            event(None)
            | {"event": {"subtype": "message_changed", "message": {"user": "U1", "user_team": OTHER}}},
            "outside person",
        ),
        (
            event(None)
            | {
                "event": {
                    "user": "U2",
                    "user_team": OURS,
                    "subtype": "message_changed",
                    "message": {"user": "U1"},
                }
            },
            "home unknown",
        ),
    ],
)
def test_who_is_welcome(body: dict[str, Any], expected: str | None) -> None:
    assert outsiders.refusal_reason(body, US) == expected


def listed(**homes: str) -> outsiders.OrganisationOf:
    """A list of people: where each user id is from."""
    return lambda person: homes.get(person, "")


# Every place in which a message event tells where its author is from.
HOMES: dict[str, Callable[[str], dict[str, Any]]] = {
    "user_team": lambda home: {"user_team": home},
    "source_team": lambda home: {"source_team": home},
    "team": lambda home: {"team": home},
    "profile": lambda home: {"user_profile": {"team": home, "name": "sam"}},
    "file": lambda home: {"subtype": "file_share", "files": [{"user": "U1", "user_team": home}]},
    "file's source": lambda home: {"subtype": "file_share", "files": [{"user": "U1", "source_team": home}]},
    "another's file too": lambda home: {"files": [{"user": "U2", "user_team": OURS}], "team": home},
    "somebody else's words above": lambda home: {"root": {"user": "U2", "team": OURS}, "team": home},
}
# The forms in which a message comes.
FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "new": lambda message: message,
    "edited": lambda message: {"subtype": "message_changed", "message": message},
    "edited, told before": lambda message: {
        "subtype": "message_changed",
        "message": {"user": "U1", "ts": "1.1"},
        "previous_message": message,
    },
    "deleted": lambda message: {"subtype": "message_deleted", "previous_message": message},
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", HOMES)
def test_every_place_that_tells_a_home_is_read(place: str, form: str) -> None:
    def in_shared(home: str) -> dict[str, Any]:
        message = {"type": "message", "user": "U1", "ts": "1.1", **HOMES[place](home)}
        return event(None) | {"event": {"type": "message", "channel": "C0CYPE", **FORMS[form](message)}}

    assert outsiders.refusal_reason(in_shared(OTHER), US) == "outside person"
    assert outsiders.refusal_reason(in_shared(OTHER), US, (), listed(U1=OURS)) == "outside person"
    assert outsiders.refusal_reason(in_shared(OURS), US) is None


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share", None])
def test_where_nothing_says_a_home_the_list_of_people_tells_colleagues_from_strangers(
    subtype: str | None,
) -> None:
    """Broadcasts and files look alike, whoever they are from; ``root`` is what somebody else said."""
    message = {"type": "message", "user": "U1", "ts": "1.2", "root": {"user": "U0X", "team": OURS}}
    body = event(None) | {"event": message | ({"subtype": subtype} if subtype else {})}
    assert outsiders.refusal_reason(body, US, (), listed(U1=OURS)) is None
    assert outsiders.refusal_reason(body, US, (), listed(U2=OURS)) == "home unknown"
    assert outsiders.refusal_reason(body, US, (), listed(U1=OTHER)) == "outside person"
    assert outsiders.refusal_reason(body, US, {"U1"}, listed(U1=OURS)) == "guest"
    assert outsiders.refusal_reason(body | {"is_ext_shared_channel": False}, US) is None


def test_a_deletion_needs_no_home_for_it_only_takes_away_what_somebody_let_in_has_said() -> None:
    deletion = {"subtype": "message_deleted", "previous_message": {"user": "U1", "ts": "1.1"}}
    assert outsiders.refusal_reason(event(None) | {"event": deletion}, US) is None


def test_a_bot_is_nobody_from_outside_nor_is_what_slack_itself_tells() -> None:
    for event_of_bot in (
        {"type": "message", "user": "U0X", "bot_id": "B0X", "ts": "1.1"},
        {"type": "message", "subtype": "bot_message", "bot_id": "B0Y", "ts": "1.1"},
        {"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C2"},
    ):
        assert outsiders.refusal_reason(event(None) | {"event": event_of_bot}, US) is None


@pytest.mark.parametrize(
    ("home", "expected"),
    [(OURS, None), (ORGANISATION, None), (OTHER, "outside person"), ("E0THEIRS", "outside person")],
)
def test_in_an_organisation_of_workspaces_colleagues_are_known_by_its_id(
    home: str, expected: str | None
) -> None:
    us = replace(US, enterprise_id=ORGANISATION)
    assert outsiders.refusal_reason(event(home), us) == expected
    assert outsiders.refusal_reason(pressed(home), us) == expected


SISTER = "T0SISTER"
US_IN_GRID = replace(US, enterprise_id=ORGANISATION)


@pytest.mark.parametrize("kind", ["block_actions", "view_submission", "shortcut"])
@pytest.mark.parametrize("where", [OURS, SISTER])
def test_a_colleague_whose_home_is_a_sister_workspace_may_press_and_send(kind: str, where: str) -> None:
    """The home of a press is one workspace of the organisation, the same wherever it is made."""
    body = pressed(SISTER, enterprise_id=ORGANISATION) | {"type": kind, "enterprise": {"id": ORGANISATION}}
    body["team"]["id"] = where
    assert outsiders.refusal_reason(body, US_IN_GRID) is None
    assert outsiders.refusal_reason(body, US_IN_GRID, (), listed(U1=ORGANISATION)) is None
    assert outsiders.refusal_reason(body, US_IN_GRID, (), listed(U1=OTHER)) == "outside person"
    assert outsiders.refusal_reason(body | {"enterprise": None}, US_IN_GRID) is None
    assert (
        outsiders.refusal_reason(body | {"team": None, "view": {"app_installed_team_id": OURS}}, US_IN_GRID)
        is None
    )


def test_another_organisation_is_not_ours_whatever_else_the_press_names() -> None:
    theirs = pressed(OTHER, enterprise_id="E0THEIRS") | {"enterprise": {"id": "E0THEIRS"}}
    assert outsiders.refusal_reason(theirs, US_IN_GRID) == "outside person"
    mixed = pressed(OTHER, enterprise_id=ORGANISATION) | {"enterprise": {"id": "E0THEIRS"}}
    assert outsiders.refusal_reason(mixed, US_IN_GRID) == "outside person"
    theirs["team"]["id"] = OTHER
    assert outsiders.refusal_reason(theirs, US_IN_GRID) == "other team"


def test_what_a_colleague_of_a_sister_workspace_says_counts_when_the_list_knows_them() -> None:
    assert outsiders.refusal_reason(event(SISTER), US_IN_GRID, (), listed(U1=ORGANISATION)) is None
    assert outsiders.refusal_reason(event(SISTER), US_IN_GRID) == "outside person"


@pytest.mark.parametrize(
    "body",
    [
        {"command": "/htst", "team_id": OURS, "user_id": "U1"},
        pressed(OURS),
        event(OURS),
        event(OURS, shared=False),
        event(None) | {"event": {"subtype": "message_changed", "message": {"user": "U1", "team": OURS}}},
        event(None) | {"event": {"subtype": "message_deleted", "previous_message": {"user": "U1"}}},
        event(None, shared=False) | {"event": {"type": "app_home_opened", "user": "U1"}},
    ],
)
def test_a_guest_is_known_whatever_they_do(body: dict[str, Any]) -> None:
    assert outsiders.refusal_reason(body, US, {"U1"}) == "guest"
    assert outsiders.refusal_reason(body, US, {"U2"}) is None
    assert outsiders.refusal_reason(body, replace(US, team_id=""), {"U1"}) == "guest"


def test_what_slack_tells_of_people_is_nobodys_deed() -> None:
    change = {"type": "user_change", "user": {"id": "U1", "team_id": OURS}}
    assert outsiders.refusal_reason(event(None) | {"event": change}, US, {"U1"}) is None


def test_a_bot_that_does_not_know_its_own_workspace_refuses_nobody() -> None:
    assert outsiders.refusal_reason({"command": "/htst", "team_id": OTHER}, replace(US, team_id="")) is None


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
    assert json.loads(answer.body)["text"] == outsiders.OUTSIDE
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
    assert json.loads(answer.body) == {"response_action": "errors", "errors": {"words": outsiders.OUTSIDE}}
    assert counts.read() == {("request", "outside person"): 1}


def test_a_page_of_a_form_without_fields_says_so_in_its_window(app: App) -> None:
    view = {"id": "V1", "type": "modal", "callback_id": "post_cards_now", "blocks": [{"type": "section"}]}
    person = {"id": "U1", "team_id": OTHER}
    body = {"type": "view_submission", "team": {"id": OURS}, "user": person, "view": view}
    answer = json.loads(app.dispatch(BoltRequest(body=body, mode="socket_mode")).body)
    assert answer["response_action"] == "update"
    assert outsiders.OUTSIDE in str(answer["view"]["blocks"])


@pytest.fixture
def shared_card(office: Office) -> str:
    """The ts of the card of action 3 in #cype, which is shared with another organisation."""
    office.slack.command(MONITOR, "C0LEADS", "/htst assign 3")
    office.settle()
    card: str = action_card(office, "C0CYPE", "3")["ts"]
    with office.slack.workspace.lock:
        office.slack.workspace.people[STRANGER] = SlackUser(STRANGER, "Sam Elsewhere", team=OTHER)
        place = office.slack.workspace.conversations["C0CYPE"]
        place.members.append(STRANGER)
        place.is_ext_shared = True
    return card


def test_a_broadcast_or_a_file_counts_from_a_colleague_and_from_nobody_else(
    office: Office, shared_card: str
) -> None:
    """Both come without a word of where their author is from."""
    file = File("evidence.txt", b"Tested.")
    office.slack.say(STRANGER, "C0CYPE", "Done at our end", thread_ts=shared_card, broadcast=True)
    office.slack.say(STRANGER, "C0CYPE", "And here is why", thread_ts=shared_card, files=[file])
    office.slack.say("U0CYPE", "C0CYPE", "Done here too", thread_ts=shared_card, broadcast=True)
    office.slack.say("U0CYPE", "C0CYPE", "What shows it", thread_ts=shared_card, files=[file])
    office.settle()
    assert [(one.by, one.text) for one in updates(office)] == [
        ("U0CYPE", "Done here too"),
        ("U0CYPE", "What shows it [file: evidence.txt]"),
    ]
    assert [one["text"] for one in office.slack.ephemeral(STRANGER)] == [outsiders.UNKNOWN, outsiders.OUTSIDE]


def test_a_reply_from_another_organisation_is_declined_to_its_author_only(
    office: Office, shared_card: str
) -> None:
    card = shared_card
    reply = office.slack.say(STRANGER, "C0CYPE", "Done at our end", thread_ts=card)
    office.settle()
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "3")
        assert inbox.seen(tx, [f"message:C0CYPE:{reply}"])
    assert action is not None
    assert action.updates == ()
    (shown,) = office.slack.ephemeral(STRANGER)
    assert shown["text"] == outsiders.OUTSIDE
    assert shown["thread_ts"] == card
    office.slack.say("U0CYPE", "C0CYPE", "Ours, in the same thread", thread_ts=card)
    with reading(office.engine) as tx:
        action = actions.find(tx, office.register, "3")
    assert action is not None
    assert [one.by for one in action.updates] == ["U0CYPE"]
