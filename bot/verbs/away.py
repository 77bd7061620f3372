"""``/htst away``: who is away, and that one is oneself, with who stands in, or is back."""

import re
from datetime import date, timedelta

from bot.verbs.typed_arguments import PERSON, date_in, one_day
from bot.verbs.verb import Verb, recorded, spelling_for
from messages.absences import away_noted, back_noted, who_is_away
from messages.layout import Message
from register.lazy_pattern import LazyPattern
from register.phrases import day
from register.refused import Command, Refused
from register.register import Register
from register.words.spoken_days import days_ahead, spoken_day
from storage.database.engine import reading
from workflow.absences import end_absence, record_absence
from workflow.context import Context, Request
from workflow.finding import registers_meant
from workflow.people import away_from

_WHO = LazyPattern(
    r"\s*(?:(?:who(?:'?s|\s+is|\s+else\s+is)?|list|all|every(?:body|one)|any(?:body|one)|show)"
    r"(?:\s+away)?(?:\s+(?:today|now))?)?[\s?.!]*",
    re.I,
)
_BACK = LazyPattern(
    r"\s*(?:is\s+|has\s+|i'?m\s+|i\s+am\s+)?(?:back|ended|end|ends|over|off|none|no|stop|stopped|cancel|cancelled|return(?:ed)?|"
    r"not\s+away)(?:\s+(?:now|again|today))?[\s.!]*",
    re.I,
)
_UNTIL = LazyPattern(r"\b(?:until|till?|to)\b\s*", re.I)
_SPANS = (
    LazyPattern(
        r"(?P<since>since|as\s+of)?(?:from|starting|beginning|between)?\s*(?P<start>\S.*?)"
        r"\s+(?:until|till|til|to|and|through|[-–—])\s+(?P<end>\S.*)",
        re.I | re.S,
    ),
    LazyPattern(
        r"(?:from\s+)?(?P<start>\d{1,2}(?:(?:st|nd|rd|th)?\s+[^\W\d]+(?:\s+20\d\d)?|/\d{1,2}(?:/\d{2,4})?)?)\s*[-–—]\s*"
        r"(?P<end>\d{1,2}(?:(?:st|nd|rd|th)?\s+[^\W\d].*|/\d{1,2}(?:/\d{2,4})?.*))",
        re.I | re.S,
    ),
    LazyPattern(r"(?:on\s+(?P<on>\S.*)|(?P<day>tomorrow))", re.I | re.S),
    LazyPattern(r"(?:(?P<since>since|as\s+of)|from|starting|beginning|between)\s+(?P<start>\S.*)", re.I | re.S),
)
"""How a first day is said, with a last one, as a day alone, or without a last one."""
_BARE_DAY = LazyPattern(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?", re.I)
_DEPUTY = LazyPattern(
    r"[\s,;]*(?:\b(?:and|with)\s+)?(?:\b(?:my\s+)?(?:deputy|cover(?:ed)?(?:\s+by)?)\b\s*(?:is\s+|will\s+be\s+|:\s*)?)?"
    rf"{PERSON.pattern}"
    r"(?:\s+(?:is\s+|will\s+(?:be\s+)?)?(?:covering|covers?|deputis(?:es|ing|e)|stand(?:s|ing)?\s+in|"
    r"(?:as\s+)?(?:my\s+)?(?:deputy|cover))(?:\s+for\s+me)?)?\s*\.?$",
    re.I,
)
_NAMED_DEPUTY = LazyPattern(r"\b(?:deputy|cover(?:ed|s|ing)?|stand(?:s|ing)?\s+in)\b", re.I)
_EXAMPLE = Command("away until 6 January deputy @name")
_WEEK = timedelta(days=7)


def names_days(typed: str) -> bool:
    """Whether words behind "away" are about days to come, not about who is away or that one is back."""
    return not (_WHO.fullmatch(typed) or _BACK.fullmatch(typed))


def away(context: Context, request: Request, typed: str) -> Message:
    """Say when one is away, and who stands in; or that one is back; without more, who is away."""
    with reading(context.engine) as tx:
        meeting = registers_meant(tx, request)
        register = meeting[0]
        today = context.today(register)
        if _WHO.fullmatch(typed):
            found = away_from(tx, meeting, today)
            return who_is_away(found, request.user, today, register, spelling_for(request))
    if _BACK.fullmatch(typed):
        known = end_absence(context, request, register.slug)
        return recorded(context, request, register, back_noted(known, today))
    named = _DEPUTY.search(typed)
    deputy = named[1].upper() if named else ""
    words = (typed[: named.start()] if named else typed).strip()
    if _NAMED_DEPUTY.search(words):
        how = "To say who stands in for you, type @ and choose them from Slack's list: for instance "
        raise Refused(how, _EXAMPLE, ".")
    starts, until = _days(words, register, today, deputy)
    known = record_absence(context, request, register.slug, until, deputy, starts)
    return recorded(context, request, register, away_noted(known, today))


def _days(words: str, register: Register, today: date, deputy: str) -> tuple[date, date]:
    """The first and the last day that words name; of one day without a first one it is today. Raises Refused, with who
    stands in (empty: nobody) in its examples.
    """
    stands_in = f" deputy @{deputy}" if deputy else ""
    says_until = re.match(r"(?:until|till?|to)\b", words, re.I)
    span = None if says_until else _span(words)
    if span is None:
        if not words:
            raise _until_when(f"away until {day(today + _WEEK)}{stands_in}")
        if not says_until and (ahead := days_ahead(words, today)):  # "next week", "over Christmas"
            return ahead
        found = spoken_day(_UNTIL.sub("", words, count=1).strip(), today, register.calendar)
        return today, one_day(found, _EXAMPLE, lambda on: Command(f"away until {on}{stands_in}"))
    start, end, is_past = span
    bare = _BARE_DAY.fullmatch(start)
    if bare and end:  # "from 5 to 9 December": of the month of the last day, or of the one before
        until = date_in(end, today, register.calendar, _EXAMPLE)
        month = until if int(bare[1]) <= until.day else until.replace(day=1) - timedelta(days=1)
        return _in_month(month, int(bare[1])), until
    starts = date_in(start, today, register.calendar, _EXAMPLE, past=is_past)
    if not end:
        raise _until_when(f"away from {day(starts)} until {day(starts + _WEEK)}{stands_in}")
    if end == start:
        return starts, starts
    return starts, date_in(end, max(starts, today), register.calendar, _EXAMPLE)


def _span(words: str) -> tuple[str, str, bool] | None:
    """The words for the first day and for the last ("" for none), and whether the first has been; None where there is
    no first day.
    """
    for pattern in _SPANS:
        if found := pattern.fullmatch(words):
            given = found.groupdict()
            alone = given.get("on") or given.get("day")
            start, end = (alone, alone) if alone else (given["start"], given.get("end") or "")
            return start, end, bool(given.get("since"))
    return None


def _in_month(of: date, number: int) -> date:
    """The day of that number in the month of another. Raises Refused."""
    try:
        return of.replace(day=number)
    except ValueError:
        raise Refused(f"There is no {number} in {of:%B}: for instance ", _EXAMPLE, ".") from None


def _until_when(example: str) -> Refused:
    ways = (Command(example), ". When you are back: ", Command("away ended"), ".")
    return Refused("Say until when, and who stands in if anybody does: for instance ", *ways)


VERB = Verb(
    "away",
    "/htst away [[from DATE] until DATE [deputy @person] | ended]",
    "who is away; say when you are and who stands in, or that you are back",
    away,
)
