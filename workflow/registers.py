"""A register's settings, and its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from register.action import Action
from register.changes import RegisterRenamed
from register.directorate_changes import (
    NO_DIRECTORATE_CHANGES,
    DirectorateChanges,
    changes_of,
    check_directorate_changes,
)
from register.imports.answers import Answers
from register.imports.row_answers import owners_now
from register.refused import Refused
from register.register import Register
from register.settings_change import SettingsChanged
from storage.actions import actions, change_log, papers, registers, write_actions
from storage.actions.change_log import Author
from storage.database.engine import transaction
from workflow.cards import channels_of, move_cards
from workflow.context import Context, Request, one_transaction
from workflow.decision_requests import redraw_requests_of_meeting, requests_for
from workflow.round_requests import redraw_round_requests


@dataclass(frozen=True)
class Configured:
    """The result of changing settings: the actions (by ref) that have other owners, and those that have none left; and
    the meetings that are cancelled after people were asked for them.
    """

    moved: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    cancelled: tuple[date, ...] = ()


def configure(
    engine: Engine,
    register: Register,
    author: Author,
    directorate_changes: DirectorateChanges = NO_DIRECTORATE_CHANGES,
) -> Configured:
    """Create a register or give it these settings; in one transaction. Raises Refused.

    See ``save_settings``.
    """
    with transaction(engine) as tx:
        return save_settings(tx, register, author, directorate_changes)


def save_settings(
    tx: Connection,
    register: Register,
    author: Author,
    directorate_changes: DirectorateChanges = NO_DIRECTORATE_CHANGES,
) -> Configured:
    """Create a register or give it these settings.

    What differs is kept as a change, with its author; every next reminder is computed again; cards follow their
    directorates to other channels, and who was asked for a meeting that is cancelled reads so. A directorate that is
    gone must be answered for when it owns open actions: those of a renamed one go with it. Raises Refused.
    """
    change_log.lock(tx, register.slug)
    before = next((one for one in registers.every(tx) if one.slug == register.slug), None)
    if before is None:
        store_settings(tx, None, register, author)
        return Configured()
    gone = set(before.codes) - set(register.codes) or directorate_changes != NO_DIRECTORATE_CHANGES
    numbers = actions.ids(tx, before) if gone or before.codes_by_channel != register.codes_by_channel else {}
    every = actions.by_ids(tx, before, list(numbers.values())) if gone else []
    check_directorate_changes(before.codes, register.codes, directorate_changes, every)
    channels = channels_of(tx, before, list(numbers.values()))
    store_settings(tx, before, register, author)
    _follow_in_answers(tx, before, register, directorate_changes)
    changes = {
        numbers[one.ref]: found for one in every if (found := list(changes_of(one, directorate_changes)))
    }
    write_actions.change(tx, register, changes, change_log.as_latest(tx, author, list(changes)))
    write_actions.reschedule(tx, register)
    move_cards(tx, author.recorded_at, register, channels)
    after = actions.by_ids(tx, register, list(numbers.values())) if gone else []
    moved = tuple(one.ref for one in every if numbers[one.ref] in changes)
    return Configured(moved, _without_owner(after, register), _cancel(tx, before, register, author.recorded_at))


def _follow_in_answers(
    tx: Connection, before: Register, register: Register, directorate_changes: DirectorateChanges
) -> None:
    """Keep what was answered about papers true of the directorates that a register has now.

    Papers go on printing the old codes for a while, and answers that name a directorate by a code or name that is gone
    could not be read with the next paper.
    """
    known = papers.answers(tx, register.slug)
    answered = known.joined(Answers(renamed=directorate_changes.renamed)).with_owners(
        lambda words: owners_now(words, before, register, directorate_changes)
    )
    if answered != known:
        papers.remember(tx, register.slug, answered)


def _cancel(tx: Connection, before: Register, register: Register, now: datetime) -> tuple[date, ...]:
    """Draw again what people were asked for the meetings to come that are cancelled, or are put back, at ``now`` (UTC);
    the days of those that are cancelled.
    """
    was, dates = ({one.on for one in each.meetings.meetings} for each in (before, register))
    changed = sorted(on for on in was ^ dates if on >= register.today(now))
    asked = [on for on in changed if requests_for(tx, register, on, was | dates)]
    for on in asked:
        redraw_requests_of_meeting(tx, register, on, now)
    if asked:
        redraw_round_requests(tx, register, now, was | dates)
    return tuple(on for on in asked if on in was)


def store_settings(tx: Connection, before: Register | None, register: Register, author: Author) -> None:
    """Store settings, and append what differs from ``before`` (None: all of it) to the register's chain.

    The caller holds the register's lock.
    """
    registers.save(tx, register)
    was = registers.written(before) if before else {}
    changed = SettingsChanged.between(was, registers.written(register))
    if changed:
        change_log.append(tx, register.slug, [(None, changed)], author)


def _without_owner(every: Sequence[Action], register: Register) -> tuple[str, ...]:
    """The open actions of which no owner is a directorate of the register: nobody is reminded of them."""
    known = set(register.codes)
    return tuple(one.ref for one in every if not one.status.is_done and known.isdisjoint(one.directorates))


def rename_register(context: Context, request: Request, slug: str, new: str) -> bool:
    """Put a mistyped slug right; what is in the register and its chain of changes stay.

    A register that was configured under the right slug and holds nothing yet is taken over: its settings count from
    then on. Returns whether one was. Raises Refused when there is no such register, when the new slug is that of one
    that is in use, and once anything of the register was sent to Slack, where cards and buttons contain the old slug.
    """
    with one_transaction(context, request) as tx:
        registers.find(tx, slug)
        # Always in this order, so that two such transactions cannot wait for each other.
        for each in sorted({slug, new}):
            change_log.lock(tx, each)
        settings = next((one for one in registers.every(tx) if one.slug == new), None)
        if settings and (new == slug or registers.is_used(tx, new)):
            raise Refused(f"There is a register called {new} already: choose another name.")
        if registers.has_notices(tx, slug):
            raise Refused(
                f"The register {slug} has spoken in Slack, where its cards and buttons bear that name: it stays. "
                "Its title, which people read, can be changed with htst configure."
            )
        if settings:
            registers.remove(tx, new)
        registers.rename(tx, slug, new)
        author = request.author(context.now())
        change_log.append(tx, new, [(None, RegisterRenamed(new, slug))], author)
        if settings:
            save_settings(tx, settings, author)
        return settings is not None
