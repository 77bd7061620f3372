"""``/htst assign``: cards are posted in the owners' channels."""

import re

from bot.verbs import owners
from bot.verbs.verb import Verb
from messages.cards import assigned
from messages.layout import Message
from register.refs import read_ref
from register.refused import Command, Refused
from storage.database.engine import reading
from workflow.cards import assign
from workflow.context import Context, Request
from workflow.finding import known_ref, register_of


def post_cards(context: Context, request: Request, typed: str) -> Message:
    """Post cards of one action, or of all that are open, in their directorates' channels."""
    if owners.is_assignment(typed):
        return owners.assign_to(context, request, typed)
    is_all = typed.lower().split()[:1] == ["all"]
    named = [] if is_all else _each_ref(typed)
    if not (is_all or named):
        ways = (Command("assign 10"), " or ", Command("assign all"), ".")
        raise Refused("Say which action, or all of them: ", *ways)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        refs = None if is_all else [known_ref(tx, register, ref, "assign") for ref in named]
    return assigned(assign(context, request, register.slug, refs), register, refs)


def _each_ref(typed: str) -> list[str]:
    """Every ref that was typed, each once: "10, 11 and #12"."""
    found: dict[str, None] = {}
    rest = re.sub(r"[,;&]|\band\b", " ", typed)
    while rest.strip():
        ref, rest = read_ref(rest)
        found.setdefault(ref)
    return list(found)


VERBS = (Verb("assign", "/htst assign [REF | all]", "post cards in the owners' channels (leads)", post_cards),)
