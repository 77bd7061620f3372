"""What each person chose to see on the bot's home page, and the answer to what they last did there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from storage.database.engine import upsert
from storage.database.slack_tables import home_page


@dataclass(frozen=True)
class HomePage:
    """What a person's page shows: one ``register`` (a slug; empty: each), of its actions those that ``shown`` names,
    from the ``first``th on. ``notes`` are the blocks of the answer to what they last did there, until it is opened.
    """

    register: str = ""
    shown: str = ""
    first: int = 1
    notes: Sequence[dict[str, Any]] = ()


def find(tx: Connection, person: str) -> HomePage:
    """A person's page; that of somebody who has chosen nothing where there is none."""
    row = tx.execute(select(home_page).where(home_page.c.person == person)).one_or_none()
    return HomePage(row.register, row.shown, row.first, tuple(row.told)) if row else HomePage()


def save(tx: Connection, person: str, page: HomePage) -> None:
    """Store a person's page."""
    values = {"register": page.register, "shown": page.shown, "first": page.first, "told": list(page.notes)}
    upsert(tx, home_page, {"person": person}, values)
