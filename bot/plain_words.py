"""What people ask for in words that begin with no command. Questions are answered; anything else is proposed to them as
a command (bot.working_proposals).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from functools import cached_property

from bot.leads import answer_who_leads
from bot.verbs import show
from bot.words_found import WordsFound, closed_up, words_found
from bot.working_proposals import PROPOSES, only_register, registers_meeting
from messages import answers
from messages.layout import Message
from register.days.date_spans import MONTH_NAMES, MONTHS
from register.lazy_pattern import LazyPattern
from register.phrases import day, shortened
from register.refused import Command, Refused
from register.waiting import Waiting
from register.words.card_requests import CardRequest, card_request, wanted_date
from register.words.done_elsewhere import done_elsewhere, wants_chasing
from register.words.intents import Intent, intent_of, wants_quiet
from register.words.queries import Query, described
from register.words.query_days import with_capitals
from register.words.query_words import FILLERS, NEGATIONS, TYPED
from register.words.reasons import with_reason
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
_SEE_HELP = ("Type ", Command("help"), " to see what I can do.")
_NOTHING_TO_DO = "Thank you. I have recorded nothing; `/htst help` shows what I can do."
_LIKE_A_REF = LazyPattern(r"\s*(?:actions?\s*)?#?\d[\w./()-]*[.:,;!?]*\s*$", re.I)
_POLITE = LazyPattern(
    r"(?:(?:please|pls|hi|hello|hey|kindly|so|and|now)\b[\s,]*|(?:can|could|would|will)\s+you\s+|let'?s\s+|"
    r"i(?:'d|\s+would)\s+like\s+(?:you\s+)?to\s+|(?:i|we)\s+(?:want|need|have|wish)\s+(?:you\s+)?to\s+)+",
    re.I,
)
_QUESTION = LazyPattern(
    r"(?:and\s+|so\s+|please\s+)?(?:who|whose|whom|what|when|where|why|how|which|is|are|was|were|has|have|had|do|does|did|any|anyone|"
    r"anybody|am|should|will(?=\s+(?:we|they|it|this|the|any|all|actions?|#?\d+)\b))(?:'?s)?\b(?!\s+been\b)|(?!.*\b(?:can|could|will|would|please)\b).*\?\s*$",
    re.I | re.S,
)
A_DAY = LazyPattern(
    rf"\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?:{'|'.join(MONTH_NAMES)}|{'|'.join(MONTHS)}|sept)(?:\s+\d{{4}})?[\s.?!]*",
    re.I,
)
"""A date with its month in letters, or a month, and nothing else."""
_ASKS_OF = LazyPattern(
    r"(?:'s\s+)?(?:who|whose|when|owners?|lead|officer|status|state|deadline|(?:due|target|end)\s+date|due|dates?|details?|info)"
    r"(?:\s+(?:please|pls))?[\s.?!]*",
    re.I,
)
"""What is asked of an action in a word or two behind its ref."""
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
_DECISIONS = {
    CardRequest.ACCEPT: {Waiting.DATE: "grant {}", Waiting.VERIFICATION: "verify {}"},
    CardRequest.SEND_BACK: {Waiting.DATE: "refuse {} because …", Waiting.VERIFICATION: "reject {} because …"},
}
"""The command for a step that decides, by what the action waits for."""
_CARDS = LazyPattern(r"\d|\bcards?\b|^\s*all\b", re.I)
"""What shows that cards are to be posted."""


def intent(context: Context, request: Request, typed: str) -> Intent | None:
    """What words mean that are no command; where several registers meet only an absence, which is of none of them, and
    a question, whose answer asks which is meant where that matters.
    """
    meeting = registers_meeting(context, request)
    found = intent_of(closed_up(context, meeting[0], typed), context.today(meeting[0])) if meeting else None
    is_of_any = len(meeting) == 1 or (
        found is not None and (found.is_question or found.command.startswith("away"))
    )
    return found if is_of_any else None


def proposal(found: Intent) -> Refused:
    """The proposal of what words mean that would change something."""
    return Refused(PROPOSES, Command(with_capitals(found.command)), "?")


@dataclass(frozen=True)
class _Typed:
    """Words that begin with no verb, and what they hold: that is looked up when it is first asked for, as the first
    readings do without the database.

    ``first`` is the first word and ``rest`` what follows it. ``known`` are the words for verbs; ``meanings`` are others
    that people use, with the verb that each means.
    """

    context: Context
    request: Request
    words: str
    first: str
    rest: str
    known: Mapping[str, object]
    meanings: Mapping[str, str]

    @cached_property
    def found(self) -> WordsFound:
        """The refs in the words, and what they ask to see."""
        return words_found(self.context, self.request, self.words, self.rest)

    @cached_property
    def spelt(self) -> str:
        """The first word in small letters, without quotes and stops around it."""
        return typed_plainly(self.first).strip(AROUND_VERBS)

    @cached_property
    def polite(self) -> re.Match[str] | None:
        """The courtesies that the words begin with: "could you please"."""
        return _POLITE.match(self.words)

    @cached_property
    def is_asked(self) -> bool:
        """Whether they describe actions, by more than words to look for: "the late ones of CYPE"."""
        query = self.found.query
        return query is not None and bool(described(replace(query, words=()))) and not self.found.later_refs

    @cached_property
    def meaning(self) -> str | None:
        """The verb that the first word means. "Send the reminder again" and "give me the table" post no cards."""
        meaning = self.meanings.get(self.spelt)
        shows_cards = self.found.later_refs or self.found.refs_within or _CARDS.search(self.rest)
        return None if meaning == "assign" and not shows_cards else meaning

    @cached_property
    def is_question(self) -> bool:
        """Whether they ask something, and mean no command."""
        return _QUESTION.match(self.words) is not None and not self.meaning

    @cached_property
    def command(self) -> Command | None:
        """The command that the first word means, or is spelt like; None where there is none."""
        says_nothing = self.first.lower() in FILLERS | NEGATIONS
        alike = [] if says_nothing else get_close_matches(self.first.lower(), self.known, n=3, cutoff=0.72)
        close = [self.meaning] if self.meaning else [one for one in alike if one[0] == self.first[0].lower()]
        rest = re.sub(r"^(?:for|of|on|to|about|with|from)\s+(?=#?\d)", "", self.rest)
        if self.meaning == "due" and not re.search(r"\d", rest):
            rest = "REF …"  # "delay everything": each date is moved by itself, and "due everything" is a list
        return Command(f"{close[0]} {rest}".strip()) if close and len(self.first) > 2 else None


def without_verb(
    context: Context, request: Request, typed: str, known: Mapping[str, object], meanings: Mapping[str, str]
) -> Message:
    """What words ask for that begin with no verb: an action by its ref, or a list. Raises Refused.

    ``known`` are the words for verbs, and ``meanings`` others that people use, with the verb that each means.
    """
    first, rest = (*typed.split(None, 1), "", "")[:2]
    words = _Typed(context, request, typed, first, rest, known, meanings)
    for read in _READINGS:
        answer = read(words)
        if answer is not None:
            return answer
    raise _unknown(words)


def _as_ref(typed: _Typed) -> Message | None:
    """ "10", "action 10": that action, or that there is none."""
    return show.status(typed.context, typed.request, typed.words) if _LIKE_A_REF.match(typed.words) else None


def _as_request_without_command(typed: _Typed) -> None:
    """Raises Refused, saying what to do instead, for requests that there is no command for."""
    if wants_quiet(typed.words):
        raise _how_to_have_quiet(typed.context, typed.request)
    chased = wants_chasing(typed.words)
    if chased:
        _refuse_unknown(typed.context, typed.request, chased)
        raise Refused(
            f"Nobody was asked about {chased}: I ask owners automatically as their dates approach and pass. ",
            Command(f"status {chased}"),
            " shows when that is next. To ask now, write to the owners in their channel.",
        )
    if chased is not None:
        raise Refused(
            "I ask owners automatically as their dates approach and pass, and once a week. ",
            Command("round"),
            " shows who has not answered for the next paper, ",
            Command("list not updated"),
            " what has had no update.",
        )
    elsewhere = done_elsewhere(typed.words)
    if elsewhere:
        raise Refused(elsewhere)
    if show.MORE.fullmatch(typed.words):
        raise show.next_part()


def _as_who_leads(typed: _Typed) -> Message | None:
    return answer_who_leads(typed.context, typed.request, typed.words)


def _as_thanks(typed: _Typed) -> Message | None:
    return answers.plain(_NOTHING_TO_DO) if is_thanks(typed.words) else None


def _as_refs_first(typed: _Typed) -> Message | None:
    """ "3 and 14", "AGS2 owner": those actions; raises Refused with an update for "14 is with Legal"."""
    if not typed.found.named.refs:
        return None
    if not typed.found.is_only_refs:
        if _ASKS_OF.fullmatch(typed.found.named.rest):
            return show.status(typed.context, typed.request, ", ".join(typed.found.named.refs))
        raise _asked_of(typed) or _news(typed.found.named, typed.found.refs_within)
    return show.status(typed.context, typed.request, typed.words)


def _as_polite_command(typed: _Typed) -> None:
    """Raises Refused with the command that is wrapped in polite words: "could you please assign 10"."""
    if typed.polite is None:
        return
    first, more = (*typed.words[typed.polite.end() :].split(None, 1), "", "")[:2]
    verb = typed_plainly(first).strip(AROUND_VERBS)
    meaning = typed.meanings.get(verb)
    if verb in typed.known or (meaning and (meaning != "assign" or _CARDS.search(more))):
        raise Refused(PROPOSES, Command(f"{meaning or verb} {more.rstrip('?')}".strip()), "?")


def _as_list(typed: _Typed) -> Message | None:
    """A list that is asked for politely ("can you give me the late ones for Simon"), or in which nothing has to be
    looked for ("late in CYPE").
    """
    query = typed.found.query
    if not typed.is_asked or query is None:
        return None
    if typed.polite:
        words = _GIVE_ME.sub("", typed.words[typed.polite.end() :], count=1)
        return show.listing(typed.context, typed.request, words)
    return None if query.words else show.listing(typed.context, typed.request, typed.words)


def _as_small_talk(typed: _Typed) -> Message | None:
    is_in_dm = typed.request.source == DIRECT_MESSAGE
    is_talk = is_small_talk(typed.words) and not typed.words.endswith("?") and not typed.is_question
    return answers.plain(_NOTHING_TO_DO) if is_talk and is_in_dm else None


def _as_unreadable_list(typed: _Typed) -> None:
    """Raises Refused for "overdue since November"."""
    if typed.found.refused and typed.spelt in TYPED:
        raise typed.found.refused


def _as_question(typed: _Typed) -> Message | None:
    """What a question asks about actions, or for a list; raises Refused for any other question. What begins with a word
    for lists is one, too: the words besides are looked for.
    """
    if typed.is_question and typed.found.refs_within:
        return show.status(typed.context, typed.request, " ".join(typed.found.refs_within))
    if typed.is_asked and (typed.is_question or typed.spelt in TYPED):
        return show.listing(typed.context, typed.request, typed.words)
    if typed.is_question:
        raise Refused("I do not know how to answer that. ", *_SEE_HELP)
    return None


def _as_possible_list(typed: _Typed) -> None:
    """Raises Refused with the list that words can mean, where there is one. Words with refs may be news."""
    query = typed.found.query
    if not typed.is_asked or typed.meaning or typed.found.refs_within or typed.command or query is None:
        return
    unknown = f"I do not know “{typed.first}”. "
    if _finds(typed, query):
        raise Refused(unknown, PROPOSES, Command(f"list {typed.words}"), "?")
    left = show.without_phrases(typed.words, query)
    if left and len(typed.words.split()) < 5:  # a longer sentence may be news
        raise Refused(unknown, PROPOSES, Command(f"list {left}"), "?")


def _as_printed_words(typed: _Typed) -> Message | None:
    """The actions that have the words, where no command is meant and there are such actions."""
    query = typed.found.query
    if typed.command or query is None or not query.words or not _finds(typed, query):
        return None
    return show.listing(typed.context, typed.request, typed.words)


_READINGS: tuple[Callable[[_Typed], Message | None], ...] = (
    _as_ref,
    _as_request_without_command,
    _as_who_leads,
    _as_thanks,
    _as_refs_first,
    _as_polite_command,
    _as_list,
    _as_small_talk,
    _as_unreadable_list,
    _as_question,
    _as_possible_list,
    _as_printed_words,
)
"""What words that begin with no verb are read as, in this order: the first reading that answers or refuses counts."""


def _refuse_unknown(context: Context, request: Request, refs: str) -> None:
    """Raise Refused where one of the refs that words name is no action's."""
    register = only_register(context, request)
    if register is not None:
        with reading(context.engine) as tx:
            named_refs(RefIndex(StoredRefs(tx, register)), refs, "status")


def _unknown(typed: _Typed) -> Refused:
    """The refusal of words that are not known, with what is nearest; what is longer may be news."""
    found = typed.found
    nearest = (PROPOSES, typed.command, "?") if typed.command else _SEE_HELP
    about = ", ".join(found.refs_at_end or found.refs_within)
    # "escalate 3" is no news of action 3
    claims = bool(about) and says_complete(typed.words)
    most_words = 2 if typed.request.source == DIRECT_MESSAGE else 3
    is_long = claims or len(typed.words.split()) > most_words
    ways: tuple[str | Command, ...] = ()
    if is_long and not typed.command:
        done = (Command(f"done {about} …"), " or ") if claims else ()
        ways = (
            " To record what has been done, say for which action: ",
            *done,
            Command(f"update {about or 'REF'} {shortened(typed.words, 60)}"),
            ", or reply in the thread of the message it is about.",
        )
    return Refused(f"I do not know “{typed.first}”. ", *nearest, *ways)


def _finds(typed: _Typed, query: Query) -> bool:
    """Whether a few words that are no command are in the words of some action: then those are listed."""
    register = only_register(typed.context, typed.request)
    are_words = all(len(folded(phrase)) > 2 for phrase in query.words)
    if register is None or not are_words or sum(len(phrase.split()) for phrase in query.words) > 3:
        return False
    with reading(typed.context.engine) as tx:
        return actions.count(tx, register, query) > 0


def _asked_of(typed: _Typed) -> Refused | None:
    """What is proposed for words that ask for a step of actions: "3 looks good, accept it". None for all else, and
    where nothing waits that could be accepted.
    """
    named = typed.found.named
    refs, asked = ", ".join(named.refs), card_request(named.rest)
    command = _STEPS[asked] if asked else ""
    if asked is CardRequest.DATE:
        wanted, reason = wanted_date(named.rest)
        if wanted:
            return Refused(PROPOSES, Command(with_reason(f"due {refs} {wanted}", reason)), "?")
    if asked in _DECISIONS:
        register = only_register(typed.context, typed.request)
        with reading(typed.context.engine) as tx:
            action = actions.find(tx, register, named.refs[0]) if register else None
        waiting = action.waiting_for if action else None
        command = command if action is None else _DECISIONS[asked].get(waiting, "") if waiting else ""
    return Refused(PROPOSES, Command(command.format(refs)), "?") if command else None


def _news(named: Named, within: Sequence[str]) -> Refused:
    """What is proposed for words that tell something of actions: "10 and 12 are waiting for Legal"."""
    refs = ", ".join(named.refs) + ("" if re.search(r"\d", named.rest) else ":")
    words = re.sub(r"^(?:is|are|has been|have been)\s+(?=\S)", "", named.rest)
    is_of_others = bool(set(within) - set(named.refs))  # "3 done, 14 not yet" reports nothing of 14 complete
    done = (Command(f"done {refs} {words}"), " or ") if says_complete(named.rest) and not is_of_others else ()
    return Refused(PROPOSES, *done, Command(f"update {refs} {words}"), "?")


def _how_to_have_quiet(context: Context, request: Request) -> Refused:
    """What somebody can do who wants to hear no more."""
    register = only_register(context, request)
    until = day(context.today(register) + timedelta(days=7)) if register else "Friday"
    return Refused(
        "I ask about an action until somebody answers: ",
        Command("update 10 …"),
        " is an answer. ",
        Command(f"snooze 10 until {until} because …"),
        " snoozes the reminders for one action, and ",
        Command(f"away until {until}"),
        " says that you are away.",
    )
