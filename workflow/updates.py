"""Updates: what a person says has been done, and taking it back."""

from collections.abc import Sequence

from sqlalchemy import Connection

from messages.receipts import RecordedUpdate
from register.action import Action
from register.permissions import Permission, check, may_move
from register.progress import Status
from register.refs import without_title
from register.refused import Refused
from register.register import Register
from register.words.small_talk import says_complete
from register.words.update_hints import hint
from storage.actions import actions, registers, updates
from storage.actions.updates import StoredUpdate
from storage.queue import cards, notices
from storage.queue.notices import Method, Notice, NoticeKind
from workflow.context import Context, Request, lock_register, not_there_any_more, one_transaction
from workflow.round_requests import redraw_round_requests

MOST_AT_ONCE = 100
"""The most actions that one update can be about: whoever names more has hardly looked at each."""
REACTION = "memo"
"""The emoji that the bot puts under a reply to show that it is recorded."""


def record_updates(
    context: Context, request: Request, slug: str, parts: Sequence[tuple[str, str]]
) -> list[RecordedUpdate]:
    """Keep what a person says of one action or of several (the ref of each, and the words), in one transaction; all or
    nothing.

    Raises Refused.
    """
    texts = {ref: worth_keeping(words) for ref, words in parts}
    if len(texts) > MOST_AT_ONCE:
        raise Refused(f"That names {len(texts):,} actions; an update can be about {MOST_AT_ONCE} at most.")
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        numbers, author = actions.ids(tx, register, list(texts)), request.author(context.now())
        recorded = []
        for ref, text in texts.items():
            if ref not in numbers:
                raise not_there_any_more(ref)
            action = actions.by_id(tx, register, numbers[ref])
            check(request.asker, Permission.UPDATE, register, action)
            text = without_title(text, action.defined)
            update = updates.add(tx, slug, numbers[ref], text, author)
            recorded.append(as_kept(tx, context, request, register, numbers[ref], update, text))
        cards.redraw(tx, list(numbers.values()), context.now())
        redraw_round_requests(tx, register, context.now())
        return recorded


def as_kept(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    number: int,
    update: int,
    words: str,
) -> RecordedUpdate:
    """What the author of an update is told of it; ``number`` is the row number of its action, ``update`` its own."""
    action = actions.by_id(tx, register, number)
    better = hint(action, update, context.today(register))
    return RecordedUpdate(action, update, can_complete(request, register, action, words), better, words)


def can_complete(request: Request, register: Register, action: Action, words: str) -> bool:
    """Whether words claim that an action is done which whoever says so may report complete."""
    if not says_complete(words) or action.status.is_done:
        return False
    return may_move(request.asker, register, action, Status.IMPLEMENTED)


def take_back(context: Context, request: Request, numbers: Sequence[int]) -> tuple[str, ...]:
    """Withdraw updates, as their author asks; returns the refs of their actions. Raises Refused."""
    with one_transaction(context, request) as tx:
        found = [stored for number in numbers if (stored := updates.find(tx, number))]
        in_force = [stored for one in found if not (stored := updates.lock_and_reload(tx, one)).is_withdrawn]
        if not in_force:
            raise Refused("That update has been taken back already.")
        if any(stored.by != request.user for stored in in_force):
            raise Refused("Only the person who wrote an update can take it back.")
        for stored in in_force:
            updates.withdraw(tx, stored, request.author(context.now()))
            remove_reaction(tx, context, stored)
        cards.redraw(tx, [stored.action for stored in in_force], context.now())
        for slug in {stored.register for stored in in_force}:
            redraw_round_requests(tx, registers.find(tx, slug), context.now())
        return tuple(stored.ref for stored in in_force)


def worth_keeping(words: str) -> str:
    """The words without white space around them. Raises Refused when there are none."""
    text = words.strip()
    if not text:
        raise Refused("Say what has been done: an empty update is not kept.")
    return text


def remove_reaction(tx: Connection, context: Context, stored: StoredUpdate) -> None:
    """Take the bot's reaction from the reply that an update was said in, when no update of that reply is in force."""
    if stored.channel and stored.ts:
        siblings = updates.of_message(tx, stored.channel, stored.ts)
        if any(not one.is_withdrawn for one in siblings if one.id != stored.id):
            return
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
