"""The days that a phrase names: the first and the last of them, from what its form matched.

Each function of a form (register.days.date_words) takes its match and the local day on which it was said, and raises
ValueError where the words are written like a date but there is no such day (31 February). "End of", "mid" and "early"
before any of them: ``part_of``. The conventions are written down in register.days.target_dates.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from register.phrases import PRINTED_MONTHS

Match = re.Match[str]


@dataclass(frozen=True)
class Span:
    """The first and the last day of what is named, both included."""

    first: date
    last: date


MONTH_NAMES = tuple(name.lower() for name in PRINTED_MONTHS)
MONTHS = tuple(name[:3] for name in MONTH_NAMES)
_WELSH = (
    *("ionawr", "chwefror", "mawrth fawrth", "ebrill", "mai fai", "mehefin fehefin"),
    *("gorffennaf orffennaf", "awst", "medi fedi", "hydref", "tachwedd dachwedd", "rhagfyr ragfyr"),
)
WELSH_MONTHS = {name: month for month, names in enumerate(_WELSH, start=1) for name in names.split()}
"""Welsh months by name, also in their mutated forms ("o Fawrth")."""
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
WEEKDAY_STEMS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TYPED_WEEKDAY = r"(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)"
"""A pattern of the days of the week as they are typed, without the "day" that may follow."""
TYPED_MONTH = (
    r"(?:jan(?:u[a-z]*)?|feb[a-z]*|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:em[a-z]*)?|oct(?:o[a-z]*)?|"
    r"nov(?:em[a-z]*)?|dec(?:em[a-z]*)?)"
)
"""A pattern of the months as they are typed, long or short, and some misspelt; not Jane, Marcus or "decisions"."""

# Their first and last months; winter runs into the next year.
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}
_TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7), "michaelmas": (9, 12), "lent": (1, 3)}
_HALF_TERMS = {("autumn", 1): 10, ("autumn", 2): 12, ("spring", 1): 2, ("spring", 2): 3} | {
    ("summer", 1): 5,
    ("summer", 2): 7,
}
_SEMESTERS = {1: (9, 1), 2: (2, 6)}


def part_of(span: Span, part: str) -> Span:
    """The early part or the first half of a span, in whole months if it has them; "end of" is all of it.

    A week is one of a month, of which the first has its first seven days. What is promised before a span is promised
    for the day before its first. Raises ValueError for a week of a longer time, and for what is promised before one,
    such as "before winter", if not before its start: nobody would name a day of these.
    """
    if part == "end":
        return span
    if part in ("before", "before_start"):
        if part == "before" and (span.last - span.first).days > 30:
            raise ValueError
        return Span(day_before := span.first - timedelta(days=1), day_before)
    days = (span.last - span.first).days + 1
    if part.startswith("week"):
        if not 28 <= days <= 31:
            raise ValueError  # of a longer time nobody counts the weeks
        last = 7 * int(part[-1])
        return Span(span.first + timedelta(days=last - 7), span.first + timedelta(days=last - 1))
    length = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    parts = 3 if part == "early" else 2
    if length > 1 and length % parts == 0:
        years, month = divmod(span.first.month - 1 + length // parts - 1, 12)
        return months(span.first.year, span.first.month, span.first.year + years, month + 1)
    length = (10 if part == "early" else 15) if 28 <= days <= 31 else max(days // parts, 1)
    return Span(span.first, span.first + timedelta(days=length - 1))


def month_number(words: str) -> int:
    """The month of a name, an abbreviation or a number, which may be no month at all."""
    if words.isdigit():
        return int(words)
    return WELSH_MONTHS.get(words.lower().rstrip(".")) or MONTHS.index(words[:3].lower()) + 1


def year_number(digits: str) -> int:
    """The year of four digits, or of two, which are of this century."""
    number = int(digits.strip("'’"))
    return number if number >= 100 else 2000 + number


def months(first_year: int, first: int, last_year: int, last: int) -> Span:
    """The days from the first of a month to the last of another."""
    return Span(date(first_year, first, 1), date(last_year, last, monthrange(last_year, last)[1]))


def next_span(span_in: Callable[[int], Span], said_on: date) -> Span:
    """The span of this year when it has not ended yet, else of the next; of last year's winter too."""
    for year in range(said_on.year - 1, said_on.year + 9):
        try:
            span = span_in(year)
        except ValueError:  # no 29 February that year
            continue
        if span.last >= said_on:
            return span
    raise ValueError


def _both_years(match: Match) -> int:
    """The first of two years written as 2024/25, which must follow each other."""
    first, second = year_number(match["y"]), match["y2"]
    if (int(second) - first - 1) % (100 if len(second) == 2 else 10_000):
        raise ValueError
    return first


def day(match: Match, said_on: date) -> Span:
    """A day, month and year by name or number; without a year, the next such day."""
    month, number, groups = month_number(match["m"]), int(match["d"]), match.groupdict()
    if groups.get("y"):
        named = date(year_number(match["y"]), month, number)
    else:
        named = next_span(lambda year: Span(date(year, month, number), date(year, month, number)), said_on).last
    weekday = groups.get("weekday")
    if weekday and named.weekday() != WEEKDAY_STEMS.index(weekday[:3].lower()):
        raise ValueError  # the weekday and the date disagree: one of them is a slip
    if groups.get("zone") and int(match["hour"]) >= 22 and match["minute"] == "00":
        named += timedelta(days=1)  # midnight of the summer, written in UTC
    return Span(named, named)


def week(match: Match, said_on: date) -> Span:
    """The seven days from a day on."""
    return Span((first := day(match, said_on).first), first + timedelta(days=6))


def day_range(match: Match, said_on: date) -> Span:
    """From one day of a month to another, of which the last has the year."""
    month, year = month_number(match["m"]), year_number(match["y"])
    last = date(year, month, int(match["d"]))
    first_month = month_number(match["m1"]) if match["m1"] else month
    first = date(year - (first_month > month), first_month, int(match["d1"]))
    if first > last:
        raise ValueError
    return Span(first, last)


def month_year(match: Match, said_on: date) -> Span:
    """All of a month."""
    month = month_number(match["m"])
    year = year_number(match["y"])
    if re.search(r"\s\d\d$", match[0]) and abs(year - said_on.year) > 1:
        raise ValueError  # "March 23" said in 2022 is March 2023, but "March 15", "March 25" may be a day
    return months(year, month, year, month)


def month_range(match: Match, said_on: date) -> Span:
    """From one month to another; the first may lack its year, or both, and is then the next that fits."""
    first, last = month_number(match["m"]), month_number(match["m2"])
    if not match.groupdict().get("y"):
        return next_span(lambda year: months(year - (first > last), first, year, last), said_on)
    year = year_number(match["y"])
    first_year = year_number(match["y1"]) if match["y1"] else (year if first <= last else year - 1)
    span = months(first_year, first, year, last)
    if span.first > span.last:
        raise ValueError
    return span


def month_alone(match: Match, said_on: date) -> Span:
    """The next such month."""
    month = month_number(match["m"])
    return next_span(lambda year: months(year, month, year, month), said_on)


def month_each_year(match: Match, said_on: date) -> Span:
    """The next such month of what comes every year."""
    month = month_number(match["m"] or match["m2"] or match["m3"])
    return next_span(lambda year: months(year, month, year, month), said_on)


def quarter(match: Match, said_on: date) -> Span:
    """A quarter of a financial year; of several, up to the last."""
    year, named = _both_years(match), (match.groupdict().get("q2") or match["q"]).lower()
    number = _ORDINALS.get(named) or int(named[0])
    first = (4, 7, 10, 1)[number - 1]
    year += number == 4
    return months(year, first, year, first + 2)


def half_year(match: Match, said_on: date) -> Span:
    """A half of a financial year."""
    year = _both_years(match)
    return months(year, 4, year, 9) if match["h"] == "1" else months(year, 10, year + 1, 3)


def financial_year(match: Match, said_on: date) -> Span:
    """A financial year from 1 April (without years the present one), or 2024-03, a month as in ISO 8601."""
    if not match.groupdict().get("y"):
        return next_span(lambda y: months(y, 4, y + 1, 3), said_on)
    first, second = year_number(match["y"]), match["y2"]
    if "-" in match[0] and len(second) == 2 and int(second) != (first + 1) % 100:
        return months(first, int(second), first, int(second))
    year = _both_years(match)
    return months(year, 4, year + 1, 3)


def municipal_year(match: Match, said_on: date) -> Span:
    """A municipal year, which goes from one annual meeting, in May, to the next."""
    year = _both_years(match)
    return months(year, 5, year + 1, 5)


def academic_year(match: Match, said_on: date) -> Span:
    """An academic year from 1 September; without years the present one."""
    if not match.groupdict().get("y"):
        return next_span(lambda y: months(y, 9, y + 1, 8), said_on)
    year = _both_years(match)
    return months(year, 9, year + 1, 8)


def calendar_year(match: Match, said_on: date) -> Span:
    """All of a year; without one the present one."""
    year = int(match["y"]) if match.groupdict().get("y") else said_on.year
    return months(year, 1, year, 12)


def season(match: Match, said_on: date) -> Span:
    """Three calendar months."""
    first, last = _SEASONS[match["s"].lower()]

    def span(year: int) -> Span:
        return months(year, first, year + (last < first), last)

    if not match.groupdict().get("y"):
        return next_span(span, said_on)
    if match["y2"] and (last > first or year_number(match["y2"]) != year_number(match["y"]) + 1):
        raise ValueError
    return span(year_number(match["y"]))


def term(match: Match, said_on: date) -> Span:
    """A school term, or a half of one where a number says which."""
    name = match["s"].lower()
    first, last = _TERMS[name]
    half = match.groupdict().get("half")
    if half:
        last = _HALF_TERMS[name, int(half)]
        first = last if half == "2" else first
    return _in_academic_year(match, said_on, first, last)


def half_term(match: Match, said_on: date) -> Span:
    """Up to the holiday in the middle of a term."""
    last = _HALF_TERMS[match["s"].lower(), 1]
    return _in_academic_year(match, said_on, last, last)


def _in_academic_year(match: Match, said_on: date, first: int, last: int) -> Span:
    if not match.groupdict().get("y"):
        return next_span(lambda y: months(y, first, y, last), said_on)
    year = year_number(match["y"])
    if match["y2"]:  # of the academic year 2020/21, the spring and summer terms are in 2021
        year = _both_years(match) + (first < 9)
    return months(year, first, year, last)


def semester(match: Match, said_on: date) -> Span:
    """The first or the second semester of an academic year."""
    year = _both_years(match)
    first, last = _SEMESTERS[int(match["n"])]
    return months(year + (first < 9), first, year + 1, last)


def relative(match: Match, said_on: date) -> Span:
    """So long after it was said."""
    word = match["n"].lower()
    count = int(word) if word.isdigit() else NUMBERS.index(word) + 1
    unit = match["unit"].lower()
    if unit in ("day", "week"):
        then = said_on + timedelta(days=count * (7 if unit == "week" else 1))
    else:
        distance = said_on.year * 12 + said_on.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(distance, 12)
        if year > 2199:
            raise ValueError
        then = date(year, month + 1, min(said_on.day, monthrange(year, month + 1)[1]))
    return Span(then, then)


def since_day(match: Match, said_on: date) -> Span:
    """So long after the day that is named."""
    return relative(match, day(match, said_on).last)


def since_month(match: Match, said_on: date) -> Span:
    """So long after the month that is named, counted from its last day."""
    return relative(match, month_year(match, said_on).last)


def at_once(match: Match, said_on: date) -> Span:
    """The day on which it was said."""
    return Span(said_on, said_on)


def no_day(match: Match, said_on: date) -> None:
    """Words that name no day, and are understood."""
    return
