"""``/htst due``, ``grant``, ``refuse``, ``ontime`` and ``why``: another date is asked for and decided; whether one will
be met, and why one was missed."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.verbs.history import history
from bot.verbs.typed_arguments import about_actions, asked_to_decide, each, ways_to_say
from bot.verbs.verb import Verb, recorded, spelling_for
from bot.working_proposals import PROPOSES
from messages import delays
from messages.layout import Message
from messages.lines import named
from messages.mrkdwn import inline
from register.action import Action
from register.date_requests import DateRequest, DayInDoubt
from register.deciders import waits_for_committee
from register.lazy_pattern import LazyPattern
from register.life import OnTime
from register.phrases import day, joined, shortened
from register.refused import Command, Refused
from register.register import Register
from register.words.courtesies import is_courtesy
from register.words.queries import Query, State
from register.words.reasons import because, day_and_reason, whole_reason, with_reason
from register.words.small_talk import casts_doubt
from register.words.spoken_days import spoken_day
from storage.actions import actions
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.dates import ask_date, grant_date, refuse_date
from workflow.finding import register_of
from workflow.outlooks import explain_delay, give_outlook, on_time_kept

_TO = LazyPattern(r"(?<=\d)\s+(?:to|until|till)\s+(?=\S)", re.I)
"""Between a ref and its date: "due 43 to 31 January" is no range of refs."""
_BEFORE_DAY = LazyPattern(r"^\s*(?:(?:to|until|till|by|for|the|its|new|date|extension|of)\b\s*)+", re.I)
_EXACTLY = LazyPattern(r"\bexactly\b\s*", re.I)
_OUTLOOK = LazyPattern(
    r"(?:(?:it\s+)?(?:will|is|are|be)\s+)*(?:(?P<doubtful>doubtful|in\s+doubt|doubts?|maybe|unsure|not\s+sure|uncertain|at\s+risk|amber)"
    r"|(?P<no>no|not|won'?t|red|late)|(?P<yes>yes|yep|sure|certain|green))\b(?:\s+be\b)?(?:\s+on\s+time\b)?"
    r"(?:[\s,;:.-]+(?:because(?!\s+of\s)|since|as)(?=\s))?",
    re.I,
)
_OUTLOOKS = {
    OnTime.YES: "will be on time",
    OnTime.DOUBTFUL: "may not be on time",
    OnTime.NO: "will not be on time",
}
_HOW_OFTEN = LazyPattern(
    r"[\s?.!]*|(?:how\s+often|records?|held|kept|shares?|rates?|by\s+directorates?)(?:[\s:]+[^\d@#]*)?", re.I
)
"""What may follow "ontime" where it asks how often "yes" held."""
_IS_IT = LazyPattern(r"\s*(?:is|are|was|were|has|have|did|does)\s+(?=(?:actions?\s+)?#?[^\W_]*\d)", re.I)
_ALL_CAUSES = LazyPattern(
    r"[\s?.!]*|(?:is|are|was|were)\s+(?:they|we|these|those|things|(?:so\s+many\s+)?(?:actions|dates)|everything|it\s+all)(?:\s+all)?"
    r"(?:\s+(?:so\s+)?(?:late|overdue|missed|delayed|behind))?[\s?.!]*",
    re.I,
)
"""What may follow "why" where it asks for the causes of all that is late."""


def due(context: Context, request: Request, typed: str) -> Message:
    """Ask for another date."""
    typed = _TO.sub(" ", typed, count=1)
    register, refs, words = about_actions(context, request, "due", typed)
    printed, reason = day_and_reason(words, context.today(register), register.calendar)
    if not printed:
        later = max(context.today(register), _latest(context, register, refs)) + timedelta(days=28)
        example = Command(f"due {joined(refs)} {day(later)} because the tender is late")
        raise Refused("Say which date, and why: for instance ", example, ".")
    date_request = DateRequest(_EXACTLY.sub("", printed), reason, is_sure=bool(_EXACTLY.search(printed)))
    changed = each(
        context, request, refs, lambda ctx, ref: _ask(ctx, request, register, refs, ref, date_request)
    )
    waiting_request = changed[0].life.asked
    assert waiting_request is not None  # noqa: S101 - it was asked for just now
    until = day(waiting_request.deadline) if waiting_request.deadline else waiting_request.printed
    people = asked_to_decide(context, request, register, changed)
    lead_decides = not any(waits_for_committee(register, one) for one in changed)
    grants = (
        "to grant it"
        if lead_decides
        else "to record what the committee decides, as a lead may not move it again"
    )
    who = f" I have asked {people} {grants}." if people else ""
    text = f"You have asked for {until} as the new date of {named(refs)}."
    return recorded(context, request, register, text + who)


def _ask(
    context: Context,
    request: Request,
    register: Register,
    refs: Sequence[str],
    ref: str,
    date_request: DateRequest,
) -> Action:
    """Ask for the date for one of these actions. Raises Refused, for a day in doubt with the command that names it."""
    try:
        return ask_date(context, request, register.slug, ref, date_request)
    except DayInDoubt as doubt:
        named = (with_reason(f"due {joined(refs)} {answer}", date_request.reason) for answer in doubt.answers)
        ways = ways_to_say(map(Command, named), is_proposal=doubt.is_proposal)
        raise Refused(f"{doubt.question} ", *ways, field="date") from None


def _latest(context: Context, register: Register, refs: Sequence[str]) -> date:
    """The last deadline of these actions; before any, where they have none."""
    with reading(context.engine) as tx:
        found = actions.by_ids(tx, register, list(actions.ids(tx, register, refs).values()))
    return max((one.deadline for one in found if one.deadline), default=date.min)


def grant(context: Context, request: Request, typed: str) -> Message:
    """Grant the date that was asked for."""
    register, refs, words = about_actions(context, request, "grant", typed)
    before, reason = because(words)
    words = _BEFORE_DAY.sub("", before)
    if not (is_courtesy(words) or _is_asked_for(context, register, refs, words)):
        example = Command(f"grant {joined(refs)}")
        raise Refused(
            f"A date is granted as it was asked for, and I cannot tell what “{shortened(before, 60)}” changes, so "
            "nothing was granted. To grant it as it is, type ",
            example,
            ", with “because” and why if you like; if it should be another day, ",
            Command(f"refuse {joined(refs)} because …"),
            " says so.",
        )
    granted = each(
        context, request, refs, lambda ctx, ref: grant_date(ctx, request, register.slug, ref, reason)
    )
    due_on = (
        f"action {inline(one.ref, 40)} is due {day(one.deadline) if one.deadline else inline(one.target, 100)}"
        for one in granted
    )
    text = f"Granted: {joined(due_on)}."
    return recorded(context, request, register, text)


def _is_asked_for(context: Context, register: Register, refs: Sequence[str], words: str) -> bool:
    """Whether words name the day that is asked for, for each of these actions: "until 28 February". Also where none is
    asked for: that is said when it is granted.
    """
    named_day = spoken_day(words, context.today(register), register.calendar).day
    with reading(context.engine) as tx:
        found = actions.by_ids(tx, register, list(actions.ids(tx, register, refs).values()))
    asked = [one.life.asked for one in found]
    if not all(asked):
        return True
    return named_day is not None and {one.deadline for one in asked if one} == {named_day}


def refuse(context: Context, request: Request, typed: str) -> Message:
    """Refuse the date that was asked for."""
    register, refs, words = about_actions(context, request, "refuse", typed)
    why_not = whole_reason(words)
    each(context, request, refs, lambda ctx, ref: refuse_date(ctx, request, register.slug, ref, why_not))
    text = f"Refused: the date of {named(refs)} stays as it is."
    return recorded(context, request, register, text)


def on_time(context: Context, request: Request, typed: str) -> Message:
    """Say whether the next date will be met: yes, doubtful or no, and why. Without any, see how often "yes" held."""
    if _HOW_OFTEN.fullmatch(typed):
        with reading(context.engine) as tx:
            records = on_time_kept(tx, register_of(tx, request), context.now())
        return delays.on_time_kept(records, spelling_for(request))
    register, refs, words = about_actions(context, request, "ontime", typed)
    found = _OUTLOOK.match(words)
    if found is None:
        example = Command(f"ontime {joined(refs)} doubtful because the tender is late")
        raise Refused("Say yes, doubtful or no, and why: for instance ", example, ".")
    outlook = next(one for one in OnTime if found[one])
    behind = words[found.end() :].strip(" .,:;-–—")
    if outlook is OnTime.YES and casts_doubt(behind):
        doubt = re.sub(r"^but\s+", "", behind, flags=re.I)
        raise Refused(
            f"“{shortened(behind, 60)}” may mean that it is doubtful, so nothing was recorded. ",
            PROPOSES,
            Command(f"ontime {joined(refs)} doubtful because {doubt}"),
            "?",
        )
    _before, reason = because(f"because {behind}")
    each(
        context, request, refs, lambda ctx, ref: give_outlook(ctx, request, register.slug, ref, outlook, reason)
    )
    text = f"Recorded: {named(refs)} {_OUTLOOKS[outlook]}."
    if outlook is not OnTime.YES:
        text = f"{text} Until then it is shown in amber."
    return recorded(context, request, register, text)


def why(context: Context, request: Request, typed: str) -> Message:
    """Say why a date was missed: the cause, a colon, and words. Without any, see why dates were missed."""
    if _ALL_CAUSES.fullmatch(typed):
        return _causes(context, request)
    if _IS_IT.match(typed):  # "why is AGS2 late": what happened to it
        return history(context, request, _IS_IT.sub("", typed, count=1))
    register, refs, words = about_actions(context, request, "why", typed)
    cause, _colon, reason = re.sub(r"^because\b\s*", "", words, flags=re.I).partition(":")
    cause, reason = " ".join(cause.split()), reason.strip()
    changed = each(
        context, request, refs, lambda ctx, ref: explain_delay(ctx, request, register.slug, ref, cause, reason)
    )
    cause_recorded = inline(changed[0].life.delays[-1].cause, 80)
    text = f"Recorded why the date of {named(refs)} was missed: “{cause_recorded}”. It is also an update."
    return recorded(context, request, register, text)


def _causes(context: Context, request: Request) -> Message:
    """The causes of delay of what is overdue, the most frequent first."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        late = Query(context.today(register), states=frozenset({State.OVERDUE}))
        total, found = actions.counted_and_urgent(tx, register, late, delays.MOST_CAUSES)
    return delays.causes(found, total, spelling_for(request))


VERBS = (
    Verb("due", "/htst due REF DATE because words", "ask for another date", due, ("extend",)),
    Verb(
        "ontime",
        "/htst ontime [REF yes, doubtful or no because words]",
        "say whether its date will be met",
        on_time,
        ("on-time",),
    ),
    Verb("why", "/htst why REF CAUSE: words", "say why a date was missed", why),
    Verb("grant", "/htst grant REF", "grant the date asked for (leads)", grant),
    Verb("refuse", "/htst refuse REF because words", "refuse it (leads)", refuse),
)
