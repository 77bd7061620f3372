"""What every operation of workflow/ is given: the context it works in, and the request that asks for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from register.permissions import Asker
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, registers
from storage.actions.change_log import Author
from storage.database.engine import transaction
from storage.intake import inbox
from workflow.joined_answers import join_answers

SHELL = "shell"
"""The source of what is asked at the command line, where no permission is checked."""


class Stale(Refused):
    """A form shows an outdated state. ``what_changed`` says how, in mrkdwn; empty: the action has another status."""

    def __init__(self, text: str, what_changed: str = "") -> None:
        super().__init__(text)
        self.what_changed = what_changed


def _nothing() -> None:
    """The default of ``Context.committed``: does nothing."""


@dataclass(frozen=True)
class Context:
    """The database, the clock (aware, UTC), and a callback for when a request's changes are committed."""

    engine: Engine
    now: Callable[[], datetime]
    committed: Callable[[], None] = _nothing
    open_transaction: Connection | None = None
    """The transaction that the operations of a request share (``all_or_nothing``)."""
    refuses_guests: bool = False
    """Whether guests of the workspace are not let in, and so can do nothing that they are named for."""

    def today(self, register: Register) -> date:
        """The register's local day."""
        return register.today(self.now())

    def at_one_moment(self) -> "Context":
        """This context with a clock that does not move: all that one request records has the same moment, by which
        it is taken back together.
        """
        now = self.now()
        return replace(self, now=lambda: now)


@dataclass(frozen=True)
class Request:
    """Something that a person asks for.

    ``key`` identifies this one request, so that it is done once however often it is delivered; ``at`` (UTC) when it
    was asked; ``channel`` where, with its name when Slack tells it; ``source`` is how it was asked ("command", "form",
    "reply", "shell" …), kept with what it changes; ``register`` the slug that was named, if one was.
    """

    key: str
    user: str
    channel: str
    at: datetime
    source: str
    channel_name: str = ""
    register: str = ""

    @property
    def asker(self) -> Asker:
        """Who asks, for permissions."""
        return Asker(self.user, (self.channel, self.channel_name), self.at)

    def author(self, now: datetime) -> Author:
        """The author that is recorded with the changes."""
        return Author(self.user, self.at, self.source, now, self.channel)


class AlreadyHandled(Exception):
    """This request was handled before: there is nothing to do and nothing to answer."""


@contextmanager
def one_transaction(context: Context, request: Request) -> Iterator[Connection]:
    """The request's one transaction. Raises AlreadyHandled when it was delivered before."""
    if context.open_transaction is not None:
        yield context.open_transaction
        return
    with transaction(context.engine) as tx:
        if not inbox.note(tx, request.key, context.now()):
            raise AlreadyHandled
        yield tx
    context.committed()


@contextmanager
def all_or_nothing(context: Context, request: Request) -> Iterator[Context]:
    """The context for several operations of one request: in one transaction and at one moment, so that they are
    taken back together, and each person is told in one message. Raises AlreadyHandled when the request was delivered
    before.
    """
    with one_transaction(context, request) as tx:
        yield replace(context.at_one_moment(), open_transaction=tx)
        join_answers(tx, request.key)


def lock_register(tx: Connection, slug: str) -> Register:
    """The register, of which this transaction is the only writer from here on. Raises Refused when there is none.

    It is read after the lock is ours: while we waited, its settings may have been changed.
    """
    change_log.lock(tx, slug)
    return registers.find(tx, slug)


def lock_every(tx: Connection) -> tuple[Register, ...]:
    """Every register, locked in the order of their slugs, so that two such transactions cannot wait for each other."""
    for register in registers.every(tx):
        change_log.lock(tx, register.slug)
    return registers.every(tx)


def lock_and_find(tx: Connection, slug: str, ref: str) -> tuple[Register, int]:
    """Lock a register as ``lock_register`` does; give it and an action's row number. Raises Refused without either."""
    register = lock_register(tx, slug)
    number = actions.find_id(tx, register, ref)
    if number is None:
        raise not_there_any_more(ref)
    return register, number


def not_there_any_more(ref: str) -> Refused:
    """The refusal of an action that somebody saw and that is not in the register by now, as its import was undone."""
    return Refused(f"There is no action {ref} any more.")


def latest_author(tx: Connection, context: Context, request: Request, number: int) -> Author:
    """Who asks, as the latest to change an action (by row number): see ``change_log.as_latest``."""
    return change_log.as_latest(tx, request.author(context.now()), [number])
