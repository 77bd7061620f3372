"""The one road that all doors share: one transaction notes the request, decides, saves and queues what follows.

Every function returns only after the commit, so that its caller may say "saved". None of them calls Slack.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from bot import ending
from register.action import Action
from register.permissions import Deed, Role, check, role
from register.progress import WORDS, Status, move
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, registers, updates, write_actions
from storage.actions.write_actions import Author
from storage.database.engine import transaction
from storage.intake import inbox
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice

REACTION = "memo"
"""What the bot puts under a reply to say that it is recorded."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Context:
    """What every door needs: the database and the time (aware, UTC)."""

    engine: Engine
    now: Clock

    def today(self, register: Register) -> date:
        """The register's local day."""
        return register.today(self.now())


@dataclass(frozen=True)
class Request:
    """Something a person did in Slack.

    ``key`` is Slack's own name for this one request; ``at`` (UTC) when it was said; ``channel`` where, with its
    name when Slack tells it; ``source`` is kept with what it changes; ``register`` the one that was named.
    """

    key: str
    user: str
    channel: str
    at: datetime
    source: str
    channel_name: str = ""
    register: str = ""

    def author(self, now: datetime) -> Author:
        """Who is to be named for what follows."""
        return Author(self.user, self.at, self.source, now)


class AlreadyHandled(Exception):
    """This very request has been dealt with: there is nothing to do and nothing to say."""


@contextmanager
def captured(context: Context, request: Request) -> Iterator[Connection]:
    """The request's one transaction. Raises SeenBefore when it was redelivered."""
    with transaction(context.engine) as tx:
        if not inbox.is_first(tx, request.key, context.now()):
            raise AlreadyHandled
        yield tx
    ending.saved()


def role_of(register: Register, request: Request, owning: Sequence[str] | None = None) -> Role:
    """What the person who asks is to the register; ``owning`` as in ``permissions.role``."""
    return role(register, request.user, (request.channel, request.channel_name), owning)


def record_update(context: Context, request: Request, slug: str, ref: str, words: str) -> Action:
    """Keep what a person says of an action; give the action with it. Raises Refused."""
    with captured(context, request) as tx:
        register, number = locked(tx, slug, ref)
        check(role_of(register, request), Deed.UPDATE)
        updates.add(tx, slug, number, _worth_keeping(words), request.author(context.now()))
        cards.redraw(tx, [number], context.now())
        return actions.by_id(tx, register, number)


def record_progress(
    context: Context, request: Request, slug: str, ref: str, words: str, to: Status | None
) -> Action:
    """Keep what the *Update* form says: words, a new progress (None: as it is), or both. Raises Refused."""
    with captured(context, request) as tx:
        register, number = locked(tx, slug, ref)
        before = actions.by_id(tx, register, number)
        author = request.author(context.now())
        moves = to is not None and to != before.status
        if to is not None and moves:
            check(role_of(register, request, before.directorates), Deed.PROGRESS)
            said = {"progress": WORDS[move(before.status, to)], "status": to.value}
            # After all that was said before, also by a clock that was ahead of ours: or that would still stand.
            latest = replace(author, at=max(author.at, change_log.latest(tx, number)))
            write_actions.amend(tx, register, {number: [said]}, latest)
        if words.strip() or not moves:
            check(role_of(register, request), Deed.UPDATE)
            updates.add(tx, slug, number, _worth_keeping(words), author)
        cards.redraw(tx, [number], context.now())
        return actions.by_id(tx, register, number)


def take_back(context: Context, request: Request, number: int) -> str:
    """Withdraw an update at its author's wish and give the action's ref. Raises Refused."""
    with captured(context, request) as tx:
        found = updates.find(tx, number)
        said = updates.locked(tx, found) if found else None
        if said is None or said.is_withdrawn:
            raise Refused("That update has been taken back already.")
        if said.by != request.user:
            raise Refused("Only the person who wrote an update can take it back.")
        updates.withdraw(tx, said, request.author(context.now()))
        cards.redraw(tx, [said.action], context.now())
        _lift_reaction(tx, context, said)
        return said.ref


def _lift_reaction(tx: Connection, context: Context, said: updates.StoredUpdate) -> None:
    if said.channel and said.ts:
        unsaid = Notice(
            register=said.register,
            key=f"unreaction:{said.id}",
            kind="reaction",
            to=said.channel,
            method=Method.UNREACT,
            refs=(said.ref,),
            payload={"timestamp": said.ts, "name": REACTION},
        )
        notices.queue(tx, unsaid, context.now())


def locked(tx: Connection, slug: str, ref: str) -> tuple[Register, int]:
    """The register, of which this transaction is the only writer from here on, and an action's row number."""
    register = registers.find(tx, slug)
    change_log.lock(tx, slug)
    number = actions.find_id(tx, register, ref)
    if number is None:
        raise Refused(f"There is no action {ref} any more.")
    return register, number


def _worth_keeping(words: str) -> str:
    kept = words.strip()
    if not kept:
        raise Refused("Say what has been done: an empty update is not kept.")
    return kept
