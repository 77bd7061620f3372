"""The actions of a register that wait for a decision, by who is to decide: read from an index alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, union_all

from register.action import expand_owners
from register.register import Register
from register.waiting import Waiting, read_decision_key
from storage.actions.tallies import codes_of
from storage.database.engine import json_rows
from storage.database.register_tables import action


@dataclass(frozen=True)
class PendingDecision:
    """Whose an action is that waits (``lead`` as in ``Life``), who wants it decided ("" for nobody), and where another
    date is asked for, how often the date has ``moved`` before.
    """

    lead: str
    directorates: tuple[str, ...]
    wanted_by: str
    moved: int | None = None


Placed = tuple[int, str]
"""The place of an action in the committee's order, and its ref."""


def pending_decisions(tx: Connection, register: Register) -> Mapping[PendingDecision, Sequence[Placed]]:
    """The actions that wait to be verified or for a date to be granted, in no order, grouped by what decides who is
    asked: there are few such groups.
    """
    by_whom = (action.c.owners, action.c.decision_key)
    query = select(*by_whom, json_rows(action.c.position, action.c.ref)).where(
        action.c.register == register.slug
    )
    each = (Waiting.DATE.value, Waiting.VERIFICATION.value)
    # One query for each: with both in one condition SQLite would read every action.
    grouped = (query.where(action.c.waiting == one).group_by(*by_whom) for one in each)
    rows = tx.execute(union_all(*grouped)).all()
    codes = codes_of(tx, register, {owners for owners, _key, _rows in rows})
    found: dict[PendingDecision, list[Placed]] = {}
    for owners, key, placed in rows:
        lead, wanted_by, moved = read_decision_key(key)
        who = PendingDecision(lead, expand_owners(codes[owners], register.positions), wanted_by, moved)
        found.setdefault(who, []).extend((place, ref) for place, ref in placed)
    return found
