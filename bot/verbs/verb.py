"""What a verb is."""

from collections.abc import Callable
from dataclasses import dataclass

from messages.answers import receipt_with_undo, undo_value
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.register import Register
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.undo import recorded_by


@dataclass(frozen=True)
class Verb:
    """One thing that can be asked: what to type, what it does, and the function that does it.

    ``answer`` takes what was typed after the verb. ``also`` are other words for it.
    """

    name: str
    usage: str
    help: str
    answer: Callable[[Context, Request, str], Message]
    also: tuple[str, ...] = ()


def spelling_for(request: Request) -> CommandSpelling:
    """How commands are spelt in the answer to a request: for the register that it named, if it named one."""
    return CommandSpelling((request.register,)) if request.register else CommandSpelling()


def recorded(context: Context, request: Request, register: Register, text: str) -> Message:
    """The answer to what was recorded just now (in mrkdwn), with the button that takes back that very thing.

    There is none where it was so already, and nothing was recorded.
    """
    with reading(context.engine) as tx:
        name = recorded_by(tx, register.slug, request.user, request.at)
    return receipt_with_undo(text, undo_value(register.slug, name) if name else "", spelling_for(request))
