"""Published papers, sign-offs and what is recorded of meetings are in the chain of changes."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.database.columns import JsonColumn
from storage.database.engine import Moment

revision = "0030"
down_revision = "0029"

SOURCE = "upgrade"
"""The source of what was there at the upgrade: altered before that, it would have been taken over as altered."""


def _table(name: str, columns: str, **typed: Any) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns.split()), *(sa.column(one, kind) for one, kind in typed.items()))


_DATE = sa.Date()
_REGISTER = _table("register", "slug chain")
_PUBLISHED = _table("published", "id register version sha256 is_notice by", meeting=_DATE, at=Moment(), findings=JsonColumn)
_SIGN_OFF = _table("sign_off", "register who by", meeting=_DATE, at=Moment())
_DECISION = _table(
    "decision", "id register minute kind words by", meeting=_DATE, refs=JsonColumn, at=Moment(), withdrawn_at=Moment()
)
_QUESTION = _table(
    "question",
    "id register minute member words by",
    meeting=_DATE,
    refs=JsonColumn,
    asked_at=Moment(),
    withdrawn_at=Moment(),
)
_ANSWER = _table("answer", "id question words by source channel ts", at=Moment())
_CHANGE = _table(
    "change",
    "register number action kind by source previous hash",
    at=Moment(),
    recorded_at=Moment(),
    before=JsonColumn,
    after=JsonColumn,
)
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_HASHED = ("register", "number", "action", "kind", "at", "recorded_at", "by", "source", "before", "after")


def upgrade() -> None:
    """What is there gets an entry each at the end of its register's chain, dated as its row is."""
    tx = op.get_bind()
    now = datetime.now(UTC)
    for register in tx.execute(sa.select(_REGISTER).order_by(_REGISTER.c.slug)).all():
        last = sa.select(_CHANGE.c.number, _CHANGE.c.hash).where(_CHANGE.c.register == register.slug)
        number, previous = tx.execute(last.order_by(_CHANGE.c.number.desc()).limit(1)).one_or_none() or (0, "0" * 64)
        rows = []
        for kind, at, by, after in _found(tx, register.slug):
            number += 1
            row = dict(register=register.slug, number=number, action=None, kind=kind, at=at, recorded_at=now, by=by)
            row |= dict(source=SOURCE, before={}, after=after, previous=previous)
            values = {name: row[name].timestamp() if isinstance(row[name], datetime) else row[name] for name in _HASHED}
            values["register"] = register.chain or register.slug
            previous = row["hash"] = hashlib.sha256((previous + _canonical(values)).encode()).hexdigest()
            rows.append(row)
        if rows:
            tx.execute(_CHANGE.insert(), rows)


def _found(tx: sa.Connection, slug: str) -> Iterator[tuple[str, datetime, str, dict[str, Any]]]:
    """The kind of each entry, when it became so, by whom, and what it records."""
    in_chain = sa.select(_CHANGE.c.after).where(_CHANGE.c.register == slug, _CHANGE.c.kind == "paper published")
    known = {(one["meeting"], one["version"]) for one in tx.execute(in_chain).scalars()}
    for row in tx.execute(sa.select(_PUBLISHED).where(_PUBLISHED.c.register == slug).order_by(_PUBLISHED.c.id)):
        paper = {"meeting": row.meeting.isoformat(), "version": row.version, "sha256": row.sha256}
        if (paper["meeting"], paper["version"]) not in known:
            more = {"is_notice": bool(row.is_notice), "findings": row.findings}
            yield "paper published", row.at, row.by, paper | more
    signed = sa.select(_SIGN_OFF).where(_SIGN_OFF.c.register == slug)
    for row in tx.execute(signed.order_by(_SIGN_OFF.c.meeting, _SIGN_OFF.c.at, _SIGN_OFF.c.who)):
        yield "paper signed off", row.at, row.by, {"meeting": row.meeting.isoformat(), "who": [row.who]}
    yield from _meetings(tx, slug)


def _meetings(tx: sa.Connection, slug: str) -> Iterator[tuple[str, datetime, str, dict[str, Any]]]:
    recorded: dict[tuple[Any, ...], dict[str, Any]] = {}

    def of(row: Any, at: datetime) -> dict[str, Any]:
        empty: dict[str, Any] = {"decisions": [], "questions": [], "is_withdrawn": row.withdrawn_at is not None}
        return recorded.setdefault((at, row.by, row.meeting.isoformat(), row.minute, row.withdrawn_at), empty)

    for row in tx.execute(sa.select(_DECISION).where(_DECISION.c.register == slug).order_by(_DECISION.c.id)):
        of(row, row.at)["decisions"].append({"kind": row.kind, "words": row.words, "refs": row.refs})
    for row in tx.execute(sa.select(_QUESTION).where(_QUESTION.c.register == slug).order_by(_QUESTION.c.id)):
        asked = {"number": row.id, "member": row.member, "words": row.words, "refs": row.refs}
        of(row, row.asked_at)["questions"].append(asked)
    for (at, by, meeting, minute, withdrawn_at), found in recorded.items():
        is_withdrawn = found.pop("is_withdrawn")
        yield "meeting recorded", at, by, {"meeting": meeting, "minute": minute} | found
        if is_withdrawn:
            yield "meeting taken back", withdrawn_at, by, {"meeting": meeting, "recorded_at": at.isoformat()}
    ours = sa.select(_ANSWER).join(_QUESTION, _QUESTION.c.id == _ANSWER.c.question)
    for row in tx.execute(ours.where(_QUESTION.c.register == slug).order_by(_ANSWER.c.id)):
        given = {"question": row.question, "words": row.words, "channel": row.channel or "", "ts": row.ts or ""}
        yield "question answered", row.at, row.by, given
