"""The progress of an action: its moves from one status to another."""

from dataclasses import replace

from register.action import Action
from register.life_changes import ProgressChanged
from register.permissions import Deed, check
from register.progress import WORDS, Status, move
from storage.actions import actions, change_log, updates, write_actions
from storage.queue import cards
from workflow.context import Context, Request, locked, one_transaction
from workflow.updates import worth_keeping


def record_progress(
    context: Context, request: Request, slug: str, ref: str, words: str, to: Status | None
) -> Action:
    """Keep what the *Update* form holds: words, a new progress (None: as it is), or both. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, number = locked(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        author = request.author(context.now())
        moves = to is not None and to != action.status
        if to is not None and moves:
            move(action.status, to, check(request.asker, Deed.PROGRESS, register, action))
            # After all that was said before, also by a clock that was ahead of ours: or that would still stand.
            latest = replace(author, at=max(author.at, change_log.latest(tx, number)))
            changed = ProgressChanged(WORDS[to], to)
            write_actions.change(tx, register, {number: [changed]}, latest)
        if words.strip() or not moves:
            check(request.asker, Deed.UPDATE, register, action)
            updates.add(tx, slug, number, worth_keeping(words), author)
        cards.redraw(tx, [number], context.now())
        return actions.by_id(tx, register, number)
