"""``/htst snooze`` and ``unsnooze``: reminders of an action rest for a while."""

import re

from bot.verbs.typed_arguments import about_actions, each, one_day
from bot.verbs.verb import Verb, recorded
from messages.layout import Message
from messages.lines import named
from messages.receipts import snooze_ended
from register.lazy_pattern import LazyPattern
from register.phrases import day, joined
from register.refused import Command, Refused
from register.words.courtesies import is_courtesy
from register.words.reasons import because, day_and_reason, with_reason
from register.words.spoken_days import spoken_day
from workflow.context import Context, Request
from workflow.snoozes import end_snooze, snooze

_UNTIL = LazyPattern(r"\b(?:until|till|to)\b\s*", re.I)


def snooze_reminders(context: Context, request: Request, typed: str) -> Message:
    """Let reminders of an action rest for a while."""
    register, refs, words = about_actions(context, request, "snooze", typed)
    before, reason = day_and_reason(_UNTIL.sub("", words, count=1), context.today(register), register.calendar)
    when = _UNTIL.sub("", before, count=1).strip()
    example = Command(f"snooze {joined(refs)} until Friday because the lead is away")
    if not when:
        raise Refused("Say until when, and why: for instance ", example, ".")
    until = one_day(
        spoken_day(when, context.today(register), register.calendar),
        example,
        lambda on: Command(with_reason(f"snooze {joined(refs)} until {on}", reason)),
    )
    each(context, request, refs, lambda ctx, ref: snooze(ctx, request, register.slug, ref, until, reason))
    text = f"Reminders for {named(refs)} are snoozed until {day(until)}."
    return recorded(context, request, register, text)


def resume_reminders(context: Context, request: Request, typed: str) -> Message:
    """End the rest of reminders of an action."""
    register, refs, words = about_actions(context, request, "unsnooze", typed)
    if not is_courtesy(because(words)[0]):
        raise Refused(
            "This starts reminders again at once, so nothing was changed. To start them now, type ",
            Command(f"unsnooze {joined(refs)}"),
            "; to start them on a day, ",
            Command(f"snooze {joined(refs)} until Friday because …"),
            ".",
        )
    each(context, request, refs, lambda ctx, ref: end_snooze(ctx, request, register.slug, ref))
    return recorded(context, request, register, snooze_ended(refs))


VERBS = (
    Verb(
        "snooze",
        "/htst snooze REF until DATE because words",
        "snooze reminders, for 14 days at most",
        snooze_reminders,
    ),
    Verb("unsnooze", "/htst unsnooze REF", "end the snooze: be reminded again", resume_reminders, ("wake",)),
)
