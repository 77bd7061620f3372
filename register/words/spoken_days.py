"""One day as a person writes it for a date or the end of something: "25/11", "end of next week", "before Easter".

Of several days it is the last ("March" is the 31st), of the end of a week its Friday, of the run-up to a holiday the
last working day. What has no day of its own is asked about, never guessed: "Q1", "half term", "next week".
"""

from dataclasses import dataclass
from datetime import date, timedelta

from register.days.calendar import Calendar
from register.days.date_spans import MONTHS
from register.days.date_words import NO_EXACT_DAY, OF_EVENT, SINCE_WHEN, phrase_at
from register.days.target_dates import read_target
from register.lazy_pattern import LazyPattern
from register.phrases import day as spelt
from register.refused import Refused
from register.words.query_days import days_at, with_capitals
from register.words.short_forms import in_full
from register.words.text_folding import typed_plainly


@dataclass(frozen=True)
class SpokenDay:
    """The day that words name, or the question to ask about them; one of the two is empty.

    ``likely`` is the last of the days that are asked about, for an example, and ``or_else`` the other where there are
    two; with ``is_proposal`` it is the only one.
    """

    day: date | None = None
    question: str = ""
    likely: date | None = None
    is_proposal: bool = False
    or_else: date | None = None


_LEAD = LazyPattern(
    r"(?:(?:on|until|till|til|up\s+to|for|to|from|at|around|about|say|maybe|probably|sometime|some\s+time|the\s+latest|"
    r"no\s+later\s+than|w\s*/\s*e|week\s+ending|close\s+of\s+(?:play|business)|cop|cob|eod|first\s+thing|midday|noon|"
    r"\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m\.?|\d{1,2}:\d\d)(?:\s+(?:on|in))?[\s,:]+)+"
)
_TAIL = LazyPattern(
    r"(?:(?<![\s,])(?:[\s,]+(?:(?:at|by|around)\s+)?(?:at\s+the\s+latest|latest|please|pls|thanks|if\s+possible|hopefully|inclusive|"
    r"noon|midday|midnight|cop|cob|eod|close\s+of\s+(?:play|business)|first\s+thing|(?:in\s+the\s+)?(?:morning|afternoon|"
    r"evening)|am|pm|\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m\.?|\d{1,2}:\d\d))+[\s.,;!?]*|(?<![\s.,;!?])[\s.,;!?]*)$"
)
_RUN_UP = LazyPattern(
    r"(?:by|before|ahead\s+of|until|in\s+time\s+for)\s+(?=(?:the\s+)?(?:christmas|xmas|easter|new\s+year)(?!\s+(?:eve|day|monday|sunday)))"
)
_WEEK_END = LazyPattern(
    r"(?:by\s+|before\s+)?(?:the\s+)?(?:end\s+of\s+)(?:the\s+)?(?P<which>this|next)?\s*(?:working\s+)?week|(?:by\s+)?(?:the\s+)?week[\s-]?end(?:ing)?"
)
_WEEK = LazyPattern(r"(?:in\s+|during\s+|by\s+)?(?:the\s+)?(?P<which>this|next)\s+week")
_WEEK_OF = LazyPattern(
    r"(?:in\s+|during\s+|by\s+)?(?:the\s+)?(?:w\s*/?\s*[cb]|week\s+(?:commencing|beginning|starting|of))\s*:?\s*(?P<day>(?!\s*(?:w\s*/?\s*[cb]|week)).+)"
)
_FEAST = LazyPattern(r"(?:the\s+)?(?:christmas|xmas|easter|new\s+year)(?:,?\s+20\d\d)?")
_VAGUE = LazyPattern(
    r"(?:(?:on|by|until|till?|to|for|in)\s+)*(?:around|about|circa|c\.|approx(?:imately|\.)?|roughly|maybe|probably|"
    r"sometime|some\s+time|hopefully)\s"
)
"""What leaves a day open that is named behind it."""
_WEEKDAY_NAME = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_OF_MONTH = (
    rf"(?:(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{'|'.join(MONTHS)})[a-z]*(?:\s+(?:20)?\d\d)?|"
    r"\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
)
_SPAN = LazyPattern(
    rf"(?:between\s+)?(?:{_WEEKDAY_NAME}\s*(?:-|to|and)\s*{_WEEKDAY_NAME}|"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_OF_MONTH})\s*(?:-|to|and)\s*{_OF_MONTH})"
)
_DASH = LazyPattern(r"\s*-\s*")
_QUARTER = LazyPattern(
    r"(?:by\s+|in\s+|during\s+)?(?:the\s+)?(?:(?:end|start|middle)\s+of\s+)?(?:q(?:tr|uarter)?\.?\s*(?P<q>[1-4])|(?P<nth>1st|2nd|3rd|4th|first|second|third|fourth)\s+quarter)(?:\s+(?P<year>20\d\d))?"
)
_TERMS = LazyPattern(r"\b(?:half[\s-]?term|term|recess|purdah|school\s+holidays?|summer\s+holidays?)\b")
_MEETING = LazyPattern(r"\b(?:meeting|committee|cabinet|board|council|panel)\b")
_YEAR = LazyPattern(
    r"(?:by\s+|before\s+)?(?:the\s+)?(?:end\s+of\s+(?:the\s+|this\s+)?year|year[\s-]end|this\s+year)"
)
_WEEKDAY = LazyPattern(r"(?:by\s+)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+(?=(?:the\s+)?\d)")
_ROUGHLY = LazyPattern(r"\b(?:mid|middle|early|late|about|around|beginning|start)\b")
_AFTER_EVENT = LazyPattern(rf".*\b(?:of|from|after|following|since)\s+(?:the\s+)?{OF_EVENT}")
"""A paper's own day stands for such an event in the paper, but nobody who types it means today."""
_NTH = ("1st", "2nd", "3rd", "4th", "first", "second", "third", "fourth")


def spoken_day(words: str, today: date, calendar: Calendar, *, past: bool = False) -> SpokenDay:
    """The day that somebody's words name on a local day: the next such day, or with ``past`` the last one."""
    bare = _bare(words)
    question = _question_about(bare, today) or _which_end(bare, today, calendar, past)
    if question is not None:
        return question
    friday = _WEEK_END.fullmatch(bare)
    if friday:
        return SpokenDay(_friday(today, is_next=friday["which"] == "next"))
    found = _as_listed(bare, today, past)
    if isinstance(found, date):
        is_run_up = bool(_RUN_UP.match(bare))
        return SpokenDay(_working_day_before(found, bare, calendar) if is_run_up else found)
    target = read_target(bare, today)
    deadline = target.milestones[0].deadline if target.understood and len(target.milestones) == 1 else None
    if deadline is not None and not found:
        return SpokenDay(deadline)
    weekday = _WEEKDAY.match(bare)
    if weekday and not found:  # "Thursday 25 November", which is a Friday
        other = spoken_day(bare[weekday.end() :], today, calendar, past=past).day
        if other:
            return SpokenDay(
                question=f"{spelt(other)} is a {other:%A}: which is right, the weekday or the date?"
            )
    return SpokenDay(question=found) if found else _cannot_tell(words, today)


def deadline_day(words: str, today: date, calendar: Calendar) -> SpokenDay:
    """As ``spoken_day``, for a day by which something is due: of a feast ("Xmas") it is asked whether its last day is
    meant, or the last working day before it; and what is asked about in papers ("early 2024") is asked about here.
    """
    found = spoken_day(words, today, calendar)
    bare = _bare(words)
    if found.day is None:
        return found
    if _FEAST.fullmatch(bare):
        return _which_of("Which day?", _working_day_before(found.day, bare, calendar), found.day)
    doubt = _doubt_about(words, bare, today)
    if not doubt:
        return found
    question = f"“{_short(words.strip())}” comes to {spelt(found.day)}: {doubt}"
    return SpokenDay(question=question, likely=found.day, is_proposal=True)


def _doubt_about(words: str, bare: str, today: date) -> str:
    """What is asked about a day as papers print it although it was read; "" for nothing. That a time is counted from
    the day of the paper is no question here: somebody who types it means today.
    """
    if _VAGUE.match(_plain(words)):
        return NO_EXACT_DAY
    found = phrase_at(bare, 0, today, alone=True)
    is_whole = found is not None and not bare[found.end :].strip(" .,")
    return found.asks if found and is_whole and found.asks != SINCE_WHEN else ""


def _bare(words: str) -> str:
    """The words for a day without those around it: "until", "at the latest"."""
    plain = _plain(words)
    lead = _LEAD.match(plain)
    tail = _TAIL.search(plain)
    return plain[lead.end() if lead else 0 : tail.start() if tail else None].strip()


def _plain(words: str) -> str:
    return " ".join(in_full(typed_plainly(words)).split()).strip("\"' ")


def days_ahead(words: str, today: date) -> tuple[date, date] | None:
    """The first and the last of several days that words name, all of them after a local day: "next week" (until its
    Friday), "Christmas", "December". None for one day, for "until" one, and where it cannot be told.
    """
    plain = _plain(words).strip("\"'., ")
    try:
        found = None if _ROUGHLY.search(plain) else days_at(plain, 0, today, sure=True)
    except Refused:
        return None
    first, last = (found.days.first, found.days.last) if found and found.end == len(plain) else (None, None)
    if first is None or last is None or not today < first < last:
        return None
    is_week = first.weekday() == 0 and last - first == timedelta(days=6)
    return first, first + timedelta(days=4) if is_week else last


def _question_about(plain: str, today: date) -> SpokenDay | None:
    """The question about words that have no day of their own; None: they may have one."""
    week = _WEEK.fullmatch(plain)
    if week:
        friday = _friday(today, is_next=week["which"] == "next")
        monday = max(friday - timedelta(days=4), today)
        return _which_of(f"Which day of {week['which']} week?", monday, friday)
    quarter = _QUARTER.fullmatch(plain)
    if quarter:
        number = int(quarter["q"]) if quarter["q"] else _NTH.index(quarter["nth"]) % 4 + 1
        year = int(quarter["year"] or today.year)
        ends = _quarter_ends(number, year, today, is_given=bool(quarter["year"]))
        return SpokenDay(
            question=f"Q{number} ends on {spelt(ends[0])} of a calendar year and on {spelt(ends[1])} of a "
            "financial year. Write the day that you mean."
        )
    if _YEAR.fullmatch(plain):
        ends = (date(today.year, 12, 31), _quarter_ends(4, today.year, today, is_given=False)[1])
        return SpokenDay(
            question=f"The calendar year ends on {spelt(ends[0])}, the financial year on {spelt(ends[1])}. "
            "Write the day that you mean."
        )
    if _AFTER_EVENT.fullmatch(plain):
        return _cannot_tell(plain, today)
    if _TERMS.search(plain):
        return SpokenDay(
            question=f"I do not know the dates of your terms and recesses: write “{_short(plain)}” as a date."
        )
    return None


def _which_end(plain: str, today: date, calendar: Calendar, past: bool) -> SpokenDay | None:
    """The question about words that name several days, of which either end may be meant: "w/c 12 Dec", "21-25 Jan".
    None where they do not.
    """
    week = _WEEK_OF.fullmatch(plain)
    if week:
        named = spoken_day(week["day"], today, calendar, past=past)
        if named.day is None:
            return named if "add the year" in named.question else _cannot_tell(plain, today)
        monday = named.day - timedelta(days=named.day.weekday())
        return _which_of(f"Which day of the week of {spelt(monday)}?", monday, monday + timedelta(days=4))
    if not _SPAN.fullmatch(plain):
        return None
    spelt_out = f"from {_DASH.sub(' to ', plain.removeprefix('between '))}"
    try:
        span = days_at(spelt_out, 0, today, sure=True)
    except Refused as refused:
        clear = str(refused).partition(", for instance")[0].rstrip(".")
        return _cannot_tell(plain, today) if ": for instance" in clear else SpokenDay(question=f"{clear}.")
    first, last = (span.days.first, span.days.last) if span and span.end == len(spelt_out) else (None, None)
    return _which_of("Which day?", first, last) if first and last and first < last else None


def _which_of(asked: str, first: date, last: date) -> SpokenDay:
    return SpokenDay(question=f"{asked} Is it {spelt(first)}, or {spelt(last)}?", likely=last, or_else=first)


def _quarter_ends(number: int, year: int, today: date, *, is_given: bool) -> tuple[date, date]:
    """The last days of a quarter of the calendar and of the financial year, the next ones where no year is given."""
    ends = ((3, 31), (6, 30), (9, 30), (12, 31))
    calendar_end, financial = ends[number - 1], ends[number % 4]
    first = date(year, *calendar_end)
    second = date(year + (number == 4 and is_given), *financial)
    if not is_given:
        first = first if first >= today else first.replace(year=year + 1)
        second = second if second >= today else second.replace(year=year + 1)
    return first, second


def _as_listed(plain: str, today: date, past: bool) -> date | str:
    """The last of the days as lists are asked for, or the question that is to be asked, "" where they are no time."""
    try:
        found = days_at(plain, 0, today, past=past, sure=True)
    except Refused as refused:
        if "please add the year" in str(refused) and not past:
            return str(refused).partition(", for instance")[0] + "."
        if _MEETING.search(plain):
            return f"I cannot tell which day “{_short(plain)}” is: write the date of the meeting."
        return ""
    if found is None or found.end != len(plain):
        return ""
    if found.days.last is None:
        return f"“{_short(with_capitals(plain))}” is not a single day: write the last day that you mean."
    return found.days.last


def _working_day_before(found: date, plain: str, calendar: Calendar) -> date:
    """The last working day before the holiday whose last day, or whose eve, was found."""
    first = found + timedelta(days=1) if plain.startswith(("before", "ahead")) else found
    while calendar.is_day_off(first - timedelta(days=1)) or (first - timedelta(days=1)).weekday() > 4:
        first -= timedelta(days=1)
    return calendar.working_day_on_or_before(first - timedelta(days=1))


def _friday(today: date, *, is_next: bool) -> date:
    """The Friday of this week, or of the next; at a weekend this week's is the coming one."""
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * (today.weekday() > 4))
    return monday + timedelta(days=4 + 7 * is_next)


def _cannot_tell(words: str, today: date) -> SpokenDay:
    return SpokenDay(question=f"I cannot tell which day “{_short(words)}” is: write it like {spelt(today)}.")


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:58]} …"
