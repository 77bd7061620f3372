"""``/htst setup``: the register's settings, for its administrators."""

from bot.verbs.verb import Verb
from messages.layout import Message
from messages.setup import setup_button
from register.permissions import Permission, check
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import register_of


def setup(context: Context, request: Request, typed: str) -> Message:
    """The button for the form. Raises Refused when the person does not look after the register."""
    with reading(context.engine) as tx:
        register = register_of(tx, request)
    check(request.asker, Permission.LOOK_AFTER, register)
    return setup_button(register)


VERBS = (Verb("setup", "/htst setup", "the register's settings (administrators)", setup, ("settings",)),)
