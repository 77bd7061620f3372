"""Questions about people of the register: "who's my lead", "who leads CYPE", "who looks after this"."""

import re

from messages.layout import Message
from messages.leads import who_leads
from register.lazy_pattern import LazyPattern
from register.owner_codes import directorates_in
from register.words.text_folding import typed_plainly
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import register_of

_WHO = r"who(?:'?s|\s+is|\s+are)?\s+(?:(?:the|my|our|your)\s+)*"
_ASKED = LazyPattern(
    rf"(?:please\s+|so\s+|and\s+)*(?:{_WHO}(?:(?:directorate\s+)?leads?|lead\s+officers?|boss)(?:\s+(?:for|of|in|on|at)\s+(?:the\s+)?(?P<which>.+?))?|"
    r"who\s+(?:leads|heads)\s+(?:the\s+)?(?P<led>.+?)|(?:my|our)\s+lead|"
    rf"{_WHO}(?:administrators?|admins?)(?:\s+(?:here|of\s+this|for\s+this))?|"
    r"who\s+(?:runs|looks\s+after|administers|manages)\s+(?:this|it|htst|the\s+register)|"
    r"who\s+(?:do|can|should)\s+(?:i|we)\s+(?:ask|contact|speak\s+to|talk\s+to)(?:\s+(?:for\s+help|about\s+this))?|who\s+can\s+help(?:\s+(?:me|us))?)"
    r"[\s.?!]*"
)

_OF_ALL = LazyPattern(r"\bare\s+(?:all\s+)?(?:the\s+)?(?:directorate\s+)?leads\b", re.I)
"""Of every directorate, and not whoever asks alone."""


def answer_who_leads(context: Context, request: Request, typed: str) -> Message | None:
    """Who leads the directorates that are named, or those of whoever asks, and who looks after the register; None where
    that is not asked. Raises AmbiguousRegister.
    """
    asked = _ASKED.fullmatch(" ".join(typed_plainly(typed).split()))
    if asked is None:
        return None
    with reading(context.engine) as tx:
        register = register_of(tx, request)
    which = asked["which"] or asked["led"]
    if which:
        named = directorates_in(which, register)
        return who_leads(register, named) if named else None
    own = register.directorates_of(request.user, (request.channel, request.channel_name))
    return who_leads(register, register.directorates if _OF_ALL.search(typed) else own or register.directorates)
