"""Forgetting a person throughout the tables: in every text column, those of later versions too."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Table, Text, cast, delete, func, or_, select, union_all
from sqlalchemy import update as update_rows

from register.forgetting import Forgetting
from storage.database.paper_tables import draft, published
from storage.database.queue_tables import notice
from storage.database.register_tables import action, change, officer, update
from storage.database.slack_tables import absence, home_page, person
from storage.database.tables import metadata

KEPT_AS_PUBLISHED = (published.c.text,)
"""Public record, frozen under its hash: names in what was published are not replaced."""
_FOLDED = "search"


def direct_messages_of(tx: Connection, user: str) -> tuple[str, ...]:
    """The ids of the direct messages in which the bot wrote to a person: they are theirs alone."""
    query = select(notice.c.channel).where(notice.c.to == user, notice.c.channel.startswith("D")).distinct()
    return tuple(tx.execute(query).scalars())


def is_known(tx: Connection, forgetting: Forgetting) -> bool:
    """Whether any table holds one of the ids, as a whole word: U0AMYLEE does not count as U0AMY."""
    for table in metadata.sorted_tables:
        if columns := list(_columns(table)):
            for row in tx.execute(select(*columns).where(_holds(table, forgetting))):
                if any(value is not None and forgetting.value(value) != value for value in row):
                    return True
    return False


def actions_that_name(tx: Connection, forgetting: Forgetting) -> list[int]:
    """The actions (by row number) of which something holds one of the ids, in order."""
    found = [
        select(table.c[column]).where(_holds(table, forgetting))
        for table, column in ((action, "id"), (update, "action"), (officer, "action"))
    ]
    return sorted(set(tx.execute(union_all(*found)).scalars()))


def sweep(tx: Connection, forgetting: Forgetting) -> dict[str, int]:
    """Delete the rows that are a person's own (absences, drafts, home page), and replace them by the pseudonym in every
    other table except that of changes (see ``change_chain.forget``); return in how many rows of which table.
    """
    tx.execute(delete(person).where(person.c.id.in_(forgetting.ids)))
    tx.execute(delete(absence).where(absence.c.person.in_(forgetting.ids)))
    tx.execute(delete(draft).where(draft.c.person.in_(forgetting.ids)))
    tx.execute(delete(home_page).where(home_page.c.person.in_(forgetting.ids)))
    tx.execute(update_rows(absence).where(absence.c.deputy.in_(forgetting.ids)).values(deputy=""))
    counts = {
        table.name: _rename(tx, table, forgetting) for table in metadata.sorted_tables if table is not change
    }
    return {name: count for name, count in counts.items() if count}


def published_that_name(tx: Connection, forgetting: Forgetting) -> int:
    """How many published papers hold one of the ids in their frozen text."""
    names_them = or_(*(published.c.text.contains(one, autoescape=True) for one in forgetting.ids))
    return tx.execute(select(func.count()).select_from(published).where(names_them)).scalar_one()


def _rename(tx: Connection, table: Table, forgetting: Forgetting) -> int:
    """Put pseudonyms in place of the ids in the rows of a table; returns how many rows held one."""
    columns = list(_columns(table))
    if not columns:
        return 0
    changed = 0
    for row in tx.execute(select(table).where(_holds(table, forgetting))).mappings().all():
        values: dict[str, Any] = {}
        for column in columns:
            value = row[column.name]
            rename = forgetting.folded_text if column.name == _FOLDED else forgetting.value
            if value is not None and (renamed := rename(value)) != value:
                values[column.name] = renamed
        if values:
            this = (one == row[one.name] for one in table.primary_key.columns)
            tx.execute(update_rows(table).where(*this).values(values))
            changed += 1
    return changed


def _holds(table: Table, forgetting: Forgetting) -> ColumnElement[bool]:
    words = [func.lower(cast(column, Text)) for column in _columns(table)]
    return or_(*(one.contains(each.lower(), autoescape=True) for one in words for each in forgetting.ids))


def _columns(table: Table) -> Iterator[Any]:
    """The columns that hold words or JSON."""
    for column in table.columns:
        is_frozen = any(column is one for one in KEPT_AS_PUBLISHED)
        if isinstance(column.type, Text | JSON) and not is_frozen:
            yield column
