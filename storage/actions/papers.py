"""Papers that were read: the hash of each file, its as-at day, and the action that each line was matched to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from register.action import Line
from storage.database.tables import line, paper


def add(tx: Connection, slug: str, name: str, sha256: str, as_at: date, read_at: datetime) -> int:
    """Note that a paper was read and return its number."""
    row = {"register": slug, "name": name, "sha256": sha256, "as_at": as_at, "read_at": read_at}
    number: int = tx.execute(insert(paper).values(row).returning(paper.c.id)).scalar_one()
    return number


def add_lines(tx: Connection, number: int, lines: Sequence[Line], actions: Mapping[str, int]) -> None:
    """Keep a paper's lines as they were printed, each with the action it was matched to."""
    rows = [
        {
            "paper": number,
            "position": position,
            "action": actions[one.ref],
            "place": one.place,
            "words": vars(one),
        }
        for position, one in enumerate(lines)
    ]
    tx.execute(insert(line), rows)


def was_read(tx: Connection, slug: str, sha256: str, as_at: date) -> bool:
    """Whether a file with this hash was read for that day before."""
    query = select(paper.c.id).where(paper.c.register == slug, paper.c.sha256 == sha256, paper.c.as_at == as_at)
    return tx.execute(query).first() is not None


def first_day(tx: Connection, slug: str) -> date | None:
    """The as-at day of the register's first paper: reminders and digests begin after it."""
    day: date | None = tx.execute(select(func.min(paper.c.as_at)).where(paper.c.register == slug)).scalar_one()
    return day


def last_day(tx: Connection, slug: str, by: date) -> date | None:
    """The as-at day of the latest paper of that day or earlier."""
    query = select(func.max(paper.c.as_at)).where(paper.c.register == slug, paper.c.as_at <= by)
    day: date | None = tx.execute(query).scalar_one()
    return day
