"""What meetings decided, and what Members asked, until it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, insert, select, union, update

from storage.database.paper_tables import answer, decision, question


@dataclass(frozen=True)
class MinutedDecision:
    """Something that a meeting decided, under its minute: ``kind`` is "noted", "agreed", "granted", "closed"."""

    meeting: date
    minute: str
    kind: str
    words: str
    refs: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class MembersQuestion:
    """A Member's question and the answer that counts, which is empty until it is answered; moments are UTC."""

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


@dataclass(frozen=True)
class Answer:
    """A version of an answer, to the question of that number; without words it was taken back. ``at`` is UTC.

    ``channel`` and ``ts`` are the reply in Slack that it came from, empty where it came from none.
    """

    question: int
    words: str
    by: str
    at: datetime
    source: str
    channel: str = ""
    ts: str = ""


_QUESTION_COLUMNS = ("meeting", "minute", "member", "words", "asked_at", "by")
"""The columns of a question that are stored as they are in ``MembersQuestion``."""


def add_decisions(tx: Connection, slug: str, decided: Sequence[MinutedDecision]) -> None:
    """Keep what a meeting decided."""
    rows = [vars(one) | {"register": slug, "refs": list(one.refs)} for one in decided]
    if rows:
        tx.execute(insert(decision), rows)


def decisions(tx: Connection, slug: str, after: date, through: date) -> list[MinutedDecision]:
    """What meetings in (after, through] decided, in order."""
    query = (
        select(decision)
        .where(decision.c.register == slug, decision.c.meeting > after, decision.c.meeting <= through)
        .where(decision.c.withdrawn_at.is_(None))
        .order_by(decision.c.meeting, decision.c.id)
    )
    names = ("meeting", "minute", "kind", "words", "by", "at")
    rows = tx.execute(query).mappings()
    return [MinutedDecision(**{name: row[name] for name in names}, refs=tuple(row["refs"])) for row in rows]


def of_meeting(tx: Connection, slug: str, meeting: date) -> list[MinutedDecision]:
    """What a meeting decided, in the order in which it was recorded."""
    return decisions(tx, slug, meeting - timedelta(days=1), meeting)


def recorded_since(tx: Connection, slug: str, moment: datetime) -> list[str]:
    """The minutes under which something was decided or asked that was recorded after a moment (UTC)."""
    decisions = select(decision.c.minute).where(decision.c.register == slug, decision.c.at > moment)
    questions = select(question.c.minute).where(question.c.register == slug, question.c.asked_at > moment)
    standing = (
        decisions.where(decision.c.withdrawn_at.is_(None)),
        questions.where(question.c.withdrawn_at.is_(None)),
    )
    return list(tx.execute(union(*standing)).scalars())


def refs_decided(tx: Connection, slug: str, since: datetime) -> set[str]:
    """The refs of the actions about which something was decided that was recorded from a moment (UTC) on."""
    query = select(decision.c.refs).where(decision.c.register == slug, decision.c.at >= since)
    query = query.where(decision.c.withdrawn_at.is_(None))
    return {ref for refs in tx.execute(query).scalars() for ref in refs}


def ask(tx: Connection, slug: str, question_asked: MembersQuestion) -> int:
    """Keep a Member's question and give its number."""
    row = {name: getattr(question_asked, name) for name in _QUESTION_COLUMNS}
    query = (
        insert(question)
        .values(row | {"register": slug, "refs": list(question_asked.refs)})
        .returning(question.c.id)
    )
    number: int = tx.execute(query).scalar_one()
    return number


def add_answer(tx: Connection, version: Answer) -> None:
    """Keep an answer, or another version of one."""
    tx.execute(insert(answer).values(vars(version)))


def answers(tx: Connection, slug: str, until: datetime | None = None) -> dict[int, list[Answer]]:
    """Every version of the answers to a register's questions, given by a moment (UTC), by the question's number."""
    query = select(answer).join(question, question.c.id == answer.c.question).where(question.c.register == slug)
    if until is not None:
        query = query.where(answer.c.at <= until)
    found: dict[int, list[Answer]] = {}
    for row in tx.execute(query.order_by(answer.c.id)).mappings():
        found.setdefault(row["question"], []).append(_answer(row))
    return found


def answer_of(tx: Connection, channel: str, ts: str) -> tuple[str, Answer] | None:
    """The register, and the latest version of the answer that a reply in Slack is; None where it is none."""
    query = (
        select(answer, question.c.register)
        .join(question, question.c.id == answer.c.question)
        .where(answer.c.channel == channel, answer.c.ts == ts, question.c.withdrawn_at.is_(None))
        .order_by(answer.c.id.desc())
    )
    row = tx.execute(query).mappings().first()
    return (row["register"], _answer(row)) if row else None


def questions(tx: Connection, slug: str, until: datetime | None = None) -> list[MembersQuestion]:
    """Every question of a register that was not withdrawn, in the order in which they were asked, each with the answer
    that counts; where ``until`` is given, of the answers up to that moment (UTC).
    """
    is_current = question.c.withdrawn_at.is_(None)
    query = (
        select(question)
        .where(question.c.register == slug, is_current)
        .order_by(question.c.meeting, question.c.id)
    )
    versions = answers(tx, slug, until)
    found = []
    for row in tx.execute(query).mappings():
        found_question = MembersQuestion(
            **{name: row[name] for name in (*_QUESTION_COLUMNS, "id")}, refs=tuple(row["refs"])
        )
        current = counting(versions.get(row["id"], ()))
        if current:
            found_question = replace(
                found_question, answer=current.words, answered_at=current.at, answered_by=current.by
            )
        found.append(found_question)
    return found


def counting(versions: Sequence[Answer]) -> Answer | None:
    """The answer that counts: the last that was given and not taken back, in its latest version."""
    latest: dict[tuple[str, str] | int, Answer] = {}
    for place, version in enumerate(versions):
        latest[(version.channel, version.ts) if version.ts else place] = version
    return next((one for one in reversed(latest.values()) if one.words), None)


def _answer(row: RowMapping) -> Answer:
    values = {name: row[name] for name in ("question", "words", "by", "at", "source")}
    return Answer(**values, channel=row["channel"] or "", ts=row["ts"] or "")


def last_recorded(tx: Connection, slug: str, person: str) -> datetime | None:
    """When (UTC) a person last recorded something of a meeting that was not withdrawn; None when they have not."""
    last_decision = select(func.max(decision.c.at)).where(*_not_withdrawn(decision, slug, person))
    last_question = select(func.max(question.c.asked_at)).where(*_not_withdrawn(question, slug, person))
    moments = (tx.execute(query).scalar_one() for query in (last_decision, last_question))
    return max((at for at in moments if at), default=None)


def meeting_recorded(tx: Connection, slug: str, person: str, at: datetime) -> date:
    """The meeting of which a person recorded something at that moment (UTC)."""
    of_decision = select(decision.c.meeting).where(*_not_withdrawn(decision, slug, person), decision.c.at == at)
    of_question = select(question.c.meeting).where(
        *_not_withdrawn(question, slug, person), question.c.asked_at == at
    )
    found: date = tx.execute(union(of_decision, of_question)).scalars().one()
    return found


def withdraw(tx: Connection, slug: str, person: str, at: datetime, now: datetime) -> None:
    """Withdraw, at ``now``, what a person recorded of a meeting ``at`` that moment (both UTC)."""
    for table, moment in ((decision, decision.c.at), (question, question.c.asked_at)):
        tx.execute(
            update(table).where(*_not_withdrawn(table, slug, person), moment == at).values(withdrawn_at=now)
        )


def _not_withdrawn(table: Table, slug: str, person: str) -> tuple[ColumnElement[bool], ...]:
    return table.c.register == slug, table.c.by == person, table.c.withdrawn_at.is_(None)
