"""What people ask for in words that begin with no command. Questions are answered; anything else is proposed to them as
a command (bot.working_proposals).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches

from bot.verbs import show
from bot.words_found import WordsFound, words_found
from bot.working_proposals import PROPOSES, only_register, registers_meeting
from messages import answers
from messages.layout import Message
from register.days.date_spans import MONTH_NAMES, MONTHS
from register.lazy_pattern import LazyPattern
from register.phrases import day, shortened
from register.refused import Command, Refused
from register.words.card_requests import CardRequest, card_request
from register.words.intents import Intent, done_elsewhere, intent_of, wants_chasing, wants_quiet
from register.words.queries import Query, described
from register.words.query_days import with_capitals
from register.words.query_words import FILLERS, NEGATIONS, TYPED
from register.words.small_talk import is_small_talk, is_thanks, says_complete
from register.words.text_folding import folded, typed_plainly
from register.words.typed_refs import Named, RefIndex
from storage.actions import actions
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import named_refs

DIRECT_MESSAGE = "direct message"
"""The source of a request that was made in one."""
AROUND_VERBS = "\"'“”‘’:,.!*`"
_NOTHING_TO_DO = "Thank you. I have recorded nothing; `/htst help` shows what I can do."
_LIKE_A_REF = LazyPattern(r"\s*(?:actions?\s*)?#?\d[\w./()-]*[.:,;!?]*\s*$", re.I)
_POLITE = LazyPattern(
    r"(?:(?:please|pls|hi|hello|hey|kindly|so|and|now)\b[\s,]*|(?:can|could|would|will)\s+you\s+|let'?s\s+|"
    r"i(?:'d|\s+would)\s+like\s+(?:you\s+)?to\s+|(?:i|we)\s+(?:want|need|have|wish)\s+(?:you\s+)?to\s+)+",
    re.I,
)
_QUESTION = LazyPattern(
    r"(?:and\s+|so\s+|please\s+)?(?:who|whose|whom|what|when|where|why|how|which|is|are|was|were|has|have|had|do|does|did|any|anyone|"
    r"anybody|am|should|will(?=\s+(?:we|they|it|this|the|any|all|actions?|#?\d)\b))(?:'?s)?\b(?!\s+been\b)|(?!.*\b(?:can|could|will|would|please)\b).*\?\s*$",
    re.I | re.S,
)
A_DAY = LazyPattern(
    rf"\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{'|'.join(MONTH_NAMES)}|{'|'.join(MONTHS)}|sept)(?:\s+\d{{4}})?[\s.?!]*",
    re.I,
)
"""A date with its month in letters, or a month, and nothing else."""
_GIVE_ME = LazyPattern(r"^(?:give|send|show|get|tell)\s+(?:(?:me|us)\s+)?(?:(?:a|the)\s+list\s+of\s+)?", re.I)
_STEPS = {
    CardRequest.DATE: "due {} …",
    CardRequest.OWNER: "assign {} …",
    CardRequest.COMPLETE: "done {} …",
    CardRequest.ACCEPT: "verify {}",
    CardRequest.SEND_BACK: "reject {} because …",
    CardRequest.REOPEN: "reopen {} because …",
    CardRequest.REST: "snooze {} until Friday because …",
}
"""The command for each step that is asked for."""
_CARDS = LazyPattern(r"\d|\bcards?\b|^\s*all\b", re.I)
"""What shows that cards are to be posted."""


def intent(context: Context, request: Request, typed: str) -> Intent | None:
    """What words mean that are no command; where several registers meet only an absence, which is of none of them, and
    a question, whose answer asks which is meant where that matters.
    """
    meeting = registers_meeting(context, request)
    found = intent_of(typed, context.today(meeting[0])) if meeting else None
    is_of_any = len(meeting) == 1 or (
        found is not None and (found.is_question or found.command.startswith("away"))
    )
    return found if is_of_any else None


def proposal(found: Intent) -> Refused:
    """The proposal of what words mean that would change something."""
    return Refused(PROPOSES, Command(with_capitals(found.command)), "?")


def without_verb(
    context: Context, request: Request, typed: str, verbs: tuple[Mapping[str, object], Mapping[str, str]]
) -> Message:
    """What words ask for that begin with no verb: an action by its ref, or a list. Raises Refused.

    ``verbs`` are the words for them, and others that people use with the verb that they mean.
    """
    known, meanings = verbs
    name, rest = (*typed.split(None, 1), "", "")[:2]
    if _LIKE_A_REF.match(typed):
        return show.status(context, request, typed)
    _refuse_what_is_no_command(context, request, typed)
    if is_thanks(typed):
        return answers.plain(_NOTHING_TO_DO)
    found = words_found(context, request, typed, rest)
    named, query = found.named, found.query
    if named.refs:
        if found.is_only_refs:
            return show.status(context, request, typed)
        raise _asked_of(named) or _news(named)
    _refuse_polite(typed, known, meanings)
    is_asked = query is not None and bool(described(replace(query, words=()))) and not found.later_refs
    polite = _POLITE.match(typed)
    if polite and is_asked:  # "can you give me a list of the overdue ones for Simon"
        return show.listing(context, request, _GIVE_ME.sub("", typed[polite.end() :], count=1))
    if is_asked and query is not None and not query.words:
        return show.listing(context, request, typed)
    if is_small_talk(typed) and not typed.endswith("?") and request.source == DIRECT_MESSAGE:
        return answers.plain(_NOTHING_TO_DO)
    spelt = typed_plainly(name).strip(AROUND_VERBS)
    if found.refused and spelt in TYPED:  # "overdue since November"
        raise found.refused
    meaning = meanings.get(spelt)
    if meaning == "assign" and not (found.later_refs or found.refs_within or _CARDS.search(rest)):
        meaning = None  # "send the reminder again", "give me the table"
    proposed = _close(name, rest, meaning, known)
    is_question = _QUESTION.match(typed) is not None and not meaning
    if is_question and found.refs_within:
        return show.status(context, request, " ".join(found.refs_within))
    if is_asked and (is_question or spelt in TYPED):  # what it has besides is looked for, and said so
        return show.listing(context, request, typed)
    if is_question:
        raise Refused("I do not know how to answer that. Type ", Command("help"), " to see what I can do.")
    is_news = bool(found.refs_within) and not meaning
    if is_asked and not (meaning or is_news) and proposed[0] != PROPOSES and query is not None:
        _refuse_list(context, request, typed, name, query)
    if proposed[0] != PROPOSES and query is not None and query.words and _finds(context, request, query):
        return show.listing(context, request, typed)
    raise _unknown(request, typed, name, found, proposed)


def _refuse_what_is_no_command(context: Context, request: Request, typed: str) -> None:
    """Raise Refused, saying what to do instead, for requests that there is no command for."""
    if wants_quiet(typed):
        raise _how_to_have_quiet(context, request)
    chased = wants_chasing(typed)
    if chased:
        _refuse_unknown(context, request, chased)
        raise Refused(
            f"Nobody was asked about {chased}: I ask owners by myself as their dates come near and pass. ",
            Command(f"status {chased}"),
            " shows when that is next. To ask now, write to the owners in their channel.",
        )
    if chased is not None:
        raise Refused(
            "I ask owners by myself as their dates come near and pass, and once a week. ",
            Command("round"),
            " shows who has not answered for the next paper, ",
            Command("list not updated"),
            " what nobody has spoken of.",
        )
    elsewhere = done_elsewhere(typed)
    if elsewhere:
        raise Refused(elsewhere)
    if show.MORE.fullmatch(typed):
        raise show.next_part()


def _refuse_unknown(context: Context, request: Request, refs: str) -> None:
    """Raise Refused where one of the refs that words name is no action's."""
    register = only_register(context, request)
    if register is not None:
        with reading(context.engine) as tx:
            named_refs(RefIndex(StoredRefs(tx, register)), refs, "status")


def _refuse_polite(typed: str, known: Mapping[str, object], meanings: Mapping[str, str]) -> None:
    """Raise Refused with the command that is wrapped in polite words: "could you please assign 10"."""
    polite = _POLITE.match(typed)
    if polite:
        first_word, more = (*typed[polite.end() :].split(None, 1), "", "")[:2]
        verb = typed_plainly(first_word).strip(AROUND_VERBS)
        if verb in known or (verb in meanings and (meanings[verb] != "assign" or _CARDS.search(more))):
            raise Refused(PROPOSES, Command(f"{meanings.get(verb, verb)} {more.rstrip('?')}".strip()), "?")


def _refuse_list(context: Context, request: Request, typed: str, name: str, query: Query) -> None:
    """Raise Refused with the list that words can mean, where there is one."""
    if _finds(context, request, query):
        raise Refused(f"I do not know “{name}”. ", PROPOSES, Command(f"list {typed}"), "?")
    left = show.without_phrases(typed, query)
    if left and len(typed.split()) < 5:  # a longer sentence may be news
        raise Refused(f"I do not know “{name}”. ", PROPOSES, Command(f"list {left}"), "?")


def _unknown(
    request: Request, typed: str, name: str, found: WordsFound, proposed: Sequence[str | Command]
) -> Refused:
    """The refusal of words that are not known, with what is nearest; what is longer may be news."""
    about = ", ".join(found.refs_at_end or found.refs_within)
    # "escalate 3" is no news of action 3
    claims = bool(about) and says_complete(typed)
    is_long = claims or len(typed.split()) > (2 if request.source == DIRECT_MESSAGE else 3)
    is_proposed = any(isinstance(one, Command) and one.words != "help" for one in proposed)
    if is_long and not is_proposed:  # it may be news
        done = (Command(f"done {about} …"), " or ") if claims else ()
        ways = (
            *done,
            Command(f"update {about or 'REF'} {shortened(typed, 60)}"),
            ", or reply in the thread of the message it is about.",
        )
        proposed = (*proposed, " To record what has been done, say of which action: ", *ways)
    return Refused(f"I do not know “{name}”. ", *proposed)


def _finds(context: Context, request: Request, query: Query) -> bool:
    """Whether a few words that are no command are in the words of some action: then those are listed."""
    register = only_register(context, request)
    are_words = all(len(folded(phrase)) > 2 for phrase in query.words)
    if register is None or not are_words or sum(len(phrase.split()) for phrase in query.words) > 3:
        return False
    with reading(context.engine) as tx:
        return actions.count(tx, register, query) > 0


def _asked_of(named: Named) -> Refused | None:
    """What is proposed for words that ask for a step of actions: "3 looks good, accept it". None for all else."""
    asked = card_request(named.rest)
    return Refused(PROPOSES, Command(_STEPS[asked].format(", ".join(named.refs))), "?") if asked else None


def _news(named: Named) -> Refused:
    """What is proposed for words that tell something of actions: "10 and 12 are waiting for Legal"."""
    refs = ", ".join(named.refs) + ("" if re.search(r"\d", named.rest) else ":")
    words = re.sub(r"^(?:is|are|has been|have been)\s+(?=\S)", "", named.rest)
    done = (Command(f"done {refs} {words}"), " or ") if says_complete(named.rest) else ()
    return Refused(PROPOSES, *done, Command(f"update {refs} {words}"), "?")


def _close(name: str, rest: str, meaning: str | None, known: Mapping[str, object]) -> tuple[str | Command, ...]:
    says_nothing = name.lower() in FILLERS | NEGATIONS
    alike = [] if says_nothing else get_close_matches(name.lower(), known, n=3, cutoff=0.72)
    close = [meaning] if meaning else [one for one in alike if one[0] == name[0].lower()]
    rest = re.sub(r"^(?:for|of|on|to|about|with|from)\s+(?=#?\d)", "", rest)
    if close and len(name) > 2:
        return PROPOSES, Command(f"{close[0]} {rest}".strip()), "?"
    return "Type ", Command("help"), " to see what I can do."


def _how_to_have_quiet(context: Context, request: Request) -> Refused:
    """What somebody can do who wants to hear no more."""
    register = only_register(context, request)
    until = day(context.today(register) + timedelta(days=7)) if register else "Friday"
    return Refused(
        "I ask about an action until somebody answers: ",
        Command("update 10 …"),
        " is an answer. ",
        Command(f"snooze 10 until {until} because …"),
        " lets the reminders of one action rest, and ",
        Command(f"away until {until}"),
        " says that you are away.",
    )
