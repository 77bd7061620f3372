"""Registers of any size, written directly into the tables: the import has a benchmark of its own."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, text

from register.action import Milestone
from register.days.calendar import Nation
from register.notices.reminders import ReminderFacts, next_day
from register.progress import Status
from register.register import Directorate, Register
from register.words.text_folding import folded
from storage.actions import papers, registers
from storage.database.engine import transaction

AS_AT = date(2022, 11, 15)
FAR = date(2030, 6, 30)
_ACTION = (
    *("id", "register", "ref", "position", "defined", "delivered", "target", "progress", "status"),
    *("more", "life", "waiting", "search"),
)
_OWNER = ("action", "code", "position")
_MILESTONE = (
    *("action", "position", "label", "printed", "deadline", "original", "met"),
    *("reminded_through", "next_reminder", "reminded"),
)


def sized_register(directorates: int = 3, slug: str = "bench") -> Register:
    """A register with that many directorates, each with a channel of its own."""
    return Register(
        slug,
        "Measured",
        leads_channel="C0LEADS",
        admins=("U0ADMIN",),
        nation=Nation.NONE,
        directorates=tuple(
            Directorate(f"D{n}", f"Directorate {n}", f"C0D{n}", f"U0D{n}") for n in range(directorates)
        ),
    )


def fill_register(engine: Engine, register: Register, size: int, due: int = 0, due_on: date = AS_AT) -> None:
    """Put ``size`` actions into an empty register, ``due`` of them with a reminder due on ``due_on``."""
    with transaction(engine) as tx:
        registers.save(tx, register)
        papers.add(
            tx,
            register.slug,
            "bench",
            "0" * 64,
            AS_AT,
            datetime(2022, 11, 15, 12, tzinfo=UTC),
            papers.PaperParts(),
        )
    codes = register.codes
    numbers = range(1, size + 1)
    with transaction(engine) as tx:
        _load(tx, "action", _ACTION, (_action(register, n) for n in numbers))
        _load(tx, "owner", _OWNER, ((n, codes[n % len(codes)], 0) for n in numbers))
        _load(tx, "milestone", _MILESTONE, _milestones(register, size, due, due_on))
    if engine.dialect.name == "postgresql":  # as autovacuum does a minute after so many rows were written
        with transaction(engine) as tx:
            tx.execute(text("ANALYZE"))


def _load(tx: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows as fast as the database takes them; columns that are not named have their defaults."""
    names = ", ".join(f'"{column}"' for column in columns)
    driver: Any = tx.connection.driver_connection
    if tx.dialect.name == "postgresql":
        with driver.cursor().copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    else:
        slots = ", ".join("?" * len(columns))
        driver.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({slots})', rows)  # noqa: S608


def _action(register: Register, number: int) -> tuple[object, ...]:
    words = f"Review arrangement number {number} and say who answers for it, by when and how it is checked."
    status = Status.NOT_STARTED.value
    return (
        number,
        register.slug,
        str(number),
        number,
        words,
        "",
        "30/06/2030",
        "",
        status,
        "{}",
        "{}",
        "",
        folded(words),
    )


def _milestones(register: Register, size: int, due: int, due_on: date) -> Iterator[tuple[object, ...]]:
    for count, first, deadline in ((due, 1, due_on + timedelta(days=14)), (size - due, due + 1, FAR)):
        promised = Milestone("", "30/06/2030", deadline)
        coming = next_day(promised, ReminderFacts(Status.NOT_STARTED), register, AS_AT)
        days = [day and day.isoformat() for day in (deadline, deadline, None, AS_AT, coming)]
        for number in range(first, first + count):
            yield (number, 0, "", "30/06/2030", *days, "{}")
