"""``/htst waiting``: what waits for whoever asks."""

import re

from bot.verbs.verb import Verb, spelling_for
from messages import waiting as words
from messages.layout import Message
from register.lazy_pattern import LazyPattern
from register.words.queries import Query
from storage.actions import actions
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import register_of
from workflow.rounds import round_under_way, still_asked
from workflow.waiting import decisions_of, sign_offs_of

FOR_ME = LazyPattern(r"\s*(?:(?:for|on)\s+(?:me|us|my\s+(?:decision|answer|approval)))?[\s?.!]*", re.I)
"""What may follow the verb."""


def waiting(context: Context, request: Request, typed: str) -> Message:
    """What waits for a person: the same as on their home page."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        today = context.today(register)
        refs = decisions_of(tx, register, request.user, today)
        shown = tuple(refs[: words.SHOWN])
        found = actions.matching(tx, register, Query(today, refs=shown)) if shown else []
        state = round_under_way(tx, register, today)
        answering = still_asked(tx, register, state, request.user, context.now()) if state else ()
        signing = sign_offs_of(register, state, request.user, today) if state else ()
    round_ = (state.days.meeting if state else None, answering, signing)
    return words.waiting(register, request.user, today, (found, len(refs)), round_, spelling_for(request))


VERB = Verb(
    "waiting", "/htst waiting", "what waits for you: to verify, to grant, to answer, to sign off", waiting
)
