"""Who is away, and who stands in: nobody who is away is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from register.phrases import day

_DAY = timedelta(days=1)
FOR_GOOD = date.max
"""The last day of the absence of somebody who has left Slack, and whom the settings still name."""


@dataclass(frozen=True)
class Absence:
    """A person is away until the end of a local day; ``deputy`` stands in (empty: nobody).

    ``starts`` is the first day away (the least there is: it has begun); one whose last day is before its first is none,
    and ends what was said before.
    """

    person: str
    until: date
    deputy: str = ""
    starts: date = date.min

    @property
    def has_left(self) -> bool:
        """Whether they have left Slack, and are not back one day."""
        return self.until == FOR_GOOD

    def spoken(self, today: date) -> str:
        """When, as it is said on a local day: "until 9 December 2022", "from 5 December 2022 until 9 December 2022"."""
        if self.starts <= today:
            return f"until {day(self.until)}"
        if self.starts == self.until:
            return f"on {day(self.until)}"
        return f"from {day(self.starts)} until {day(self.until)}"


def without_overlap(known: Sequence[Absence], new: Absence) -> list[Absence]:
    """What a person's absences, running or to come, become where they tell of a new one: those that begin within it are
    ended, and one that runs into it ends the day before; in the order in which they are to be kept, before the new one.
    """
    overlapping = (one for one in known if one.starts <= new.until and one.until >= new.starts)
    found = []
    for absence in overlapping:
        if absence.starts > new.starts:
            found.append(replace(absence, until=absence.starts - _DAY, deputy=""))
        elif absence.starts < new.starts:
            found.append(replace(absence, until=new.starts - _DAY))
    return found


Absences = Mapping[str, Absence]
"""Those who are away on a day, by their Slack user id."""


@dataclass(frozen=True)
class Mention:
    """Whom a notice calls: an officer, or who stands in for one who is away (``absence``).

    ``person`` is empty where nobody is there to be called.
    """

    person: str
    absence: Absence | None = None


def person_or_deputy(person: str, away: Absences) -> str:
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
    return Mention(person_or_deputy(officer, away) or person_or_deputy(lead, away), away.get(officer))
