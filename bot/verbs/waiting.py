"""``/htst waiting``: what waits for whoever asks."""

import re

from sqlalchemy import Connection

from bot.verbs.verb import Verb, of_each_register, spelling_for
from messages import waiting as words
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.lazy_pattern import LazyPattern
from register.register import Register
from register.words.queries import Query
from storage.actions import actions
from workflow.context import Context, Request
from workflow.rounds import round_under_way, still_asked
from workflow.waiting import decisions_of, questions_of, sign_offs_of

FOR_ME = LazyPattern(r"\s*(?:(?:for|on)\s+(?:me|us|my\s+(?:decision|answer|approval)))?[\s?.!]*", re.I)
"""What may follow the verb."""


def waiting(context: Context, request: Request, typed: str) -> Message:
    """What waits for a person: as on their home page."""

    def of_register(
        tx: Connection, register: Register, commands: CommandSpelling, sharing: int
    ) -> Message | None:
        today = context.today(register)
        refs = decisions_of(tx, register, request.user, today)
        shown = tuple(refs[: max(words.WAITING_LISTED // sharing, 3)])
        found = actions.matching(tx, register, Query(today, refs=shown)) if shown else []
        state = round_under_way(tx, register, today)
        answering = still_asked(tx, register, state, request.user, context.now()) if state else ()
        signing = sign_offs_of(register, state, request.user, today) if state else ()
        unanswered = questions_of(tx, register, request.user)
        if not (refs or answering or signing or unanswered):
            return None
        meeting = state.days.meeting if state else None
        questions = [(one.member, one.meeting, one.words) for one in unanswered]
        waits = words.WaitingList(found, len(refs), meeting, answering, signing, questions)
        return words.waiting(register, request.user, today, waits, commands)

    return of_each_register(context, request, "waiting", of_register) or words.nothing(spelling_for(request))


VERB = Verb(
    "waiting", "/htst waiting", "what is waiting for you: to verify, to grant, to answer, to sign off", waiting
)
