"""What of a register waits for a decision: read with no more than tells who is to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from register.action import spelt_out
from register.life import Life
from register.register import Register
from register.waiting import Waiting
from storage.database.engine import json_rows
from storage.database.register_tables import action, owner

_SEPARATOR = "\x1f"
_OWNERS = (
    select(func.aggregate_strings(owner.c.code, _SEPARATOR))
    .where(owner.c.action == action.c.id)
    .scalar_subquery()
)
_LEAD, _REPORTED_BY = (action.c.life[name].as_string() for name in ("lead", "reported_by"))


@dataclass(frozen=True)
class Undecided:
    """Whose an action is that waits (``lead`` as in ``Life``), and who wants it decided ("" for nobody)."""

    lead: str
    directorates: tuple[str, ...]
    wanted_by: str


Placed = tuple[int, str]
"""The place of an action in the committee's order, and its ref."""


def undecided(tx: Connection, register: Register) -> Mapping[Undecided, Sequence[Placed]]:
    """The actions that wait to be verified or for a date to be granted, by those who have to do with the decision:
    there are few of these. In no order.
    """
    reported = _waiting(
        register, Waiting.VERIFICATION, _LEAD.label("lead"), _REPORTED_BY.label("wanted_by")
    ).subquery()
    by_whom = (reported.c.owners, reported.c.lead, reported.c.wanted_by)
    grouped = select(*by_whom, json_rows(reported.c.position, reported.c.ref)).group_by(*by_whom)
    found: dict[Undecided, list[Placed]] = {}
    for codes, lead, wanted_by, rows in tx.execute(grouped):
        who = Undecided(lead or "", _directorates(register, codes), wanted_by or "")
        found.setdefault(who, []).extend((place, ref) for place, ref in rows)
    for place, ref, codes, written in tx.execute(_waiting(register, Waiting.DATE, action.c.life)):
        life = Life.read(written)
        who = Undecided(life.lead, _directorates(register, codes), life.asked.asked_by if life.asked else "")
        found.setdefault(who, []).append((place, ref))
    return found


def _directorates(register: Register, codes: str | None) -> tuple[str, ...]:
    return spelt_out(codes.split(_SEPARATOR) if codes else (), register.codes)


def _waiting(register: Register, what: Waiting, *columns: ColumnElement[Any]) -> Select[Any]:
    which = (action.c.register == register.slug, action.c.waiting == what.value)
    return select(action.c.position, action.c.ref, _OWNERS.label("owners"), *columns).where(*which)
