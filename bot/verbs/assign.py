"""``/htst assign``: cards are posted in the owners' channels."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from bot.verbs import owners
from bot.verbs.show import query_context
from bot.verbs.verb import Verb, spelling_for
from messages.cards import assigned, post_cards_button
from messages.layout import Message, actions, message, section
from register.lazy_pattern import LazyPattern
from register.permissions import Permission, may
from register.refused import Command, Refused
from register.register import Register
from register.words.queries import STATUSES, Query, State, described
from register.words.query_reading import read_query
from register.words.typed_refs import RefIndex
from storage.database.engine import reading
from workflow.cards import assign
from workflow.context import Context, Request
from workflow.finding import named_refs, only_refs, refs_of, register_of

_LIKE_REFS = LazyPattern(r"\s*(?:actions?\s*)?#?\d", re.I)
_BETWEEN_REFS = frozenset({"action", "actions", "and", "&"})


def names_nobody(typed: str) -> bool:
    """Whether words behind "assign" are refs alone, so that whom they go to is not said."""
    words = typed.replace(",", " ").lower().split()
    return all(word in _BETWEEN_REFS or any(map(str.isdecimal, word)) for word in words)


def post_cards(context: Context, request: Request, typed: str) -> Message:
    """Post cards of the actions that are named or described, in their directorates' channels."""
    if not typed.strip(" .,;:!?"):
        return _which(context, request)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        index = refs_of(tx, register)
        refs = only_refs(index, typed)
        is_to_somebody = refs is None and owners.is_assignment(typed)
        if refs is None and not is_to_somebody:
            found = index.read(typed)
            if found.refs and found.rest.strip(" .").upper() in register.codes:
                command = f"assign {', '.join(found.refs)} to {found.rest.strip(' .').upper()}"
                raise Refused("To say which directorate leads: ", Command(command), ".")
            if found.refs and not found.unknown:
                owners.refuse_name(register, found.refs, found.rest)  # "assign 10 Priya"
            if _LIKE_REFS.match(typed) or found.refs:
                refs = named_refs(index, typed, "assign")
            else:
                query = _described(tx, context, request, register, index, typed)
    if is_to_somebody:
        return owners.assign_to(context, request, typed)
    return post(context, request, register, query if refs is None else refs)


def _which(context: Context, request: Request) -> Message:
    """What whoever names no action is asked, with the form that asks it, where they may post cards."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        index = refs_of(tx, register)
        ends = index.known.ends()
        ref = ends[0] if ends and not index.lookup("10") else "10"
    ways = (Command(f"assign {ref}"), " or ", Command("assign all"), "; to take one on yourself: ")
    question = Refused("Say which action, or all of them: ", *ways, Command(f"assign {ref} to me"), ".")
    if not may(request.asker, Permission.ASSIGN, register):
        raise question
    text = spelling_for(request).sentence(question)
    return message(text, [section(text), actions(post_cards_button(register))])


def post(context: Context, request: Request, register: Register, which: Sequence[str] | Query) -> Message:
    """Post cards of these actions (refs, or a query), and say what was posted. Raises Refused where there are none."""
    posted = assign(context, request, register.slug, which)
    if not isinstance(which, Query):
        return assigned(posted, which)
    more = described(replace(which, states=which.states - {State.OPEN}))
    if not posted.found:
        raise Refused(f"There is nothing to post: no open action is {more}." if more else "No action is open.")
    return assigned(posted, None, more)


def _described(
    tx: Connection, context: Context, request: Request, register: Register, index: RefIndex, typed: str
) -> Query:
    """The open actions that are described: "all", "all CYPE", "all except 10", "due 60". Raises Refused."""
    query = read_query(query_context(tx, context, request, register, index), typed)
    if query.words:
        ways = (Command("assign all CYPE"), " or ", Command("assign due 60"), ".")
        raise Refused(f"I cannot tell which actions “{query.words[0]}” are. Type for instance ", *ways)
    is_placed = any(state in STATUSES for state in query.states)
    return query if is_placed else replace(query, states=query.states | {State.OPEN})


VERBS = (
    Verb(
        "assign",
        "/htst assign [REF … | all | all except REF | CYPE | due 60]",
        "post cards in the owners' channels (leads)",
        post_cards,
    ),
)
