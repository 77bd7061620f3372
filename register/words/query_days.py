"""Days as people ask for them: "next week", "by 30 November", "in the next 4 weeks", "since Monday".

Relative times are read in register.words.relative_days, printed ones by register.days.date_words. Without a year a day
that is asked for lies ahead, and one on which something was said lies behind. What has no day of its own (Christmas,
"this year") is asked about.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from register.days.date_spans import TYPED_WEEKDAY
from register.days.date_words import phrase_at
from register.lazy_pattern import LazyPattern
from register.phrases import day as spelt
from register.refused import Command, Refused
from register.words.day_ranges import Days, months_on
from register.words.named_days import NAMED_DAYS, NUMBERED
from register.words.relative_days import ENDS, RELATIVE


@dataclass(frozen=True)
class DaysFound:
    """Days found in a text, and where the words for them end."""

    end: int
    days: Days


_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = LazyPattern(
    rf"(?:{_MONTHS}|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\s+)?(?:the\s+)?"
    rf"\d{{1,2}}\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS}|may)){ENDS}"
)
_ONLY_MAY = LazyPattern(r"\W*may\W*")
_PROPER = LazyPattern(rf"{_MONTHS}$|may$|\w+day$|christmas|xmas|easter|whitsun")
_UNCLEAR = LazyPattern(
    r"(?:the\s+)?(?:(?:this|next|last|coming)\s+)?(?:end\s+of\s+)?(?:the\s+|this\s+|next\s+|last\s+)?"
    r"(?:(?:christmas|xmas|easter|whitsun|new\s+year|half[\s-]?term|bank\s+holiday|(?:\w+\s+)?holidays|term|year|"
    r"recess|purdah|q(?:tr|uarter)?\s?[1-4]|elections?|(?:\w+\s+)?(?:meeting|committee|cabinet|board|council|deadline|inspection|audit))"
    rf"(?:['s]*[\s-](?:end|day|break|holidays?|eve|time|recess|term))?|(?:a\s+)?(?:few|several)\s+\w+|weekend|soon\w+){ENDS}"
)
_BETWEEN = LazyPattern(r"(?:between|from)\s+")
_WEEKDAY_NAME = rf"{TYPED_WEEKDAY}(?:day)?"
_WEEKDAYS = LazyPattern(rf"{_WEEKDAY_NAME}\s*(?:and|to|until|till|-)\s*{_WEEKDAY_NAME}(?!\w)")
"""From one weekday to another: the second is counted from the first."""
_DATE = (
    rf"(?:\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS}|may)(?:\s+20\d\d)?(?!\w)|"
    r"\d\d?/\d\d?(?:/\d{2,4})?(?![\d/]))"
)
_UNMARKED = LazyPattern(
    rf"(?=(?P<first>{_WEEKDAY_NAME})\s*-\s*{_WEEKDAY_NAME}(?!\w)|(?P<day>\d\d?(?:st|nd|rd|th)?)\s*-\s*{_DATE}|"
    rf"(?P<date>{_DATE})\s*(?:-|\b(?:to|until|till|through)\b)\s*{_DATE})"
)
"""Days with a dash between them, or dates with "to", which need no "from": "Mon-Weds", "21-25 Jan", "28 Dec-3 Jan"."""
_AND = r"\s*(?:and|to|until|till|-)\s*"
_JOINT = LazyPattern(_AND)
_DAY_ALONE = LazyPattern(
    rf"(?:the\s+)?(?P<day>[1-9]\d?)(?:st|nd|rd|th)?{_AND}(?=(?:the\s+)?\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS}|may)\b)"
)
_END_OF = LazyPattern(r"(?:the\s+)?(?:end|close|last\s+day)\s+of\s")
_MORE_THAN = LazyPattern(r"(?:in\s+)?more\s+than\s")
_RANGE = LazyPattern(r"\b(?:to|until|till|and)\b|\w\s*-\s*\d")
_COMPARISONS: tuple[tuple[LazyPattern, str], ...] = tuple(
    (LazyPattern(rf"(?:{words})\s+"), how)
    for words, how in (
        (r"by|until|till|up\s+to|(?:no|not)\s+later\s+than|on\s+or\s+before|at\s+the\s+latest", "until"),
        (r"before|prior\s+to|earlier\s+than|ahead\s+of", "before"),
        (r"after|later\s+than|beyond|in\s+more\s+than|more\s+than", "after"),
        (r"(?:in\s+)?(?:less\s+than|under|at\s+most|no\s+more\s+than|up\s+to)(?=\s+(?:\d|an?\b))", "in"),
        (r"since|from|on\s+or\s+after|starting|as\s+of", "since"),
        (r"on|in|during|at|for|within|over|of|throughout", "in"),
    )
)


def days_at(
    plain: str, position: int, today: date, *, past: bool = False, sure: bool = False
) -> DaysFound | None:
    """The days that the words at ``position`` name, or None where they name no time.

    ``plain`` is a text in small letters with single spaces (register.words.text_folding.typed_plainly); ``today`` a
    local day. ``past``: a day without a year is in the past, as the day of an update is. ``sure``: only a time can be
    meant here, so that a bare month or year is one too. Raises Refused for a time without definite days ("this year"),
    and for dates that do not exist.
    """
    between = _between(plain, position, today, past)
    if between:
        return between
    compared = [
        (match.end(), word) for pattern, word in _COMPARISONS if (match := pattern.match(plain, position))
    ]
    start, how = max(compared, default=(position, ""))
    since = past or how == "since"
    found = _span_at(plain, start, today, past=since, sure=sure or bool(how))
    if found is None and how:
        found = _span_at(plain, position, today, past=since, sure=sure)
    if found is None:
        is_asked = sure or how in ("until", "before", "after", "since")
        unclear = _UNCLEAR.match(plain, start) if is_asked else None
        if unclear:
            raise _unreadable(plain[start : unclear.end()])
        return None
    if _END_OF.match(plain, start) and how in ("", "in", "before"):
        last = found.days.last  # before the end of February, all of February may be needed
        return DaysFound(found.end, Days(None if how == "before" else last, last))
    if past and how == "after" and _MORE_THAN.match(plain, position):
        how = "before"  # "updated more than 30 days ago"
    if plain.startswith(("from ", "between "), position) and _RANGE.search(plain[start : found.end]):
        how = "in"  # "from 1 to 10 March" is a range of its own
    return DaysFound(found.end, _compared(found.days, how))


def _between(plain: str, position: int, today: date, past: bool) -> DaysFound | None:
    unmarked = _UNMARKED.match(plain, position)
    start = _BETWEEN.match(plain, position) or unmarked
    # "from 21st to 25 January": both of January.
    alone = _DAY_ALONE.match(plain, start.end()) if start else None
    # Of "28 Dec-3 Jan" the first day ends before the dash.
    before = plain[: unmarked.end(unmarked.lastgroup or 0)] if unmarked else plain
    first = _span_at(before, start.end(), today, past=past, sure=True) if start and not alone else None
    joint = _JOINT.match(plain, first.end) if first else alone
    weekday = _WEEKDAYS.match(plain, start.end()) if start and first else None
    since = first.days.first if weekday and first and first.days.first else today
    last = _span_at(plain, joint.end(), since, past=past and not weekday, sure=True) if joint else None
    if joint is None or last is None:
        return None
    day = last.days.last
    begun = first.days.first if first else day and day + timedelta(days=int(joint["day"]) - day.day)
    days = Days(begun, day)
    if days.first and days.last and days.first > days.last:
        raise Refused(f"{spelt(days.first)} is after {spelt(days.last)}: say the earlier day first.")
    return DaysFound(last.end, days)


def _compared(days: Days, how: str) -> Days:
    """The range of days that a comparison ("before", "by" …) gives for the days after it."""
    match how:
        case "until":
            return Days(None, days.last)
        case "before":
            return Days(None, _moved(days.first, -1))
        case "after":
            return Days(_moved(days.last, 1), None)
        case "since":
            return Days(days.first, None)
    return days


def _moved(day: date | None, by: int) -> date | None:
    return day + timedelta(days=by) if day else None


def _span_at(plain: str, position: int, today: date, *, past: bool, sure: bool) -> DaysFound | None:
    """The days named at a place: the longest of the ways to name them."""
    found: list[DaysFound] = []
    for pattern, read in RELATIVE:
        match = pattern.match(plain, position)
        if match and (days := read(match, today, past)):
            found.append(DaysFound(match.end(), days))
    for named, span in (*NAMED_DAYS, *(NUMBERED if sure else ())):
        match = named.match(plain, position)
        if match and (first_and_last := span(match, today, past)):
            found.append(DaysFound(match.end(), Days(*first_and_last)))
    alone = sure or bool(_MONTH.match(plain, position) or _ONLY_MAY.fullmatch(plain))
    try:
        printed = _printed_at(plain, position, today, past=past, alone=alone)
    except Refused:
        if not found:
            raise
        printed = None
    return max([*found, *([printed] if printed else [])], key=lambda one: one.end, default=None)


def _printed_at(plain: str, position: int, today: date, *, past: bool, alone: bool) -> DaysFound | None:
    """A date as papers print it. Raises Refused for one that does not exist."""
    phrase = phrase_at(plain, position, today, alone=alone)
    if phrase is None or re.match(r"-+$", plain[position : phrase.end]):
        return None
    if not phrase.valid:
        raise _unreadable(plain[position : phrase.end])
    if phrase.span is None:
        return None
    days = Days(phrase.span.first, phrase.span.last)
    if phrase.span.first <= today:
        return DaysFound(phrase.end, days)
    earlier = phrase_at(plain, position, _a_year_before(today), alone=alone)
    if earlier is None or earlier.span is None or earlier.span.first == phrase.span.first:
        return DaysFound(phrase.end, days)
    before = Days(earlier.span.first, earlier.span.last)
    if not past and _is_as_near(today, earlier.span.last, phrase.span.first):
        raise _which_year(plain[position : phrase.end], before, days, today)
    return DaysFound(phrase.end, before if past else days)


def _is_as_near(today: date, last: date, coming: date) -> bool:
    """Whether a day without a year is rather the one that passed some weeks ago than the one far ahead."""
    return (today - last).days <= 92 and (coming - today).days > 183


def _which_year(words: str, before: Days, after: Days, today: date) -> Refused:
    earlier, other = (days.described(today).removeprefix("on ").removeprefix("in ") for days in (before, after))
    example = Command(f"list due by {spelt(before.last or today)}")
    return Refused(
        f"“{with_capitals(words)}” could be {earlier} or {other}: please add the year, for instance ",
        example,
        ".",
    )


def _a_year_before(today: date) -> date:
    return months_on(today, -12) + timedelta(days=1)


def with_capitals(words: str) -> str:
    """Words in small letters with the capitals of months, days and feasts."""
    return " ".join(part.capitalize() if _PROPER.match(part) else part for part in words.split())


def _unreadable(words: str) -> Refused:
    return Refused(
        f"I cannot tell which days “{with_capitals(words)}” means. Give a date: for instance ",
        Command("list due by 24 December"),
        ".",
    )
