"""Actions with only the fields that counting needs, for large registers."""

from collections.abc import Container
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from register.action import Action, Milestone, Update, spelt_out
from register.progress import Status
from register.register import Register
from storage.database.register_tables import action, milestone, owner, update


def actions_for_counting(tx: Connection, register: Register, by: date) -> list[Action]:
    """Every action of the register, in the committee's order, without its texts and links.

    Of the milestones only those unmet with a deadline up to ``by`` (a local day) are read, which are all that can
    be overdue or due by then; of the updates only time, author and source. Counted by the rules of
    ``register.notices.digest`` the result is the same as for whole actions. The number of statements does not
    depend on the number of actions.
    """
    query = select(action.c.id, action.c.ref, action.c.delivered, action.c.progress, action.c.status).where(
        action.c.register == register.slug
    )
    rows = tx.execute(query.order_by(action.c.position)).all()
    ids = {row.id for row in rows}
    codes = _by_action(tx, select(owner.c.action, owner.c.code).order_by(owner.c.position), ids)
    promised = select(milestone).where(milestone.c.deadline <= by, milestone.c.met.is_(None))
    milestones = _by_action(tx, promised.order_by(milestone.c.position), ids)
    current = select(update.c.action, update.c.id, update.c.at, update.c.by, update.c.source)
    current = current.where(update.c.withdrawn_at.is_(None)).order_by(update.c.at, update.c.id)
    updates = _by_action(tx, current, ids)
    # There are few combinations of owners: each is spelt out once.
    directorates: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = []
    for row in rows:
        owners = tuple(one.code for one in codes.get(row.id, ()))
        if owners not in directorates:
            directorates[owners] = spelt_out(owners, register.codes)
        found.append(
            Action(
                register=register.slug,
                ref=row.ref,
                defined="",
                delivered=row.delivered,
                target="",
                owners=owners,
                directorates=directorates[owners],
                milestones=tuple(
                    Milestone(m.label, m.printed, m.deadline, m.original) for m in milestones.get(row.id, ())
                ),
                progress=row.progress,
                status=Status(row.status),
                updates=tuple(Update(u.id, u.at, u.by, "", u.source) for u in updates.get(row.id, ())),
            )
        )
    return found


def _by_action(tx: Connection, query: Select[Any], ids: Container[int]) -> dict[int, list[Row[Any]]]:
    """Rows by their action, of the actions in ``ids``. Filtered here: a join on the register takes longer."""
    groups: dict[int, list[Row[Any]]] = {}
    for row in tx.execute(query).all():
        if row.action in ids:
            groups.setdefault(row.action, []).append(row)
    return groups
