"""Updates: what a person says has been done, and taking it back."""

from sqlalchemy import Connection

from register.action import Action
from register.permissions import Deed, check
from register.refused import Refused
from storage.actions import actions, updates
from storage.actions.updates import StoredUpdate
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request, locked, one_transaction

REACTION = "memo"
"""The emoji that the bot puts under a reply to show that it is recorded."""


def record_update(context: Context, request: Request, slug: str, ref: str, words: str) -> Action:
    """Keep what a person says of an action; give the action with it. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, number = locked(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Deed.UPDATE, register, action)
        updates.add(tx, slug, number, worth_keeping(words), request.author(context.now()))
        cards.redraw(tx, [number], context.now())
        return actions.by_id(tx, register, number)


def take_back(context: Context, request: Request, number: int) -> str:
    """Withdraw an update at its author's wish and give the action's ref. Raises Refused."""
    with one_transaction(context, request) as tx:
        found = updates.find(tx, number)
        stored = updates.lock_and_reload(tx, found) if found else None
        if stored is None or stored.is_withdrawn:
            raise Refused("That update has been taken back already.")
        if stored.by != request.user:
            raise Refused("Only the person who wrote an update can take it back.")
        updates.withdraw(tx, stored, request.author(context.now()))
        cards.redraw(tx, [stored.action], context.now())
        remove_reaction(tx, context, stored)
        return stored.ref


def worth_keeping(words: str) -> str:
    """The words without white space around them. Raises Refused when there are none."""
    kept = words.strip()
    if not kept:
        raise Refused("Say what has been done: an empty update is not kept.")
    return kept


def remove_reaction(tx: Connection, context: Context, stored: StoredUpdate) -> None:
    """Take the bot's reaction from the reply that an update was said in, if it was said in one."""
    if stored.channel and stored.ts:
        removal = Notice(
            register=stored.register,
            key=f"unreaction:{stored.id}",
            kind=NoticeKind.REACTION,
            to=stored.channel,
            method=Method.UNREACT,
            refs=(stored.ref,),
            payload={"timestamp": stored.ts, "name": REACTION},
        )
        notices.queue(tx, removal, context.now())
