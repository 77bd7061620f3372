"""Words that people wrote and that name somebody: found for an administrator, who decides about each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Text, cast, func, or_, select

from register.register import Register
from register.words.text_folding import looked_for
from storage.database.paper_tables import answer, decision, narrative, question
from storage.database.register_tables import action, change, update


@dataclass(frozen=True)
class NamedWords:
    """Words that name somebody: where they are ("update", "printed words", "narrative" …), of which action ("" for
    none), and the words themselves.
    """

    where: str
    ref: str
    words: str


def words_that_name(tx: Connection, register: Register, names: Sequence[str]) -> Iterator[NamedWords]:
    """The words of a register in which one of these names occurs, however it is capitalised.

    First updates and printed words as they are, then what was written for meetings, and last what else the record
    holds: reasons, evidence, decisions, and what was withdrawn or reworded.
    """
    listed = set()
    for found in _as_it_is(tx, register, names):
        listed.add((found.ref, found.words))
        yield found
    yield from _of_meetings(tx, register, names)
    folded = list(filter(None, map(looked_for, names)))
    for found in _in_record(tx, register):
        is_named = any(name in looked_for(found.words) for name in folded)
        if is_named and (found.ref, found.words) not in listed:
            listed.add((found.ref, found.words))
            yield found


def _as_it_is(tx: Connection, register: Register, names: Sequence[str]) -> Iterator[NamedWords]:
    for name in filter(None, map(looked_for, names)):
        words = select(action.c.ref, update.c.text).join(action, action.c.id == update.c.action)
        names_them = update.c.search.contains(name, autoescape=True), update.c.withdrawn_at.is_(None)
        for ref, text in tx.execute(
            words.where(action.c.register == register.slug, *names_them).order_by(update.c.id)
        ):
            yield NamedWords("update", ref, text)
        printed = select(action.c.ref, action.c.delivered).where(action.c.register == register.slug)
        found = printed.where(action.c.search.contains(name, autoescape=True)).order_by(action.c.position)
        for ref, text in tx.execute(found):
            yield NamedWords("printed words", ref, text)


def _in_record(tx: Connection, register: Register) -> Iterator[NamedWords]:
    """All words in the life of a register's actions and in its changes; they are JSON, in which no index looks."""
    lives = select(action.c.ref, action.c.life).where(action.c.register == register.slug)
    for ref, life in tx.execute(lives.order_by(action.c.position)):
        for words in _strings(life):
            yield NamedWords("reasons and evidence", ref, words)
    ours = select(action.c.ref, change.c.number, change.c.before, change.c.after).select_from(
        change.outerjoin(action, action.c.id == change.c.action)
    )
    query = ours.where(change.c.register == register.slug).order_by(change.c.number)
    with tx.execute(query, execution_options={"yield_per": 1_000}) as rows:
        for ref, number, before, after in rows:
            for words in (*_strings(before), *_strings(after)):
                yield NamedWords(f"change {number}", ref or "", words)


def _strings(value: Any) -> Iterator[str]:
    """The strings in a JSON value; the names in it are our own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for item in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(item)


def _of_meetings(tx: Connection, register: Register, names: Sequence[str]) -> Iterator[NamedWords]:
    """The same of what was written for and at meetings."""
    names = [name for name in names if name.strip()]
    if not names:
        return
    places = (
        ("narrative", narrative.c.heading, (narrative.c.passages,)),
        ("decision", decision.c.minute, (decision.c.words,)),
        ("question", question.c.member, (question.c.member, question.c.words)),
    )
    for where, label, columns in places:
        texts = [func.lower(cast(column, Text)) for column in columns]
        names_them = or_(*(one.contains(name.lower(), autoescape=True) for one in texts for name in names))
        table = label.table
        query = select(table.c.meeting, label).where(table.c.register == register.slug, names_them)
        for meeting, words in tx.execute(query.order_by(table.c.id)):
            yield NamedWords(f"{where} of the meeting of {meeting}", "", words)
    names_them = or_(*(func.lower(answer.c.words).contains(name.lower(), autoescape=True) for name in names))
    given = select(question.c.meeting, answer.c.words).join(answer, answer.c.question == question.c.id)
    for meeting, words in tx.execute(
        given.where(question.c.register == register.slug, names_them).order_by(answer.c.id)
    ):
        yield NamedWords(f"answer to a question of the meeting of {meeting}", "", words)
