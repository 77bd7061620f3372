"""Reading a committee's meetings from an iCalendar file (RFC 5545), as councils' websites and Outlook export it."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from register.committee.meetings import Meeting
from register.lazy_pattern import LazyPattern
from register.refused import Refused
from register.words.text_folding import caseless

LARGEST_CALENDAR = 5 * 1024 * 1024
MOST_MEETINGS = 2_000
"""The most meetings of one event, including repetitions."""
_FREQUENCIES, _MOST_YEARS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"), 100
"""The frequencies of repetition that are read, and for how many years, as a rule that fits no day is searched to the
end.
"""
_CALLED_OFF = LazyPattern(r"\W*(?:cancell?ed|postponed)\b", re.I)
"""The beginning of the title of a meeting that was called off but is still in the calendar."""


def read_meetings(file: Path, zone: ZoneInfo, until: date, title: str = "") -> tuple[Meeting, ...]:
    """The meetings in an iCalendar file up to ``until``, the earliest first; cancelled and postponed ones are left out.

    Days are local days of ``zone``. With a ``title`` only meetings whose title contains these words are returned, upper
    and lower case being equal. Raises Refused, naming the file, when it cannot be read, holds no such meeting, or has a
    meeting with too many repetitions.
    """
    try:
        size = file.stat().st_size
        if size > LARGEST_CALENDAR:
            raise Refused(
                f"{file.name} is larger than {LARGEST_CALENDAR // 2**20} MB; export the committee's meetings alone."
            )
        data = file.read_bytes()
    except OSError as error:
        raise Refused(f"{file.name} cannot be read: {error.strerror or error}.") from error
    meetings = {(one.on, one.title, one.place): one for one in _meetings(file.name, data, zone, until)}
    words = caseless(title)
    matching = [one for one in meetings.values() if words in caseless(one.title)]
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
        changed_events = [one for one in events if "RECURRENCE-ID" in one]
        moved_days = {(str(one.get("UID")), _day(one.decoded("RECURRENCE-ID"), zone)) for one in changed_events}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as broken:
        raise Refused(f"{name} is not a readable iCalendar file ({broken}); export it again.") from broken
    for event in events:
        title = str(event.get("SUMMARY", "")).strip()
        if str(event.get("STATUS", "")).upper() == "CANCELLED" or _CALLED_OFF.match(title):
            continue
        for on in _days_or_refused(name, title, event, zone, until):
            is_replaced = "RECURRENCE-ID" not in event and (str(event.get("UID")), on) in moved_days
            if on <= until and not is_replaced:
                yield Meeting(on, title, str(event.get("LOCATION", "")).strip())


def _days_or_refused(name: str, title: str, event: Any, zone: ZoneInfo, until: date) -> list[date]:
    try:
        days = list(islice(_days(event, zone, until), MOST_MEETINGS + 1))
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise Refused(f"{name}: the meeting “{title}” has no day that can be read ({broken}).") from broken
    if len(days) > MOST_MEETINGS:
        raise Refused(
            f"{name}: “{title}” repeats more than {MOST_MEETINGS} times; it is not a committee's calendar."
        )
    return days


def _days(event: Any, zone: ZoneInfo, until: date) -> Iterator[date]:
    """The local days of an event, with those of its rules and without those that it excludes."""
    start = event.decoded("DTSTART")
    left_out = {_day(one, zone) for one in _values_of(event, "EXDATE")}
    start_moment = start if isinstance(start, datetime) else datetime.combine(start, datetime.min.time())
    days = [_day(start, zone)]
    for rule in _rules(event):
        days_of_rule = _moments_of_rule(rule, start_moment, until)
        days = [*days, *(_day(one, zone) for one in days_of_rule)]
    days += [_day(one, zone) for one in _values_of(event, "RDATE")]
    yield from (one for one in dict.fromkeys(days) if one not in left_out)


def _rules(event: Any) -> list[Any]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _moments_of_rule(rule: Any, start_moment: datetime, until: date) -> Iterator[datetime]:
    """The moments of a repetition rule up to the end of the day ``until``.

    Raises ValueError for other frequencies than _FREQUENCIES, and for more than _MOST_YEARS.
    """
    from dateutil.rrule import rrulestr

    # The rule is evaluated in the local time in which it was written, so that 10:00 remains 10:00 in summer.
    naive = start_moment.replace(tzinfo=None)
    if str(rule.get("FREQ", [""])[0]).upper() not in _FREQUENCIES or until.year - naive.year > _MOST_YEARS:
        raise ValueError("it repeats in a way that no committee meets")
    ends = rule.get("UNTIL")
    last = datetime.combine(until, datetime.max.time())
    if ends:
        end = ends[0]
        last_of_rule = end if isinstance(end, datetime) else datetime.combine(end, datetime.max.time())
        if last_of_rule.tzinfo is not None and start_moment.tzinfo is not None:
            last_of_rule = last_of_rule.astimezone(start_moment.tzinfo)
        last = min(last, last_of_rule.replace(tzinfo=None) + timedelta(seconds=1))
    # The rule always gets an end, as one that fits no day is searched up to that. COUNT and UNTIL cannot be combined
    # (RFC 5545, 3.3.10), so that COUNT is counted here.
    count = int(rule.get("COUNT", [MOST_MEETINGS + 1])[0])
    parts = {key: value for key, value in rule.items() if key != "COUNT"} | {"UNTIL": [last]}
    words = type(rule)(parts).to_ical().decode()
    for moment in islice(rrulestr(words, dtstart=naive), min(count, MOST_MEETINGS + 1)):
        if moment > last:
            return
        yield moment.replace(tzinfo=start_moment.tzinfo)


def _values_of(event: Any, name: str) -> list[Any]:
    """The days or moments of EXDATE or RDATE, which an event may have several times, each with several values."""
    given = event.get(name, [])
    lines = given if isinstance(given, list) else [given]
    return [one.dt for line in lines for one in line.dts if not isinstance(one.dt, tuple)]


def _day(moment: Any, zone: ZoneInfo) -> date:
    """The local day of a moment in ``zone``; a moment without a time zone, or a date, is local already."""
    if isinstance(moment, datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    if isinstance(moment, date):
        return moment
    raise ValueError(f"{moment!r} is not a day")
