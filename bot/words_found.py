"""What words hold that begin with no command: refs, and what they ask to see."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.verbs import show
from register.lazy_pattern import LazyPattern
from register.refused import Refused
from register.register import Register
from register.words.queries import Query, described
from register.words.query_reading import read_query
from register.words.text_folding import typed_plainly
from register.words.typed_refs import APART, COUNTED, Named, RefIndex
from storage.actions import registers
from storage.actions.stored_refs import StoredRefs
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import AmbiguousRegister, choose_register, only_refs

_AT_ITS_END = LazyPattern(
    r"\b(?:on|for|to|with|about|in|of|action|actions)\s+(?P<refs>(?:actions?\s+)?#?\d[\w./()-]*(?:(?:\s*[,&]\s*|\s+and\s+)#?\d[\w./()-]*)*)[\s.!?]*$",
    re.I,
)
"""The refs that words end with: "waiting for Legal on 14"."""
_NUMBER = LazyPattern(r"(?<![\w£$€.,/:-])(?P<mark>#?)(?=\d|[^\W\d_]{1,12}[^\w\n]{0,3}\d)")
"""A ref as it begins: "14", "AGS2", "SR (25/26) 01"."""


@dataclass(frozen=True)
class WordsFound:
    """What words hold: the refs that they begin with, whether they are nothing else, the refs behind the first word,
    those that they end with and those anywhere, and what they ask to see, or why they cannot be read so.
    """

    named: Named = field(default_factory=Named)
    is_only_refs: bool = False
    later_refs: tuple[str, ...] = ()
    refs_at_end: tuple[str, ...] = ()
    refs_within: tuple[str, ...] = ()
    query: Query | None = None
    refused: Refused | None = None


def words_found(context: Context, request: Request, typed: str, rest: str) -> WordsFound:
    """What the words typed hold; ``rest`` are those behind the first.

    Where several registers meet, it is read by the first: which one is meant is asked before anything is done.
    """
    with reading(context.engine) as tx:
        known = registers.every(tx)
        if not known:
            return WordsFound()
        try:
            register = choose_register(known, request)
        except AmbiguousRegister as ambiguous:
            register = ambiguous.meeting[0]
        index = RefIndex(StoredRefs(tx, register))
        end = _AT_ITS_END.search(typed)
        last = index.read(end["refs"]).refs if end else ()
        only, later = only_refs(index, typed) is not None, index.read(rest).refs
        found = WordsFound(index.read(typed), only, later, last, tuple(_refs_within(index, typed)))
        try:
            query = read_query(show.query_context(tx, context, request, register, index), typed)
        except Refused as refused:
            return replace(found, refused=refused)
        return replace(found, query=query)


def closed_up(context: Context, register: Register, typed: str) -> str:
    """What was typed, with the refs of a register as they are printed: "AGS1" for "AGS 1"."""
    if not APART.search(typed):
        return typed
    with reading(context.engine) as tx:
        return RefIndex(StoredRefs(tx, register)).closed_up(typed)


def _refs_within(index: RefIndex, typed: str) -> Iterator[str]:
    """Up to three refs that stand anywhere in words, without the numbers of days and of things that are counted."""
    plain, found, end = typed_plainly(typed), dict[str, None](), 0
    for number in _NUMBER.finditer(plain):
        at = index.at(plain, number.end("mark")) if number.start() >= end else None
        if at and at[0] not in found and not COUNTED.match(plain, at[1]) and len(found) < 3:
            found[at[0]], end = None, at[1]
            yield at[0]


def asks_for_list(context: Context, request: Request, typed: str, verb: str, rest: str) -> bool:
    """Whether words that begin with a verb (``rest`` is what follows it) ask for a list: "due next week" and "done in
    CYPE" do.
    """
    found = words_found(context, request, typed, rest)
    if found.refused and verb == "due" and not (found.later_refs or found.refs_at_end):
        return True  # "due in Q1": what cannot be read of a list is said
    query = found.query
    return query is not None and bool(described(query)) and not (query.words or found.later_refs)
