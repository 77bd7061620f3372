"""Who changed a register's settings, and what they were before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select

from register.register import Register
from register.settings_change import SettingsChanged
from storage.actions.registers import find, from_written, written
from storage.database.register_tables import change


@dataclass(frozen=True)
class SettingsMark:
    """Who changed a register's settings, when (UTC), and the number of that change."""

    by: str
    at: datetime
    number: int


def settings_changed(tx: Connection, slug: str) -> SettingsMark | None:
    """Who changed the register's settings last, when, and by which change; None when nobody has."""
    query = select(change.c.by, change.c.recorded_at, change.c.number).where(_ours(slug))
    row = tx.execute(query.order_by(change.c.number.desc()).limit(1)).one_or_none()
    return SettingsMark(*row) if row else None


def settings_after(tx: Connection, slug: str, number: int) -> Register:
    """The register with the settings that it had after the change of that number; 0: before they were ever changed."""
    register = find(tx, slug)
    then = written(register)
    later = select(change.c.before).where(_ours(slug), change.c.number > number)
    for before in tx.execute(later.order_by(change.c.number.desc())).scalars():
        then |= before
    return from_written(slug, then)


def settings_at(tx: Connection, slug: str, moment: datetime) -> Register | None:
    """The register with the settings that it had at a moment (UTC); None where none are recorded from before that."""
    by_then = select(change.c.number).where(_ours(slug), change.c.recorded_at <= moment)
    number = tx.execute(by_then.order_by(change.c.number.desc()).limit(1)).scalar_one_or_none()
    return None if number is None else settings_after(tx, slug, number)


def _ours(slug: str) -> ColumnElement[bool]:
    # Few changes are of no action: with this condition they are found by the index on the action.
    return and_(change.c.action.is_(None), change.c.register == slug, change.c.kind == SettingsChanged.kind)
