"""Who is let in: people of the organisation whose workspace this is, and guests of it only by setting.

Where somebody is from stands in each request; whether somebody is a guest does not, and to ask Slack would cost
a call inside the three seconds. So guests are known from the database (``bot.guests``), which learns of them
from Slack's list of people and its events.
"""

from collections.abc import Container, Mapping
from enum import StrEnum
from typing import Any

from slack_api.client import Identity


class Reason(StrEnum):
    """Why somebody is not let in, as it is counted."""

    OTHER_TEAM = "other team"
    OUTSIDE = "outside person"
    GUEST = "guest"


OUTSIDE = (
    "Thank you. HTST keeps the actions of one organisation, and only people who work there can use it. "
    "Nothing was saved; please ask your colleague there to record it for you."
)
GUEST = (
    "Thank you. You are a guest in this workspace, and HTST shows and records actions for its members only. "
    "Nothing was saved; please ask a colleague who is a member to record it for you."
)
SENTENCES = {Reason.OTHER_TEAM: OUTSIDE, Reason.OUTSIDE: OUTSIDE, Reason.GUEST: GUEST}

_AUTHORS = ("user_team", "source_team", "team")


def trouble(body: Mapping[str, Any], us: Identity, guests: Container[str] = ()) -> Reason | None:
    """Why a request is not for us, or None when it is welcome.

    ``us`` is the workspace that the bot's token belongs to; when that is not known, nobody is from outside.
    ``guests`` are the ids of people who are refused because they are guests; none where guests are let in.
    """
    if us.team_id:
        if us.team_id not in _meant_for(body):
            return Reason.OTHER_TEAM
        home = _home(body)
        if home and home not in _ours(body, us):
            return Reason.OUTSIDE
    return Reason.GUEST if _person(body) in guests else None


def _meant_for(body: Mapping[str, Any]) -> set[str]:
    """The workspaces a request says it is for. In a shared channel one may be the other organisation's."""
    installed = {one.get("team_id") for one in body.get("authorizations") or ()}
    named = {body.get("team_id"), body.get("context_team_id"), _team(body).get("id")}
    return {str(one) for one in installed | named if one}


def _home(body: Mapping[str, Any]) -> str:
    """The workspace that the person is from, or their organisation of workspaces; empty where that is not said.

    A press or a form always says it (``user.team_id``). So does a message, but only in a channel shared with
    another organisation can that be anybody else's.
    """
    user = body.get("user")
    if isinstance(user, dict):
        return str(user.get("team_id") or "")
    if not body.get("is_ext_shared_channel"):
        return ""
    return next((str(_said(body)[name]) for name in _AUTHORS if _said(body).get(name)), "")


def _ours(body: Mapping[str, Any], us: Identity) -> set[str]:
    """What may stand there for a colleague. Source: Slack's reference of interaction payloads.

    Where workspaces form an organisation, ``user.team_id`` is the organisation's id (E…), and ``team``, the
    workspace where it happened, names that organisation too.
    """
    here = _team(body)
    organisation = here.get("enterprise_id") if here.get("id") == us.team_id else None
    return {us.team_id, us.enterprise_id or str(organisation or us.team_id)}


def _team(body: Mapping[str, Any]) -> Mapping[str, Any]:
    team = body.get("team")
    return team if isinstance(team, dict) else {}


def _said(body: Mapping[str, Any]) -> Mapping[str, Any]:
    event = body.get("event") or {}
    found: Mapping[str, Any] = event.get("message") or event.get("previous_message") or event
    return found


def _person(body: Mapping[str, Any]) -> str:
    """The Slack user id of whoever did it; empty where nobody did."""
    user = body.get("user")
    who = user.get("id") if isinstance(user, dict) else body.get("user_id") or _said(body).get("user")
    return who if isinstance(who, str) else ""
