"""The steps of reminders that are due, taken into the message that asks about them: a reminder, a digest, or a round's
request for updates.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from register.action import Action
from register.notices.batches import Batch, Occasion
from register.notices.recipients import last_day_asked, remind
from register.register import Register
from storage.actions import due_reminders
from storage.actions.due_reminders import Due
from workflow.cards import post_cards


def take_due(tx: Connection, register: Register, occasion: Occasion) -> tuple[tuple[Batch, ...], Sequence[Due]]:
    """The batches of reminders due on an occasion and the milestones they are about, which are marked as reminded.

    Where cards are posted when they are first needed, those of the actions are posted first. The caller holds the
    register's lock and queues the notices in the same transaction.
    """
    due = due_reminders.due(tx, register, occasion.today, last_day_asked(register, occasion))
    batches, after = remind([one.pending for one in due], register, occasion)
    due_reminders.mark_reminded(tx, due, after)
    if register.cards_when_due:
        numbers = {one.pending.action.ref: one.action_id for one in due}
        for channel, found in _spoken_of(batches):
            codes = set(register.codes_by_channel.get(channel, ()))
            own = {numbers[one.ref]: one for one in found if not codes.isdisjoint(one.directorates)}
            post_cards(tx, occasion.now, register, channel, own)
    return batches, due


def _spoken_of(batches: Sequence[Batch]) -> Iterator[tuple[str, list[Action]]]:
    """Each channel that gets a reminder, with the actions it is about."""
    for batch in batches:
        if batch.kind == "reminder":
            yield batch.to, list(dict.fromkeys(item.action for item in batch.items))
