"""Who is away, and who stands in: nobody who is away is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Absence:
    """A person is away until the end of a local day; ``deputy`` stands in (empty: nobody)."""

    person: str
    until: date
    deputy: str = ""


Absences = Mapping[str, Absence]
"""Those who are away on a day, by their Slack user id."""


@dataclass(frozen=True)
class Mention:
    """Whom a notice calls: an officer, or who stands in for one who is away (``absence``).

    ``person`` is empty where nobody is there to be called.
    """

    person: str
    absence: Absence | None = None


def present(person: str, away: Absences) -> str:
    """The person, or the deputy of one who is away, or the deputy's own; empty when none of them is there."""
    asked: set[str] = set()
    while person in away and person not in asked:
        asked.add(person)
        person = away[person].deputy
    return "" if person in away else person


def mention(officer: str, lead: str, away: Absences) -> Mention | None:
    """Whom to call for an action of that officer (empty: of nobody in particular, then nobody is called).

    While the officer is away it is their deputy, and without one the lead of the directorate.
    """
    if not officer:
        return None
    return Mention(present(officer, away) or present(lead, away), away.get(officer))
