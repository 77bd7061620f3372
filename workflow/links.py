"""Links between actions: the owners of those that refer to one that was closed or moved are told, in their threads."""

from sqlalchemy import Connection

from messages.requests import leaning
from register.action import Action
from register.register import Register
from storage.actions import actions
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.context import Context, Request


def tell_leaning(
    tx: Connection, context: Context, request: Request, register: Register, action: Action, what: str
) -> None:
    """Queue a line under the cards of every open action that refers to this one: what became of it."""
    numbers = actions.ids(tx, register, action.named_by)
    for other in actions.by_ids(tx, register, list(numbers.values())):
        if other.status.is_done:
            continue
        for card in cards.of_action(tx, numbers[other.ref]):
            if card.channel and card.ts:
                payload = leaning(other, action, what).arguments | {"thread_ts": card.ts}
                key = f"leaning:{register.slug}:{action.ref}:{other.ref}:{card.id}:{request.key}"
                notice = Notice(
                    register.slug, key, NoticeKind.ANSWER, card.channel, refs=(other.ref,), payload=payload
                )
                notices.queue(tx, notice, context.now())
