"""What can be typed after /htst: one table of verbs, from which the help is made too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from bot.slack_text import typed_words
from bot.verbs import assign, dates, history, owners, paper, progress, setup, show, update
from bot.verbs.verb import Verb
from messages import answers
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.phrases import shortened
from register.refused import Command, Refused
from register.register import Register
from register.words.queries import Query, described
from register.words.query_reading import read_query
from register.words.small_talk import is_small_talk
from register.words.text_folding import typed_plainly
from register.words.typed_refs import Named, RefIndex
from storage.actions import registers
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import AmbiguousRegister, meant, only_refs

DIRECT_MESSAGE = "direct message"
"""The source of a request that was made in one."""
SPELT = 10
"""For how many registers, where they meet, the words to type are spelt out."""
_AROUND_VERBS = "\"'“”‘’:,.!*`"
_LIKE_A_REF = re.compile(r"\s*(?:actions?\s*)?#?\d[\w./()-]*[.:,;!?]*\s*$", re.I)


def answer(context: Context, request: Request, typed: str) -> Message:
    """The answer to what was typed after /htst, for the person who typed it only. Raises Refused."""
    return answer_words(context, request, typed_words(typed))


def answer_words(context: Context, request: Request, typed: str) -> Message:
    """The same for words without Slack's marks: people stand there by their ids. Raises Refused."""
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


def begins_with_verb(typed: str) -> bool:
    """Whether words begin with a command other than a greeting, which asks for help."""
    verb = BY_NAME.get(typed_plainly(typed.split(None, 1)[0]).strip(_AROUND_VERBS)) if typed.split() else None
    return verb is not None and verb is not VERBS["help"]


def _answer(context: Context, request: Request, typed: str) -> Message:
    name, rest = (*typed.split(None, 1), "", "")[:2]
    glued = re.fullmatch(r"([^\W\d_]+)(\d\S*)", name)
    if glued and get_close_matches(glued[1].lower(), BY_NAME, n=1, cutoff=0.75):  # "status10"
        name, rest = glued[1], f"{glued[2]} {rest}".strip()
    spelt = typed_plainly(name).strip(_AROUND_VERBS)
    verb = BY_NAME.get(spelt)
    if verb is not None and not (spelt in _ALSO_LISTS and _asks_for_list(context, request, typed, rest)):
        return verb.answer(context, request, rest.strip())
    if not (spelt or rest):
        return VERBS["help"].answer(context, request, "")
    return _without_verb(context, request, typed, name, rest)


def _without_verb(context: Context, request: Request, typed: str, name: str, rest: str) -> Message:
    """What words ask for that begin with no verb: an action by its ref, or a list. Raises Refused."""
    if _LIKE_A_REF.match(typed):
        return show.status(context, request, typed)
    if is_small_talk(typed) and not typed.endswith("?"):
        return answers.plain("There is nothing for me to do here. `/htst help` shows what I can do.")
    found = _read(context, request, typed, rest)
    named, query = found.named, found.query
    if named.refs:
        if found.is_only_refs:
            return show.status(context, request, typed)
        raise Refused("Did you mean ", Command(f"update {', '.join(named.refs)}: {named.rest}"), "?")
    is_asked = query is not None and bool(described(replace(query, words=()))) and not found.later_refs
    if is_asked and query is not None and not query.words:
        return show.listing(context, request, typed)
    meaning = MEANINGS.get(typed_plainly(name).strip(_AROUND_VERBS))
    if is_asked and not meaning:
        raise Refused(f"I do not know “{name}”. Did you mean ", Command(f"list {typed}"), "?")
    proposal = _proposal(name, rest, meaning)
    if request.source == DIRECT_MESSAGE and len(typed.split()) > 2:  # it may well be news of an action
        ways = (
            Command(f"update 10 {shortened(typed, 60)}"),
            ", or reply in the thread of the message it is about.",
        )
        proposal = (*proposal, " To record what has been done, say of which action: ", *ways)
    raise Refused(f"I do not know “{name}”. ", *proposal)


def _asks_for_list(context: Context, request: Request, typed: str, rest: str) -> bool:
    """Whether words that begin with a verb ask for a list: "due next week" and "done in CYPE" do."""
    found = _read(context, request, typed, rest)
    query = found.query
    return bool(query and described(query)) and not (query and query.words) and not found.later_refs


@dataclass(frozen=True)
class _Found:
    """What words hold: the refs that they begin with, whether they are nothing else, the refs behind the first word,
    and what they ask to see (None when they cannot be read so).
    """

    named: Named = field(default_factory=Named)
    is_only_refs: bool = False
    later_refs: tuple[str, ...] = ()
    query: Query | None = None


def _read(context: Context, request: Request, typed: str, rest: str) -> _Found:
    """What the words typed hold; ``rest`` are those behind the first.

    Where several registers meet, it is read by the first: which one is meant is asked before anything is done.
    """
    with reading(context.engine) as tx:
        known = registers.every(tx)
        if not known:
            return _Found()
        try:
            register = meant(known, request)
        except AmbiguousRegister as ambiguous:
            register = ambiguous.meeting[0]
        index = RefIndex(StoredRefs(tx, register))
        found = _Found(index.read(typed), only_refs(index, typed) is not None, index.read(rest).refs)
        try:
            query = read_query(show.reader_of(tx, context, request, register, index), typed)
        except Refused:
            return found
        return replace(found, query=query)


def _proposal(name: str, rest: str, meaning: str | None) -> tuple[str | Command, ...]:
    close = [meaning] if meaning else get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.6)
    if close:
        return "Did you mean ", Command(f"{close[0]} {rest}".strip()), "?"
    return "Type ", Command("help"), " to see what I can do."


def in_register(context: Context, request: Request, typed: str) -> Message:
    """Whatever is asked of the register that is named first."""
    slug, rest = (*typed.split(None, 1), "", "")[:2]
    with reading(context.engine) as tx:
        known = registers.every(tx)
    if not slug:
        (first, *_others) = registers.of_channel(known, request.channel, request.channel_name)
        example = CommandSpelling((first.slug,)).typed("status 10")
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
        *setup.VERBS,
        Verb(
            "in",
            "/htst in REGISTER …",
            "any of these in the register you name, where several meet",
            in_register,
        ),
        Verb("help", "/htst help", "this list", show_help, ("hi", "hello", "hey", "usage", "commands")),
    )
}
BY_NAME = VERBS | {word: verb for verb in VERBS.values() for word in verb.also}
"""Every word that a verb is known by."""
_ALSO_LISTS = frozenset({"due", "done", "complete", "close", "end"})
"""Verbs that are also what somebody asks to see."""
MEANINGS = {
    word: verb
    for verb, words in {
        "done": "completed finished implemented tick mark marked",
        "close": "closed shut",
        "due": "postpone delay defer extension reschedule move push",
        "update": "comment add save say tell write",
        "snooze": "pause mute remind silence sleep",
        "assign": "post share send allocate give card cards",
        "undo": "cancel delete remove revert",
        "withdraw": "retract redact erase",
        "history": "log-of story changes audit",
        "verify": "accept approve confirm check",
        "reject": "return sendback deny",
        "reopen": "unclose restart",
        "away": "leave holiday absent",
        "status": "look view open-action detail details state",
    }.items()
    for word in words.split()
}
"""Words that people type as if they were verbs, and the verb that they mean."""
