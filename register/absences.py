"""Who is away, and who their deputy is: people who are away are not mentioned in notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from register.days.calendar import Calendar
from register.phrases import day

_DAY = timedelta(days=1)
FOR_GOOD = date.max
"""The last day of the absence of somebody who has left Slack, and whom the settings still name."""


@dataclass(frozen=True)
class Absence:
    """A person is away until the end of a local day; ``deputy`` is who acts for them (empty: nobody).

    ``starts`` is the first day away (``date.min``: it has begun). An absence whose last day is before its first is
    empty: it is stored to cancel an earlier one.
    """

    person: str
    until: date
    deputy: str = ""
    starts: date = date.min

    @property
    def has_left(self) -> bool:
        """Whether they have left Slack for good."""
        return self.until == FOR_GOOD

    def is_of_a_day(self, calendar: Calendar) -> bool:
        """Whether they are away for a single working day."""
        return self.starts > date.min and self.until < calendar.next_working_day(self.starts)

    def spoken(self, today: date) -> str:
        """The days in words, on a local day: "until 9 December 2022", "from 5 December 2022 until 9 December 2022"."""
        if self.starts <= today:
            return f"until {day(self.until)}"
        if self.starts == self.until:
            return f"on {day(self.until)}"
        return f"from {day(self.starts)} until {day(self.until)}"


def without_overlap(existing: Sequence[Absence], new: Absence) -> list[Absence]:
    """The present and future absences of a person that a new one overlaps, changed so that they no longer do.

    One that begins before the new one ends the day before it; one that begins later is cancelled (made empty). They are
    to be stored in this order, before the new one.
    """
    overlapping = (one for one in existing if one.starts <= new.until and one.until >= new.starts)
    adjusted = []
    for absence in overlapping:
        if absence.starts > new.starts:
            adjusted.append(replace(absence, until=absence.starts - _DAY, deputy=""))
        elif absence.starts < new.starts:
            adjusted.append(replace(absence, until=new.starts - _DAY))
    return adjusted


Absences = Mapping[str, Absence]
"""Those who are away on a day, by their Slack user id."""


@dataclass(frozen=True)
class Mention:
    """Whom a notice mentions: an officer, or the deputy of one who is away (``absence``).

    ``person`` is empty where neither is there to be mentioned.
    """

    person: str
    absence: Absence | None = None


def person_or_deputy(person: str, away: Absences) -> str:
    """The person, or their deputy while they are away, or that deputy's deputy; empty when none of them is there."""
    visited: set[str] = set()
    while person in away and person not in visited:
        visited.add(person)
        person = away[person].deputy
    return "" if person in away else person


def mention(officer: str, lead: str, away: Absences) -> Mention | None:
    """Whom to mention for an action of that officer; nobody for an action without one ("").

    While the officer is away it is their deputy, and without one the lead of the directorate.
    """
    if not officer:
        return None
    return Mention(person_or_deputy(officer, away) or person_or_deputy(lead, away), away.get(officer))
