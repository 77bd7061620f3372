"""What can be typed after /htst: one table of verbs, from which the help is made too."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from bot import plain_words
from bot.plain_words import AROUND_VERBS
from bot.slack_text import typed_words
from bot.verbs import assign, away, dates, history, paper, progress, setup, show, snooze, update, waiting
from bot.verbs.typed_arguments import PERSON
from bot.verbs.verb import Verb
from bot.words_found import asks_for_list
from bot.working_proposals import with_working_proposals
from messages import answers
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.lazy_pattern import LazyPattern
from register.phrases import shortened
from register.refused import Command, Refused
from register.register import Register
from register.words.courtesies import without_courtesies
from register.words.reply_refs import has_letter_and_figure
from register.words.text_folding import typed_plainly
from register.words.typed_refs import COUNTED, with_figures
from storage.actions import registers
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import AmbiguousRegister, registers_with_refs

_OF_DATE = LazyPattern(r"dates?\s+(?:of\s+|for\s+)?(?=(?:actions?\s+)?#?\d)", re.I)
_BEFORE_REF = LazyPattern(
    r"(?:(?:on|for|of|to|about|regarding|re|with|the)\b[\s:]*)+(?=(?:actions?\s+)?#?\d)", re.I
)
_LONG_GAP = LazyPattern(r"(\s{20})\s+|([\s.,;:!?–—-]{100})[\s.,;:!?–—-]+")
"""A gap or a run of stops that is cut: where a pattern may begin or end with such signs, thousands of them are tried in
every way."""
SLOW_VERBS = frozenset({"assign", "paper", "publish", "round"})
"""Verbs whose work grows with the register: acknowledged within a second, and answered when it is done."""
SPELT = 10
"""For how many registers that share a channel the commands to type are listed."""


def answer(context: Context, request: Request, typed: str) -> Message:
    """The answer to what was typed after /htst, for the person who typed it only. Raises Refused."""
    return answer_words(context, request, typed_words(typed))


def answer_words(context: Context, request: Request, typed: str) -> Message:
    """The same for words without Slack's marks: people are written by their ids. Raises Refused."""
    typed = with_figures(_LONG_GAP.sub(r"\1\2", typed))
    try:
        return _answer(context, request, typed)
    except AmbiguousRegister as ambiguous:
        register = _register_of_refs(context, ambiguous.meeting, typed)
        if register is None:
            raise Refused(_which_register(ambiguous.meeting, typed)) from None
        return answers.of_register(in_register(context, request, f"{register.slug} {typed}"), register)
    except Refused as found:  # what it proposes to type must work, for whoever reads it and where it is read
        refused = with_working_proposals(context, request, found, _answer)
        with reading(context.engine) as tx:
            meeting = registers.candidates(registers.every(tx), request.channel, request.channel_name)
        if len(meeting) < 2:
            raise refused from None
        slugs = tuple(register.slug for register in meeting[:SPELT])
        raise Refused(CommandSpelling(slugs).sentence(refused)) from None


def _without_courtesies(verb: Verb, words: str) -> str:
    """The words behind a verb without courtesies. Raises Refused where it takes a person, and the only one named is
    thanked: "assign 10 thanks @amy".
    """
    kept = without_courtesies(words)
    thanked = PERSON.search(words, len(kept))
    how = ""
    if verb.name == "assign" and assign.names_nobody(kept):
        how = f"assign {kept} @"
    elif verb.name == "away" and away.names_days(kept):
        how = f"away {kept} deputy @"
    if how and thanked and kept and not PERSON.search(kept):
        named = Command(f"{how}{thanked[1].upper()}")
        ways = (named, ", or without them ", Command(f"{verb.name} {kept}"), ".")
        raise Refused("Is the person whom you thank meant? Then type ", *ways)
    return kept


def begins_with_verb(typed: str) -> bool:
    """Whether words begin with a command other than a greeting, which asks for help."""
    verb = (
        VERBS_BY_NAME.get(typed_plainly(typed.split(None, 1)[0]).strip(AROUND_VERBS)) if typed.split() else None
    )
    return verb is not None and verb is not VERBS["help"]


def _answer(context: Context, request: Request, typed: str, *, is_command: bool = False) -> Message:
    """The answer to a command, or unless ``is_command`` to plain words."""
    typed = _ON_TIME.sub("ontime", _SIGN_OFF.sub("signoff", typed, count=1), count=1)
    name, rest = (*typed.split(None, 1), "", "")[:2]
    glued = re.fullmatch(r"([^\W\d_]+)(\d\S*)", name)
    if glued and get_close_matches(glued[1].lower(), VERBS_BY_NAME, n=1, cutoff=0.75):  # "status10"
        name, rest = glued[1], f"{glued[2]} {rest}".strip()
        typed = f"{name} {rest}"
    spelt = typed_plainly(name).strip(AROUND_VERBS)
    verb = VERBS_BY_NAME.get(spelt)
    if verb is not None and verb.name in _KEEPS_NO_WORDS:
        rest = _without_courtesies(verb, rest)
        typed = f"{name} {rest}".strip()
    is_of_some = spelt == "status" and rest and not re.search(r"\d", rest)  # "status of CYPE"
    in_words = not is_command and (verb is None or verb.name in _IN_WORDS or is_of_some)
    meaning = plain_words.intent(context, request, typed) if in_words else None
    if meaning is not None:
        if meaning.is_question:
            return _answer(context, request, meaning.command, is_command=True)
        raise plain_words.proposal(meaning)
    known = VERBS_BY_NAME
    if verb is waiting.VERB and not waiting.FOR_ME.fullmatch(rest):  # "waiting for Legal" is news, or a list
        verb, known = None, {name: one for name, one in VERBS_BY_NAME.items() if one is not waiting.VERB}
    day = rest if spelt == "due" else typed
    if plain_words.A_DAY.fullmatch(day):  # "due 31 December" and "31 Dec" are no news of action 31
        return VERBS["list"].answer(context, request, f"due {day}")
    if verb is not None and not (spelt in _ALSO_LISTS and asks_for_list(context, request, typed, spelt, rest)):
        return verb.answer(context, request, _from_ref(spelt, rest.strip()))
    if not (spelt or rest):
        return VERBS["help"].answer(context, request, "")
    return plain_words.without_verb(context, request, typed, known, MEANINGS)


def _from_ref(verb: str, words: str) -> str:
    """What was typed after a verb, from its ref on: "on 14: sent", "for action 14", "date 14 31 March"."""
    words = _OF_DATE.sub("", words, count=1) if verb == "due" else words
    begun = _BEFORE_REF.match(words)
    if begun is None or COUNTED.match(typed_plainly(words[begun.end() :]).lstrip("#0123456789")):
        return words
    return words[begun.end() :]


def in_register(context: Context, request: Request, typed: str) -> Message:
    """Whatever is asked of the register that is named first."""
    slug, rest = (*typed.split(None, 1), "", "")[:2]
    with reading(context.engine) as tx:
        known = registers.every(tx)
    if not slug:
        (first, *_others) = registers.of_channel(known, request.channel, request.channel_name)
        example = CommandSpelling((first.slug,)).typed("status 10")
        raise Refused(f"Say which register and then what you want: for instance `{example}`.")
    register = registers.pick(known, slug.lower().strip(AROUND_VERBS))
    request = replace(request, register=register.slug if len(known) > 1 else "")
    try:
        return _answer(context, request, rest)
    except Refused as found:  # what it proposes to type is meant for that register, too
        refused = with_working_proposals(context, request, found, _answer)
        raise Refused(CommandSpelling((register.slug,)).sentence(refused)) from None


def _register_of_refs(context: Context, meeting: Sequence[Register], typed: str) -> Register | None:
    """The only one of several registers that has the actions which a command is about; None where none has them, or
    several, or where its number may be one of days or things: "update 14 letters sent".
    """
    name, rest = (*typed.split(None, 1), "", "")[:2]
    spelt = typed_plainly(name).strip(AROUND_VERBS)
    verb = VERBS_BY_NAME.get(spelt)
    words = _from_ref(spelt, rest) if verb is not None and "REF" in verb.usage else typed
    if words is typed and not has_letter_and_figure(name):
        return None  # "14 days late" asks for a list
    if COUNTED.match(typed_plainly(words).lstrip("#0123456789")):
        return None
    with reading(context.engine) as tx:
        found = registers_with_refs(tx, meeting, words)
    return found[0] if len(found) == 1 else None


def _which_register(meeting: Sequence[Register], typed: str) -> str:
    """The words to type for each of several registers."""
    words = shortened(typed.replace("`", "'"), 200)
    ways = [
        f"`{CommandSpelling((one.slug,)).typed(words)}` for “{shortened(one.title, 80)}”"
        for one in meeting[:SPELT]
    ]
    return "Several registers are used here, so please say which you mean. Type:\n" + "\n".join(ways)


def show_help(context: Context, request: Request, typed: str) -> Message:
    """What can be typed."""
    return answers.help_message(
        {heading: [(VERBS[name].usage, VERBS[name].help) for name in names] for heading, names in _HELP.items()}
    )


VERBS = {
    verb.name: verb
    for verb in (
        *show.VERBS,
        waiting.VERB,
        *update.VERBS,
        *progress.VERBS,
        *dates.VERBS,
        *assign.VERBS,
        away.VERB,
        *snooze.VERBS,
        *history.VERBS,
        *paper.VERBS,
        *setup.VERBS,
        Verb(
            "in",
            "/htst in REGISTER …",
            "any of these in the register you name, where there are several",
            in_register,
        ),
        Verb("help", "/htst help", "this list", show_help, ("hi", "hello", "hey", "usage", "commands")),
    )
}
_HELP = {
    "See": ("status", "list", "mine", "waiting", "history"),
    "Say how an action is": ("update", "nochange", "done", "review", "ontime", "why", "undo"),
    "Dates, reminders and absences": ("due", "snooze", "unsnooze", "away"),
    "Decide and assign": (
        "verify",
        "reject",
        "grant",
        "refuse",
        "reopen",
        "end",
        "close",
        "assign",
        "withdraw",
    ),
    "The committee's paper": ("round", "signoff", "narrative", "exempt", "paper", "publish", "meeting"),
    "Settings and help": ("setup", "in", "help"),
}
"""The verbs as the help shows them: under headings, as a list of thirty is not read."""
VERBS_BY_NAME = VERBS | {word: verb for verb in VERBS.values() for word in verb.also}
"""Every word that a verb is known by."""
_SIGN_OFF = LazyPattern(
    r"^\s*sign[\s-]+off\b(?!\s*(?:actions?\b|#|\d+\s*(?:$|[,&]|and\b|because\b|as\b|(?:please|pls|thanks|now)\b)))",
    re.I,
)
_ON_TIME = LazyPattern(r"^\s*on[\s-]+time\b(?=[\s:]*(?:actions?\b|#|\d))", re.I)
_IN_WORDS = frozenset({"list", "mine", "why"})
"""Verbs that also begin a question or a request in plain words: "what is next", "why is 10 late". What follows one of
these is read as plain words first (register.words.intents): a pattern there that fits the command itself would take it,
which a test of every verb's usage finds.
"""
_KEEPS_NO_WORDS = frozenset(
    "status list mine waiting history undo away assign unsnooze grant round signoff paper meeting setup narrative "
    "help".split()
)
"""Verbs that keep nothing of what people say: thanks behind these are left out, where others keep them as they are."""
_ALSO_LISTS = frozenset({"due", "done", "complete", "close", "end"})
"""Verbs that are also words for a list."""
MEANINGS = {
    word: verb
    for verb, words in {
        "done": "completed finished implemented tick",
        "close": "closed shut",
        "due": "postpone delay defer extension reschedule move push",
        "update": "comment add save say tell write",
        "snooze": "pause mute silence sleep",
        "unsnooze": "resume unpause unmute waken",
        "assign": "post share send allocate give card cards reassign transfer hand pass",
        "end": "superseded supersede",
        "undo": "cancel delete remove revert",
        "withdraw": "retract redact erase",
        "history": "log-of story changes audit",
        "verify": "accept approve confirm check",
        "reject": "return sendback deny",
        "reopen": "unclose restart",
        "away": "leave holiday absent",
        "status": "look view open-action detail details state summary dashboard stats overview numbers figures",
        "paper": "draft print export download document",
    }.items()
    for word in words.split()
}
"""Words that people type as if they were verbs, and the verb that they mean."""
