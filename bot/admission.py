"""Who is let in: people of the organisation whose workspace this is, and nobody else.

Guests of the workspace itself are let in like everybody: Slack says of nobody in a request whether they are
guests, and to ask for each would cost a call inside the three seconds.
"""

from collections.abc import Mapping
from typing import Any

OUTSIDE = (
    "Thank you. HTST keeps the actions of one organisation, and only people who work there can use it. "
    "Nothing was saved; please ask your colleague there to record it for you."
)

_AUTHORS = ("user_team", "source_team", "team")


def trouble(body: Mapping[str, Any], own_team: str) -> str:
    """Why a request is not for us: "other team" or "outside person"; nothing when it is welcome.

    ``own_team`` is the workspace the bot's token belongs to; when that is not known, nothing is refused.
    """
    if not own_team:
        return ""
    if own_team not in _meant_for(body):
        return "other team"
    return "outside person" if _is_outside(body, own_team) else ""


def _meant_for(body: Mapping[str, Any]) -> set[str]:
    """The workspaces a request says it is for. In a shared channel one may be the other organisation's."""
    installed = {one.get("team_id") for one in body.get("authorizations") or ()}
    team = body.get("team") or {}
    named = {
        body.get("team_id"),
        body.get("context_team_id"),
        team.get("id") if isinstance(team, dict) else None,
    }
    return {str(one) for one in installed | named if one}


def _is_outside(body: Mapping[str, Any], own_team: str) -> bool:
    user = body.get("user")
    if isinstance(user, dict):  # a press or a form; in a grid of workspaces colleagues have other teams too
        return not body.get("enterprise") and str(user.get("team_id") or own_team) != own_team
    event = body.get("event") or {}
    if not body.get("is_ext_shared_channel"):
        return False
    said = event.get("message") or event.get("previous_message") or event
    home = next((str(said[name]) for name in _AUTHORS if said.get(name)), own_team)
    return home != own_team
