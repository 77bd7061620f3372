"""What changed in a span of days, for somebody who asks: every kind of change, worded as in the digest."""

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.verbs.verb import spelling_for
from messages import digest as message
from messages.layout import Message
from register.lazy_pattern import LazyPattern
from register.notices.digest import news
from register.register import Register
from register.words.queries import Query, described
from storage.actions import actions, papers
from storage.queue import cards
from workflow.card_links import card_links
from workflow.context import Context, Request
from workflow.week_news import changes_between, names_of

_ANY_CHANGE = LazyPattern(r"\b(?:chang(?:es?|ed)|happened)\b", re.I)
_LONGEST = timedelta(days=100)
"""For a longer time only the actions with updates are listed."""


def asks_for_changes(typed: str, query: Query) -> bool:
    """Whether words ask what changed in some days, and not for the actions that somebody updated."""
    days = query.updated.days if query.updated and not (query.updated.never or query.updated.by) else None
    is_short = days is not None and days.first is not None and query.today - days.first <= _LONGEST
    return is_short and _ANY_CHANGE.search(typed) is not None


def what_changed(
    tx: Connection, context: Context, request: Request, register: Register, query: Query
) -> Message:
    """What happened in the days of a query to the actions that it asks for."""
    assert query.updated is not None  # noqa: S101 - it asks for changes
    assert query.updated.days.first is not None  # noqa: S101 - of the same
    calendar, days = register.calendar, query.updated.days
    # What the first paper brought is where the register begins, and no change.
    begun = papers.first_day(tx, register.slug) or query.updated.days.first
    since = calendar.midnight(max(query.updated.days.first, begun))
    until = calendar.midnight(days.last + timedelta(days=1)) if days.last else context.now()
    changes = changes_between(tx, register, since, min(until, context.now()))
    others = replace(query, updated=None)
    refs = tuple(dict.fromkeys(one.ref for one in changes))
    found = news(actions.matching(tx, register, replace(others, refs=refs)) if refs else (), changes, since)
    numbers = actions.ids(tx, register, [one.action.ref for one in found])
    place = message.Place(
        commands=spelling_for(request),
        links=card_links(tx, cards.of_actions(tx, list(numbers.values()))).seen_from(request.channel),
        names=names_of(register, changes),
    )
    which = ", ".join(filter(None, [days.described(query.today), described(others)]))
    return message.changes(which, found, place)
