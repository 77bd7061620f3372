"""Days as people ask for them: "next week", "by 30 November", "in the next 4 weeks", "since Monday".

Relative times are read here, printed ones by register.days.date_words. A week begins on Monday; "next week" is the
calendar's, "the next week" the seven days to come. Without a year a day that is asked for lies ahead, and one on
which something was said lies behind. What has no day of its own (Christmas, "this year") is asked about.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from register.days.date_spans import NUMBERS, WEEKDAY_STEMS
from register.days.date_words import phrase_at
from register.lazy_pattern import LazyPattern
from register.phrases import day as spelt
from register.refused import Command, Refused
from register.words.named_days import NAMED, NUMBERED


@dataclass(frozen=True)
class Days:
    """From a local day to another, both included; None where the end is open."""

    first: date | None = None
    last: date | None = None

    def hold(self, day: date) -> bool:
        """Whether a day is among them."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def described(self, today: date) -> str:
        """The days in words that stand behind a verb: "by 30 November 2022", "in the next 30 days"."""
        if self.first is None or self.last is None:
            if self.last is not None:
                return f"by {spelt(self.last)}"
            return f"on or after {spelt(self.first)}" if self.first else "at any time"
        length = (self.last - self.first).days
        if length == 0:
            return f"on {spelt(self.first)}"
        if self.first == today and length < 1000:
            return f"in the next {length} days" if length > 1 else "today or tomorrow"
        if self.first.day == 1 and self.last == _month_end(self.first):
            return f"in {self.first:%B %Y}"
        return f"from {spelt(self.first)} to {spelt(self.last)}"


ALWAYS = Days()
"""All the days there are."""


@dataclass(frozen=True)
class DaysFound:
    """Days found in a text, and where the words for them end."""

    end: int
    days: Days


MOST = 999
"""Of any unit: who asks further ahead has mistyped."""
_N = rf"(?P<n>\d+|an?|{'|'.join(NUMBERS)}|(?:a\s+)?couple(?:\s+of)?)"
_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year)s?'?"
_ENDS = r"(?![\w]|[./:-]\d)"

_ROLLING = LazyPattern(
    rf"(?:the\s+)?(?P<way>next|coming|following|last|past|previous)\s+(?:{_N}\s*)?{_UNIT}{_ENDS}"
)
_COUNTED = LazyPattern(
    rf"{_N}\s*-?{_UNIT}(?P<then>\s+ago|\s+time|\s+hence|\s+from\s+(?:now|today)|\s+ahead)?{_ENDS}"
)
_CALENDAR = LazyPattern(
    r"(?:the\s+)?(?P<part>end\s+of\s+|rest\s+of\s+)?(?:the\s+)?(?P<which>this|next|last|previous|current)?\s*"
    rf"(?P<unit>week|month|quarter){_ENDS}"
)
_UNIT_END = LazyPattern(rf"(?:(?:the\s+)?(?P<unit>week|month|quarter)['s]*[\s-]end|eom){_ENDS}")
_WITHIN_THE = LazyPattern(rf"within\s+the\s+(?P<unit>week|fortnight|month|quarter){_ENDS}")
_TODAY = LazyPattern(
    rf"(?P<word>today|tomorrow|yesterday|now|tonight|(?:the\s+)?day\s+after\s+tomorrow){_ENDS}"
)
_WEEKDAY = LazyPattern(
    r"(?:(?P<which>this|next|last|coming)\s+)?"
    rf"(?P<day>mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?{_ENDS}(?!\s+\d)"
)
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|march|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = LazyPattern(
    rf"(?:{_MONTHS}|(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\s+)?(?:the\s+)?"
    rf"\d{{1,2}}\s*(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS}|may)){_ENDS}"
)
_ONLY_MAY = LazyPattern(r"\W*may\W*")
_PROPER = LazyPattern(rf"{_MONTHS}$|may$|\w+day$|christmas|xmas|easter|whitsun")
_UNCLEAR = LazyPattern(
    r"(?:the\s+)?(?:(?:this|next|last|coming)\s+)?(?:end\s+of\s+)?(?:the\s+|this\s+|next\s+|last\s+)?"
    r"(?:(?:christmas|xmas|easter|whitsun|new\s+year|half[\s-]?term|bank\s+holiday|(?:\w+\s+)?holidays|term|year|"
    r"recess|purdah|q(?:tr|uarter)?\s?[1-4]|elections?|(?:\w+\s+)?(?:meeting|committee|cabinet|board|council|deadline|inspection|audit))"
    rf"(?:['s]*[\s-](?:end|day|break|holidays?|eve|time|recess|term))?|(?:a\s+)?(?:few|several)\s+\w+|weekend|soon\w+){_ENDS}"
)

_BETWEEN = LazyPattern(r"(?:between|from)\s+")
_AND = r"\s*(?:and|to|until|till|-)\s*"
_JOINT = LazyPattern(_AND)
_DAY_ALONE = LazyPattern(
    rf"(?:the\s+)?(?P<day>[1-9]\d?)(?:st|nd|rd|th)?{_AND}(?=(?:the\s+)?\d\d?(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS}|may)\b)"
)
_END_OF = LazyPattern(r"(?:the\s+)?(?:end|close|last\s+day)\s+of\s")
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
    if plain.startswith(("from ", "between "), position) and _RANGE.search(plain[start : found.end]):
        how = "in"  # "from 1 to 10 March" is a range of its own
    return DaysFound(found.end, _compared(found.days, how))


def _between(plain: str, position: int, today: date, past: bool) -> DaysFound | None:
    start = _BETWEEN.match(plain, position)
    first = _span_at(plain, start.end(), today, past=past, sure=True) if start else None
    joint = _JOINT.match(plain, first.end) if first else _DAY_ALONE.match(plain, start.end()) if start else None
    last = _span_at(plain, joint.end(), today, past=past, sure=True) if joint else None
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
    for pattern, read in _RELATIVE:
        match = pattern.match(plain, position)
        if match and (days := read(match, today, past)):
            found.append(DaysFound(match.end(), days))
    for named, span in (*NAMED, *(NUMBERED if sure else ())):
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
        f"“{with_capitals(words)}” can be {earlier} or {other}: please add the year, for instance ",
        example,
        ".",
    )


def _a_year_before(today: date) -> date:
    return _months_on(today, -12) + timedelta(days=1)


def _rolling(match: re.Match[str], today: date, past: bool) -> Days | None:
    """ "the next 4 weeks", "last week": without a number the calendar's, unless "the" stands before it."""
    way, unit = match["way"], match["unit"]
    back = way in ("last", "past", "previous")
    if match["n"] is None:
        if not match[0].startswith("the ") and way != "past" and unit not in ("day", "fortnight"):
            return None if unit == "year" else _calendar_unit(today, unit, -1 if back else 1)
        count = 1
    else:
        count = _count(match["n"])
    other = _on(today, unit, -count if back else count)
    return Days(other, today) if back else Days(today, other)


def _counted(match: re.Match[str], today: date, past: bool) -> Days | None:
    count, ago = _count(match["n"]), (match["then"] or "").strip() == "ago"
    if ago:
        day = _on(today, match["unit"], -count)
        return Days(day, day)
    return (
        Days(_on(today, match["unit"], -count), today)
        if past
        else Days(today, _on(today, match["unit"], count))
    )


def _calendar(match: re.Match[str], today: date, past: bool) -> Days | None:
    which, part, unit = match["which"], (match["part"] or "").split(" ")[0], match["unit"]
    if not (which or part):
        return None
    step = {"next": 1, "last": -1, "previous": -1}.get(which or "", 0)
    days = _calendar_unit(today, unit, step)
    if part == "end":
        return Days(days.last, days.last)
    return Days(today, days.last) if part == "rest" and step == 0 else days


def _unit_end(match: re.Match[str], today: date, past: bool) -> Days | None:
    last = _calendar_unit(today, match["unit"] or "month", 0).last
    return Days(last, last)


def _within_the(match: re.Match[str], today: date, past: bool) -> Days | None:
    other = _on(today, match["unit"], -1 if past else 1)
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


_RELATIVE: tuple[tuple[LazyPattern, Callable[[re.Match[str], date, bool], Days | None]], ...] = (
    (_ROLLING, _rolling),
    (_COUNTED, _counted),
    (_CALENDAR, _calendar),
    (_UNIT_END, _unit_end),
    (_WITHIN_THE, _within_the),
    (_TODAY, _today),
    (_WEEKDAY, _weekday),
)


def _calendar_unit(today: date, unit: str, step: int) -> Days:
    """This week, month or quarter (0), the next (1) or the last (-1)."""
    if unit == "week":
        monday = today + timedelta(days=7 * step - today.weekday())
        return Days(monday, monday + timedelta(days=6))
    length = 3 if unit == "quarter" else 1
    begun = today.replace(day=1, month=(today.month - 1) // length * length + 1)
    first = _months_on(begun, length * step)
    return Days(first, _month_end(_months_on(first, length - 1)))


def _count(word: str) -> int:
    """How many a word says. Raises Refused for none and for more than anybody means."""
    if word in ("a", "an"):
        return 1
    if "couple" in word:
        return 2
    number = (
        int(word) if word.isdecimal() and len(word) < 6 else -1 if word.isdecimal() else NUMBERS.index(word) + 1
    )
    if not 0 < number <= MOST:
        raise how_many()
    return number


def how_many() -> Refused:
    """The refusal of a number of days that nobody means."""
    return Refused(f"Say how many days ahead, from 1 to {MOST}: for instance ", Command("list due 30"), ".")


def ahead(today: date, number: str) -> Days:
    """The days from today to so many days from today. Raises Refused for none, and for too many."""
    return Days(today, today + timedelta(days=_count(number)))


def back(today: date, number: str, unit: str) -> date:
    """The day so many units before today. Raises Refused for none, and for too many."""
    return _on(today, unit, -_count(number))


def _on(today: date, unit: str, count: int) -> date:
    """So many units on from a day, or back."""
    if unit in ("day", "week", "fortnight"):
        return today + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return _months_on(today, count * {"month": 1, "quarter": 3, "year": 12}[unit])


def _months_on(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1900 <= year <= 2199:
        raise how_many()
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _month_end(first).day))


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def with_capitals(words: str) -> str:
    """Words in small letters with the capitals of months, days and feasts."""
    return " ".join(part.capitalize() if _PROPER.match(part) else part for part in words.split())


def _unreadable(words: str) -> Refused:
    return Refused(
        f"I cannot tell which days “{with_capitals(words)}” means. Give a date: for instance ",
        Command("list due by 24 December"),
        ".",
    )
