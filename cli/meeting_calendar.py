"""The meetings of an iCalendar file that a register's settings name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import register_file
from papers.calendar_file import read_meetings
from register.register import Register

_AHEAD = timedelta(days=2 * 366)
"""How far ahead meetings are taken from a calendar that repeats them."""


def with_meetings(register: Register, settings: Path) -> Register:
    """The register with the meetings of the calendar that its settings file names, beside those it lists itself.

    Raises Refused when that file cannot be read.
    """
    named = register_file.calendar_of(settings)
    if named is None:
        return register
    until = register.today(datetime.now(UTC)) + _AHEAD
    found = read_meetings(named.file, register.calendar.zone, until, named.title)
    listed = [one for one in register.meetings.meetings if one.on not in {each.on for each in found}]
    meetings = tuple(sorted((*listed, *found), key=lambda one: (one.on, one.title)))
    return replace(register, meetings=replace(register.meetings, meetings=meetings))
