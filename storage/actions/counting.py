"""Actions with only the fields that counting needs, for large registers."""

from collections.abc import Container
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select

from register.action import Action, Milestone, NoChange, Update, expand_owners
from register.life import Life
from register.progress import OPEN, Status
from register.register import Register
from register.waiting import Waiting
from storage.database.register_tables import action, milestone, owner, update


def actions_for_counting(
    tx: Connection, register: Register, by: date, updated_since: datetime | None
) -> list[Action]:
    """Every action of the register, in the committee's order, without its texts and links.

    Of the milestones only those unmet with a deadline up to ``by`` (a local day) are read, which are all that can
    be overdue or due by then; of the updates to open actions the latest of each author from ``updated_since`` on (UTC;
    None: ever), which are all that tell whether there is an update since; lives only of actions with another date
    asked for. The digest of the result is that of whole actions. The number of statements does not depend on the
    number of actions.
    """
    query = select(
        *(action.c[name] for name in ("id", "ref", "delivered", "progress", "status")),
        *(action.c.heard_at, action.c.no_change),
        case((action.c.waiting == Waiting.DATE.value, action.c.life)).label("life"),
    ).where(action.c.register == register.slug)
    rows = tx.execute(query.order_by(action.c.position)).all()
    ids = {row.id for row in rows}
    codes = _by_action(tx, select(owner.c.action, owner.c.code).order_by(owner.c.position), ids)
    promised = select(milestone).where(milestone.c.deadline <= by, milestone.c.met.is_(None))
    milestones = _by_action(tx, promised.order_by(milestone.c.position), ids)
    updates = _by_action(tx, _latest_updates(register, updated_since), ids)
    # There are few combinations of owners: each is spelt out once.
    directorates: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = []
    for row in rows:
        owners = tuple(one.code for one in codes.get(row.id, ()))
        if owners not in directorates:
            directorates[owners] = expand_owners(owners, register.positions)
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
                updates=tuple(Update(u.id, u.at, u.by, "", "") for u in updates.get(row.id, ())),
                life=Life.read(row.life or {}),
                answered_at=row.heard_at,
                no_change=NoChange.read(row.no_change) if row.no_change else None,
            )
        )
    return found


def _latest_updates(register: Register, since: datetime | None) -> Select[Any]:
    """The latest update of each author to each open action: so the number of rows does not grow with the updates."""
    latest = select(
        update.c.action, update.c.by, func.max(update.c.id).label("id"), func.max(update.c.at).label("at")
    )
    ours = latest.join(action, action.c.id == update.c.action).where(
        action.c.register == register.slug, action.c.status.in_([status.value for status in OPEN])
    )
    grouped = ours.where(update.c.withdrawn_at.is_(None)).group_by(update.c.action, update.c.by)
    return grouped if since is None else grouped.where(update.c.at >= since)


def _by_action(tx: Connection, query: Select[Any], ids: Container[int]) -> dict[int, list[Row[Any]]]:
    """Rows by their action, of the actions in ``ids``. Filtered here: a join on the register takes longer."""
    groups: dict[int, list[Row[Any]]] = {}
    for row in tx.execute(query).all():
        if row.action in ids:
            groups.setdefault(row.action, []).append(row)
    return groups
