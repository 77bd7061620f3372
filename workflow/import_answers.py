"""Forgetting what people answered about a register's papers, so that later papers are asked about again."""

from register.imports.answers import ListedAnswer
from register.refused import Command, Refused
from storage.actions import papers
from workflow.context import Context, Request, lock_register, one_transaction


def forget_answer(context: Context, request: Request, slug: str, about: str) -> tuple[ListedAnswer, ...]:
    """Forget what was answered about a heading, printed words, a place, a row or the "dates"; returns those answers.

    What was imported by it stays. Raises Refused where nothing is remembered of it.
    """
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        known = papers.answers(tx, register.slug)
        remaining = known.without(about)
        forgotten = tuple(one for one in known.listed if one not in remaining.listed)
        if not forgotten:
            raise Refused(f"Nothing is remembered about “{about}”: see ", Command("answers"), ".")
        papers.remember(tx, register.slug, remaining)
        return forgotten
