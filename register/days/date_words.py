"""The words that name a time: one table of the forms a date is printed in, and the longest that fits.

A form is a pattern and a function of register.days.date_spans that gives the days it names.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from register.days import date_spans as spans
from register.days.date_spans import NUMBERS, TYPED_WEEKDAY, WELSH_MONTHS, Span
from register.lazy_pattern import LazyPattern


@dataclass(frozen=True)
class DateForm:
    """One form in which a time is printed.

    ``alone``: only when it fills its cell, or follows a colon. ``yearless``: the year is not printed.
    ``ranges``: it names a beginning and an end. ``asks``: the question put to a person although it was read, as
    custom differs.
    """

    words: str
    read: Callable[[re.Match[str], date], Span | None]
    alone: bool = False
    yearless: bool = False
    ranges: bool = False
    asks: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What it is found by, compiled when it is first needed: many commands read no date."""
        # A slash or a full stop before a digit: a longer number goes on, and this is no end.
        return re.compile(rf"(?:{self.words})(?![\w]|[/.:-]\d)", re.I)


@dataclass(frozen=True)
class Phrase:
    """A phrase found in a text: where it ends, its days (None: it names none, as "TBC" does), and its form.

    ``valid`` is False when it is written like a date but no such day exists; ``is_rough``: words before it leave the
    day open ("early", "around").
    """

    end: int
    span: Span | None
    form: DateForm
    valid: bool = True
    is_rough: bool = False

    @property
    def asks(self) -> str:
        """The question put to a person although it was read; "" for none."""
        return self.form.asks or (NO_EXACT_DAY if self.is_rough and self.span else "")


_M = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    rf"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|{'|'.join(WELSH_MONTHS)})(?![a-z])\.?"
)
_Y = r"(?:(?:19|20|21)\d\d|['’]?\d\d)"
_YYYY = r"(?:19|20|21)\d\d"
_TO = r"\s*(?:/|-|–|—|\bto\b|\band\b|\bthrough\b|\buntil\b|&)\s*"
_UNTIL = r"\s*(?:-|–|—|\bto\b|\bthrough\b|\buntil\b)\s*"
_WEEKDAY = rf"(?:(?P<weekday>{TYPED_WEEKDAY})(?:day)?\.?,?\s+)?"
_YEARS = r"(?P<y>(?:20)?\d\d)\s*[/–-]\s*(?P<y2>(?:20)?\d\d)"
_LONG_YEARS = r"(?P<y>20\d\d)\s*[/–-]\s*(?P<y2>(?:20)?\d\d)"

NO_EXACT_DAY = "it names no exact day; is that the day?"
"""The question about early, mid and around some time, and about seasons: each has its own idea of when they end."""

_ROUGHLY = r"around|about|approx(?:imately|\.)?|circa|c\.|roughly"
_ROUGH_LEAD = LazyPattern(rf"(?:^|.*\s)(?:{_ROUGHLY}),?\s+", re.I)
_ROUGH_PARTS = ("early", "mid")
_LEAD = LazyPattern(
    rf"(?:(?:{_ROUGHLY}|(?:on|by|at)\s+or\s+before|due|by|within|erbyn|cyn(?=\s+diwedd\b)|ym|yn|on|in|during|until|till|at|for|between|"
    r"no later than|not later than|"
    r"before(?=\s+(?:the\s+)?end\s+of\b)|expected|anticipated|"
    r"estimated|est\.?|target(?:\s+date)?\s*:?|deadline\s*:?|to be (?:completed?|done|finished|delivered)|"
    r"(?:for )?completion|complete(?=\s+by\b)|the|close of (?:play|business)|(?:12 )?(?:noon|midnight)|"
    r"\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m\.?|\d{1,2}:\d\d(?:\s*hrs)?),?\s+)*",
    re.I,
)
_PART = LazyPattern(
    r"(?:(?P<end>(?:end|close)(?:\s+of)?|diwedd|late|last day of|"
    r"(?:last\s+week|(?:second|2nd|last)\s+half)\s+(?:of|in))|"
    r"(?P<mid>mid|middle\s+of|canol)|(?P<half>(?:first|1st)\s+half\s+(?:of|in))|"
    r"(?P<week_1>(?:first|1st)\s+week\s+(?:of|in))|(?P<week_2>(?:second|2nd)\s+week\s+(?:of|in))|"
    r"(?P<week_3>(?:third|3rd)\s+week\s+(?:of|in))|(?P<week_4>(?:fourth|4th)\s+week\s+(?:of|in))|"
    r"(?P<early>early|beginning\s+of|start\s+of|dechrau))(?:\s+|\s*-\s*)(?:in\s+)?(?:the\s+)?",
    re.I,
)

_BEFORE = LazyPattern(
    r"(?:before|prior\s+to)\s+(?:(?P<before>(?!the\s+(?:start|beginning)\b)(?:the\s+)?)|"
    r"(?P<before_start>the\s+(?:start|beginning)\s+of\s+(?:the\s+)?))",
    re.I,
)


def phrase_at(text: str, position: int, said_on: date, *, alone: bool) -> Phrase | None:
    """The longest phrase naming a time that begins at ``position``, or None.

    ``text`` has single spaces. ``alone`` also allows the forms that need a cell to themselves to mean a
    date: a year, a month without a year, a dash.
    """
    lead = _LEAD.match(text, position)
    start = lead.end() if lead else position
    begins: list[tuple[int, str | None]] = [(position, None), (start, None)]
    begins += [(part.end(), part.lastgroup) for one in (_PART, _BEFORE) if (part := one.match(text, start))]
    leads_roughly = lead is not None and _ROUGH_LEAD.fullmatch(lead[0]) is not None
    best: Phrase | None = None
    for begin, how in begins:
        for form in DATE_FORMS:
            match = form.pattern.match(text, begin) if alone or not form.alone else None
            if match and (best is None or match.end() > best.end):
                is_rough = how in _ROUGH_PARTS or (begin > position and leads_roughly)
                best = _read(form, match, how, said_on, is_rough=is_rough)
    return best


def _read(form: DateForm, match: re.Match[str], part: str | None, said_on: date, *, is_rough: bool) -> Phrase:
    try:
        span = form.read(match, said_on)
        if part and span is None:
            return Phrase(match.end(), None, form, valid=False)
        span = spans.part_of(span, part) if span and part else span
        return Phrase(match.end(), span, form, is_rough=is_rough)
    except (ValueError, OverflowError):
        return Phrase(match.end(), None, form, valid=False)


_CLOCK = (
    r"(?:(?:,?\s+(?:at\s+|by\s+)?|T)(?:(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d{1,9})?)?\s*(?:am|pm)?\s*"
    r"(?P<zone>Z|[+-]00:?00)?(?:[+-]\d\d:?\d\d)?|\d{1,2}(?:\.\d\d)?\s*[ap]m|(?:12\s+)?(?:noon|midnight)))?"
)
_D = r"(?P<d>\d{1,2})\s*(?:st|nd|rd|th)?"
_DAY_MONTH = rf"{_WEEKDAY}{_D}\s*(?:of\s+)?[-./]?\s*(?P<m>{_M})"
_NAMED_DAY = rf"{_DAY_MONTH},?\s*[-./]?\s*(?P<y>{_Y}){_CLOCK}"
_MONTH_DAY = rf"{_WEEKDAY}(?P<m>{_M})\s*{_D},?\s+(?P<y>{_YYYY}){_CLOCK}"
_NUMBER_DAY = rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?P<sep>[/.-])(?P<m>\d{{1,2}})(?P=sep)(?P<y>{_Y}){_CLOCK}"
_SPACED_DAY = rf"(?P<d>\d{{1,2}})\s*(?P<sep>[/.])\s*(?P<m>\d{{1,2}})\s*(?P=sep)\s*(?P<y>{_YYYY})"
_ISO_DAY = rf"(?P<y>{_YYYY})(?P<sep>[-/])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}}){_CLOCK}"
_DAYS = (_NAMED_DAY, _MONTH_DAY, _NUMBER_DAY, _SPACED_DAY, _ISO_DAY)
_COMMENCING = r"(?:the\s+)?(?:week\s+(?:commencing|beginning|starting|of)|w\s*/\s*[cb]|wc)\s*:?\s*(?:the\s+)?"
_ENDING = r"(?:the\s+)?(?:week\s+ending|w\s*/\s*e)\s*:?\s*(?:the\s+)?"
_FY = r"(?:fy\s*|(?:the\s+)?(?:financial|fiscal)\s+year\s+(?:of\s+)?)"
_S = r"(?P<s>spring|summer|autumn|winter)"
_OF_YEARS = r"(?:of\s+|in\s+)?(?P<y>20\d\d)(?:\s*[/–-]\s*(?P<y2>(?:20)?\d\d))?"
_COUNT = (
    rf"(?P<n>\d{{1,3}}|{'|'.join(NUMBERS)})(?:\s*\(\d{{1,3}}\))?[\s-]*(?P<unit>day|week|month|year)s?['’]?"
    r"(?:[\s-]+time)?"
)
_T = r"(?P<s>autumn|spring|summer|michaelmas|lent)"
_AY = r"(?:the\s+)?(?:academic|school)\s+year"
_Q = r"(?:q|qtr\.?|quarter)\s*"
_YEARLY = r"(?:annual(?:ly)?|yearly|(?:each|every)\s+year)"
_SO_LONG = (
    rf"(?:(?:in|within|by)\s+(?:the\s+next\s+)?)?{_COUNT}\s+(?:of|from|after|following|since)\s+(?:the\s+)?"
)
OF_EVENT = (
    r"(?:the\s+)?(?:date\s+of\s+)?(?:(?:this|the)\s+)?(?:meeting|report|paper|audit|review|inspection|assessment|"
    r"publication|approval)"
)
_SINCE_MONTH = "it was counted from the end of that month; is that the day?"
SINCE_WHEN = "it was counted from the day of the first paper that prints it; is that right?"
"""The question about what names no day of its own: "within 3 months", "immediate"."""
_MY = r"(?:municipal|council|civic)\s+year"
_WHICH_MEETING = "such a year ends with the annual meeting in May; which day is meant?"
_WHICH_YEAR = "these years may be financial, academic or calendar ones; which day do they end on?"

DATE_FORMS: tuple[DateForm, ...] = (
    *(DateForm(pattern, spans.day) for pattern in _DAYS),
    DateForm(rf"(?P<d>\d{{1,2}}) (?P<m>\d{{1,2}}) (?P<y>{_YYYY})", spans.day, alone=True),
    *(DateForm(_COMMENCING + pattern, spans.week) for pattern in _DAYS),
    *(DateForm(_ENDING + pattern, spans.day) for pattern in _DAYS),
    DateForm(_COMMENCING + _DAY_MONTH, spans.week, yearless=True),
    DateForm(_ENDING + _DAY_MONTH, spans.day, yearless=True),
    DateForm(_DAY_MONTH, spans.day, alone=True, yearless=True),
    DateForm(
        rf"(?P<d1>\d{{1,2}})\s*(?:st|nd|rd|th)?\s*(?P<m1>{_M})?{_TO}{_D}\s*(?:of\s+)?(?P<m>{_M}),?\s*(?P<y>{_Y})",
        spans.day_range,
        ranges=True,
    ),
    DateForm(rf"(?P<m>{_M}),?\s*[-/]?\s*(?P<y>{_Y})", spans.month_year),
    DateForm(rf"(?P<m>\d{{1,2}})/(?P<y>{_YYYY})", spans.month_year),
    DateForm(
        rf"(?P<m>{_M})(?:,?\s*[-/]?\s*(?P<y1>{_Y}){_UNTIL}|{_TO})(?P<m2>{_M}),?\s*[-/]?\s*(?P<y>{_Y})",
        spans.month_range,
        ranges=True,
    ),
    DateForm(rf"(?P<m>{_M}){_TO}(?P<m2>{_M})", spans.month_range, alone=True, yearless=True, ranges=True),
    DateForm(rf"(?P<m>{_M})", spans.month_alone, alone=True, yearless=True),
    DateForm(
        rf"{_Q}(?P<q>[1-4])(?:{_TO}(?:{_Q})?(?P<q2>[1-4]))?,?\s*(?:of\s+|in\s+)?{_FY}?{_YEARS}", spans.quarter
    ),
    DateForm(
        rf"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)\s+quarter,?\s*(?:of\s+)?{_FY}?{_YEARS}",
        spans.quarter,
    ),
    DateForm(rf"{_FY}?{_YEARS},?\s*[-–:]?\s*{_Q}(?P<q>[1-4])(?:{_TO}(?:{_Q})?(?P<q2>[1-4]))?", spans.quarter),
    DateForm(rf"h(?P<h>[12]),?\s*(?:of\s+)?{_FY}?{_YEARS}", spans.half_year),
    DateForm(rf"{_LONG_YEARS}\s+financial\s+year", spans.financial_year),
    DateForm(rf"{_LONG_YEARS}\s+{_MY}", spans.municipal_year, asks=_WHICH_MEETING),
    DateForm(rf"(?:the\s+)?{_MY}\s+(?:of\s+)?{_LONG_YEARS}", spans.municipal_year, asks=_WHICH_MEETING),
    DateForm(rf"{_LONG_YEARS}", spans.financial_year, alone=True, asks=_WHICH_YEAR),
    DateForm(rf"{_FY}{_YEARS}", spans.financial_year),
    DateForm(
        r"(?:this\s+|current\s+)?(?:financial|fiscal)\s+year", spans.financial_year, alone=True, yearless=True
    ),
    DateForm(rf"(?:{_AY}|ay)\s*(?:of\s+)?{_YEARS}", spans.academic_year),
    DateForm(rf"{_YEARS}\s+(?:(?:academic|school)\s+year|ay)", spans.academic_year),
    DateForm(rf"(?:this\s+|current\s+)?{_AY}", spans.academic_year, alone=True, yearless=True),
    DateForm(rf"(?:calendar\s+year\s+)?(?P<y>{_YYYY})", spans.calendar_year, alone=True),
    DateForm(r"(?:(?:the|this)\s+)?calendar\s+year", spans.calendar_year, alone=True, yearless=True),
    DateForm(
        rf"{_S}\s+(?:of\s+)?(?P<y>{_YYYY})(?:\s*[/–-]\s*(?P<y2>(?:20)?\d\d))?", spans.season, asks=NO_EXACT_DAY
    ),
    DateForm(_S, spans.season, alone=True, yearless=True, asks=NO_EXACT_DAY),
    DateForm(rf"{_T}\s+term,?\s+{_OF_YEARS}", spans.term),
    DateForm(rf"{_T}\s+{_OF_YEARS}\s+term", spans.term),
    DateForm(rf"{_OF_YEARS}\s+{_T}\s+term", spans.term),
    DateForm(rf"{_T}\s+(?:term\s+)?(?P<half>[12]),?\s+{_OF_YEARS}", spans.term),
    DateForm(rf"{_T}\s+term", spans.term, alone=True, yearless=True),
    DateForm(rf"{_T}\s+half[\s-]term,?\s+{_OF_YEARS}", spans.half_term),
    DateForm(
        rf"semester\s+(?P<n>[12]),?\s*(?:of\s+)?{_YEARS}",
        spans.semester,
        asks="semesters end on different days; is this the right one?",
    ),
    *(DateForm(_SO_LONG + pattern, spans.since_day) for pattern in _DAYS),
    DateForm(rf"{_SO_LONG}(?P<m>{_M}),?\s*[-/]?\s*(?P<y>{_YYYY})", spans.since_month, asks=_SINCE_MONTH),
    DateForm(_SO_LONG + OF_EVENT, spans.relative, alone=True, asks=SINCE_WHEN),
    DateForm(rf"(?:in|within)\s+(?:the\s+next\s+)?{_COUNT}", spans.relative, asks=SINCE_WHEN),
    DateForm(_COUNT, spans.relative, alone=True, asks=SINCE_WHEN),
    DateForm(r"immediate(?:ly)?|with\s+immediate\s+effect|forthwith", spans.at_once, asks=SINCE_WHEN),
    DateForm(
        r"on-?\s?going|continuous|continual|rolling|business\s+as\s+usual|bau|tb[cad]|to\s+be\s+(?:confirmed|agreed|"
        r"advised|determined|announced|decided|set)|parhaus|i['’]w\s+gadarnhau|n/a|not\s+applicable|none|complete|completed|closed",
        spans.no_day,
    ),
    DateForm(r"immediate(?:ly)?\s*(?:and|then|&|/|,)\s*on-?\s?going", spans.no_day, alone=True),
    DateForm(
        r"monthly|quarterly|annual(?:ly)?|weekly|fortnightly|daily|termly|half[\s-]yearly|(?:each|every)\s+"
        r"(?:day|week|month|quarter|term|year|meeting)",
        spans.no_day,
        alone=True,
    ),
    DateForm(
        rf"(?:{_YEARLY}\s*[-–—:,(]*\s*(?:(?:in|by|every|each)\s+)?(?:the\s+end\s+of\s+)?(?P<m>{_M})\)?|"
        rf"(?:each|every)\s+(?P<m2>{_M})|(?P<m3>{_M})\s*[-–—:,(]*\s*{_YEARLY}\)?)",
        spans.month_each_year,
        alone=True,
    ),
    DateForm(r"n\.a\.|n\.k\.|[-–—]+", spans.no_day, alone=True),
)
