"""What can be typed after /htst: one table of verbs, from which the help is made too."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches

from bot.list_filters import read_filter
from bot.slack_text import plain
from messages import answers
from messages.cards import assigned
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.digest import DUE_SOON, summary
from register.own_actions import own_actions
from register.phrases import shortened
from register.refs import read_ref
from register.refused import Command, Refused
from register.register import Register
from register.reminders import next_day
from storage.actions import actions, registers
from storage.actions.actions import Filter
from storage.actions.counting import outlines
from storage.database.engine import reading
from workflow.cards import assign
from workflow.context import Context, Request
from workflow.finding import AmbiguousRegister, action_of, known_ref, register_of
from workflow.updates import record_update

SHOWN = 40
"""How many actions a list shows at most; it says how to see the next."""
SPELT = 10
"""For how many registers, where they meet, the words to type are spelt out."""
_AROUND_VERBS = "\"'“”‘’:,."


@dataclass(frozen=True)
class Verb:
    """One thing that can be asked: what to type, what it does, and the function that does it."""

    name: str
    usage: str
    help: str
    answer: Callable[[Context, Request, str], Message]


def answer(context: Context, request: Request, typed: str) -> Message:
    """The answer to what was typed after /htst, for the person who typed it only. Raises Refused."""
    typed = plain(typed)
    try:
        return _answer(context, request, typed)
    except AmbiguousRegister as ambiguous:
        raise Refused(_which_register(ambiguous.meeting, typed)) from None
    except Refused as refused:  # what it proposes to type must work where it was read
        with reading(context.engine) as tx:
            meeting = registers.meeting(registers.every(tx), request.channel, request.channel_name)
        if len(meeting) < 2:
            raise
        slugs = tuple(register.slug for register in meeting[:SPELT])
        raise Refused(CommandSpelling(slugs).sentence(refused)) from None


def _answer(context: Context, request: Request, typed: str) -> Message:
    name, rest = (*typed.split(None, 1), "", "")[:2]
    glued = re.fullmatch(r"([^\W\d_]+)(\d\S*)", name)
    if glued and glued[1].lower() not in ("action", "actions"):  # "status10"
        name, rest = glued[1], f"{glued[2]} {rest}".strip()
    verb = VERBS.get(name.lower().strip(_AROUND_VERBS))
    if verb is None and name:
        ref, after = read_ref(typed)
        if not after and ref[:1].isdecimal():  # "/htst 10" can only mean one thing
            return status(context, request, typed)
        raise Refused(f"I do not know “{name}”. ", *_proposal(name, rest))
    return (verb or VERBS["help"]).answer(context, request, rest.strip())


def _proposal(name: str, rest: str) -> tuple[str | Command, ...]:
    close = get_close_matches(name.lower(), VERBS, n=1, cutoff=0.5)
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
    register = registers.named(known, slug.lower().strip(_AROUND_VERBS))
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


def _spelling(request: Request) -> CommandSpelling:
    return CommandSpelling((request.register,)) if request.register else CommandSpelling()


def status(context: Context, request: Request, typed: str) -> Message:
    """One action, or without a ref the register in one look."""
    if not typed:
        with reading(context.engine) as tx:
            register = register_of(tx, request)
            today = context.today(register)
            found = outlines(tx, register, today + timedelta(days=DUE_SOON))
        return answers.state(summary(found, today), register, today, _spelling(request))
    register, action = action_of(context.engine, request, read_ref(typed)[0])
    today = context.today(register)
    reminders = (next_day(one, action.status, register, today) for one in action.milestones)
    first = min((day for day in reminders if day), default=None)
    return answers.status(action, register, today, first)


def listing(context: Context, request: Request, typed: str) -> Message:
    """The actions that words, a directorate, "overdue" or "due 30" pick out, the most urgent first."""
    # "overdue from 41": the next of a long list
    begun = re.fullmatch(r"(?s)(.*?)\s*\bfrom (\d{1,6})", typed, re.I)
    wanted, first = (begun[1], max(1, int(begun[2]))) if begun else (typed, 1)
    command = f"list {wanted}".strip()
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        which, title = read_filter(register, wanted, Filter(context.today(register)))
        total = actions.count(tx, register, which)
        if total and first > total:
            raise Refused(f"That list ends at {total}: type ", Command(" ".join(command.split())), ".")
        found = actions.urgent(tx, register, which, SHOWN, first)
    return answers.listing(found, which.today, title, (first, total), command, _spelling(request))


def update(context: Context, request: Request, typed: str) -> Message:
    """Record what has been done on an action."""
    ref, words = read_ref(typed)
    if not ref or not words:
        example = Command("update 10 Draft sent to GET.")
        raise Refused("Say which action and what has been done: for instance ", example)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        ref = known_ref(tx, register, ref, "update", words)
    action = record_update(context, request, register.slug, ref, words)
    return answers.plain(f"Saved as an update to action {action.ref}.")


def post_cards(context: Context, request: Request, typed: str) -> Message:
    """Post cards of one action, or of all that are open, in their directorates' channels."""
    is_all = typed.lower().split()[:1] == ["all"]
    named = [] if is_all else _each_ref(typed)
    if not (is_all or named):
        ways = (Command("assign 10"), " or ", Command("assign all"), ".")
        raise Refused("Say which action, or all of them: ", *ways)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        refs = None if is_all else [known_ref(tx, register, ref, "assign") for ref in named]
    return assigned(assign(context, request, register.slug, refs), register, refs)


def _each_ref(typed: str) -> list[str]:
    """Every ref that was typed, each once: "10, 11 and #12"."""
    found: dict[str, None] = {}
    rest = re.sub(r"[,;&]|\band\b", " ", typed)
    while rest.strip():
        ref, rest = read_ref(rest)
        found.setdefault(ref)
    return list(found)


def mine(context: Context, request: Request, typed: str) -> Message:
    """The open actions of the directorates a person leads or asks from, and those they gave updates to."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        today = context.today(register)
        still_open = actions.wanted(tx, register, Filter(today, open_only=True))
    asked_in = (request.channel, request.channel_name)
    own = own_actions(register, request.user, asked_in, still_open)
    return answers.mine(own, today, _spelling(request))


def show_help(context: Context, request: Request, typed: str) -> Message:
    """What can be typed."""
    return answers.help_message([(verb.usage, verb.help) for verb in VERBS.values()])


VERBS = {
    verb.name: verb
    for verb in (
        Verb("status", "/htst status [REF]", "one action in full, or the whole register in one look", status),
        Verb(
            "list", "/htst list [overdue | due 30 | CYPE | words]", "the actions that these pick out", listing
        ),
        Verb("update", "/htst update REF words", "record what has been done", update),
        Verb("assign", "/htst assign [REF | all]", "post cards in the owners' channels (leads)", post_cards),
        Verb("mine", "/htst mine", "the open actions that are yours", mine),
        Verb(
            "in",
            "/htst in REGISTER …",
            "any of these in the register you name, where several meet",
            in_register,
        ),
        Verb("help", "/htst help", "this list", show_help),
    )
}
