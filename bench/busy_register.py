"""A register of any size as a council would have it after two years: imported, with updates, partly complete."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert, text

from papers.reading_result import Reading
from register.action import Line, Update
from register.change import Change
from register.changes import UpdateAdded
from register.committee.meetings import Meeting, MeetingPlan
from register.days.calendar import Nation
from register.register import Directorate, Register
from register.words.text_folding import searchable
from storage.actions import actions, change_log, registers
from storage.actions.change_log import Author
from storage.actions.tallies import recount
from storage.database.engine import transaction
from storage.database.register_tables import update
from workflow.imports import import_reading

PRINTED_ON = date(2022, 11, 15)
NOW = datetime(2022, 11, 21, 10, tzinfo=UTC)
LEAD, OFFICER, ADMIN = "U0D1", "U0OFFICER", "U0ADMIN"
DIRECTORATES = 12
_WORDS = (
    "school admissions transport budget audit contract safeguarding training report policy review risk".split()
)
_PROGRESS = ("", "", "", "In progress", "In progress", "Not started", "Complete", "Ongoing")


def busy_register(number: int = 0) -> Register:
    """Its settings: twelve directorates, two administrators, a meeting in three weeks. ``number``: which of several."""
    prefix = f"R{number}" if number else ""
    return Register(
        f"bench{number or ''}",
        f"Measured{number or ''}",
        leads_channel=f"C0{prefix}LEADS",
        admins=(ADMIN, "U0SECOND"),
        nation=Nation.NONE,
        meetings=MeetingPlan((Meeting(date(2022, 12, 12), "Committee", ""),)),
        directorates=tuple(
            Directorate(f"D{n}", f"Directorate {n}", f"C0{prefix}D{n}", f"U0{prefix}D{n}")
            for n in range(1, DIRECTORATES + 1)
        ),
    )


def fill_busy(engine: Engine, size: int, number: int = 0, updates_before: int = 0) -> int:
    """Import a paper of ``size`` actions into a new register, and add an update to every third. ``number`` is that of
    the register among several, ``updates_before`` the number of updates in the database; returns that number after it.
    """
    register = busy_register(number)
    paper = Reading("bench", "0" * 64, tuple(_line(line) for line in range(1, size + 1)), ())
    with transaction(engine) as tx:
        # Between two queries so large a paper is compared for over a minute.
        if engine.dialect.name == "postgresql":
            tx.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        registers.save(tx, register)
        import_reading(tx, register, paper, PRINTED_ON, NOW)
        numbers = list(actions.ids(tx, register).values())[::3]
        tx.execute(insert(update), list(_updates(numbers, updates_before)))
        by_person: dict[str, list[tuple[int, Change]]] = {}
        for row in _updates(numbers, updates_before):
            update_ = Update(row["id"], row["at"], row["by"], row["text"], row["source"])
            by_person.setdefault(row["by"], []).append((row["action"], UpdateAdded(update_)))
        for person, added in by_person.items():
            author = Author(person, NOW - timedelta(days=2), "command", NOW - timedelta(days=2))
            change_log.append(tx, register.slug, added, author)
        recount(tx, numbers)
        if engine.dialect.name == "postgresql":  # the ids above were not taken from the sequence
            last = {"last": updates_before + len(numbers)}
            tx.execute(text("SELECT setval(pg_get_serial_sequence('update', 'id'), :last)"), last)
    return updates_before + len(numbers)


def fill_several(engine: Engine, registers: int, size: int) -> None:
    """Fill so many registers, each with its own channels and people, with so many actions each."""
    updates = 0
    for number in range(1, registers + 1):
        updates = fill_busy(engine, size, number, updates)
    note_sizes(engine)


def note_sizes(engine: Engine) -> None:
    """Have PostgreSQL collect its statistics, as autovacuum does a minute after so many rows were written."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _line(number: int) -> Line:
    """One line: a seventeenth is joint, a tenth is late, some are done, nine words in ten are of many lines."""
    topic, other = _WORDS[number % len(_WORDS)], _WORDS[number // 7 % len(_WORDS)]
    own = f"D{number % DIRECTORATES + 1}"
    owners = (own, f"D{number * 5 % DIRECTORATES + 1}") if number % 17 == 0 else (own,)
    on = PRINTED_ON + timedelta(days=number * 37 % 2_000 - 200)
    defined = (
        f"Review the {topic} arrangements of {other} number {number} and say who answers for them, and how."
    )
    if number % 50 == 0:
        defined += f" See action {number - 1}."
    delivered = "A draft has been sent to the panel." if number % 4 == 0 else ""
    progress = _PROGRESS[number % len(_PROGRESS)]
    return Line(
        str(number),
        defined,
        delivered,
        f"{on:%d/%m/%Y}",
        tuple(dict.fromkeys(owners)),
        progress,
        f"row {number}",
    )


def _updates(numbers: list[int], updates_before: int) -> Iterator[dict[str, Any]]:
    """An update on each of those actions: of one in a thousand by a named officer, else by many people."""
    for place, number in enumerate(numbers, start=1):
        words = f"Drafts of part {place} were sent to the panel for {_WORDS[place % len(_WORDS)]}."
        by = OFFICER if place % 1_000 == 1 else f"U0P{(updates_before + place) % 5_000}"
        yield {
            "id": updates_before + place,
            "action": number,
            "at": NOW - timedelta(days=2),
            "by": by,
            "text": words,
            "source": "command",
            "channel": "C0D1",
            "search": searchable([words]),
        }
