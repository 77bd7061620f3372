"""``/htst away``: who is away, and that one is oneself, with who stands in, or is back."""

import re
from datetime import timedelta

from bot.verbs.typed_arguments import PERSON, date_in
from bot.verbs.verb import Verb, recorded, spelling_for
from messages.layout import Message
from messages.waiting import who_is_away
from register.phrases import day
from register.refused import Command, Refused
from register.register import Register
from storage.database.engine import reading
from workflow.absences import end_absence, record_absence
from workflow.context import Context, Request
from workflow.finding import register_of
from workflow.people import away_from

_WHO = re.compile(
    r"\s*(?:(?:who(?:'?s|\s+is|\s+else\s+is)?|list|all|every(?:body|one)|any(?:body|one)|show)"
    r"(?:\s+away)?(?:\s+(?:today|now))?)?[\s?.!]*",
    re.I,
)
_BACK = re.compile(
    r"\s*(?:is\s+|has\s+|i'?m\s+|i\s+am\s+)?(?:back|ended|end|ends|over|off|none|no|stop|stopped|cancel|cancelled|return(?:ed)?|"
    r"not\s+away)(?:\s+(?:now|again|today))?[\s.!]*",
    re.I,
)
_UNTIL = re.compile(r"\b(?:until|till|to)\b\s*", re.I)
_BEGINS = re.compile(
    r"(?:from|starting|beginning|as\s+of|since|between)\s+(?P<start>.+?)"
    r"(?:\s+(?:until|till|til|to|and|through|[-–])\s+(?P<end>.+))?$",
    re.I | re.S,
)
_DEPUTY = re.compile(
    r"[\s,;]*(?:\b(?:and|with)\s+)?(?:\b(?:my\s+)?(?:deputy|cover(?:ed)?(?:\s+by)?)\b\s*(?:is\s+|will\s+be\s+|:\s*)?)?"
    rf"{PERSON.pattern}"
    r"(?:\s+(?:is\s+|will\s+(?:be\s+)?)?(?:covering|covers?|deputis(?:es|ing|e)|stand(?:s|ing)?\s+in|"
    r"(?:as\s+)?(?:my\s+)?(?:deputy|cover))(?:\s+for\s+me)?)?\s*\.?$",
    re.I,
)
_NAMED_DEPUTY = re.compile(r"\b(?:deputy|cover(?:ed)?)\b", re.I)
_EXAMPLE = Command("away until 6 January deputy @name")


def away(context: Context, request: Request, typed: str) -> Message:
    """Say until when one is away, and who stands in; or that one is back; without more, who is away."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        today = context.today(register)
        if _WHO.fullmatch(typed):
            found = away_from(tx, register, today)
            return who_is_away(found, request.user, today, register.paper.people, spelling_for(request))
    if _BACK.fullmatch(typed):
        before = end_absence(context, request, register.slug)
        heard = f" <@{before.deputy}> is told." if before.deputy else ""
        text = f"Noted: you are back, and are asked again from now on.{heard}"
        return recorded(context, request, register, text)
    named = _DEPUTY.search(typed)
    deputy = named[1].upper() if named else ""
    words = (typed[: named.start()] if named else typed).strip()
    begins = _BEGINS.match(words)
    words = (begins["end"] or "") if begins else _UNTIL.sub("", words, count=1).strip()
    if _NAMED_DEPUTY.search(words):
        how = "To say who stands in for you, type @ and choose them from Slack's list: for instance "
        raise Refused(how, _EXAMPLE, ".")
    if begins:
        _check_begun(context, register, begins["start"], words)
    if not words:
        week = Command(f"away until {day(today + timedelta(days=7))}")
        ways = (week, ". When you are back: ", Command("away ended"), ".")
        raise Refused("Say until when, and who stands in if anybody does: for instance ", *ways)
    until = date_in(words, today, register.calendar, _EXAMPLE)
    record_absence(context, request, register.slug, until, deputy)
    cover = f" <@{deputy}> stands in for you." if deputy else " Nobody is named to stand in for you."
    return recorded(context, request, register, f"Noted: you are away until {day(until)}.{cover}")


def _check_begun(context: Context, register: Register, start: str, end: str) -> None:
    """Raise Refused for an absence that is to begin on a later day: it begins when it is told."""
    today = context.today(register)
    first = date_in(start, today, register.calendar, _EXAMPLE)
    if first > today:
        raise Refused(
            f"I note an absence from the day on which I am told of it, so please tell me on {day(first)}: type then ",
            Command(f"away until {end or 'DATE'}"),
            ".",
        )


VERB = Verb(
    "away",
    "/htst away [until DATE [deputy @person] | ended]",
    "who is away; say until when you are and who stands in, or that you are back",
    away,
)
