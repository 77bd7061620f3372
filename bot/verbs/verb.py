"""What a verb is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from messages.answers import of_registers, receipt_with_undo, undo_value
from messages.command_spelling import CommandSpelling
from messages.layout import Message
from register.register import Register
from storage.database.engine import reading
from workflow.context import Context, Request
from workflow.finding import registers_meant
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


def of_each_register(
    context: Context,
    request: Request,
    command: str,
    ask: Callable[[Connection, Register, CommandSpelling, int], Message | None],
) -> Message | None:
    """What ``ask`` finds of a person's own in the register that a request is for; where several meet in its channel, in
    each of them, one below the other. None where that is nothing.

    ``ask`` is told how commands for the register are spelt, and among how many it shares the message; ``command`` is
    what shows the part of one register alone.
    """
    with reading(context.engine) as tx:
        meeting = registers_meant(tx, request)
        if len(meeting) == 1:
            return ask(tx, meeting[0], spelling_for(request), 1)
        asked = ((one, ask(tx, one, CommandSpelling((one.slug,)), len(meeting))) for one in meeting)
        found = [(one, part) for one, part in asked if part is not None]
    return of_registers(found, command) if found else None


def recorded(context: Context, request: Request, register: Register, text: str) -> Message:
    """The answer to what was recorded just now (in mrkdwn), with the button that takes back that very thing.

    There is none where it was so already, and nothing was recorded.
    """
    with reading(context.engine) as tx:
        name = recorded_by(tx, register.slug, request.user, request.at)
    return receipt_with_undo(text, undo_value(register.slug, name) if name else "", spelling_for(request))
