"""``/htst update``: what has been done is recorded."""

from bot.verbs.verb import Verb
from messages import answers
from messages.layout import Message
from register.refs import read_ref
from register.refused import Command, Refused
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import known_ref, register_of
from workflow.updates import record_update


def update(context: Context, request: Request, typed: str) -> Message:
    """Record what has been done on an action."""
    ref, words = read_ref(typed)
    if not ref or not words:
        example = Command("update 10 Draft sent to GET.")
        raise Refused("Say which action and what has been done: for instance ", example)
    with reading(context.engine) as tx:
        register = register_of(tx, request)
        ref = known_ref(tx, register, ref, "update", words)
    action = record_update(context, request, register.slug, ref, words)
    return answers.plain(f"Saved as an update to action {action.ref}.")


VERBS = (Verb("update", "/htst update REF words", "record what has been done", update),)
