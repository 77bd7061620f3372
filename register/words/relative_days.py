"""Days that are named from today on: "next week", "in 4 weeks", "last month", "tomorrow", "Friday".

A week begins on Monday; "next week" is the calendar's, "the next week" the seven days to come.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from register.days.date_spans import NUMBERS, TYPED_WEEKDAY, WEEKDAY_STEMS
from register.lazy_pattern import LazyPattern
from register.words.day_ranges import Days, calendar_unit, count_of, units_on

_N = rf"(?P<n>\d+|an?|{'|'.join(NUMBERS)}|(?:a\s+)?couple(?:\s+of)?)"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?'?"
ENDS = r"(?![\w]|[./:-]\d)"
_ROLLING = LazyPattern(
    rf"(?:the\s+)?(?P<way>next|coming|following|last|past|previous)\s+(?:{_N}\s*)?{_UNIT}{ENDS}"
)
_COUNTED = LazyPattern(
    rf"{_N}\s*-?{_UNIT}(?P<then>\s+ago|\s+time|\s+hence|\s+from\s+(?:now|today)|\s+ahead)?{ENDS}"
)
_CALENDAR = LazyPattern(
    r"(?:the\s+)?(?P<part>end\s+of\s+|rest\s+of\s+)?(?:the\s+)?(?P<which>this|next|last|previous|current)?\s*"
    rf"(?P<unit>week|month|quarter){ENDS}"
)
_UNIT_END = LazyPattern(rf"(?:(?:the\s+)?(?P<unit>week|month|quarter)['s]*[\s-]end|eom){ENDS}")
_WITHIN_THE = LazyPattern(rf"within\s+the\s+(?P<unit>week|fortnight|month|quarter){ENDS}")
_TODAY = LazyPattern(rf"(?P<word>today|tomorrow|yesterday|now|tonight|(?:the\s+)?day\s+after\s+tomorrow){ENDS}")
_WEEKDAY = LazyPattern(
    r"(?:(?P<which>this|next|last|coming)\s+)?"
    rf"(?P<day>{TYPED_WEEKDAY})(?:day)?{ENDS}(?!\s+\d)"
)


def _rolling(match: re.Match[str], today: date, past: bool) -> Days | None:
    """ "the next 4 weeks", "last week": without a number the calendar's, unless "the" stands before it."""
    way, unit = match["way"], match["unit"]
    back = way in ("last", "past", "previous")
    if match["n"] is None:
        if not match[0].startswith("the ") and way != "past" and unit not in ("day", "fortnight"):
            return None if unit == "year" else calendar_unit(today, unit, -1 if back else 1)
        count = 1
    else:
        count = count_of(match["n"])
    other = units_on(today, unit, -count if back else count)
    return Days(other, today) if back else Days(today, other)


def _counted(match: re.Match[str], today: date, past: bool) -> Days | None:
    count, ago = count_of(match["n"]), (match["then"] or "").strip() == "ago"
    if ago:
        day = units_on(today, match["unit"], -count)
        return Days(day, day)
    return (
        Days(units_on(today, match["unit"], -count), today)
        if past
        else Days(today, units_on(today, match["unit"], count))
    )


def _calendar(match: re.Match[str], today: date, past: bool) -> Days | None:
    which, part, unit = match["which"], (match["part"] or "").split(" ")[0], match["unit"]
    if not (which or part):
        return None
    step = {"next": 1, "last": -1, "previous": -1}.get(which or "", 0)
    days = calendar_unit(today, unit, step)
    if part == "end":
        return Days(days.last, days.last)
    return Days(today, days.last) if part == "rest" and step == 0 else days


def _unit_end(match: re.Match[str], today: date, past: bool) -> Days | None:
    last = calendar_unit(today, match["unit"] or "month", 0).last
    return Days(last, last)


def _within_the(match: re.Match[str], today: date, past: bool) -> Days | None:
    other = units_on(today, match["unit"], -1 if past else 1)
    return Days(other, today) if past else Days(today, other)


def _today(match: re.Match[str], today: date, past: bool) -> Days | None:
    steps = {"tomorrow": 1, "yesterday": -1}
    day = today + timedelta(days=2 if "after" in match["word"] else steps.get(match["word"], 0))
    return Days(day, day)


def _weekday(match: re.Match[str], today: date, past: bool) -> Days | None:
    """Friday is the next one, today included; said of the past it is the last one. "Next Friday" is next week's."""
    number, which = WEEKDAY_STEMS.index(match["day"][:3]), match["which"]
    if which == "next":
        monday = today + timedelta(days=7 - today.weekday())
        day = monday + timedelta(days=number)
    elif which == "last" or (past and which != "coming"):
        back = (today.weekday() - number) % 7
        day = today - timedelta(days=back or (7 if which == "last" else 0))
    else:
        day = today + timedelta(days=(number - today.weekday()) % 7)
    return Days(day, day)


RELATIVE: tuple[tuple[LazyPattern, Callable[[re.Match[str], date, bool], Days | None]], ...] = (
    (_ROLLING, _rolling),
    (_COUNTED, _counted),
    (_CALENDAR, _calendar),
    (_UNIT_END, _unit_end),
    (_WITHIN_THE, _within_the),
    (_TODAY, _today),
    (_WEEKDAY, _weekday),
)
