"""Who is let in: people of the organisation whose workspace this is, and guests of it only by setting.

Most requests say where somebody is from. In a channel shared with another organisation nobody is a
colleague unless something says so: the request, or Slack's list of people, which also says who is a guest. Both
are known from the database (``bot.guests``, ``storage.intake.people``): to ask Slack would cost a call inside
the three seconds.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from enum import StrEnum
from typing import Any

from slack_api.client import Identity


class Reason(StrEnum):
    """Why somebody is not let in, as it is counted."""

    OTHER_TEAM = "other team"
    OUTSIDE = "outside person"
    UNKNOWN = "home unknown"
    GUEST = "guest"


OUTSIDE = (
    "Thank you. HTST keeps the actions of one organisation, and only people who work there can use it. "
    "Nothing was saved; please ask your colleague there to record it for you."
)
UNKNOWN = (
    "Thank you. Another organisation is in this channel too, and Slack did not say which one you are from. "
    "Nothing was saved. If you work at the one that keeps these actions, please press *Update* on the card; "
    "if not, please ask your colleague there to record it for you."
)
GUEST = (
    "Thank you. You are a guest in this workspace, and HTST shows and records actions for its members only. "
    "Nothing was saved; please ask a colleague who is a member to record it for you."
)
SENTENCES = {
    Reason.OTHER_TEAM: OUTSIDE,
    Reason.OUTSIDE: OUTSIDE,
    Reason.UNKNOWN: UNKNOWN,
    Reason.GUEST: GUEST,
}

OrganisationOf = Callable[[str], str]
"""Where Slack's list of people says that a person (by user id) is from: the id of their organisation of
workspaces or else of their workspace; empty when they are not listed.
"""


def unlisted(person: str) -> str:
    """What a list of people that was never read says of anybody: nothing."""
    return ""


def refusal_reason(
    body: Mapping[str, Any],
    us: Identity,
    guests: Container[str] = (),
    organisation_of: OrganisationOf = unlisted,
) -> Reason | None:
    """Why a request is not for us, or None when it is welcome.

    ``us`` is the workspace that the bot's token belongs to; when that is not known, nobody is from outside.
    ``guests`` are the ids of people who are refused because they are guests; none where guests are let in.
    ``organisation_of`` is asked only where the request does not settle it: it may read the database.
    """
    person = _person(body)
    if us.team_id:
        if not _is_meant_for(body, us):
            return Reason.OTHER_TEAM
        if isinstance(body.get("user"), dict):
            reason = _at_interaction(body, person, us, organisation_of)
        else:
            reason = _at_event(body, person, us, organisation_of)
        if reason:
            return reason
    return Reason.GUEST if person in guests else None


def _is_meant_for(body: Mapping[str, Any], us: Identity) -> bool:
    """Whether one of the workspaces that a request names is ours. The others may be those of another
    organisation in a shared channel. A press may name only the sister workspace it was made in, and our
    organisation.
    """
    installed = {one.get("team_id") for one in body.get("authorizations") or ()}
    view = _dict(body.get("view"))
    named = {body.get("team_id"), body.get("context_team_id"), _dict(body.get("team")).get("id")}
    named |= installed | {view.get("app_installed_team_id")}
    return us.team_id in named or _is_in_our_organisation(body, us)


def _at_interaction(
    body: Mapping[str, Any], person: str, us: Identity, organisation_of: OrganisationOf
) -> Reason | None:
    """Why whoever pressed something or sent a form is not let in: those always say a home (``user.team_id``).

    Where workspaces form an organisation (Enterprise Grid) that is the organisation's id or any one of its
    workspaces', the same wherever the person presses; then ``team`` and ``enterprise`` name the organisation.
    Source: Slack's recorded payloads and slackapi/bolt-js issue 1875.
    """
    home, ours = str(body["user"].get("team_id") or ""), _ours(body, us)
    if not home or home in ours:
        return None
    if _is_in_our_organisation(body, us):
        listed = organisation_of(person)  # a stranger's press in a shared channel looks the same
        return Reason.OUTSIDE if listed and listed not in ours else None
    return Reason.OUTSIDE


def _at_event(
    body: Mapping[str, Any], person: str, us: Identity, organisation_of: OrganisationOf
) -> Reason | None:
    """Why whoever said something is not let in. Only in a channel shared with another organisation can that be
    anybody but a colleague or a guest; there somebody is a colleague only if something says so.
    """
    if not body.get("is_ext_shared_channel") or not person:
        return None
    event, ours = _dict(body.get("event")), _ours(body, us)
    home = next(_homes(event, person), "")
    if home in ours:
        return None
    # A sister workspace may stand there by its own id: only the list of people knows that it is ours.
    listed = organisation_of(person) if not home or us.enterprise_id else ""
    if listed in ours:
        return None
    if home or listed:
        return Reason.OUTSIDE
    # A deletion can only take away what its author was let in to say.
    return None if event.get("subtype") == "message_deleted" else Reason.UNKNOWN


def _homes(event: Mapping[str, Any], person: str) -> Iterator[str]:
    """Every home that a message event gives for its author, the most reliable first.

    ``user_team`` is the author's; ``team`` alone is what many messages say, and a broadcast or a file says none
    of these, but the author's own file does. What the message was before an edit counts as well. Source:
    Slack's recorded payloads, and how Bolt for Python finds the actor in a shared channel.
    """
    versions = [_dict(event.get("message")), _dict(event.get("previous_message")), event]
    own = [one for one in versions if one.get("user") == person]
    profiles = [_dict(one.get("user_profile")) for one in own]
    files = [_dict(file) for one in own for file in one.get("files") or ()]
    files = [file for file in files if file.get("user") == person]
    teams = [one.get("user_team") for one in own] + [one.get("team") for one in profiles]
    teams += [file.get("user_team") for file in files] + [one.get("source_team") for one in own]
    teams += [file.get("source_team") for file in files] + [one.get("team") for one in own]
    return (str(home) for home in teams if home)


def _ours(body: Mapping[str, Any], us: Identity) -> set[str]:
    """What may stand for a colleague's home. Source: Slack's reference of interaction payloads.

    Where workspaces form an organisation, ``user.team_id`` is the organisation's id (E…), and ``team``, the
    workspace where it happened, names that organisation too.
    """
    here = _dict(body.get("team"))
    organisation = here.get("enterprise_id") if here.get("id") == us.team_id else None
    return {us.team_id, us.enterprise_id or str(organisation or us.team_id)}


def _is_in_our_organisation(body: Mapping[str, Any], us: Identity) -> bool:
    """Whether a press or a form names the bot's own organisation of workspaces, and no other."""
    named = {_dict(body.get("enterprise")).get("id"), _dict(body.get("team")).get("enterprise_id")} - {None, ""}
    return bool(us.enterprise_id) and named == {us.enterprise_id}


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _person(body: Mapping[str, Any]) -> str:
    """The Slack user id of whoever did it; empty where nobody did, or a bot."""
    user = body.get("user")
    if isinstance(user, dict):
        return str(user.get("id") or "")
    event = _dict(body.get("event"))
    written = _dict(event.get("message")) or _dict(event.get("previous_message")) or event
    who = body.get("user_id") or (None if written.get("bot_id") else written.get("user"))
    return who if isinstance(who, str) else ""
