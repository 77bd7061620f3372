"""The words that name a time: each form a date is printed in, and the days it spans.

One table of forms at the end. A form is a pattern and a function from its match to the first and last day
named; a function that raises ValueError says "written like a date, but there is no such day" (31 February).
The conventions are told in register.dates.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """The first and the last day of what is named, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Phrase:
    """A phrase found in a text: where it ends, and its days (None: it names none, as "TBC" does).

    ``valid`` is False when it is written like a date but no such day exists.
    """

    end: int
    span: Span | None
    valid: bool = True


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Their first and last months; winter runs into the next year.
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}

_M = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_Y = r"(?:(?:19|20|21)\d\d|['’]?\d\d)"
_YYYY = r"(?:19|20|21)\d\d"
_TO = r"\s*(?:/|-|–|—|\bto\b|\band\b|&)\s*"
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_YEARS = r"(?P<y>(?:20)?\d\d)\s*[/–-]\s*(?P<y2>(?:20)?\d\d)"
_LONG_YEARS = r"(?P<y>20\d\d)\s*[/–-]\s*(?P<y2>(?:20)?\d\d)"

_LEAD = re.compile(
    r"(?:(?:due|by|on|in|during|until|till|at|for|no later than|not later than|expected|anticipated|"
    r"estimated|the)\s+)*",
    re.I,
)
_PART = re.compile(
    r"(?:(?P<end>(?:end|close)(?:\s+of)?|late|last day of)|(?P<mid>mid|middle\s+of)|"
    r"(?P<early>early|beginning\s+of|start\s+of))(?:\s+|\s*-\s*)(?:in\s+)?(?:the\s+)?",
    re.I,
)


def phrase_at(text: str, position: int, said_on: date, *, alone: bool) -> Phrase | None:
    """The longest phrase naming a time that begins at ``position``, or None.

    ``text`` has single spaces. ``alone`` also allows the forms that need a cell to themselves to mean a
    date: a year, a month without a year, a dash.
    """
    lead = _LEAD.match(text, position)
    start = lead.end() if lead else position
    part = _PART.match(text, start)
    begins: list[tuple[int, str | None]] = [(position, None), (start, None)]
    if part:
        begins.append((part.end(), part.lastgroup))
    best: Phrase | None = None
    for begin, how in begins:
        for form in FORMS:
            match = form.pattern.match(text, begin) if alone or not form.alone else None
            if match and (best is None or match.end() > best.end):
                best = _read(form, match, how, said_on)
    return best


def _read(form: "Form", match: re.Match[str], part: str | None, said_on: date) -> Phrase:
    try:
        span = form.read(match, said_on)
        if part and span is None:
            return Phrase(match.end(), None, valid=False)
        return Phrase(match.end(), _part_of(span, part) if span and part else span)
    except (ValueError, OverflowError):
        return Phrase(match.end(), None, valid=False)


def _part_of(span: Span, part: str) -> Span:
    """The early part or the first half of a span, in whole months if it has them; "end of" is all of it."""
    if part == "end":
        return span
    days = (span.last - span.first).days + 1
    months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    parts = 3 if part == "early" else 2
    if months > 1 and months % parts == 0:
        year, month = divmod(span.first.month - 1 + months // parts - 1, 12)
        return _months(span.first.year, span.first.month, span.first.year + year, month + 1)
    length = (10 if part == "early" else 15) if 28 <= days <= 31 else max(days // parts, 1)
    return Span(span.first, span.first + timedelta(days=length - 1))


def _month(words: str) -> int:
    """The month of a name, an abbreviation or a number, which may be no month at all."""
    if words.isdigit():
        return int(words)
    return _MONTHS.index(words[:3].lower()) + 1


def _year(digits: str) -> int:
    number = int(digits.strip("'’"))
    return number if number >= 100 else 2000 + number


def _months(first_year: int, first: int, last_year: int, last: int) -> Span:
    return Span(date(first_year, first, 1), date(last_year, last, monthrange(last_year, last)[1]))


def _next(span_in: Callable[[int], Span], said_on: date) -> Span:
    """The span of this year when it has not ended yet, else of the next; of last year's winter too."""
    for year in range(said_on.year - 1, said_on.year + 9):
        try:
            span = span_in(year)
        except ValueError:  # no 29 February that year
            continue
        if span.last >= said_on:
            return span
    raise ValueError


def _both_years(match: re.Match[str]) -> int:
    """The first of two years written as 2024/25, which must follow each other."""
    first, second = _year(match["y"]), match["y2"]
    if (int(second) - first - 1) % (100 if len(second) == 2 else 10_000):
        raise ValueError
    return first


def _day(match: re.Match[str], said_on: date) -> Span:
    """A day, month and year by name or number; without a year, the next such day."""
    month, number, groups = _month(match["m"]), int(match["d"]), match.groupdict()
    if groups.get("y"):
        day = date(_year(match["y"]), month, number)
    else:
        day = _next(lambda year: Span(date(year, month, number), date(year, month, number)), said_on).last
    weekday = groups.get("weekday")
    if weekday and day.weekday() != _WEEKDAYS.index(weekday[:3].lower()):
        raise ValueError  # the weekday and the date disagree: one of them is a slip
    return Span(day, day)


def _week(match: re.Match[str], said_on: date) -> Span:
    return Span((day := _day(match, said_on).first), day + timedelta(days=6))


def _month_year(match: re.Match[str], said_on: date) -> Span:
    month = _month(match["m"])
    year = _year(match["y"])
    if re.search(r"\s\d\d$", match[0]) and abs(year - said_on.year) > 5:
        raise ValueError  # "March 23" is March 2023, but "March 15" said in 2022 is more likely a day
    return _months(year, month, year, month)


def _month_range(match: re.Match[str], said_on: date) -> Span:
    first, last, year = _month(match["m"]), _month(match["m2"]), _year(match["y"])
    first_year = _year(match["y1"]) if match["y1"] else (year if first <= last else year - 1)
    span = _months(first_year, first, year, last)
    if span.first > span.last:
        raise ValueError
    return span


def _month_alone(match: re.Match[str], said_on: date) -> Span:
    month = _month(match["m"])
    return _next(lambda year: _months(year, month, year, month), said_on)


def _quarter(match: re.Match[str], said_on: date) -> Span:
    year, named = _both_years(match), match["q"].lower()
    quarter = _ORDINALS.get(named) or int(named[0])
    first = (4, 7, 10, 1)[quarter - 1]
    year += quarter == 4
    return _months(year, first, year, first + 2)


def _financial_year(match: re.Match[str], said_on: date) -> Span:
    if not match.groupdict().get("y"):
        return _next(lambda y: _months(y, 4, y + 1, 3), said_on)
    first, second = _year(match["y"]), match["y2"]
    if "-" in match[0] and len(second) == 2 and int(second) != (first + 1) % 100:
        return _months(first, int(second), first, int(second))  # 2024-03, a month as ISO 8601 writes it
    year = _both_years(match)
    return _months(year, 4, year + 1, 3)


def _academic_year(match: re.Match[str], said_on: date) -> Span:
    year = _both_years(match)
    return _months(year, 9, year + 1, 8)


def _season(match: re.Match[str], said_on: date) -> Span:
    first, last = _SEASONS[match["s"].lower()]

    def span(year: int) -> Span:
        return _months(year, first, year + (last < first), last)

    if not match.groupdict().get("y"):
        return _next(span, said_on)
    if match["y2"] and (last > first or _year(match["y2"]) != _year(match["y"]) + 1):
        raise ValueError
    return span(_year(match["y"]))


def _term(match: re.Match[str], said_on: date) -> Span:
    first, last = _TERMS[match["s"].lower()]
    if not match.groupdict().get("y"):
        return _next(lambda y: _months(y, first, y, last), said_on)
    year = _year(match["y"])
    if match["y2"]:  # of the academic year 2020/21, the spring and summer terms are in 2021
        year = _both_years(match) + (first < 9)
    return _months(year, first, year, last)


def _relative(match: re.Match[str], said_on: date) -> Span:
    word = match["n"].lower()
    count = int(word) if word.isdigit() else _NUMBERS.index(word) + 1
    unit = match["unit"].lower()
    if unit in ("day", "week"):
        day = said_on + timedelta(days=count * (7 if unit == "week" else 1))
    else:
        months = said_on.year * 12 + said_on.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        if year > 2199:
            raise ValueError
        day = date(year, month + 1, min(said_on.day, monthrange(year, month + 1)[1]))
    return Span(day, day)


def _at_once(match: re.Match[str], said_on: date) -> Span:
    return Span(said_on, said_on)


def _no_day(match: re.Match[str], said_on: date) -> None:
    return None


@dataclass(frozen=True)
class Form:
    """One form in which a time is printed. ``alone``: only when it fills its cell, or follows a colon."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], Span | None]
    alone: bool = False


def _form(pattern: str, read: Callable[[re.Match[str], date], Span | None], *, alone: bool = False) -> Form:
    return Form(re.compile(rf"(?:{pattern})(?![\w]|[/.:-]\d)", re.I), read, alone)


_D = r"(?P<d>\d{1,2})\s*(?:st|nd|rd|th)?"
_DAY_MONTH = rf"{_WEEKDAY}{_D}\s*(?:of\s+)?[-./]?\s*(?P<m>{_M})"
_NAMED_DAY = rf"{_DAY_MONTH},?\s*[-./]?\s*(?P<y>{_Y})"
_NUMBER_DAY = rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?P<sep>[/.-])(?P<m>\d{{1,2}})(?P=sep)(?P<y>{_Y})"
_ISO_DAY = rf"(?P<y>{_YYYY})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?:[T ]00:00(?::00)?)?"
_COMMENCING = r"(?:the\s+)?(?:week\s+(?:commencing|beginning|starting|of)|w\s*/\s*[cb]|wc)\s*:?\s*(?:the\s+)?"
_ENDING = r"(?:the\s+)?(?:week\s+ending|w\s*/\s*e)\s*:?\s*(?:the\s+)?"
_FY = r"(?:fy\s*|(?:the\s+)?(?:financial|fiscal)\s+year\s+(?:of\s+)?)"
_S = r"(?P<s>spring|summer|autumn|winter)"
_COUNT = rf"(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)})[\s-]*(?P<unit>day|week|month|year)s?['’]?(?:[\s-]+time)?"
_T = r"(?P<s>autumn|spring|summer)"

FORMS: tuple[Form, ...] = (
    *(_form(pattern, _day) for pattern in (_NAMED_DAY, _NUMBER_DAY, _ISO_DAY)),
    *(_form(_COMMENCING + pattern, _week) for pattern in (_NAMED_DAY, _NUMBER_DAY, _ISO_DAY, _DAY_MONTH)),
    *(_form(_ENDING + pattern, _day) for pattern in (_NAMED_DAY, _NUMBER_DAY, _ISO_DAY, _DAY_MONTH)),
    _form(_DAY_MONTH, _day, alone=True),
    _form(rf"(?P<m>{_M}),?\s*[-/]?\s*(?P<y>{_Y})", _month_year),
    _form(rf"(?P<m>\d{{1,2}})/(?P<y>{_YYYY})", _month_year),
    _form(
        rf"(?P<m>{_M})(?:\s*(?P<y1>{_YYYY})\s*(?:-|–|—|to\b)\s*|{_TO})(?P<m2>{_M}),?\s*[-/]?\s*(?P<y>{_Y})",
        _month_range,
    ),
    _form(rf"(?P<m>{_M})", _month_alone, alone=True),
    _form(rf"(?:q|qtr|quarter)\s*(?P<q>[1-4]),?\s*(?:of\s+|in\s+)?{_FY}?{_YEARS}", _quarter),
    _form(
        rf"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter,?\s*(?:of\s+)?{_FY}?{_YEARS}", _quarter
    ),
    _form(rf"{_FY}?{_YEARS},?\s*[-–:]?\s*(?:q|qtr|quarter)\s*(?P<q>[1-4])", _quarter),
    _form(rf"{_LONG_YEARS}(?:\s+financial\s+year)?", _financial_year, alone=True),
    _form(rf"{_FY}{_YEARS}", _financial_year),
    _form(r"(?:this\s+|current\s+)?(?:financial|fiscal)\s+year", _financial_year, alone=True),
    _form(rf"(?:the\s+)?(?:academic|school)\s+year\s+(?:of\s+)?{_YEARS}", _academic_year),
    _form(rf"{_YEARS}\s+(?:academic|school)\s+year", _academic_year),
    _form(rf"(?P<y>{_YYYY})", lambda m, said_on: _months(int(m["y"]), 1, int(m["y"]), 12), alone=True),
    _form(rf"{_S}\s+(?:of\s+)?(?P<y>{_YYYY})(?:\s*[/–-]\s*(?P<y2>(?:20)?\d\d))?", _season),
    _form(_S, _season, alone=True),
    _form(rf"{_T}\s+term,?\s+(?:of\s+)?(?P<y>{_YYYY})(?:\s*[/–-]\s*(?P<y2>(?:20)?\d\d))?", _term),
    _form(rf"{_T}\s+(?P<y>{_YYYY})(?:\s*[/–-]\s*(?P<y2>(?:20)?\d\d))?\s+term", _term),
    _form(rf"{_T}\s+term", _term, alone=True),
    _form(rf"(?:in|within)\s+(?:the\s+next\s+)?{_COUNT}", _relative),
    _form(_COUNT, _relative, alone=True),
    _form(r"immediate(?:ly)?|with\s+immediate\s+effect|forthwith", _at_once),
    _form(
        r"on-?\s?going|continuous|rolling|business\s+as\s+usual|bau|tb[cad]|to\s+be\s+(?:confirmed|agreed|advised|"
        r"determined|announced|decided|set)|n/a|not\s+applicable|none|complete|completed|closed",
        _no_day,
    ),
    _form(r"n\.a\.|n\.k\.|[-–—]+", _no_day, alone=True),
)
