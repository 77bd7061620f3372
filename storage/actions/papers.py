"""Papers that were read: the hash of each file, its as-at day, and the action that each line was matched to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from register.action import Line
from register.dates import Order
from register.doubts import Answers
from register.progress import Status
from register.table_columns import Column
from storage.database.tables import line, paper, register


@dataclass(frozen=True)
class KeptPaper:
    """A paper that was read: its number, its SHA-256, the local day it speaks of, and the columns it prints."""

    id: int
    name: str
    sha256: str
    as_at: date
    columns: tuple[Column, ...]


def add(
    tx: Connection,
    slug: str,
    name: str,
    sha256: str,
    as_at: date,
    read_at: datetime,
    columns: Sequence[Column] = (),
) -> int:
    """Note that a paper was read and return its number."""
    row = {"register": slug, "name": name, "sha256": sha256, "as_at": as_at, "read_at": read_at}
    row["headings"] = [[one.field, one.heading] for one in columns]
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


def answers(tx: Connection, slug: str) -> Answers:
    """What people answered about the papers of a register so far."""
    written: Mapping[str, Any] = tx.execute(
        select(register.c.answers).where(register.c.slug == slug)
    ).scalar_one()
    return Answers(
        columns=written.get("columns", {}),
        dates=Order(written["dates"]) if written.get("dates") else None,
        statuses={word: Status(status) for word, status in written.get("statuses", {}).items()},
        not_tables=tuple(written.get("not_tables", ())),
    )


def remember(tx: Connection, slug: str, given: Answers) -> None:
    """Keep those answers for the papers to come."""
    written = {
        "columns": dict(given.columns),
        "dates": given.dates.value if given.dates else None,
        "statuses": {word: status.value for word, status in given.statuses.items()},
        "not_tables": list(given.not_tables),
    }
    tx.execute(update(register).where(register.c.slug == slug).values(answers=written))


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


def latest(tx: Connection, slug: str, by: date) -> KeptPaper | None:
    """The latest paper of that day or earlier; the one that was read last, of several of one day."""
    query = select(paper).where(paper.c.register == slug, paper.c.as_at <= by)
    row = tx.execute(query.order_by(paper.c.as_at.desc(), paper.c.id.desc()).limit(1)).mappings().first()
    if row is None:
        return None
    columns = tuple(Column(field, heading) for field, heading in row["headings"])
    return KeptPaper(row["id"], row["name"], row["sha256"], row["as_at"], columns)


def lines_of(tx: Connection, number: int) -> list[Line]:
    """The lines of a paper in its order, as they were printed."""
    query = select(line.c.words).where(line.c.paper == number).order_by(line.c.position)
    return [Line(**words | {"owners": tuple(words["owners"])}) for words in tx.execute(query).scalars()]


def latest_before(tx: Connection, slug: str, day: date) -> KeptPaper | None:
    """The latest paper of a day before that one."""
    return latest(tx, slug, day - timedelta(days=1))
