"""Reading a committee's meetings from an iCalendar file (RFC 5545), as councils' websites and Outlook export
them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from register.committee.meetings import Meeting
from register.lazy_pattern import lazy_pattern
from register.refused import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_MEETINGS = 2_000
"""Meetings of one event, each repetition counted."""
_OFTEN, _YEARS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"), 100
"""How a committee may meet again, and for how long: a rule that fits no day is looked through to its end."""
_CALLED_OFF = lazy_pattern(r"\W*(?:cancell?ed|postponed)\b", re.I)
"""How the title of a meeting begins that is left in a calendar to say that it will not be."""


def read_meetings(file: Path, zone: ZoneInfo, until: date, title: str = "") -> tuple[Meeting, ...]:
    """The meetings in an iCalendar file up to ``until``, the earliest first; cancelled and postponed ones are left out.

    Days are local days of ``zone``. With a ``title`` only the meetings whose title has these words, in any
    case. Raises Refused, naming the file, when it cannot be read, holds no meeting, or repeats something
    without end.
    """
    try:
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise Refused(
                f"{file.name} is larger than {MOST_BYTES // 1024 // 1024} MB; export the committee's meetings alone."
            )
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file.name} cannot be read: {error.strerror or error}.") from error
    found = {(one.on, one.title, one.place): one for one in _meetings(file.name, data, zone, until)}
    words = " ".join(title.casefold().split())
    matching = [one for one in found.values() if words in " ".join(one.title.casefold().split())]
    if not matching:
        about = f" with “{title}” in its title" if title else ""
        raise Refused(
            f"{file.name} holds no meeting{about}; check that it is the export of the committee's calendar."
        )
    return tuple(sorted(matching, key=lambda one: (one.on, one.title)))


def _meetings(name: str, data: bytes, zone: ZoneInfo, until: date) -> Iterator[Meeting]:
    import icalendar

    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        changed = [one for one in events if "RECURRENCE-ID" in one]
        moved = {(str(one.get("UID")), _day(one.decoded("RECURRENCE-ID"), zone)) for one in changed}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as broken:
        raise Refused(f"{name} is no iCalendar file that can be read ({broken}); export it anew.") from broken
    for event in events:
        title = str(event.get("SUMMARY", "")).strip()
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or _CALLED_OFF.match(title):
            continue
        for on in _days_or_refused(name, title, event, zone, until):
            replaced = "RECURRENCE-ID" not in event and (str(event.get("UID")), on) in moved
            if on <= until and not replaced:
                yield Meeting(on, title, str(event.get("LOCATION", "")).strip())


def _days_or_refused(name: str, title: str, event: Any, zone: ZoneInfo, until: date) -> list[date]:
    try:
        days = list(islice(_days(event, zone, until), MOST_MEETINGS + 1))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise Refused(f"{name}: the meeting “{title}” has no day that can be read ({broken}).") from broken
    if len(days) > MOST_MEETINGS:
        raise Refused(
            f"{name}: “{title}” repeats more than {MOST_MEETINGS} times; it is no committee's calendar."
        )
    return days


def _days(event: Any, zone: ZoneInfo, until: date) -> Iterator[date]:
    """The days of an event, those of its rule included, less those that it leaves out."""
    start = event.decoded("DTSTART")
    left_out = {_day(one, zone) for one in _listed(event, "EXDATE")}
    begins = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
    days = [_day(start, zone)]
    for rule in _rules(event):
        days_of_rule = _repeated(rule, begins, until)
        days = [*days, *(_day(one, zone) for one in days_of_rule)]
    days += [_day(one, zone) for one in _listed(event, "RDATE")]
    yield from (one for one in dict.fromkeys(days) if one not in left_out)


def _rules(event: Any) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _repeated(rule: Any, begins: datetime, until: date) -> Iterator[datetime]:
    """The moments of a repetition rule up to the end of the last day that is asked for."""
    from dateutil.rrule import rrulestr

    # The rule is reckoned in the local time in which it was written, so that 10:00 stays 10:00 in summer.
    naive = begins.replace(tzinfo=None)
    if str(rule.get("FREQ", [""])[0]).upper() not in _OFTEN or until.year - naive.year > _YEARS:
        raise ValueError("it repeats as no committee meets")
    ends = rule.get("UNTIL")
    last = datetime.combine(until, datetime.max.time())
    if ends:
        end = ends[0]
        last_of_rule = end if isinstance(end, datetime) else datetime.combine(end, datetime.max.time())
        if last_of_rule.tzinfo is not None and begins.tzinfo is not None:
            last_of_rule = last_of_rule.astimezone(begins.tzinfo)
        last = min(last, last_of_rule.replace(tzinfo=None) + timedelta(seconds=1))
    # Always with an end, as a rule that fits no day is looked through up to it. COUNT excludes an end: counted here.
    count = int(rule.get("COUNT", [MOST_MEETINGS + 1])[0])
    parts = {key: value for key, value in rule.items() if key != "COUNT"} | {"UNTIL": [last]}
    words = type(rule)(parts).to_ical().decode()
    for moment in islice(rrulestr(words, dtstart=naive), min(count, MOST_MEETINGS + 1)):
        if moment > last:
            return
        yield moment.replace(tzinfo=begins.tzinfo)


def _listed(event: Any, name: str) -> list[Any]:
    """The days or moments of EXDATE or RDATE, which may stand several times and hold several each."""
    given = event.get(name, [])
    lines = given if isinstance(given, list) else [given]
    return [one.dt for line in lines for one in line.dts if not isinstance(one.dt, tuple)]


def _day(moment: Any, zone: ZoneInfo) -> date:
    """The local day of a moment; a moment without a zone, or a plain day, is local already."""
    if isinstance(moment, datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    if isinstance(moment, date):
        return moment
    raise ValueError(f"{moment!r} is no day")
