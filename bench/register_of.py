"""Registers of any size, written straight into the tables: the import is measured elsewhere."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, insert

from register.action import Milestone
from register.progress import Status
from register.register import Directorate, Register
from register.reminders import next_day
from storage import papers, registers
from storage.database import transaction
from storage.tables import action, milestone, owner

AS_AT = date(2022, 11, 15)
FAR = date(2030, 6, 30)
CHUNK = 20_000


def register_of(directorates: int = 3, slug: str = "bench") -> Register:
    """A register with that many directorates, each with a channel of its own."""
    return Register(
        slug,
        "Measured",
        leads_channel="C0LEADS",
        admins=("U0ADMIN",),
        directorates=tuple(
            Directorate(f"D{n}", f"Directorate {n}", f"C0D{n}", f"U0D{n}") for n in range(directorates)
        ),
    )


def fill(engine: Engine, register: Register, size: int, due: int = 0, due_on: date = AS_AT) -> None:
    """Put ``size`` actions into an empty register, ``due`` of them with a reminder due on ``due_on``."""
    with transaction(engine) as tx:
        registers.save(tx, register)
        papers.add(tx, register.slug, "bench", "0" * 64, AS_AT, datetime(2022, 11, 15, 12, tzinfo=UTC))
    codes = register.codes
    for start in range(0, size, CHUNK):
        numbers = range(start + 1, min(start + CHUNK, size) + 1)
        with transaction(engine) as tx:
            tx.execute(insert(action), [_action(register, number) for number in numbers])
            tx.execute(
                insert(owner),
                [{"action": n, "code": codes[n % len(codes)], "position": 0, "lead": False} for n in numbers],
            )
            tx.execute(insert(milestone), [_milestone(register, n, due, due_on) for n in numbers])


def _action(register: Register, number: int) -> dict[str, object]:
    words = f"Review arrangement number {number} and say who answers for it, by when and how it is checked."
    return {
        "id": number,
        "register": register.slug,
        "ref": str(number),
        "position": number,
        "defined": words,
        "delivered": "",
        "target": "30/06/2030",
        "progress": "",
        "status": Status.NOT_STARTED,
    }


def _milestone(register: Register, number: int, due: int, due_on: date) -> dict[str, object]:
    deadline = due_on + timedelta(days=14) if number <= due else FAR
    promised = Milestone("", "30/06/2030", deadline)
    coming = next_day(promised, Status.NOT_STARTED, register.reminders, AS_AT, frozenset())
    return {
        "action": number,
        "position": 0,
        "label": "",
        "printed": "30/06/2030",
        "deadline": deadline,
        "original": deadline,
        "met": None,
        "reminded_through": AS_AT,
        "next_reminder": coming,
    }
