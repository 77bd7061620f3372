"""What meetings decided, and what Members asked, until it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, func, insert, select, union, update

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
        .where(decision.c.withdrawn_at.is_(None))
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
    standing = decided.where(decision.c.withdrawn_at.is_(None)), asked.where(question.c.withdrawn_at.is_(None))
    return list(tx.execute(union(*standing)).scalars())


def refs_decided(tx: Connection, slug: str, since: datetime) -> set[str]:
    """The refs of the actions about which something was decided that was recorded from a moment (UTC) on."""
    query = select(decision.c.refs).where(decision.c.register == slug, decision.c.at >= since)
    query = query.where(decision.c.withdrawn_at.is_(None))
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
        .where(question.c.register == slug, question.c.id == number, question.c.withdrawn_at.is_(None))
        .values(answer=words, answered_by=by, answered_at=at)
    )
    return bool(done.rowcount)


def questions(tx: Connection, slug: str) -> list[Asked]:
    """Every question of a register that stands, in the order in which they were asked."""
    is_standing = question.c.withdrawn_at.is_(None)
    query = (
        select(question)
        .where(question.c.register == slug, is_standing)
        .order_by(question.c.meeting, question.c.id)
    )
    names = [name for name in Asked.__dataclass_fields__ if name != "refs"]
    rows = tx.execute(query).mappings()
    return [Asked(**{name: row[name] for name in names}, refs=tuple(row["refs"])) for row in rows]


def last_recorded(tx: Connection, slug: str, person: str) -> datetime | None:
    """When (UTC) a person last recorded what stands of a meeting; None when they have not."""
    decided = select(func.max(decision.c.at)).where(*_standing(decision, slug, person))
    asked = select(func.max(question.c.asked_at)).where(*_standing(question, slug, person))
    moments = (tx.execute(query).scalar_one() for query in (decided, asked))
    return max((at for at in moments if at), default=None)


def meeting_recorded(tx: Connection, slug: str, person: str, at: datetime) -> date:
    """The meeting of which a person recorded something at that moment (UTC)."""
    decided = select(decision.c.meeting).where(*_standing(decision, slug, person), decision.c.at == at)
    asked = select(question.c.meeting).where(*_standing(question, slug, person), question.c.asked_at == at)
    found: date = tx.execute(union(decided, asked)).scalars().one()
    return found


def withdraw(tx: Connection, slug: str, person: str, at: datetime, now: datetime) -> None:
    """Let what a person recorded of a meeting ``at`` that moment count no more, from ``now`` on (both UTC)."""
    for table, moment in ((decision, decision.c.at), (question, question.c.asked_at)):
        tx.execute(update(table).where(*_standing(table, slug, person), moment == at).values(withdrawn_at=now))


def _standing(table: Table, slug: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.register == slug, table.c.by == person, table.c.withdrawn_at.is_(None)
