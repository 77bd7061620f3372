"""What happened to actions between papers, told from their changes."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from register.change import Change, TargetDate
from register.changes import (
    DeliveredChanged,
    TargetChanged,
    UpdateAdded,
    UpdateEdited,
    UpdateWithdrawn,
)
from register.committee.movement import ANSWERS, COMPLETE, Happening, HappeningKind, was_put_off
from register.life import Decision, Revision
from register.life_changes import (
    DateAsked,
    DateDecided,
    EvidenceAdded,
    EvidenceWithdrawn,
    NoChangeGiven,
    ProgressChanged,
)
from register.outlook_changes import OutlookGiven
from register.progress import Status

MAY_ANSWER = frozenset(
    {
        UpdateAdded.kind,
        EvidenceAdded.kind,
        DateAsked.kind,
        DeliveredChanged.kind,
        NoChangeGiven.kind,
        ProgressChanged.kind,
    }
)
"""Kinds of changes that can be an owner's answer (movement.ANSWERS); no other can."""


@dataclass(frozen=True)
class DatedChange:
    """A change of an action, with the local day it holds from, by whom and from which source, and its number in the
    register's chain.
    """

    ref: str
    change: Change
    on: date
    by: str
    source: str
    number: int


def happenings(story: Iterable[DatedChange]) -> list[Happening]:
    """What happened in one action's changes, in their order. What was taken back is left out, and those
    that were edited stand in their last words.
    """
    changes = list(story)
    taken_back = {key for one in changes if (key := _takes_back(one.change))}
    texts = {one.change.id: one.change.text for one in changes if isinstance(one.change, UpdateEdited)}
    asked: dict[int, Revision] = {}
    found: list[Happening] = []
    for change in changes:
        if isinstance(change.change, DateAsked):
            asked[change.change.revision.id] = change.change.revision
        if _added(change.change) in taken_back:
            continue
        if isinstance(change.change, NoChangeGiven) and not change.change.reason:
            found = _without_last(found, change.by, {HappeningKind.NO_CHANGE})
            continue
        if isinstance(change.change, ProgressChanged) and change.change.details.restored is not None:
            found = _without_last(found, change.by, _MOVES)
            continue
        for kind, text, before, after in _facts_of(change.change, texts, asked):
            if isinstance(change.change, DeliveredChanged) and change.source != "paper":
                continue  # the author put the updates into words: that is no new answer
            is_granted = bool(found) and found[-1].kind is HappeningKind.EXTENSION_GRANTED
            if kind is HappeningKind.DATE_MOVED and is_granted and found[-1].change == change.number - 1:
                continue  # the date moved because it was granted: one event
            found.append(Happening(change.ref, kind, change.on, change.by, text, before, after, change.number))
    return found


def answering_changes(story: Iterable[DatedChange]) -> list[int]:
    """The numbers of the changes, among all of one action's in their order, that are an owner's answer."""
    changes = list(story)
    if not any(one.change.kind in MAY_ANSWER for one in changes):
        return []
    return [one.change for one in happenings(changes) if one.kind in ANSWERS]


_MOVES = {HappeningKind.CLAIMED, HappeningKind.VERIFIED, HappeningKind.REJECTED, HappeningKind.REOPENED}


def _added(change: Change) -> tuple[str, int] | None:
    """What a change adds that can be taken back by its number, with that number."""
    match change:
        case UpdateAdded():
            return "update", change.update.id
        case EvidenceAdded():
            return "evidence", change.evidence.id
        case DateAsked():
            return "date", change.revision.id
    return None


def _takes_back(change: Change) -> tuple[str, int] | None:
    """What a change takes back, as ``_added`` gives it."""
    match change:
        case UpdateWithdrawn():
            return "update", change.id
        case EvidenceWithdrawn():
            return "evidence", change.id
        case DateDecided() if change.decision is Decision.WITHDRAWN:
            return "date", change.id
    return None


def _without_last(found: list[Happening], by: str, kinds: Container[HappeningKind]) -> list[Happening]:
    """Without the last of these kinds that the same person is named for."""
    theirs = [at for at, one in enumerate(found) if one.kind in kinds and one.by == by]
    return [one for at, one in enumerate(found) if at not in theirs[-1:]]


_Facts = tuple[HappeningKind, str, date | None, date | None]


def _facts_of(change: Change, texts: dict[int, str], asked: dict[int, Revision]) -> Iterator[_Facts]:
    match change:
        case UpdateAdded():
            yield HappeningKind.UPDATE, texts.get(change.update.id, change.update.text), None, None
        case DeliveredChanged() if change.now.strip():
            yield HappeningKind.UPDATE, change.now, None, None
        case NoChangeGiven():
            yield HappeningKind.NO_CHANGE, change.reason, None, None
        case EvidenceAdded():
            yield HappeningKind.EVIDENCE, change.evidence.text, None, None
        case DateAsked():
            revision = change.revision
            yield HappeningKind.EXTENSION_ASKED, revision.reason, revision.was, revision.deadline
        case DateDecided():
            kinds = {
                Decision.GRANTED: HappeningKind.EXTENSION_GRANTED,
                Decision.REFUSED: HappeningKind.EXTENSION_REFUSED,
            }
            wanted = asked.get(change.id)
            if change.decision in kinds and wanted:
                text = change.answer or wanted.reason
                yield kinds[change.decision], text, wanted.was, wanted.deadline
        case TargetChanged():
            if change.was and was_put_off(change.was.milestones, change.now.milestones):
                yield HappeningKind.DATE_MOVED, "", _last(change.was), _last(change.now)
        case OutlookGiven():
            given = change.outlook  # an outlook that was taken back counts as none
            yield HappeningKind.OUTLOOK, given.on_time if given else "", None, given.about if given else None
        case ProgressChanged():
            kind = _progress(change.was[1], change.status)
            if kind:
                yield kind, change.details.reason, None, None


def _progress(before: Status, after: Status) -> HappeningKind | None:
    if after is Status.IMPLEMENTED and before not in COMPLETE:
        return HappeningKind.CLAIMED
    if after is Status.VERIFIED:
        return HappeningKind.VERIFIED
    if before.is_done and not after.is_done:
        return HappeningKind.REJECTED if before is Status.IMPLEMENTED else HappeningKind.REOPENED
    return None


def _last(target: TargetDate) -> date | None:
    return max((one.deadline for one in target.milestones if one.deadline), default=None)
