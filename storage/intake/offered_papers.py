"""Papers that administrators offered in Slack, from the first question (which register?) to the decision."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from register.imports.answers import Answers
from register.imports.preview import Preview
from storage.database.paper_tables import offered_paper


class Stage(StrEnum):
    """How far it has come."""

    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    LEFT = "left"


@dataclass(frozen=True)
class Offered:
    """A paper that was offered: its Slack file, for which register and local day, by whom, and how it was read last.

    ``readings`` counts how often it was read; ``preview`` is None before the first time.
    """

    id: int
    register: str
    file: str
    name: str
    as_at: date
    by: str
    stage: Stage
    readings: int
    answers: Answers
    preview: Preview | None


def add(tx: Connection, slug: str, file: str, name: str, as_at: date, by: str, at: datetime) -> int:
    """Keep that a paper was offered, to be read; return its number."""
    row = {"register": slug, "file": file, "name": name, "as_at": as_at, "by": by, "at": at}
    row |= {"state": Stage.READING, "readings": 0, "answers": {}}
    number: int = tx.execute(insert(offered_paper).values(row).returning(offered_paper.c.id)).scalar_one()
    return number


def find(tx: Connection, number: int, *, to_change: bool = False) -> Offered | None:
    """The paper of that number, without its bytes. ``to_change``: nobody else changes it before this
    transaction ends.
    """
    columns = [column for column in offered_paper.c if column.name not in ("content", "at", "settled_by")]
    query = select(*columns).where(offered_paper.c.id == number)
    row = tx.execute(query.with_for_update() if to_change else query).mappings().one_or_none()
    if row is None:
        return None
    return Offered(
        row["id"],
        row["register"],
        row["file"],
        row["name"],
        row["as_at"],
        row["by"],
        Stage(row["state"]),
        row["readings"],
        Answers.read(row["answers"]),
        Preview.read(row["preview"]) if row["preview"] else None,
    )


def content(tx: Connection, number: int) -> bytes | None:
    """Its bytes; None where they are not here."""
    return tx.execute(select(offered_paper.c.content).where(offered_paper.c.id == number)).scalar_one_or_none()


def keep_content(tx: Connection, number: int, data: bytes) -> None:
    """Store its bytes until it is accepted or set aside."""
    tx.execute(update(offered_paper).where(offered_paper.c.id == number).values(content=data))


def keep_answers(tx: Connection, number: int, answers: Answers) -> None:
    """Store what was answered so far about the offered paper of that number."""
    tx.execute(update(offered_paper).where(offered_paper.c.id == number).values(answers=answers.as_json()))


def keep_reading(tx: Connection, read: Offered, preview: Preview | None) -> bool:
    """Keep how it was read (None: it was refused); False when that was done meanwhile."""
    this = (offered_paper.c.id == read.id, offered_paper.c.readings == read.readings)
    values = {
        "state": Stage.READ if preview else Stage.REFUSED,
        "readings": read.readings + 1,
        "preview": preview.as_json() if preview else None,
    }
    open_ = offered_paper.c.state.in_([Stage.READING, Stage.READ, Stage.REFUSED])
    return bool(tx.execute(update(offered_paper).where(*this, open_).values(values)).rowcount)


def move(tx: Connection, number: int, start: Stage, end: Stage, by: str) -> bool:
    """Move it from one stage to another, as a person decided; False when it was not at ``start``.

    Its bytes are deleted once it is settled; who settled it is kept.
    """
    values: dict[str, object] = {"state": end, "settled_by": by}
    if end in (Stage.ACCEPTED, Stage.LEFT):
        values["content"] = None
    this = (offered_paper.c.id == number, offered_paper.c.state == start)
    return bool(tx.execute(update(offered_paper).where(*this).values(values)).rowcount)


def forget(tx: Connection, before: datetime) -> int:
    """Set aside the papers that were offered before a moment (UTC) and never settled; return how many."""
    open_ = offered_paper.c.state.in_([Stage.READING, Stage.READ, Stage.REFUSED])
    values = {"state": Stage.LEFT, "content": None}
    return tx.execute(update(offered_paper).where(open_, offered_paper.c.at < before).values(values)).rowcount
