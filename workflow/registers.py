"""A register's settings."""

from datetime import datetime

from sqlalchemy import Engine

from register.register import Register
from storage.actions import actions, change_log, registers, write_actions
from storage.database.engine import transaction
from workflow.cards import channels_of, move_cards


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
