"""An answer that was refused or sent back holds no more; the last report of no change is kept in the action's row."""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

from register.change import Change
from register.changes import ImportUndone, read
from register.committee.paper_events import DatedChange, answering_changes
from register.life import Life
from register.life_changes import NoChangeGiven
from register.refused import Refused
from storage.database.columns import JsonColumn, JsonOrNull
from storage.database.engine import Moment

revision = "0031"
down_revision = "0030"

_ACTION = sa.table(
    "action",
    *map(sa.column, ("id", "is_silent")),
    sa.column("life", JsonColumn),
    sa.column("heard_at", Moment()),
    sa.column("no_change", JsonOrNull),
)
_CHANGE = sa.table(
    "change",
    *map(sa.column, ("action", "number", "kind", "by", "source")),
    sa.column("at", Moment()),
    sa.column("before", JsonColumn),
    sa.column("after", JsonColumn),
)
_AT_ONCE = 5_000


def upgrade() -> None:
    """When each action was last answered is told anew from its changes."""
    op.add_column("action", sa.Column("no_change", JsonOrNull))
    tx = op.get_bind()
    numbers = list(tx.execute(sa.select(_ACTION.c.id).order_by(_ACTION.c.id)).scalars())
    for start in range(0, len(numbers), _AT_ONCE):
        chunk = numbers[start : start + _AT_ONCE]
        _recount(tx, chunk[0], chunk[-1])


def _recount(tx: sa.Connection, first: int, last: int) -> None:
    log = sa.select(_CHANGE).where(_CHANGE.c.action.between(first, last))
    in_order = tx.execute(log.order_by(_CHANGE.c.action, _CHANGE.c.at, _CHANGE.c.number)).all()
    rows = [
        {"number": number, **_answered(list(story))}
        for number, story in groupby(in_order, lambda row: row.action)
    ]
    if rows:
        this = _ACTION.update().where(_ACTION.c.id == sa.bindparam("number"))
        answered = {
            "heard_at": sa.bindparam("heard", type_=Moment()),
            "no_change": sa.bindparam("reported", type_=JsonOrNull),
        }
        tx.execute(this.values(answered), rows)
    lives = sa.select(_ACTION.c.id, _ACTION.c.life).where(_ACTION.c.id.between(first, last), _ACTION.c.is_silent)
    waiting = [row.id for row in tx.execute(lives) if Life.read(row.life or {}).asked]
    for number in waiting:
        tx.execute(_ACTION.update().where(_ACTION.c.id == number).values(is_silent=False))


def _answered(story: list[sa.Row[tuple[object, ...]]]) -> dict[str, object]:
    """When one action was last answered, and the last report of no change, from its changes in order."""
    read_rows = [(row, _read(row)) for row in story]
    undone = {number for _row, one in read_rows if isinstance(one, ImportUndone) for number in one.changes}
    in_force = [(row, one) for row, one in read_rows if row.number not in undone]
    dated = [DatedChange("", one, row.at.date(), row.by, row.source, row.number) for row, one in in_force]
    numbers = set(answering_changes(dated))
    answers = [(row, one) for row, one in in_force if row.number in numbers]
    reported = [
        {"at": row.at.isoformat(), "by": row.by, "reason": one.reason}
        for row, one in answers
        if isinstance(one, NoChangeGiven)
    ]
    return {
        "heard": max((row.at for row, _one in answers), default=None),
        "reported": reported[-1] if reported else None,
    }


def _read(row: sa.Row[tuple[object, ...]]) -> Change:
    try:
        return read(row.kind, row.before, row.after)
    except (KeyError, TypeError, ValueError) as failed:
        raise Refused(
            f"Change {row.number} of an action cannot be read: it is not as it was written. Nothing was migrated; "
            "restore a copy from before it was edited."
        ) from failed
