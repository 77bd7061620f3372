"""A register's settings, and its name."""

from datetime import datetime

from sqlalchemy import Engine

from register.changes import RegisterRenamed
from register.refused import Refused
from register.register import Register
from storage.actions import actions, change_log, registers, write_actions
from storage.database.engine import transaction
from workflow.cards import channels_of, move_cards
from workflow.context import Context, Request, one_transaction


def configure(engine: Engine, register: Register, now: datetime) -> None:
    """Create a register or give it these settings at ``now`` (UTC).

    Every next reminder is computed by them, and cards follow their directorates to other channels.
    """
    with transaction(engine) as tx:
        known = {one.slug: one for one in registers.every(tx)}
        before = known.get(register.slug, register)
        registers.save(tx, register)
        change_log.lock(tx, register.slug)
        moving = before.codes_by_channel != register.codes_by_channel
        numbers = list(actions.ids(tx, register).values()) if moving else []
        channels = channels_of(tx, before, numbers)
        write_actions.reschedule(tx, register)
        move_cards(tx, now, register, channels)


def rename_register(context: Context, request: Request, slug: str, new: str) -> None:
    """Put a mistyped slug right; what is in the register and its chain of changes stay.

    Raises Refused when there is no such register, when the new slug is taken, and once anything of the register was
    sent to Slack, where cards and buttons bear the old one.
    """
    with one_transaction(context, request) as tx:
        registers.find(tx, slug)
        change_log.lock(tx, slug)
        if new in {one.slug for one in registers.every(tx)}:
            raise Refused(f"There is a register called {new} already: choose another name.")
        if registers.has_spoken(tx, slug):
            raise Refused(
                f"The register {slug} has spoken in Slack, where its cards and buttons bear that name: it stays. "
                "Its title, which people read, can be changed with htst configure."
            )
        registers.rename(tx, slug, new)
        change_log.append(tx, new, [(None, RegisterRenamed(new, slug))], request.author(context.now()))
