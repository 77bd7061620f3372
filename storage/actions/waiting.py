"""What of a register waits for a decision: read with no more than tells who is to decide."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, case, func, null, select

from register.action import spelt_out
from register.life import Life
from register.register import Register
from register.waiting import Waiting
from storage.database.register_tables import action, owner

_SEPARATOR = "\x1f"
_OWNERS = (
    select(func.aggregate_strings(owner.c.code, _SEPARATOR))
    .where(owner.c.action == action.c.id)
    .scalar_subquery()
)
_REVISIONS = case((action.c.waiting == Waiting.DATE.value, action.c.life), else_=null())
_COLUMNS = (
    action.c.ref,
    _OWNERS.label("owners"),
    action.c.life["lead"].as_string().label("lead"),
    action.c.life["reported_by"].as_string().label("reported_by"),
    _REVISIONS.label("life"),
)


@dataclass(frozen=True)
class Undecided:
    """An action that waits: whose it is (``lead`` as in ``Life``), and who wants it decided ("" for nobody)."""

    ref: str
    lead: str
    directorates: tuple[str, ...]
    wanted_by: str


def undecided(tx: Connection, register: Register) -> list[Undecided]:
    """The actions that wait to be verified or for a date to be granted, in the committee's order."""

    @cache  # there are few combinations of owners: each is spelt out once
    def directorates(codes: str | None) -> tuple[str, ...]:
        return spelt_out(codes.split(_SEPARATOR) if codes else (), register.codes)

    query = select(*_COLUMNS).where(
        action.c.register == register.slug,
        action.c.waiting.in_([Waiting.DATE.value, Waiting.VERIFICATION.value]),
    )
    found = []
    for ref, codes, lead, reported_by, life in tx.execute(query.order_by(action.c.position)):
        asked = Life.read(life).asked if life is not None else None
        wanted_by = asked.asked_by if asked else reported_by or ""
        found.append(Undecided(ref, lead or "", directorates(codes), wanted_by))
    return found
