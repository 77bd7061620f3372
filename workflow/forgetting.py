"""Forgetting a person who has left: a pseudonym stands for them everywhere, and the record stays whole."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from register.forgetting import Forgetting
from register.phrases import joined
from register.refused import Refused
from register.register import Register, is_user_id
from storage.actions import change_chain, registers
from storage.actions.named_words import NamedWords, words_that_name
from storage.database import forgetting as tables
from storage.queue import cards, notices
from workflow.context import Context, Request, lock_every, one_transaction
from workflow.people import places_of, release


@dataclass(frozen=True)
class Forgotten:
    """Who was forgotten: the pseudonym, and in how many changes of which register and rows of which table it now is,
    the words that still name them (by register), and how many published papers hold their id.
    """

    pseudonym: str
    changes: Mapping[str, int]
    rows: Mapping[str, int]
    words: Mapping[str, tuple[NamedWords, ...]]
    published: int


def forget(context: Context, request: Request, user: str, names: Sequence[str] = ()) -> Forgotten:
    """Replace a person, by their Slack user id, by a pseudonym wherever the database holds them.

    Their actions' leads are told that they are no longer officers, and what was waiting to be sent to them is dropped.
    ``names`` are looked for in people's words, besides the name of the settings, which is taken out. Raises Refused
    while the settings give them a part, and when nothing is known of them.
    """
    if not is_user_id(user):
        raise Refused(f"“{user}” is not a Slack user id, which stands under “Copy member ID” in a profile.")
    now = context.now()
    with one_transaction(context, request) as tx:
        known = lock_every(tx)
        parts = [(register, part) for register in known for part in places_of(register, user)]
        if parts:
            where = joined(f"{part} of “{register.slug}”" for register, part in parts)
            raise Refused(
                f"The settings name {user} as {where}. Put somebody else there, run `htst configure`, and then forget."
            )
        found = Forgetting.of(user, tables.direct_messages_of(tx, user), secrets.token_hex(3).upper())
        if not tables.is_known(tx, found):
            raise Refused(f"Nothing is kept of {user}.")
        release(tx, {user}, now)
        notices.drop_all(tx, user, now)
        shown = tables.actions_that_name(tx, found)
        called = {*names, *(register.paper.people.get(user, "") for register in known)} - {""}
        for register in known:
            _take_name_out(tx, register, user)
        rows = tables.sweep(tx, found)
        cards.redraw(tx, shown, now)
        author = request.author(now)
        changes = {one.slug: change_chain.forget(tx, one.slug, found, author) for one in known}
        words = {one.slug: tuple(words_that_name(tx, one, sorted(called))) for one in known}
        return Forgotten(
            found.pseudonym,
            {slug: count for slug, count in changes.items() if count},
            rows,
            {slug: several for slug, several in words.items() if several},
            tables.published_that_name(tx, found),
        )


def _take_name_out(tx: Connection, register: Register, user: str) -> None:
    """Take the name that papers print for a person out of the settings as they are stored."""
    people = {one: name for one, name in register.paper.people.items() if one != user}
    if people != dict(register.paper.people):
        registers.save(tx, replace(register, paper=replace(register.paper, people=people)))
