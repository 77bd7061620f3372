"""A register's settings."""

from sqlalchemy import Engine

from register.register import Register
from storage.actions import change_log, registers, write_actions
from storage.database.engine import transaction


def configure(engine: Engine, register: Register) -> None:
    """Create a register or give it these settings; every next reminder is computed by them."""
    with transaction(engine) as tx:
        registers.save(tx, register)
        change_log.lock(tx, register.slug)
        write_actions.reschedule(tx, register)
