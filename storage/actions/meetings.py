"""What meetings decided, and what Members asked, until it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, union, update

from storage.database.paper_tables import decision, question


@dataclass(frozen=True)
class Decided:
    """Something that a meeting decided, under its minute: ``kind`` is "noted", "agreed", "granted", "closed"."""

    meeting: date
    minute: str
    kind: str
    words: str
    refs: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """A Member's question. ``answer`` is empty until it is answered; moments are UTC."""

    meeting: date
    minute: str
    member: str
    words: str
    refs: tuple[str, ...]
    asked_at: datetime
    by: str
    answer: str = ""
    answered_at: datetime | None = None
    answered_by: str = ""
    id: int = 0


def add_decisions(tx: Connection, slug: str, decided: Sequence[Decided]) -> None:
    """Keep what a meeting decided."""
    rows = [vars(one) | {"register": slug, "refs": list(one.refs)} for one in decided]
    if rows:
        tx.execute(insert(decision), rows)


def decisions(tx: Connection, slug: str, after: date, through: date) -> list[Decided]:
    """What meetings in (after, through] decided, in order."""
    query = (
        select(decision)
        .where(decision.c.register == slug, decision.c.meeting > after, decision.c.meeting <= through)
        .order_by(decision.c.meeting, decision.c.id)
    )
    names = ("meeting", "minute", "kind", "words", "by", "at")
    rows = tx.execute(query).mappings()
    return [Decided(**{name: row[name] for name in names}, refs=tuple(row["refs"])) for row in rows]


def of_meeting(tx: Connection, slug: str, meeting: date) -> list[Decided]:
    """What a meeting decided, in the order in which it was recorded."""
    return decisions(tx, slug, meeting - timedelta(days=1), meeting)


def recorded_since(tx: Connection, slug: str, moment: datetime) -> list[str]:
    """The minutes under which something was decided or asked that was recorded after a moment (UTC)."""
    decided = select(decision.c.minute).where(decision.c.register == slug, decision.c.at > moment)
    asked = select(question.c.minute).where(question.c.register == slug, question.c.asked_at > moment)
    return list(tx.execute(union(decided, asked)).scalars())


def refs_decided(tx: Connection, slug: str, since: datetime) -> set[str]:
    """The refs of the actions about which something was decided that was recorded from a moment (UTC) on."""
    query = select(decision.c.refs).where(decision.c.register == slug, decision.c.at >= since)
    return {ref for refs in tx.execute(query).scalars() for ref in refs}


def ask(tx: Connection, slug: str, asked: Asked) -> int:
    """Keep a Member's question and give its number."""
    row = {name: value for name, value in vars(asked).items() if name != "id"}
    query = insert(question).values(row | {"register": slug, "refs": list(asked.refs)}).returning(question.c.id)
    number: int = tx.execute(query).scalar_one()
    return number


def answer(tx: Connection, slug: str, number: int, words: str, by: str, at: datetime) -> bool:
    """Answer a question; the last answer stands. False when there is no such question."""
    done = tx.execute(
        update(question)
        .where(question.c.register == slug, question.c.id == number)
        .values(answer=words, answered_by=by, answered_at=at)
    )
    return bool(done.rowcount)


def questions(tx: Connection, slug: str) -> list[Asked]:
    """Every question of a register, in the order in which they were asked."""
    query = select(question).where(question.c.register == slug).order_by(question.c.meeting, question.c.id)
    names = [name for name in Asked.__dataclass_fields__ if name != "refs"]
    rows = tx.execute(query).mappings()
    return [Asked(**{name: row[name] for name in names}, refs=tuple(row["refs"])) for row in rows]
