"""Words that people wrote and that name somebody: found for an administrator, who decides about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Text, cast, func, or_, select

from register.register import Register
from register.text_folding import looked_for
from storage.database.paper_tables import decision, narrative, question
from storage.database.register_tables import action, update


@dataclass(frozen=True)
class NamedWords:
    """Words that name somebody: where they stand ("update", "printed words", "narrative" …), of which action ("" for
    none), and the words themselves.
    """

    where: str
    ref: str
    words: str


def words_that_name(tx: Connection, register: Register, names: Sequence[str]) -> Iterator[NamedWords]:
    """The words of a register in which one of these names stands, however it is capitalised."""
    for name in filter(None, map(looked_for, names)):
        said = select(action.c.ref, update.c.text).join(action, action.c.id == update.c.action)
        held = update.c.search.contains(name, autoescape=True), update.c.withdrawn_at.is_(None)
        for ref, text in tx.execute(
            said.where(action.c.register == register.slug, *held).order_by(update.c.id)
        ):
            yield NamedWords("update", ref, text)
        printed = select(action.c.ref, action.c.delivered).where(action.c.register == register.slug)
        found = printed.where(action.c.search.contains(name, autoescape=True)).order_by(action.c.position)
        for ref, text in tx.execute(found):
            yield NamedWords("printed words", ref, text)
    yield from _of_meetings(tx, register, names)


def _of_meetings(tx: Connection, register: Register, names: Sequence[str]) -> Iterator[NamedWords]:
    """The same of what was written for and at meetings."""
    names = [name for name in names if name.strip()]
    if not names:
        return
    places = (
        ("narrative", narrative.c.heading, (narrative.c.passages,)),
        ("decision", decision.c.minute, (decision.c.words,)),
        ("question", question.c.member, (question.c.member, question.c.words, question.c.answer)),
    )
    for where, label, columns in places:
        texts = [func.lower(cast(column, Text)) for column in columns]
        held = or_(*(one.contains(name.lower(), autoescape=True) for one in texts for name in names))
        table = label.table
        query = select(table.c.meeting, label).where(table.c.register == register.slug, held)
        for meeting, words in tx.execute(query.order_by(table.c.id)):
            yield NamedWords(f"{where} of the meeting of {meeting}", "", words)
