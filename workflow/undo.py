"""Taking back what somebody recorded last, by command, form, button or reply: another change is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import Connection

from messages import requests
from messages.lines import named_plainly
from register.change import ActionState, Change
from register.changes import DeliveredChanged, OwnersChanged, TargetChanged, UpdateAdded, UpdateEdited, fold
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
from register.move_details import MoveDetails, left_by_moves
from register.outlook_changes import DelayExplained, OutlookGiven
from register.permissions import Permission, check
from register.phrases import day, joined
from register.progress import MOVES, move
from register.refused import Command, Refused
from register.register import Register
from register.standing_in import PERMISSION_OF_CHANGE
from storage.actions import actions, change_log, meetings, published, updates, write_actions
from storage.actions.change_log import Entry
from storage.queue import notices
from storage.queue.notices import Notice, NoticeKind
from workflow.absences import take_back_absence
from workflow.cards import channels_of, move_cards
from workflow.context import SHELL, Context, Request, lock_register, one_transaction
from workflow.decision_requests import redraw_requests_of_actions, redraw_requests_of_meeting
from workflow.deputies import to_who_is_there
from workflow.joined_answers import join_answers
from workflow.owners import tell_officers
from workflow.round_requests import redraw_round_requests
from workflow.undo_records import (
    RecordKind,
    last_record,
    take_back_minutes,
    take_back_sign_off,
)
from workflow.updates import remove_reaction

LAST_CHANGE = "0"
"""The name on buttons of earlier versions, which carried the number of a change and "0" where they did not know it: it
stands for the last change of an action, whichever that is. Old messages keep such buttons for ever.
"""
UNDO = "undo"
"""The source of changes that take others back."""
_INSTANT = timedelta(microseconds=1)
_DECISIONS = (Decision.GRANTED, Decision.REFUSED)
TAKES: dict[type[Change], Permission | None] = {
    UpdateAdded: None,
    ProgressChanged: Permission.PROGRESS,
    EvidenceAdded: Permission.PROGRESS,
    DateDecided: Permission.GRANT_DATE,
    TargetChanged: Permission.GRANT_DATE,
    OwnersChanged: Permission.MOVE_OWNER,
    ExemptSet: Permission.WRITE_PAPER,
    DeliveredChanged: Permission.WRITE_PAPER,
    **PERMISSION_OF_CHANGE,
}
"""The kinds of change that their author alone can take back, and what they must still be allowed to do for that; their
own words they can always take back."""


@dataclass(frozen=True)
class TakenBack:
    """What was taken back, in words, and the refs of the actions that it was about."""

    what: str
    refs: tuple[str, ...] = ()


def recorded_by(tx: Connection, slug: str, person: str, since: datetime) -> str:
    """The name by which to take back what a person recorded last in a register, if since a moment (UTC); empty where
    that is nothing: their request changed nothing.
    """
    entries = [entry for entry in change_log.last_of(tx, slug, person) if entry.recorded_at >= since]
    record = last_record(tx, slug, person)
    if record and record.at >= max([since, *(entry.recorded_at for entry in entries)]):
        return record.name
    return str(max(entry.number for entry in entries)) if entries else ""


def last_refs(tx: Connection, slug: str, person: str) -> tuple[str, ...]:
    """The refs of the actions of what a person recorded last in a register; none when they have recorded nothing."""
    return tuple(dict.fromkeys(entry.ref for entry in change_log.last_of(tx, slug, person)))


def undo_last(context: Context, request: Request, slug: str, name: str = "") -> TakenBack:
    """Take back what the person who asks recorded last in a register.

    Only while nothing depends on it: no later change of the same kind to the action, no published paper or minute that
    includes it; and while they still have the permission for it. With a ``name`` (from ``recorded_by``), only while
    that is still what they recorded last. Raises Refused.
    """
    with one_transaction(context, request) as tx:
        now = context.now()
        register = lock_register(tx, slug)
        last = change_log.last_of(tx, slug, request.user)
        record = last_record(tx, slug, request.user)
        if record and record.at < max((entry.recorded_at for entry in last), default=record.at):
            record = None
        names = [record.name] if record else []
        if name not in ("", LAST_CHANGE, *names, *(str(entry.number) for entry in last)):
            raise Refused(
                "You have recorded something else since, so nothing was taken back. To take back what you recorded "
                "last, type ",
                Command("undo"),
                ".",
            )
        if record is None or (record.kind is not RecordKind.MEETING and name.isdecimal()):
            return _undo(tx, context, request, register, last)
        author = replace(request.author(now), source=UNDO)
        match record.kind:
            case RecordKind.SIGN_OFF:
                meeting, what = take_back_sign_off(tx, register, author, record.at)
            case RecordKind.ABSENCE:
                return TakenBack(take_back_absence(tx, context, request, register, record.at))
            case RecordKind.MEETING:
                meeting = take_back_minutes(tx, register, author, record.at)
                what = f"what you recorded of the meeting of {day(meeting)}"
                done = [entry for entry in last if entry.recorded_at == record.at]
                refs = _undo(tx, context, request, register, done).refs if done else ()
        redraw_requests_of_meeting(tx, register, meeting, now)
        return TakenBack(what, refs if record.kind is RecordKind.MEETING else ())


def _undo(
    tx: Connection, context: Context, request: Request, register: Register, last: Sequence[Entry]
) -> TakenBack:
    """Take back the changes of one operation, its author's last."""
    entries = [entry for entry in last if _can_be_undone(entry.change)]
    in_force = [entry for entry in entries if not _is_taken_back(tx, entry)]
    if not in_force:
        raise _already(last) if last else Refused("There is nothing of yours to take back.")
    if all(map(_takes_back, in_force)):
        raise _already(last)
    by_action = change_log.by_action(in_force)
    stories = change_log.of_actions(tx, list(by_action))
    for number, entries in by_action.items():
        _check_may(tx, request, register, number, entries)
        _refuse_when_moved_on(stories[number], entries)
        _refuse_when_on_record(tx, register.slug, entries)
    before = {number: actions.by_id(tx, register, number) for number in by_action}
    changes = {
        number: _taken_back(tx, context, request, stories[number], entries)
        for number, entries in by_action.items()
    }
    channels = channels_of(tx, register, list(by_action))
    author = change_log.as_latest(tx, request.author(context.now()), list(by_action))
    write_actions.change(tx, register, changes, replace(author, source=UNDO))
    for number in by_action:
        _tell_asker(tx, context, request, register, number, changes[number])
        for change in changes[number]:
            if isinstance(change, OfficerNamed):
                tell_officers(tx, context, request, register, before[number], change.code, change.user)
    join_answers(tx, request.key)
    redraw_requests_of_actions(tx, register, list(by_action), context.now())
    redraw_round_requests(tx, register, context.now())
    move_cards(tx, context.now(), register, channels)
    refs = tuple(entries[0].ref for entries in by_action.values())
    phrases = joined(dict.fromkeys(entry.event().what for entry in in_force))
    return TakenBack(f"what you recorded last, on {named_plainly(refs)} (you {phrases})", refs)


def _tell_asker(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    number: int,
    changes: Sequence[Change],
) -> None:
    """Tell whoever asked for a date that its decision was taken back, so that it waits again."""
    action = actions.by_id(tx, register, number)
    for change in changes:
        if isinstance(change, DateDecided) and change.decision is Decision.ASKED:
            revision = next(one for one in action.life.revisions if one.id == change.id)
            if revision.asked_by != request.user:
                message = requests.decision_taken_back(action, revision, request.user)
                key = (
                    f"date {NoticeKind.ANSWER}:{action.register}:{action.ref}:{request.key}:{revision.asked_by}"
                )
                notice = Notice(action.register, key, NoticeKind.ANSWER, revision.asked_by, refs=(action.ref,))
                notice = replace(notice, payload=message.arguments)
                notices.queue(tx, to_who_is_there(tx, register, notice, context.today(register)), context.now())


def _taken_back(
    tx: Connection, context: Context, request: Request, story: Sequence[Entry], entries: Sequence[Entry]
) -> list[Change]:
    """Withdraw the updates among what was recorded of an action; give the changes that undo the rest.

    ``story`` is all that happened to the action, in order.
    """
    author = request.author(context.now())
    reversals: list[Change] = []
    for entry in reversed(entries):
        if isinstance(entry.change, UpdateAdded):
            stored = updates.find(tx, entry.change.update.id)
            assert stored is not None  # noqa: S101 - updates are never deleted
            updates.withdraw(tx, stored, author)
            remove_reaction(tx, context, stored)
        else:
            reversals.append(_reverse(entry.change, _before(entry, story, entries), request))
    return reversals


def _before(entry: Entry, story: Sequence[Entry], entries: Sequence[Entry]) -> ActionState:
    """The action as it was before an entry of its story, without the others (``entries``) that are taken back with it:
    an update among them holds from when it was said, which may be before something that was recorded earlier.
    """
    until_then = takewhile(lambda one: one != entry, story)
    before = fold(one.change for one in until_then if one not in entries)
    assert before is not None  # noqa: S101 - it was added before anything was recorded of it
    return before


def _can_be_undone(change: Change) -> bool:
    """Whether a change is of a kind that can be taken back; a withdrawn "no change" leaves nothing to undo."""
    return type(change) in TAKES and change != NoChangeGiven("")


def _check_may(
    tx: Connection, request: Request, register: Register, number: int, entries: Sequence[Entry]
) -> None:
    """Raise Refused where somebody may no longer do what they would undo, as when they have another role by now."""
    if request.source == SHELL:
        return
    action = actions.by_id(tx, register, number)
    for entry in entries:
        needed = TAKES[type(entry.change)]
        role = check(request.asker, needed, register, action) if needed else None
        if role and isinstance(entry.change, ProgressChanged):
            way = (entry.change.was[1], entry.change.status)
            if way in MOVES:
                move(*way, role)


def _reverse(change: Change, before: ActionState, request: Request) -> Change:
    """The change that undoes one that can be undone, given the action as it was before."""
    match change:
        case ProgressChanged():
            restored = MoveDetails(request.user, request.at, restored=left_by_moves(before.life))
            return ProgressChanged(*change.was, details=restored)
        case EvidenceAdded():
            return EvidenceWithdrawn(change.evidence.id)
        case DateAsked():
            return DateDecided(change.revision.id, Decision.WITHDRAWN, request.user, request.at)
        case DateDecided():
            was = next(one for one in before.life.revisions if one.id == change.id)
            by, at = was.decided_by or request.user, was.decided_at or request.at
            return DateDecided(change.id, Decision(was.decision), by, at, was.answer)
        case TargetChanged():
            return TargetChanged(before.target)
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


def _takes_back(entry: Entry) -> bool:
    """Whether a change took back what its author had recorded before: taken back itself, that would come into force
    again, though perhaps without what went with it (the evidence), and its author would read that it is gone.
    """
    change = entry.change
    if isinstance(change, DeliveredChanged):
        return False  # an author's words, which nobody could type again
    was_restored = isinstance(change, ProgressChanged) and change.details.restored is not None
    return entry.source == UNDO or was_restored  # earlier versions kept the road by which it was asked for


def _already(last: Sequence[Entry]) -> Refused:
    """The refusal where nothing of what somebody recorded last can be taken back: an edit of a reply, which follows
    Slack, or what is taken back already.
    """
    refs = tuple(dict.fromkeys(entry.ref for entry in last))
    if any(isinstance(entry.change, UpdateEdited) for entry in last):
        return Refused(
            f"You edited your reply last, on {named_plainly(refs)}, so nothing was taken back: the update stays as it "
            "is. To change its words, edit the reply again; to take the update back, delete it."
        )
    return Refused(
        f"What you recorded last, on {named_plainly(refs)}, has already been taken back. To take back an earlier "
        "update, use its own receipt or delete the reply that said it; for anything else, say what it should be now."
    )


def _refuse_when_moved_on(story: Sequence[Entry], mine: Sequence[Entry]) -> None:
    """Raise Refused when something of the same kind has happened to the action after what is to be taken back."""
    kinds = {kind for entry in mine for kind in _rests_on(entry.change)}
    revision_ids = {entry.change.revision.id for entry in mine if isinstance(entry.change, DateAsked)}
    life = fold(entry.change for entry in story).life  # type: ignore[union-attr]
    if any(one.id in revision_ids and one.decision in _DECISIONS for one in life.revisions):
        raise Refused(f"The new date of action {mine[0].ref} has been decided: ask for another one instead.")
    newest = max(entry.number for entry in mine)
    since = [entry for entry in story if entry.number > newest and entry.change.kind in kinds]
    if since:
        event = since[-1].event()
        raise Refused(
            f"Action {since[-1].ref} has changed again since, so it cannot be taken back: {event.what}. "
            "Whoever recorded that must take it back first; or say what it should be now."
        )


def _rests_on(change: Change) -> tuple[str, ...]:
    """The kinds of later change of the same action that keep this one from being taken back: its own kind and, where a
    date was decided, the wish for another.
    """
    if isinstance(change, UpdateAdded):
        return ()
    return (change.kind, DateAsked.kind) if isinstance(change, TargetChanged | DateDecided) else (change.kind,)


def _refuse_when_on_record(tx: Connection, slug: str, mine: Sequence[Entry]) -> None:
    """Raise Refused when a minute or a published paper rests on what is to be taken back."""
    ref, at = mine[0].ref, min(entry.recorded_at for entry in mine)
    changes = [entry.change for entry in mine]
    is_published = bool(published.since(tx, slug, at - _INSTANT))
    if is_published and any(isinstance(change, DeliveredChanged) for change in changes):
        raise Refused(
            f"The words of action {ref} are in a published paper. Change them for the next one: ",
            Command(f"narrative {ref}"),
            ".",
        )
    if is_published and any(isinstance(change, TargetChanged) for change in changes):
        raise Refused(
            f"The date of action {ref} is in a published paper. Ask for another one: ",
            Command(f"due {ref} DATE because …"),
            ".",
        )
    if ref not in meetings.refs_decided(tx, slug, at):
        return
    if any(isinstance(change, ProgressChanged) for change in changes):
        raise Refused(
            f"The minutes depend on what happened to action {ref}. To open it again: ",
            Command(f"reopen {ref} because …"),
            ".",
        )
    if any(isinstance(change, DateDecided) for change in changes):
        raise Refused(
            f"The minutes depend on the date of action {ref}. Ask for another one: ",
            Command(f"due {ref} DATE because …"),
            ".",
        )
