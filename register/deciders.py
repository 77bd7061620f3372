"""Who is asked to decide about an action: to verify it, or to grant another date."""

from collections.abc import Collection

from register.absences import Absences, person_or_deputy
from register.action import Action
from register.register import Register


def deciders_of(
    register: Register,
    lead: str,
    directorates: Collection[str],
    requested_by: str,
    away: Absences,
    moved: int | None,
) -> tuple[str, ...]:
    """The lead of an action's lead directorate (its code, or ""), else its directorates' leads.

    ``requested_by``, who wants it decided, is never among them. In place of a lead who is away it is their deputy; in
    place of a lead who has left Slack, the leads of the other directorates that own it. Where none of these is left it
    is the administrators; where all of those are away too, it stays with the leads. What is not about a date also waits
    for a lead who is away for a single working day. ``moved`` is how often its date has moved (None: it is not about a
    date): once a lead may not grant another, it is for the administrators, who record what the committee decides.
    """
    is_for_committee = moved is not None and moved >= register.life.extensions
    leads = () if is_for_committee else leads_of(register, lead, directorates)
    if lead and leads and not _still_in_slack(leads, away):
        leads = leads_of(register, "", directorates)
    others = [one for one in leads if one != requested_by]
    present = [person_or_deputy(one, away) for one in others]
    candidates = [one for one in present if one not in ("", requested_by)]
    if not candidates and moved is None:
        candidates = [one for one in others if one in away and away[one].is_of_a_day(register.calendar)]
    admins = [one for one in register.admins if one != requested_by]
    fallback = _still_in_slack(others, away) or _still_in_slack(admins, away) or admins
    return tuple(dict.fromkeys(candidates or [one for one in admins if one not in away] or fallback))


def _still_in_slack(people: Collection[str], away: Absences) -> list[str]:
    return [one for one in people if one not in away or not away[one].has_left]


def waits_for_committee(register: Register, action: Action) -> bool:
    """Whether the date of an action has moved as often as a lead may grant."""
    return len(action.life.granted) >= register.life.extensions


def leads_of(register: Register, lead: str, directorates: Collection[str]) -> tuple[str, ...]:
    """The leads who decide about an action, including those who are away."""
    codes = (lead,) if lead else directorates
    return tuple(dict.fromkeys(d.lead for d in register.directorates if d.code in codes and d.lead))
