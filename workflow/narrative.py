"""What the next paper says: the words under "delivered", edited from the updates in view, and the report's own text."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from messages.outcomes import exempt_meanwhile, words_meanwhile
from papers.write.paper import Section
from register.action import Action, Update
from register.change import Change
from register.changes import DeliveredChanged
from register.committee.sources import Sourced
from register.lazy_pattern import LazyPattern
from register.life_changes import ExemptSet, NoChangeGiven
from register.permissions import Permission, check
from register.refused import Command, Refused
from register.register import Register
from storage.actions import actions, change_log, published, registers, write_actions
from storage.actions.change_log import Entry
from storage.actions.published import NarrativeSection
from storage.queue import cards
from workflow.committee_papers import last_moment
from workflow.context import (
    SHELL,
    Context,
    Request,
    Stale,
    latest_author,
    lock_and_find,
    lock_register,
    not_there_any_more,
    one_transaction,
)
from workflow.round_requests import redraw_round_requests
from workflow.sources import check_sources, sourced, traced_words
from workflow.unseen_updates import known_until, unseen

LONGEST_PARAGRAPH = 150
"""Characters of the paragraph of the Act under which an action is left out."""
_PARAGRAPH = LazyPattern(r"\d|\b(?:paragraph|section|schedule|article|exemption)\b", re.I)
"""What a reference to the Act has: "none" or a reason is not printed as one."""


@dataclass(frozen=True)
class InView:
    """What an author is shown: the current words, each sentence with its sources, and the updates since that no author
    has seen. ``written`` is the number of the change that wrote the words (0: none did).
    """

    action: Action
    updates: tuple[Update, ...]
    current: tuple[Sourced, ...]
    written: int


def in_view(tx: Connection, slug: str, ref: str, meeting: date) -> InView:
    """The words of an action and the updates since the last paper before a meeting. Raises Refused."""
    register = registers.find(tx, slug)
    action = actions.find(tx, register, ref)
    number = actions.find_id(tx, register, ref)
    if action is None or number is None:
        raise not_there_any_more(ref)
    story = change_log.of_actions(tx, [number])[number]
    known = known_until(tx, register, meeting, last_moment(tx, register, meeting))
    not_seen = unseen(story, known.of(ref))
    current = sourced(register, action, story, action.delivered)
    found = tuple(one for one in action.updates if one.id in not_seen)
    return InView(action, found, tuple(current), _last_written(story)[0])


def edit_narrative(
    context: Context,
    request: Request,
    slug: str,
    ref: str,
    words: str,
    seen: Collection[int] | None = None,
    *,
    written: int | None = None,
) -> Action:
    """Set the words that the next paper prints under "delivered"; returns the action.

    ``seen`` are the numbers of the updates that the author was shown (None: all in force). They are kept as the sources
    of the words, and for each sentence the changes that say it. Raises Refused where none says it, and Stale where the
    words that the author was shown (those of the change ``written``) have been changed since.
    """
    with one_transaction(context, request) as tx:
        if written is not None:
            _check_unchanged(tx, slug, ref, written)
        return _edit(tx, context, request, slug, ref, words, seen)


def _check_unchanged(tx: Connection, slug: str, ref: str, written: int) -> None:
    register, number = lock_and_find(tx, slug, ref)
    last, by = _last_written(change_log.of_actions(tx, [number])[number])
    if last != written:
        what_changed = words_meanwhile(actions.by_id(tx, register, number), by)
        raise Stale(f"The words of action {ref} have been changed since you opened this form.", what_changed)


def _last_written(story: Sequence[Entry]) -> tuple[int, str]:
    """The number of the change that wrote the words under "delivered" last, and who wrote them; 0 and "" for none."""
    found = ((one.number, one.by) for one in reversed(story) if isinstance(one.change, DeliveredChanged))
    return next(found, (0, ""))


@dataclass(frozen=True)
class NewWords:
    """What was changed in a paper that was sent round: words under "delivered" by ref, and sections of the report.

    ``seen`` has, by ref, the numbers of the updates that its authors were shown, where those are not all in force.
    """

    delivered: Mapping[str, str]
    sections: Sequence[Section]
    seen: Mapping[str, Collection[int]] = field(default_factory=dict)


def edit_paper(context: Context, request: Request, slug: str, meeting: date, new: NewWords) -> None:
    """Keep all of these new words or none of them. Raises Refused."""
    with one_transaction(context, request) as tx:
        for ref, words in new.delivered.items():
            _edit(tx, context, request, slug, ref, words, new.seen.get(ref))
        _narrate(tx, context, request, slug, meeting, new.sections)


def _edit(
    tx: Connection,
    context: Context,
    request: Request,
    slug: str,
    ref: str,
    words: str,
    seen: Collection[int] | None,
) -> Action:
    register, number = lock_and_find(tx, slug, ref)
    action = actions.by_id(tx, register, number)
    _may_write(request, register, action)
    rests_on = tuple(one.id for one in action.updates if seen is None or one.id in seen)
    story = change_log.of_actions(tx, [number])[number]
    sources = check_sources(action, traced_words(register, action, story, words, rests_on))
    change = DeliveredChanged(words.strip(), updates=rests_on, sources=sources)
    return _changed(tx, context, request, register, number, change)


def _changed(
    tx: Connection, context: Context, request: Request, register: Register, number: int, change: Change
) -> Action:
    """The action (by row number) after a change that is written now."""
    write_actions.change(tx, register, {number: [change]}, latest_author(tx, context, request, number))
    cards.redraw(tx, [number], context.now())
    return actions.by_id(tx, register, number)


def _may_write(request: Request, register: Register, action: Action | None = None) -> None:
    """Raise Refused for those who may not; at the command line no permission is checked."""
    if request.source != SHELL:
        check(request.asker, Permission.WRITE_PAPER, register, action)


def say_no_change(context: Context, request: Request, slug: str, ref: str, reason: str) -> Action:
    """Keep that an owner has nothing new to say of an action, and why; the next paper prints both. Raises Refused."""
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Permission.PROGRESS, register, action)
        if not reason.strip():
            raise Refused("Say why: for instance ", Command(f"nochange {ref} because the tender is out"), ".")
        if action.status.is_done:
            raise Refused(f"Action {ref} is {action.status.spoken}: no updates are needed.")
        change = NoChangeGiven(reason.strip())
        write_actions.change(tx, register, {number: [change]}, request.author(context.now()))
        redraw_round_requests(tx, register, context.now())
        cards.redraw(tx, [number], context.now())
        return action


def set_exempt(
    context: Context, request: Request, slug: str, ref: str, paragraph: str, *, seen: str | None = None
) -> Action:
    """Leave an action out of what is published, under that paragraph; empty: print it again.

    ``seen`` is the paragraph that a form showed. Raises Refused, and Stale where that is another since.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Permission.WRITE_PAPER, register, action)
        if len(paragraph.strip()) > LONGEST_PARAGRAPH:
            raise Refused(
                f"That is too long for a paragraph of the Act: use at most {LONGEST_PARAGRAPH} characters.",
                field="paragraph",
            )
        if paragraph.strip() and not _PARAGRAPH.search(paragraph):
            raise Refused(
                "That names no paragraph of the Act: write it as the law does, Paragraph 3 of Part 1 of Schedule 12A.",
                field="paragraph",
            )
        if seen is not None and seen != action.life.exempt[:LONGEST_PARAGRAPH]:
            what_changed = exempt_meanwhile(action, change_log.last_by(tx, number, ExemptSet))
            raise Stale(
                f"What is left out of action {ref} has changed since you opened this form.", what_changed
            )
        return _changed(tx, context, request, register, number, ExemptSet(paragraph.strip()))


def _narrate(
    tx: Connection, context: Context, request: Request, slug: str, meeting: date, sections: Sequence[Section]
) -> None:
    """Keep what the report says under these headings; earlier versions stay."""
    register = lock_register(tx, slug)
    _may_write(request, register)
    rows = [
        NarrativeSection(
            one.heading, tuple((each.text, each.refs) for each in one.passages), request.user, context.now()
        )
        for one in sections
    ]
    published.narrate(tx, slug, meeting, rows, request.source)
