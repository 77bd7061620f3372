"""Whether sign-offs, and what is recorded of meetings, are as the chain of changes says."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from register.meeting_changes import MeetingRecorded, MeetingTakenBack, QuestionAnswered
from register.publication_changes import PaperSignedOff, SignOffTakenBack
from storage.actions.register_log import RegisterEntry, of_register
from storage.database.paper_tables import answer, decision, question, sign_off

Key = TypeVar("Key", bound=Hashable)


def altered_sign_offs(tx: Connection, slug: str) -> set[date]:
    """The meetings whose papers are not signed off as the chain says."""
    recorded: dict[tuple[date, str], tuple[str, datetime]] = {}
    for entry in of_register(tx, slug, PaperSignedOff, SignOffTakenBack):
        for who in entry.change.who:
            if isinstance(entry.change, SignOffTakenBack):
                recorded.pop((entry.change.meeting, who), None)
            else:
                recorded[entry.change.meeting, who] = (entry.by, entry.at)
    rows = tx.execute(select(sign_off).where(sign_off.c.register == slug)).mappings()
    there = {(row["meeting"], row["who"]): (row["by"], row["at"]) for row in rows}
    return {meeting for meeting, _who in _differing(recorded, there)}


def altered_meetings(tx: Connection, slug: str) -> set[date]:
    """The meetings of which decisions, Members' questions or answers are not as the chain says."""
    entries = of_register(tx, slug, MeetingRecorded, MeetingTakenBack)
    withdrawn = {
        (one.by, one.change.recorded_at) for one in entries if isinstance(one.change, MeetingTakenBack)
    }
    recorded = [
        (one, one.change, (one.by, one.at) in withdrawn)
        for one in entries
        if isinstance(one.change, MeetingRecorded)
    ]
    decisions = _grouped(
        (found.meeting, (found.minute, entry.by, entry.at, is_withdrawn, one.kind, one.words, list(one.refs)))
        for entry, found, is_withdrawn in recorded
        for one in found.decisions
    )
    questions = {
        one.number: (
            *(found.meeting, found.minute, entry.by, entry.at, is_withdrawn),
            *(one.member, one.words, list(one.refs)),
        )
        for entry, found, is_withdrawn in recorded
        for one in found.questions
    }
    there = _questions(tx, slug)
    answers = _grouped(_answer(one) for one in of_register(tx, slug, QuestionAnswered))
    asked = _differing(questions, there) | _differing(answers, _answers(tx, slug))
    return _differing(decisions, _decisions(tx, slug)) | {
        rows[number][0] for number in asked for rows in (questions, there) if number in rows
    }


def _decisions(tx: Connection, slug: str) -> Mapping[date, Sequence[Any]]:
    names = ("minute", "by", "at", "is_withdrawn", "kind", "words", "refs")
    query = select(decision, decision.c.withdrawn_at.is_not(None).label("is_withdrawn"))
    rows = tx.execute(query.where(decision.c.register == slug).order_by(decision.c.id)).mappings()
    return _grouped((row["meeting"], tuple(row[name] for name in names)) for row in rows)


def _questions(tx: Connection, slug: str) -> Mapping[int, tuple[Any, ...]]:
    names = ("meeting", "minute", "by", "asked_at", "is_withdrawn", "member", "words", "refs")
    query = select(question, question.c.withdrawn_at.is_not(None).label("is_withdrawn"))
    rows = tx.execute(query.where(question.c.register == slug)).mappings()
    return {row["id"]: tuple(row[name] for name in names) for row in rows}


def _answer(entry: RegisterEntry[QuestionAnswered]) -> tuple[int, tuple[Any, ...]]:
    given = entry.change
    return given.question, (given.words, entry.by, entry.at, given.channel, given.ts)


def _answers(tx: Connection, slug: str) -> Mapping[int, Sequence[Any]]:
    query = select(answer).join(question, question.c.id == answer.c.question).where(question.c.register == slug)
    rows = tx.execute(query.order_by(answer.c.id)).mappings()
    names = ("words", "by", "at")
    return _grouped(
        (row["question"], (*(row[name] for name in names), row["channel"] or "", row["ts"] or ""))
        for row in rows
    )


def _grouped(pairs: Iterable[tuple[Key, Any]]) -> dict[Key, list[Any]]:
    """Values by their key, in order."""
    found: dict[Key, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _differing(recorded: Mapping[Key, Any], there: Mapping[Key, Any]) -> set[Key]:
    """The keys of which the chain says something else than there is, or that only the one or the other has."""
    return {key for key in {**recorded, **there} if recorded.get(key) != there.get(key)}
