"""Taking back: what somebody recorded last, by whichever door, is taken back by another change."""

from collections.abc import Sequence

from sqlalchemy import Connection

from register.change import Change
from register.changes import DeliveredChanged, OwnersChanged, UpdateAdded
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
from register.outlook_changes import DelayExplained, OutlookGiven
from register.permissions import Deed, check
from register.refused import Command, Refused
from storage.actions import actions, change_log, registers, updates, write_actions
from storage.actions.change_log import Entry
from storage.database.engine import reading
from storage.queue import cards
from workflow.cards import channels_of, move_cards
from workflow.context import Context, Request, locked, one_transaction
from workflow.updates import remove_reaction


def last_recorded(context: Context, request: Request, slug: str) -> int:
    """The number of the last change that the person who asks recorded in a register; 0 when there is none."""
    with reading(context.engine) as tx:
        return max((entry.number for entry in change_log.last_of(tx, slug, request.user)), default=0)


def undo_last(context: Context, request: Request, slug: str, number: int = 0) -> tuple[str, ...]:
    """Take back what the person who asks recorded last in a register; give the actions' refs.

    Only while nothing else of the same kind has happened to the action since and, with a ``number`` (what
    ``last_recorded`` gave), while that is still what they recorded last. Raises Refused.
    """
    with one_transaction(context, request) as tx:
        register = registers.find(tx, slug)
        change_log.lock(tx, slug)
        last = change_log.last_of(tx, slug, request.user)
        entries = [entry for entry in last if _reverse(entry.change, request) is not None]
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
        for number, entries in by_action.items():
            _refuse_when_moved_on(tx, number, entries, entries[0].ref)
        changes = {number: _taken_back(tx, context, request, entries) for number, entries in by_action.items()}
        channels = channels_of(tx, register, list(by_action))
        write_actions.change(tx, register, changes, author)
        move_cards(tx, context.now(), register, channels)
        return tuple(entries[0].ref for entries in by_action.values())


def _taken_back(tx: Connection, context: Context, request: Request, entries: Sequence[Entry]) -> list[Change]:
    """Withdraw the updates among what was recorded of an action; give the changes that undo the rest."""
    author = request.author(context.now())
    reversals: list[Change] = []
    for entry in reversed(entries):
        if isinstance(entry.change, UpdateAdded):
            stored = updates.find(tx, entry.change.update.id)
            assert stored is not None  # noqa: S101 - updates are never deleted
            updates.withdraw(tx, stored, author)
            remove_reaction(tx, context, stored)
        else:
            reversal = _reverse(entry.change, request)
            assert reversal is not None  # noqa: S101 - filtered by the caller
            reversals.append(reversal)
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


def _reverse(change: Change, request: Request) -> Change | None:
    """The change that undoes one; None for those that cannot be taken back by their author alone."""
    match change:
        case UpdateAdded():
            return change
        case ProgressChanged():
            progress, status = change.was
            return ProgressChanged(progress, status)
        case EvidenceAdded():
            return EvidenceWithdrawn(change.evidence.id)
        case DateAsked():
            return DateDecided(change.revision.id, Decision.WITHDRAWN, request.user, request.at)
        case LeadNamed():
            return LeadNamed(change.was)
        case OwnersChanged() if change.was is not None:
            return OwnersChanged(change.was)
        case OfficerNamed():
            return OfficerNamed(change.code, change.was)
        case Snoozed():
            return Snoozed(None)
        case OutlookGiven():
            return OutlookGiven(change.was)
        case DelayExplained():
            return DelayExplained(change.deadline, None)
        case NoChangeGiven() if change.reason:
            return NoChangeGiven("")
        case ExemptSet():
            return ExemptSet(change.was)
        case DeliveredChanged() if change.was is not None:
            return DeliveredChanged(change.was, updates=change.undone, undone=change.updates)
    return None


def _is_taken_back(tx: Connection, entry: Entry) -> bool:
    if isinstance(entry.change, UpdateAdded):
        stored = updates.find(tx, entry.change.update.id)
        return stored is None or stored.is_withdrawn
    return False


def _refuse_when_moved_on(tx: Connection, number: int, mine: Sequence[Entry], ref: str) -> None:
    """Raise Refused when something of the same kind has happened to the action after what is to be taken back."""
    kinds = {entry.change.kind for entry in mine if not isinstance(entry.change, UpdateAdded)}
    newest = max(entry.number for entry in mine)
    for entry in change_log.of_actions(tx, [number]).get(number, ()):
        if entry.number > newest and entry.change.kind in kinds:
            raise Refused(
                f"Action {ref} has changed again since, so that it cannot be taken back. Say what it should be now."
            )
