"""Dates that are likely typing errors when somebody asks for another date: they are asked about, not refused."""

from collections.abc import Iterable
from datetime import date

from register.committee.meetings import Meeting
from register.phrases import day

FAR_AHEAD = 366
"""Days after the present date at which a new one looks like a slip of the year."""


def likely_slip(wished: date, was: date | None, today: date, meetings: Iterable[Meeting]) -> str:
    """The question to ask about a new date that has not passed; "" where nothing is odd about it.

    ``was`` is the present date (None: there is none). Where an action was due by the next meeting, a date after that
    meeting is asked about: the committee will read that the action is not done.
    """
    if (wished - (was or today)).days > FAR_AHEAD:
        return f"{day(wished)} is more than a year after {'the present date' if was else 'today'}: is the year right?"
    if was and wished <= was:
        return f"{day(wished)} is not later than the present date, {day(was)}: do you mean it?"
    coming = min((one.on for one in meetings if one.on > today), default=None)
    if coming and was and was <= coming < wished:
        return f"{day(wished)} is after the meeting of {day(coming)}, where it would still be undone: do you mean it?"
    return ""
