"""Days by the names that people give them: "Christmas Eve", "Friday week", "a week on Tuesday", "the 3rd", "25/11".

A feast without a year is the next one, of the past the last one. Easter, Christmas and the New Year are all of their
days off, so that what is due before Easter is due on Maundy Thursday.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from register.days.date_spans import MONTHS, TYPED_WEEKDAY, WEEKDAY_STEMS
from register.lazy_pattern import LazyPattern

_DAY = timedelta(days=1)
_ENDS = r"(?![\w]|[./:-]\d)"
_WEEKDAY = rf"(?P<day>{TYPED_WEEKDAY})(?:day)?s?"
_NUMBERS = ("a", "two", "three", "four", "five", "six")
_YEAR = r"(?:,?\s+(?P<year>20\d\d))?"

_NO_BREAK = r"(?!\s+(?:break|holidays?|recess|closure|vacation))"

FirstAndLast = tuple[date, date]


def easter(year: int) -> date:
    """Easter Sunday of a year (the Gregorian computus of Meeus, Jones and Butcher)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    skipped, leaps = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - skipped - correction + 15) % 30
    leap_years, years = divmod(rest, 4)
    to_sunday = (32 + 2 * leaps + 2 * leap_years - epact - years) % 7
    moved = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * moved + 114, 31)
    return date(year, month, day + 1)


def _of_easter(first: int, last: int) -> Callable[[int], FirstAndLast]:
    return lambda year: (easter(year) + first * _DAY, easter(year) + last * _DAY)


def _fixed(month: int, first: int, last: int) -> Callable[[int], FirstAndLast]:
    return lambda year: (date(year, month, first), date(year, month, last))


_FEASTS: tuple[tuple[str, Callable[[int], FirstAndLast]], ...] = (
    (r"christmas\s+eve|xmas\s+eve", _fixed(12, 24, 24)),
    (r"christmas\s+day|xmas\s+day", _fixed(12, 25, 25)),
    (r"christmas|xmas", _fixed(12, 25, 26)),
    (r"boxing\s+day", _fixed(12, 26, 26)),
    (r"new\s+year'?s'?\s+eve", _fixed(12, 31, 31)),
    (r"new\s+year'?s?'?(?:\s+day)?", _fixed(1, 1, 1)),
    (r"shrove\s+tuesday|pancake\s+day", _of_easter(-47, -47)),
    (r"maundy\s+thursday", _of_easter(-3, -3)),
    (r"good\s+friday", _of_easter(-2, -2)),
    (r"easter\s+(?:sunday|day)", _of_easter(0, 0)),
    (r"easter\s+monday", _of_easter(1, 1)),
    (r"easter(?:\s+weekend)?", _of_easter(-2, 1)),
)


def _next(span_in: Callable[[int], FirstAndLast], today: date, past: bool) -> FirstAndLast:
    spans = [span_in(year) for year in range(today.year - 1, today.year + 2)]
    if past:
        return max(one for one in spans if one[0] <= today)
    return min(one for one in spans if one[1] >= today)


def _feast(span_in: Callable[[int], FirstAndLast]) -> Callable[[re.Match[str], date, bool], FirstAndLast]:
    def read(match: re.Match[str], today: date, past: bool) -> FirstAndLast:
        return span_in(int(match["year"])) if match["year"] else _next(span_in, today, past)

    return read


def _weeks_on(match: re.Match[str], today: date, past: bool) -> FirstAndLast:
    """ "Friday week", "a week on Friday", "two weeks today": so many weeks after the day that is named."""
    found = match.groupdict()
    number = found.get("n") or ("two" if "fortnight" in match[0] else "a")
    weeks = int(number) if number.isdecimal() else _NUMBERS.index(number.replace("one", "a")) + 1
    if found.get("n") and "fortnight" in match[0]:
        weeks *= 2
    if found.get("day"):
        start = today + (WEEKDAY_STEMS.index(found["day"][:3]) - today.weekday()) % 7 * _DAY
    else:
        start = today + (match["from"] == "tomorrow") * _DAY
    return (day := start + 7 * weeks * _DAY, day)


def _of_month(match: re.Match[str], today: date, past: bool) -> FirstAndLast | None:
    """ "the 3rd": the next one, or the last one; "the 3rd of next month"."""
    number, found = int(match["d"]), match.groupdict()
    month, weekday = found.get("month"), found.get("day")
    for step in (0, -1, -2) if past else (0, 1, 2):
        if month and step != {"this": 0, "next": 1, "last": -1}[month.split()[0]]:
            continue
        years, place = divmod(today.year * 12 + today.month - 1 + step, 12)
        try:
            day = date(years, place + 1, number)
        except ValueError:
            continue
        if month or (day <= today if past else day >= today):
            agrees = weekday is None or WEEKDAY_STEMS.index(weekday[:3]) == day.weekday()
            return (day, day) if agrees else None
    return None


def _day_and_month(match: re.Match[str], today: date, past: bool) -> FirstAndLast | None:
    """ "25/11": in British order; the next such day, or the last one."""
    number, words = int(match["d"]), match["m"]
    month = int(words) if words.isdecimal() else MONTHS.index(words[:3]) + 1

    def span_in(year: int) -> FirstAndLast:
        return (day := date(year, month, number), day)

    try:
        return _next(span_in, today, past)
    except ValueError:
        return None


def _week_of(match: re.Match[str], today: date, past: bool) -> FirstAndLast | None:
    """ "w/c 12th", "wc 12/12": from the Monday of its week to the Sunday."""
    found = _day_and_month(match, today, past) if match["m"] else _of_month(match, today, past)
    monday = found[0] - found[0].weekday() * _DAY if found else None
    return (monday, monday + 6 * _DAY) if monday else None


_WEEKS = rf"(?:(?P<n>\d|{'|'.join(_NUMBERS)}|one)\s+(?:weeks?|fortnights?)|fortnight)"
NAMED_DAYS: tuple[tuple[LazyPattern, Callable[[re.Match[str], date, bool], FirstAndLast | None]], ...] = (
    *(
        (LazyPattern(rf"(?:the\s+)?(?:{words}){_YEAR}{_ENDS}{_NO_BREAK}"), _feast(span))
        for words, span in _FEASTS
    ),
    (LazyPattern(rf"(?:on\s+)?{_WEEKDAY}\s+(?:week|fortnight){_ENDS}"), _weeks_on),
    (LazyPattern(rf"{_WEEKS}\s+(?:on|from)\s+{_WEEKDAY}{_ENDS}"), _weeks_on),
    (LazyPattern(rf"{_WEEKS}\s+(?:from\s+)?(?P<from>today|tomorrow|now){_ENDS}"), _weeks_on),
    (
        LazyPattern(
            r"(?:the\s+)?(?:week\s+(?:commencing|beginning|starting)|w\s*/\s*[cb]|wc)\s*:?\s*(?:mon(?:day)?\s+)?(?:the\s+)?"
            rf"(?P<d>\d{{1,2}})(?:/(?P<m>\d{{1,2}})|(?:st|nd|rd|th)?(?!\s+(?:(?:of\s+)?(?:{'|'.join(MONTHS)})|days?|weeks?|months?|terms?|years?))){_ENDS}"
        ),
        _week_of,
    ),
)
"""Days whose names are nothing else; each with the function that gives the first and the last of them."""
NUMBERED: tuple[tuple[LazyPattern, Callable[[re.Match[str], date, bool], FirstAndLast | None]], ...] = (
    (
        LazyPattern(
            rf"(?:{_WEEKDAY}\s+)?(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)(?!\s+(?:of\s+)?[a-su-z])"
            rf"(?:\s+of\s+(?P<month>(?:this|next|last)\s+month))?{_ENDS}"
        ),
        _of_month,
    ),
    (
        LazyPattern(
            rf"(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+of\s+(?P<month>(?:this|next|last)\s+month){_ENDS}"
        ),
        _of_month,
    ),
    (
        LazyPattern(
            rf"(?P<m>(?:{'|'.join(MONTHS)})[a-z]*)\.?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_ENDS}"
        ),
        _day_and_month,
    ),
    (LazyPattern(rf"(?P<d>\d{{1,2}})\s?[/.]\s?(?P<m>\d{{1,2}})\.?{_ENDS}"), _day_and_month),
)
"""Days by numbers, which are days only where nothing but a day can be meant."""
