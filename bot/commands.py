"""What can be typed after /htst: one table of verbs, from which the help is made too."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from bot.slack_text import typed_words
from bot.verbs import assign, dates, history, owners, paper, progress, show, update
from bot.verbs.verb import Verb
from messages import answers
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.phrases import shortened
from register.refs import read_ref
from register.refused import Command, Refused
from register.register import Register
from storage.actions import registers
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import AmbiguousRegister

SPELT = 10
"""For how many registers, where they meet, the words to type are spelt out."""
_AROUND_VERBS = "\"'“”‘’:,."


def answer(context: Context, request: Request, typed: str) -> Message:
    """The answer to what was typed after /htst, for the person who typed it only. Raises Refused."""
    typed = typed_words(typed)
    try:
        return _answer(context, request, typed)
    except AmbiguousRegister as ambiguous:
        raise Refused(_which_register(ambiguous.meeting, typed)) from None
    except Refused as refused:  # what it proposes to type must work where it was read
        with reading(context.engine) as tx:
            meeting = registers.candidates(registers.every(tx), request.channel, request.channel_name)
        if len(meeting) < 2:
            raise
        slugs = tuple(register.slug for register in meeting[:SPELT])
        raise Refused(CommandSpelling(slugs).sentence(refused)) from None


def _answer(context: Context, request: Request, typed: str) -> Message:
    name, rest = (*typed.split(None, 1), "", "")[:2]
    glued = re.fullmatch(r"([^\W\d_]+)(\d\S*)", name)
    if glued and glued[1].lower() not in ("action", "actions"):  # "status10"
        name, rest = glued[1], f"{glued[2]} {rest}".strip()
    verb = BY_NAME.get(name.lower().strip(_AROUND_VERBS))
    if verb is None and name:
        ref, after = read_ref(typed)
        if not after and ref[:1].isdecimal():  # "/htst 10" can only mean one thing
            return show.status(context, request, typed)
        raise Refused(f"I do not know “{name}”. ", *_proposal(name, rest))
    return (verb or VERBS["help"]).answer(context, request, rest.strip())


def _proposal(name: str, rest: str) -> tuple[str | Command, ...]:
    close = get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.5)
    if close:
        return "Did you mean ", Command(f"{close[0]} {rest}".strip()), "?"
    return "Type ", Command("help"), " to see what I can do."


def in_register(context: Context, request: Request, typed: str) -> Message:
    """Whatever is asked of the register that is named first."""
    slug, rest = (*typed.split(None, 1), "", "")[:2]
    with reading(context.engine) as tx:
        known = registers.every(tx)
    if not slug:
        (one, *_others) = registers.of_channel(known, request.channel, request.channel_name)
        example = CommandSpelling((one.slug,)).typed("status 10")
        raise Refused(f"Say which register and then what you want: for instance `{example}`.")
    register = registers.pick(known, slug.lower().strip(_AROUND_VERBS))
    request = replace(request, register=register.slug if len(known) > 1 else "")
    try:
        return _answer(context, request, rest)
    except Refused as refused:  # what it proposes to type is meant for that register, too
        raise Refused(CommandSpelling((register.slug,)).sentence(refused)) from None


def _which_register(meeting: Sequence[Register], typed: str) -> str:
    """The words to type for each of several registers."""
    words = shortened(typed.replace("`", "'"), 200)
    ways = [
        f"`{CommandSpelling((one.slug,)).typed(words)}` for “{shortened(one.title, 80)}”"
        for one in meeting[:SPELT]
    ]
    return "Several registers meet here, so please say which you mean. Type:\n" + "\n".join(ways)


def show_help(context: Context, request: Request, typed: str) -> Message:
    """What can be typed."""
    return answers.help_message([(verb.usage, verb.help) for verb in VERBS.values()])


VERBS = {
    verb.name: verb
    for verb in (
        *show.VERBS,
        *update.VERBS,
        *progress.VERBS,
        *dates.VERBS,
        *assign.VERBS,
        *owners.VERBS,
        *history.VERBS,
        *paper.VERBS,
        Verb(
            "in",
            "/htst in REGISTER …",
            "any of these in the register you name, where several meet",
            in_register,
        ),
        Verb("help", "/htst help", "this list", show_help),
    )
}
BY_NAME = VERBS | {word: verb for verb in VERBS.values() for word in verb.also}
"""Every word that a verb is known by."""
