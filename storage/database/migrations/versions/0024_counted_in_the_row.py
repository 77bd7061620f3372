"""Whose an action is, when it was last heard of and whether nobody ever spoke of it are kept in its own row."""

from itertools import groupby

import sqlalchemy as sa
from alembic import op

from register.change import Change
from register.changes import ImportUndone, fold, read
from register.committee.paper_events import DatedChange, answering_changes
from register.count_keys import owners_key, progress_key
from register.life import Life
from register.progress import Status
from register.refused import Refused
from register.waiting import decision_key
from register.words.queries import SPACES
from storage.database.columns import JsonColumn
from storage.database.engine import Moment

revision = "0024"
down_revision = "0023"

_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ACTION = sa.table(
    "action",
    *map(sa.column, ("id", "progress", "status", "delivered", "owners", "progress_key", "decision_key", "is_silent")),
    sa.column("life", JsonColumn),
    sa.column("heard_at", Moment()),
)
_OWNER = sa.table("owner", *map(sa.column, ("action", "code", "position")))
_UPDATE = sa.table("update", *map(sa.column, ("action", "withdrawn_at")))
_CHANGE = sa.table(
    "change",
    *map(sa.column, ("action", "number", "kind", "by", "source")),
    sa.column("at", Moment()),
    sa.column("before", JsonColumn),
    sa.column("after", JsonColumn),
)
_AT_ONCE = 5_000


def upgrade() -> None:
    """Each action's columns are computed from what it has."""
    op.add_column("action", sa.Column("owners", _SORTED, nullable=False, server_default=""))
    op.add_column("action", sa.Column("progress_key", _SORTED, nullable=False, server_default=""))
    op.add_column("action", sa.Column("decision_key", _SORTED, nullable=False, server_default=""))
    op.add_column("action", sa.Column("heard_at", Moment()))
    op.add_column("action", sa.Column("is_silent", sa.Boolean(), nullable=False, server_default=sa.false()))
    _fill(op.get_bind())
    op.create_index(
        "ix_action_counted",
        "action",
        ["register", "owners", "urgency", "position", "is_silent", "heard_at", "ref", "id"],
    )
    op.create_index("ix_action_urgent", "action", ["register", "urgency", "position", "id", "owners"])
    op.create_index(
        "ix_action_waiting", "action", ["register", "waiting", "owners", "decision_key", "position", "ref"]
    )
    op.drop_index("ix_action_register_waiting", "action")
    op.drop_index("ix_action_register_urgency_position_ref", "action")
    op.create_index("ix_action_register_progress_key_position", "action", ["register", "progress_key", "position"])
    op.create_index("ix_change_register_by_number", "change", ["register", "by", "number"])


def _fill(tx: sa.Connection) -> None:
    numbers = list(tx.execute(sa.select(_ACTION.c.id).order_by(_ACTION.c.id)).scalars())
    for start in range(0, len(numbers), _AT_ONCE):
        _fill_some(tx, numbers[start : start + _AT_ONCE])


def _fill_some(tx: sa.Connection, numbers: list[int]) -> None:
    first, last = numbers[0], numbers[-1]
    spoken = sa.select(_UPDATE.c.action).where(_UPDATE.c.withdrawn_at.is_(None))
    silent = sa.and_(sa.func.trim(_ACTION.c.delivered, SPACES) == "", _ACTION.c.id.not_in(spoken))
    found = tx.execute(
        sa.select(_ACTION.c.id, _ACTION.c.progress, _ACTION.c.status, _ACTION.c.life, silent.label("silent")).where(
            _ACTION.c.id.between(first, last)
        )
    ).all()
    owners = sa.select(_OWNER).where(_OWNER.c.action.between(first, last))
    codes: dict[int, list[str]] = {}
    for row in tx.execute(owners.order_by(_OWNER.c.action, _OWNER.c.position)):
        codes.setdefault(row.action, []).append(row.code)
    heard, lives = _heard_and_lives(tx, first, last)
    rows = [
        {
            "number": row.id,
            "lived": (life := lives.get(row.id) or Life.read(row.life or {})).written(),
            "whose": owners_key(codes.get(row.id, ())),
            "printed": progress_key(row.progress),
            "decision": decision_key(Status(row.status), life),
            "heard": heard.get(row.id),
            "silent": bool(row.silent),
        }
        for row in found
    ]
    values = {"life": "lived", "owners": "whose", "progress_key": "printed", "decision_key": "decision", "heard_at": "heard", "is_silent": "silent"}
    change = _ACTION.update().where(_ACTION.c.id == sa.bindparam("number"))
    typed = {
        "life": sa.bindparam("lived", type_=JsonColumn),
        "heard_at": sa.bindparam("heard", type_=Moment()),
        "is_silent": sa.bindparam("silent", type_=sa.Boolean()),
    }
    tx.execute(change.values({name: typed.get(name, sa.bindparam(bound)) for name, bound in values.items()}), rows)


def _heard_and_lives(tx: sa.Connection, first: int, last: int) -> tuple[dict[int, object], dict[int, Life]]:
    """When each action was last heard of, and its life, from its changes.

    Earlier versions kept no word in the life of who sent an action back, though the changes have it.
    """
    log = sa.select(_CHANGE).where(_CHANGE.c.action.between(first, last))
    found: dict[int, object] = {}
    lives: dict[int, Life] = {}
    for number, rows in groupby(
        tx.execute(log.order_by(_CHANGE.c.action, _CHANGE.c.at, _CHANGE.c.number)), lambda row: row.action
    ):
        story: list[tuple[Change, sa.Row[tuple[object, ...]]]] = [
            (_read(row), row) for row in rows
        ]
        undone = {n for one, _row in story if isinstance(one, ImportUndone) for n in one.changes}
        standing = [(one, row) for one, row in story if row.number not in undone]
        at = {row.number: row.at for _one, row in standing}
        dated = [DatedChange("", one, row.at.date(), row.by, row.source, row.number) for one, row in standing]
        times = [at[change] for change in answering_changes(dated)]
        if times:
            found[number] = max(times)
        if state := fold(one for one, _row in standing):
            lives[number] = state.life
    return found, lives


def _read(row: sa.Row[tuple[object, ...]]) -> Change:
    try:
        return read(row.kind, row.before, row.after)
    except (KeyError, TypeError, ValueError) as failed:
        raise Refused(
            f"Change {row.number} of an action cannot be read: it is not as it was written. Nothing was migrated; "
            "restore a copy from before it was edited."
        ) from failed
