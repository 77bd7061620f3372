"""Who is asked to decide about an action: to verify it, or to grant another date."""

from collections.abc import Collection

from register.absences import Absences, person_or_deputy
from register.action import Action
from register.register import Register


def deciders_of(
    register: Register,
    lead: str,
    directorates: Collection[str],
    but: str,
    away: Absences,
    moved: int | None,
) -> tuple[str, ...]:
    """The lead of an action's lead directorate (its code, or ""), else its directorates' leads.

    For a lead who is away it is their deputy, who may decide while they are. In place of one who has left Slack it is
    the leads of the other directorates that own it. Where nobody is left besides ``but``, who wants it decided, the
    administrators; and where all of those are away, it waits for the leads. ``moved`` is how often its date has moved
    (None: it is not about a date): as often as a lead may grant, it is for the administrators, who record what the
    committee decides.
    """
    is_for_committee = moved is not None and moved >= register.life.extensions
    asked = () if is_for_committee else leads_of(register, lead, directorates)
    if lead and asked and not _still_in_slack(asked, away):
        asked = leads_of(register, "", directorates)
    leads = [one for one in asked if one != but]
    there = [person_or_deputy(one, away) for one in leads]
    able = [one for one in there if one not in ("", but)]
    admins = [one for one in register.admins if one != but]
    at_last = _still_in_slack(leads, away) or _still_in_slack(admins, away) or admins
    return tuple(dict.fromkeys(able or [one for one in admins if one not in away] or at_last))


def _still_in_slack(people: Collection[str], away: Absences) -> list[str]:
    return [one for one in people if one not in away or not away[one].has_left]


def waits_for_committee(register: Register, action: Action) -> bool:
    """Whether the date of an action has moved as often as a lead may grant."""
    return len(action.life.granted) >= register.life.extensions


def leads_of(register: Register, lead: str, directorates: Collection[str]) -> tuple[str, ...]:
    """The leads for whom it is to decide about an action, whoever of them is there."""
    codes = (lead,) if lead else directorates
    return tuple(dict.fromkeys(d.lead for d in register.directorates if d.code in codes and d.lead))
