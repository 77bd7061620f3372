"""Whether the chain of changes is as it was written; and forgetting a person in it, so that it still verifies."""

import json
from collections.abc import Callable, Mapping

from sqlalchemy import Connection, RowMapping, Text, cast, func, or_, select
from sqlalchemy import update as update_rows

from register.forgetting import Forgetting, PersonForgotten
from register.settings_change import SettingsChanged
from storage.actions.change_log import START, Author, append, chain_name, seal
from storage.actions.register_log import of_register
from storage.database.register_tables import change

_BATCH = 1_000
"""How many changes are in memory at once when the whole chain is read."""


def broken_at(tx: Connection, slug: str, advance: Callable[[int], object] = lambda _more: None) -> int | None:
    """The number of the first change whose row does not match its hash, or None when the chain is intact.

    ``advance`` is called with how many more are checked, a thousand at a time. A change in which somebody was later
    forgotten holds their pseudonym: it must match the hash that a later change gives for it. Its own hash is kept, so
    that the chain still verifies.
    """
    previous, chain, seals = START, chain_name(tx, slug), _seals(tx, slug)
    query = select(change).where(change.c.register == slug).order_by(change.c.number)
    with tx.execute(query, execution_options={"yield_per": _BATCH}) as rows:  # not all in memory at once
        for number, row in enumerate(rows.mappings(), start=1):
            is_in_place = row["number"] == number and row["previous"] == previous
            if not is_in_place or not (seal(row, chain) == row["hash"] or _is_vouched_for(row, chain, seals)):
                return number
            previous = row["hash"]
            if not number % _BATCH:
                advance(_BATCH)
    return None


def number_of(tx: Connection, slug: str, hashed: str) -> int | None:
    """The number of the change with that hash; None when no change of the register has it."""
    query = select(change.c.number).where(change.c.register == slug, change.c.hash == hashed)
    return tx.execute(query).scalars().first()


def forget(tx: Connection, slug: str, forgetting: Forgetting, author: Author) -> int:
    """Replace a person by a pseudonym in every change of a register; return in how many.

    The hashes of these changes stay. Where there are any, a change is appended with the hashes of what they hold now.
    The caller holds the register's lock.
    """
    chain, seals = chain_name(tx, slug), {}
    names = [func.lower(cast(column, Text)) for column in (change.c.by, change.c.before, change.c.after)]
    named = or_(*(name.contains(one.lower(), autoescape=True) for name in names for one in forgetting.ids))
    for row in tx.execute(select(change).where(change.c.register == slug, named)).mappings().all():
        rename = forgetting.settings if row["kind"] == SettingsChanged.kind else forgetting.value
        since = {
            "by": forgetting.text(row["by"]),
            "before": rename(row["before"]),
            "after": rename(row["after"]),
        }
        if since != {name: row[name] for name in since}:
            tx.execute(update_rows(change).where(change.c.id == row["id"]).values(since))
            seals[row["number"]] = seal(dict(row) | since, chain)
    if seals:
        append(tx, slug, [(None, PersonForgotten(forgetting.pseudonym, seals))], author)
    return len(seals)


def _seals(tx: Connection, slug: str) -> dict[int, tuple[str, str]]:
    """By number, of each change in which somebody was forgotten: the pseudonym, and the latest hash given for it."""
    return {
        number: (one.change.pseudonym, hashed)
        for one in of_register(tx, slug, PersonForgotten)
        for number, hashed in one.change.seals.items()
        if number < one.number
    }


def _is_vouched_for(row: RowMapping, chain: str, seals: Mapping[int, tuple[str, str]]) -> bool:
    """Whether a row has the hash that a later change gives for it. Only one with a pseudonym may have been altered."""
    pseudonym, hashed = seals.get(row["number"], ("", ""))
    words = json.dumps([row["by"], row["before"], row["after"]], ensure_ascii=False)
    return bool(pseudonym) and pseudonym in words and seal(row, chain) == hashed
