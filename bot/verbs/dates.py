"""``/htst due``, ``grant``, ``refuse`` and ``why``: another date is asked for and decided; one was missed."""

import re

from bot.verbs.typed_arguments import about_action, because
from bot.verbs.verb import Verb, recorded
from messages.layout import Message
from register.phrases import day, joined
from register.refused import Command, Refused
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.dates import DateWish, ask_date, grant_date, refuse_date
from workflow.outlooks import explain_delay
from workflow.progress import deciders

_EXACTLY = re.compile(r"\bexactly\b\s*", re.I)


def due(context: Context, request: Request, typed: str) -> Message:
    """Ask for another date."""
    register, ref, words = about_action(context, request, "due", typed)
    printed, reason = because(words)
    if not printed:
        example = Command(f"due {ref} 31 March 2023 because the tender is late")
        raise Refused("Say which date, and why: for instance ", example, ".")
    wish = DateWish(_EXACTLY.sub("", printed), reason, is_sure=bool(_EXACTLY.search(printed)))
    action = ask_date(context, request, register.slug, ref, wish)
    asked = action.life.asked
    assert asked is not None  # noqa: S101 - it was asked for just now
    until = day(asked.deadline) if asked.deadline else asked.printed
    with reading(context.engine) as tx:
        people = deciders(tx, register, action, request.user, context.today(register))
    who = f" I have asked {joined(f'<@{person}>' for person in people)} to grant it." if people else ""
    text = f"{until} is asked for action {ref}."
    return recorded(context, request, register, text + who)


def grant(context: Context, request: Request, typed: str) -> Message:
    """Grant the date that was asked for."""
    register, ref, _words = about_action(context, request, "grant", typed)
    action = grant_date(context, request, register.slug, ref)
    until = day(action.deadline) if action.deadline else action.target
    return recorded(context, request, register, f"Granted: action {ref} is due {until}.")


def refuse(context: Context, request: Request, typed: str) -> Message:
    """Refuse the date that was asked for."""
    register, ref, words = about_action(context, request, "refuse", typed)
    before, reason = because(words)
    refuse_date(context, request, register.slug, ref, reason or before)
    return recorded(context, request, register, f"Refused: the date of action {ref} stays as it is.")


def why(context: Context, request: Request, typed: str) -> Message:
    """Say why a date was missed: the cause, a colon, and words."""
    register, ref, words = about_action(context, request, "why", typed)
    cause, _colon, reason = re.sub(r"^because\b\s*", "", words, flags=re.I).partition(":")
    explain_delay(
        context, request, register.slug, ref, " ".join(cause.split()), reason.strip() or cause.strip()
    )
    text = f"Kept why the date of action {ref} was missed. It is an update, too."
    return recorded(context, request, register, text)


VERBS = (
    Verb("due", "/htst due REF DATE because words", "ask for another date", due, ("extend",)),
    Verb("why", "/htst why REF CAUSE: words", "say why a date was missed", why),
    Verb("grant", "/htst grant REF", "grant the date that is asked for (leads)", grant),
    Verb("refuse", "/htst refuse REF because words", "refuse it (leads)", refuse),
)
