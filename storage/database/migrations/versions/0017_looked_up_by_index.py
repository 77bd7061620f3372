"""Refs, the order of urgency and named officers are found by an index."""

import sqlalchemy as sa
from alembic import op

from register.known_refs import ref_letters, ref_order
from register.urgency import urgency_of

revision = "0017"
down_revision = "0016"

_SORTED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ACTION = sa.table("action", *map(sa.column, ("id", "ref", "status", "ref_letters", "ref_order", "urgency")), sa.column("life", sa.JSON()))
_MILESTONE = sa.table("milestone", *map(sa.column, ("action", "met")), sa.column("deadline", sa.Date()))
_OFFICER = sa.table("officer", *map(sa.column, ("action", "person")))
_OPEN = ("not started", "in progress", "ongoing")


def upgrade() -> None:
    """Each action's columns are computed from what it has."""
    for name in ("ref_letters", "ref_order", "urgency"):
        op.add_column("action", sa.Column(name, _SORTED, nullable=False, server_default=""))
    op.create_table(
        "officer",
        sa.Column("action", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["action.id"], name=op.f("fk_officer_action")),
        sa.PrimaryKeyConstraint("action", "person", name=op.f("pk_officer")),
    )
    _fill(op.get_bind())
    op.create_index("ix_action_register_position", "action", ["register", "position"])
    op.create_index("ix_action_register_ref_letters", "action", ["register", "ref_letters"])
    op.create_index("ix_action_register_ref_order", "action", ["register", "ref_order"])
    op.create_index("ix_action_register_urgency_position", "action", ["register", "urgency", "position"])
    op.create_index("ix_officer_person_action", "officer", ["person", "action"])
    op.create_index("ix_update_by_action", "update", ["by", "action"])


def _fill(tx: sa.Connection) -> None:
    unmet = sa.select(_MILESTONE.c.action, sa.func.min(_MILESTONE.c.deadline)).where(_MILESTONE.c.met.is_(None))
    first = {row[0]: row[1] for row in tx.execute(unmet.group_by(_MILESTONE.c.action))}
    found = tx.execute(sa.select(_ACTION.c.id, _ACTION.c.ref, _ACTION.c.status, _ACTION.c.life)).all()
    rows = [
        {
            "number": row.id,
            "letters": ref_letters(row.ref),
            "order": ref_order(row.ref),
            "urgent": urgency_of(row.status not in _OPEN, first.get(row.id)),
        }
        for row in found
    ]
    values = {"ref_letters": "letters", "ref_order": "order", "urgency": "urgent"}
    change = _ACTION.update().where(_ACTION.c.id == sa.bindparam("number"))
    if rows:
        tx.execute(change.values({name: sa.bindparam(bound) for name, bound in values.items()}), rows)
    people = [
        {"action": row.id, "person": person}
        for row in found
        for person in dict.fromkeys((row.life or {}).get("officers", {}).values())
    ]
    if people:
        tx.execute(_OFFICER.insert(), people)
