"""Taking back: what somebody recorded last, by whichever door, is taken back by another change."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import Connection

from register.change import ActionState, Change
from register.changes import DeliveredChanged, OwnersChanged, UpdateAdded, fold
from register.life import Decision
from register.life_changes import (
    DateAsked,
    DateDecided,
    EvidenceAdded,
    EvidenceWithdrawn,
    ExemptSet,
    LeadNamed,
    NoChangeGiven,
    OfficerNamed,
    ProgressChanged,
    Snoozed,
)
from register.move_details import Particulars, left_by_moves
from register.outlook_changes import DelayExplained, OutlookGiven
from register.permissions import Deed, check
from register.progress import MOVES, move
from register.refused import Command, Refused
from register.register import Register
from storage.actions import actions, change_log, meetings, published, registers, updates, write_actions
from storage.actions.change_log import Entry
from storage.queue import cards
from workflow.askings import follow_actions
from workflow.cards import channels_of, move_cards
from workflow.context import SHELL, Context, Request, locked, one_transaction
from workflow.updates import remove_reaction

_INSTANT = timedelta(microseconds=1)
_TAKES: dict[type[Change], Deed | None] = {
    UpdateAdded: None,
    ProgressChanged: Deed.PROGRESS,
    EvidenceAdded: Deed.PROGRESS,
    DateAsked: Deed.ASK_DATE,
    OwnersChanged: Deed.MOVE_OWNER,
    LeadNamed: Deed.NAME,
    OfficerNamed: Deed.NAME,
    Snoozed: Deed.SNOOZE,
    OutlookGiven: Deed.PROGRESS,
    DelayExplained: Deed.EXPLAIN_DELAY,
    NoChangeGiven: Deed.PROGRESS,
    ExemptSet: Deed.WRITE_PAPER,
    DeliveredChanged: Deed.WRITE_PAPER,
}
"""The kinds of change that their author alone can take back, and what they must still be allowed to do for that; their
own words they can always take back."""


def recorded_by(tx: Connection, slug: str, person: str, since: datetime) -> int:
    """The number of the last change that a person recorded in a register from a moment (UTC) on; 0 for none: what
    they asked for was so already.
    """
    deed = change_log.last_of(tx, slug, person)
    return max((entry.number for entry in deed if entry.recorded_at >= since), default=0)


def last_refs(tx: Connection, slug: str, person: str) -> tuple[str, ...]:
    """The refs of the actions of what a person recorded last in a register; none when they have recorded nothing."""
    return tuple(dict.fromkeys(entry.ref for entry in change_log.last_of(tx, slug, person)))


def undo_last(context: Context, request: Request, slug: str, number: int = 0) -> tuple[str, ...]:
    """Take back what the person who asks recorded last in a register; give the actions' refs.

    Only while nothing else of the same kind has happened to the action since, no paper or minute rests on it, and
    they may still do such a thing; with a ``number`` (what ``recorded_by`` gave), only while that is still what they
    recorded last. Raises Refused.
    """
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        change_log.lock(tx, slug)
        last = change_log.last_of(tx, slug, request.user)
        entries = [entry for entry in last if _can_be_undone(entry.change)]
        standing = [entry for entry in entries if not _is_taken_back(tx, entry)]
        if not standing:
            raise Refused("There is nothing of yours to take back.")
        if number and all(entry.number != number for entry in last):
            raise Refused(
                "You have recorded something else since, so nothing was taken back. To take back what you recorded "
                "last, type ",
                Command("undo"),
                ".",
            )
        author = request.author(context.now())
        by_action: dict[int, list[Entry]] = {}
        for entry in standing:
            by_action.setdefault(entry.action, []).append(entry)
        stories = change_log.of_actions(tx, list(by_action))
        for number, entries in by_action.items():
            _check_may(tx, request, register, number, entries)
            _refuse_when_moved_on(stories[number], entries)
            _refuse_when_on_record(tx, slug, entries)
        changes = {
            number: _taken_back(tx, context, request, stories[number], entries)
            for number, entries in by_action.items()
        }
        channels = channels_of(tx, register, list(by_action))
        write_actions.change(tx, register, changes, author)
        follow_actions(tx, register, list(by_action), context.now())
        move_cards(tx, context.now(), register, channels)
        return tuple(entries[0].ref for entries in by_action.values())


def _taken_back(
    tx: Connection, context: Context, request: Request, story: Sequence[Entry], entries: Sequence[Entry]
) -> list[Change]:
    """Withdraw the updates among what was recorded of an action; give the changes that undo the rest.

    ``story`` is all that happened to the action, in order.
    """
    author = request.author(context.now())
    before = fold(entry.change for entry in takewhile(lambda entry: entry not in entries, story))
    assert before is not None  # noqa: S101 - it was added before anything was recorded of it
    reversals: list[Change] = []
    for entry in reversed(entries):
        if isinstance(entry.change, UpdateAdded):
            stored = updates.find(tx, entry.change.update.id)
            assert stored is not None  # noqa: S101 - updates are never deleted
            updates.withdraw(tx, stored, author)
            remove_reaction(tx, context, stored)
        else:
            reversals.append(_reverse(entry.change, before, request))
    return reversals


def withdraw_update(context: Context, request: Request, slug: str, ref: str, reason: str) -> str:
    """Take back the last update of an action, whoever wrote it, with a reason (personal data). Raises Refused."""
    with one_transaction(context, request) as tx:
        register, number = locked(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Deed.WITHDRAW, register, action)
        if not reason.strip():
            raise Refused("Say why: “because” and the reason. It is kept in the history.")
        if not action.updates:
            raise Refused(f"Action {ref} has no update to take back.")
        stored = updates.find(tx, action.updates[-1].id)
        assert stored is not None  # noqa: S101 - it stands in the action
        updates.withdraw(tx, stored, request.author(context.now()), reason.strip())
        remove_reaction(tx, context, stored)
        cards.redraw(tx, [number], context.now())
        return stored.by


def _can_be_undone(change: Change) -> bool:
    """Whether it is of a kind that can be taken back, and takes nothing back itself that leaves no more to undo."""
    return type(change) in _TAKES and change != NoChangeGiven("")


def _check_may(
    tx: Connection, request: Request, register: Register, number: int, entries: Sequence[Entry]
) -> None:
    """Raise Refused where somebody may no longer do what they would undo: they may have lost their part in it."""
    if request.source == SHELL:
        return
    action = actions.by_id(tx, register, number)
    for entry in entries:
        deed = _TAKES[type(entry.change)]
        role = check(request.asker, deed, register, action) if deed else None
        if role and isinstance(entry.change, ProgressChanged):
            way = (entry.change.was[1], entry.change.status)
            if way in MOVES:
                move(*way, role)


def _reverse(change: Change, before: ActionState, request: Request) -> Change:
    """The change that undoes one that can be undone, given the action as it was before."""
    match change:
        case ProgressChanged():
            restored = Particulars(request.user, request.at, restored=left_by_moves(before.life))
            return ProgressChanged(*change.was, particulars=restored)
        case EvidenceAdded():
            return EvidenceWithdrawn(change.evidence.id)
        case DateAsked():
            return DateDecided(change.revision.id, Decision.WITHDRAWN, request.user, request.at)
        case OwnersChanged():
            return OwnersChanged(before.owners)
        case LeadNamed():
            return LeadNamed(change.was)
        case OfficerNamed():
            return OfficerNamed(change.code, change.was)
        case Snoozed():
            return Snoozed(before.life.snooze)
        case OutlookGiven():
            return OutlookGiven(change.was)
        case DelayExplained():
            earlier = (one for one in before.life.delays if one.deadline == change.deadline)
            return DelayExplained(change.deadline, next(earlier, None))
        case NoChangeGiven():
            return NoChangeGiven("")
        case ExemptSet():
            return ExemptSet(change.was)
        case DeliveredChanged():
            return DeliveredChanged(change.was or "", updates=change.undone, undone=change.updates)
    raise TypeError(f"no change undoes a {change.kind}")


def _is_taken_back(tx: Connection, entry: Entry) -> bool:
    if isinstance(entry.change, UpdateAdded):
        stored = updates.find(tx, entry.change.update.id)
        return stored is None or stored.is_withdrawn
    return False


def _refuse_when_moved_on(story: Sequence[Entry], mine: Sequence[Entry]) -> None:
    """Raise Refused when something of the same kind has happened to the action after what is to be taken back."""
    kinds = {entry.change.kind for entry in mine if not isinstance(entry.change, UpdateAdded)}
    asked = {entry.change.revision.id for entry in mine if isinstance(entry.change, DateAsked)}
    newest = max(entry.number for entry in mine)
    for entry in story:
        if isinstance(entry.change, DateDecided) and entry.change.id in asked:
            raise Refused(
                f"The date asked for action {entry.ref} has been decided: ask for another one instead."
            )
        if entry.number > newest and entry.change.kind in kinds:
            raise Refused(
                f"Action {entry.ref} has changed again since, so that it cannot be taken back. "
                "Say what it should be now."
            )


def _refuse_when_on_record(tx: Connection, slug: str, mine: Sequence[Entry]) -> None:
    """Raise Refused when a minute or a published paper rests on what is to be taken back."""
    ref, at = mine[0].ref, min(entry.recorded_at for entry in mine)
    if any(isinstance(entry.change, DeliveredChanged) for entry in mine) and published.since(
        tx, slug, at - _INSTANT
    ):
        raise Refused(
            f"The words of action {ref} stand in a published paper. Change them for the next one: ",
            Command(f"narrative {ref}"),
            ".",
        )
    if any(isinstance(entry.change, ProgressChanged) for entry in mine) and ref in meetings.refs_decided(
        tx, slug, at
    ):
        raise Refused(
            f"The minutes rest on what became of action {ref}. To open it again: ",
            Command(f"reopen {ref} because …"),
            ".",
        )
