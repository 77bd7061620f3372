"""``/htst status``, ``list`` and ``mine``: actions are shown."""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from sqlalchemy import Connection

from bot.verbs.changes import asks_for_changes, what_changed
from bot.verbs.verb import Verb, of_each_register, spelling_for
from messages import answers, lists
from messages.command_spelling import CommandSpelling
from messages.layout import Message, mrkdwn_texts
from messages.mrkdwn import with_absences
from messages.tables_and_charts import TABLE
from register.action import Action
from register.lazy_pattern import LazyPattern
from register.next_steps import next_steps
from register.notices.reminders import next_day
from register.permissions import Permission, may
from register.refused import Command, Refused
from register.register import Register
from register.words.queries import Query, State, described, whose
from register.words.query_context import QueryContext
from register.words.query_reading import read_query
from register.words.query_words import TYPED
from register.words.typed_refs import RefIndex
from storage.actions import actions, papers
from storage.actions.queries import other_owners
from storage.actions.stored_refs import StoredRefs
from storage.actions.summary import summary_of
from storage.actions.urgency_groups import parts_of
from storage.database.engine import reading
from storage.intake import workspaces
from workflow.cards import is_card_missing, without_card
from workflow.context import Context, Request
from workflow.finding import (
    AmbiguousRegister,
    exact_action,
    first_word,
    named_refs,
    only_refs,
    refs_of,
    register_of,
)
from workflow.people import away_in_words

ACTIONS_SHOWN = 40
"""How many actions a list shows at most; it says how to see the next."""
MORE = LazyPattern(r"\s*(?:the\s+)?(?:more|rest|next\s+(?:page|part|ones?)|next|continue)[\s.!?]*", re.I)
"""Words that ask for more of a list."""
_OF = LazyPattern(r"\s*(?:of|for|on|about|with)\s+(?=\S)", re.I)
_FROM = LazyPattern(r"(?s)(.*?)\s*\bfrom (\d{1,6})")
_AS_AT = LazyPattern(r"\bas\s+(?:at|of)\b(?P<day>.*)", re.I | re.S)
_PAGE = LazyPattern(r"(?s)(.*?)[\s,]*\b(?:page|part) (\d{1,4})", re.I)
_A_YEAR = LazyPattern(r"(?:19|20|21)\d\d")


def status(context: Context, request: Request, typed: str) -> Message:
    """One action or several, or without a ref the register in one look."""
    typed = _OF.sub("", typed, count=1) if _OF.match(typed) else typed
    if not typed.strip():
        with reading(context.engine) as tx:
            register = register_of(tx, request)
            today = context.today(register)
            numbers = summary_of(tx, register, today)
            doubtful = actions.count(tx, register, Query(today, frozenset({State.DOUBTFUL})))
        may_post = may(request.asker, Permission.ASSIGN, register)
        return answers.state(
            numbers, register, today, spelling_for(request), doubtful=doubtful, may_post_cards=may_post
        )
    word = first_word(typed)
    exact = exact_action(context.engine, request, word)
    register, action = exact.register, exact.action
    # "10", "#10", "action 10"
    if action is not None and typed.strip().endswith(word) and len(typed.split()) < 3:
        lacks_card = is_card_missing(register, action, exact.card_places)
        return _in_full(context, request, register, action, lacks_card=lacks_card)
    try:
        with reading(context.engine) as tx:
            register = register_of(tx, request)
            refs = named_refs(refs_of(tx, register), typed, "status")
            found = _of_refs(tx, register, refs)
    except Refused:
        if _is_list(context, request, typed):
            raise Refused("That is a list: did you mean ", Command(f"list {typed}"), "?") from None
        raise
    return _each(context, request, register, found)


def listing(context: Context, request: Request, typed: str) -> Message:
    """The actions that people's own words ask for, the most urgent first."""
    if MORE.fullmatch(typed):
        raise next_part()
    as_at = _AS_AT.search(typed)
    if as_at:
        day = as_at["day"].strip() or "2022-11-15"
        raise Refused(
            f"The register as it was known on a day is shown at the command line: htst list --as-at “{day}”. Here ",
            Command(f"list updated since {day}"),
            " shows what has been updated since.",
        )
    words, first = _place(typed)
    try:
        return _of_one_register(context, request, words, first)
    except AmbiguousRegister as ambiguous:
        own = _own_query(context, request, ambiguous.meeting[0], words) if first == 1 else None
        if own is None:
            raise
    return _own_of_each_register(context, request, own, words)


def _of_one_register(context: Context, request: Request, words: str, first: int) -> Message:
    """The actions of the register that is meant, from the one of that number on. Raises AmbiguousRegister."""
    command = " ".join(f"list {words}".split())
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        index = refs_of(tx, register) if re.search(r"\d", words) else None
        refs = only_refs(index, words) if index else None
        if refs:
            return _each(context, request, register, _of_refs(tx, register, refs))
        query = read_query(query_context(tx, context, request, register, index), words)
        refs = _only_refs_left(index, query)
        if refs:
            return _each(context, request, register, _of_refs(tx, register, refs))
        if asks_for_changes(words, query):
            return what_changed(tx, context, request, register, query)
        total, found = actions.counted_and_urgent(tx, register, query, ACTIONS_SHOWN, first)
        if not total:
            return _nothing(tx, request, register, query, words)
        if first > total:
            raise Refused(f"That list ends at {total}: type ", Command(command), ".")
        write = lists.table if TABLE in workspaces.takes(tx) else lists.listing
    return write(found, query.today, _title(query), first, total, command, spelling_for(request))


def next_part() -> Refused:
    """What is said to whoever wants more of a list, without saying of which."""
    ways = (Command("list open from 41"), " or ", Command("list open page 2"), ".")
    return Refused("A list that goes on ends with what to type for its next part: for instance ", *ways)


def mine(context: Context, request: Request, typed: str) -> Message:
    """A person's open actions, or those of theirs that their words ask for."""
    if typed.strip(" .,!?"):
        return listing(context, request, f"mine {typed}")

    def of_register(
        tx: Connection, register: Register, commands: CommandSpelling, sharing: int
    ) -> Message | None:
        today = context.today(register)
        query = Query(today, people=(whose(register, request.user, request.asker.channels),))
        own = parts_of(tx, register, query, max(answers.LIST_PART_SHOWN // sharing, 3))
        if sharing == 1 and own and TABLE in workspaces.takes(tx):  # Slack takes one table in a message
            total = sum(part.total for part in own)
            urgent = actions.urgent(tx, register, replace(query, states=frozenset({State.OPEN})), ACTIONS_SHOWN)
            return lists.table(urgent, today, "Yours, open", 1, total, "list mine open", commands)
        return answers.mine(own, today, commands, request.user) if own else None

    return of_each_register(context, request, "mine", of_register) or answers.none_is_yours(
        spelling_for(request)
    )


def _own_query(context: Context, request: Request, register: Register, words: str) -> Query | None:
    """What is asked for where several registers meet, this one among them, and somebody describes their own actions
    ("mine overdue"), without naming any or looking for words. None for anything else: then it must be said which
    register is meant.
    """
    with reading(context.engine) as tx:
        query = _read_alone(tx, context, request, register, words)
    me = whose(register, request.user, request.asker.channels)
    named = (*query.words, *query.refs, *query.but_refs)
    is_own = query.people == (me,) and not named and not asks_for_changes(words, query)
    return query if is_own else None


def _own_of_each_register(context: Context, request: Request, asked: Query, words: str) -> Message:
    """A person's own actions that their words describe, in each of the registers that meet where they ask."""
    command = f"list {words}"

    def of_register(
        tx: Connection, register: Register, commands: CommandSpelling, sharing: int
    ) -> Message | None:
        query = _read_alone(tx, context, request, register, words)
        total, found = actions.counted_and_urgent(tx, register, query, max(ACTIONS_SHOWN // sharing, 3))
        return lists.listing(found, query.today, _title(query), 1, total, command, commands) if total else None

    found = of_each_register(context, request, command, of_register)
    return found or lists.none_found(_title(asked), (), (0, ""), spelling_for(request), "")


def _read_alone(tx: Connection, context: Context, request: Request, register: Register, words: str) -> Query:
    """What words ask for in one register of several; its refs are looked up only where a number is typed."""
    refs = RefIndex(StoredRefs(tx, register)) if re.search(r"\d", words) else None
    return read_query(query_context(tx, context, request, register, refs), words)


def query_context(
    tx: Connection, context: Context, request: Request, register: Register, refs: RefIndex | None = None
) -> QueryContext:
    """The context in which a query of somebody is read: who asks, and which owners and refs their words can name."""
    me = whose(register, request.user, request.asker.channels)
    others, renamed = other_owners(tx, register), papers.answers(tx, register.slug).renamed
    return QueryContext(register, context.today(register), me, others, refs, renamed)


def _place(typed: str) -> tuple[str, int]:
    """What is asked for, and from which of its actions on: "overdue from 41" is the next part of a long list, and so is
    "overdue page 2".
    """
    page = _PAGE.fullmatch(typed.strip())
    if page:
        return page[1], max(0, int(page[2]) - 1) * ACTIONS_SHOWN + 1
    begun = _FROM.fullmatch(typed.strip())
    if begun is None or (_A_YEAR.fullmatch(begun[2]) and "due" in begun[1].lower()):
        return typed, 1
    return begun[1], max(1, int(begun[2]))


def _title(query: Query) -> str:
    words = described(query)
    return f"Actions {words}" if words else "All actions"


def _nothing(tx: Connection, request: Request, register: Register, query: Query, typed: str) -> Message:
    """That there is none; where words were looked for, how many there are without them."""
    others = replace(query, words=())
    count = actions.count(tx, register, others) if query.words else 0
    command = f"list {without_phrases(typed, query)}" if described(others) else "list"
    near = _near(query.words)
    what = _title(others if query.words else query)
    return lists.none_found(what, query.words, (count, command), spelling_for(request), near)


def without_phrases(typed: str, query: Query) -> str:
    """What was typed without the words that would be looked for."""
    for phrase in query.words:
        typed = typed.replace(phrase, " ")
    return " ".join(typed.split())


def _near(phrases: Sequence[str]) -> str:
    """What can be asked for that is spelt like what was looked for: "overdeu"."""
    close = [get_close_matches(phrase.lower(), TYPED, n=1, cutoff=0.75) for phrase in phrases]
    return f"list {close[0][0]}" if len(close) == 1 and close[0] else ""


def _only_refs_left(index: RefIndex | None, query: Query) -> tuple[str, ...] | None:
    """The refs that somebody asks for in a sentence: "what is the state of 10"."""
    if index is None or len(query.words) != 1 or described(replace(query, words=())):
        return None
    return only_refs(index, query.words[0])


def _is_list(context: Context, request: Request, typed: str) -> bool:
    """Whether words ask for a list and for nothing that would have to be looked for."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        try:
            query = read_query(query_context(tx, context, request, register), typed)
        except Refused:
            return False
    return bool(described(query)) and not query.words


def _of_refs(tx: Connection, register: Register, refs: Sequence[str]) -> list[Action]:
    numbers = actions.ids(tx, register, refs)
    by_ref = {action.ref: action for action in actions.by_ids(tx, register, list(numbers.values()))}
    return [by_ref[ref] for ref in refs if ref in by_ref]


def _each(context: Context, request: Request, register: Register, found: Sequence[Action]) -> Message:
    if len(found) == 1:
        with reading(context.engine) as tx:
            lacks_card = bool(without_card(tx, register, found))
        return _in_full(context, request, register, found[0], lacks_card=lacks_card)
    return lists.several(found, register, context.today(register), spelling_for(request))


def _in_full(
    context: Context, request: Request, register: Register, action: Action, *, lacks_card: bool
) -> Message:
    today = context.today(register)
    reminders = (next_day(one, action, register, today) for one in action.dates)
    first = min((day for day in reminders if day), default=None)
    steps = next_steps(register, action, request.asker, today, lacks_card=lacks_card)
    shown = answers.status(action, register, today, first, steps)
    if not any("<@" in text for text in (shown.text, *mrkdwn_texts(shown.blocks))):
        return shown  # nobody is mentioned, so who is away need not be read
    with reading(context.engine) as tx:
        away = away_in_words(tx, today)
    return Message(with_absences(shown.text, away), with_absences(shown.blocks, away)) if away else shown


VERBS = (
    Verb("status", "/htst status [REF …]", "actions in full, or the whole register at a glance", status),
    Verb(
        "list",
        "/htst list [overdue | due next week | CYPE | mine | words …]",
        "the actions that you describe, in your own words",
        listing,
        ("show", "find", "search", "lists", "which", "what", "what's", "whats"),
    ),
    Verb("mine", "/htst mine", "the open actions that are yours", mine, ("my",)),
)
