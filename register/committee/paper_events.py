"""What happened to actions between papers, derived from their changes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from register.change import Change, TargetDate
from register.changes import (
    DeliveredChanged,
    TargetChanged,
    UpdateAdded,
    UpdateEdited,
    UpdateWithdrawn,
)
from register.committee.movement import COMPLETE, SENT_BACK, Happening, HappeningKind, was_put_off
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
    """What happened in one action's changes, in their order. What was taken back is left out, updates that were edited
    have their last words, and what was overturned since says so.
    """
    changes = list(story)
    taken_back = {key for one in changes if (key := _takes_back(one.change))}
    texts = {one.change.id: one.change.text for one in changes if isinstance(one.change, UpdateEdited)}
    requests: dict[int, Revision] = {}
    found: list[Happening] = []
    for change in changes:
        if isinstance(change.change, DateAsked):
            requests[change.change.revision.id] = change.change.revision
        if _added(change.change) in taken_back:
            continue
        for kind, text, before, after in _facts_of(change.change, texts, requests):
            if isinstance(change.change, DeliveredChanged) and change.source != "paper":
                continue  # the author put the updates into words: that is no new answer
            is_granted = bool(found) and found[-1].kind is HappeningKind.EXTENSION_GRANTED
            if kind is HappeningKind.DATE_MOVED and is_granted and found[-1].change == change.number - 1:
                continue  # the date moved because it was granted: one event
            found.append(Happening(change.ref, kind, change.on, change.by, text, before, after, change.number))
    undone = _undone(changes)
    return _with_overturned([one for one in found if one.change not in undone], _refused(changes))


def _with_overturned(found: Sequence[Happening], refused: Collection[int]) -> list[Happening]:
    """What happened to one action, in order: marked are the requests for another date that were refused (by the numbers
    of their changes), and all that came before it was last sent back or opened again.
    """
    back = max((place for place, one in enumerate(found) if one.kind in SENT_BACK), default=-1)
    return [
        replace(one, is_overturned=True) if place < back or one.change in refused else one
        for place, one in enumerate(found)
    ]


def _refused(changes: Iterable[DatedChange]) -> set[int]:
    """The numbers of the changes that asked for a date of which the last decision is a refusal."""
    asked: dict[int, int] = {}
    refused: set[int] = set()
    for dated in changes:
        match dated.change:
            case DateAsked(revision=revision):
                asked[revision.id] = dated.number
            case DateDecided(id=key, decision=decision) if key in asked:
                (refused.add if decision is Decision.REFUSED else refused.discard)(asked[key])
    return refused


def answering_changes(story: Iterable[DatedChange]) -> list[int]:
    """The numbers of the changes, among all of one action's in their order, that are an owner's answer."""
    changes = list(story)
    if not any(one.change.kind in MAY_ANSWER for one in changes):
        return []
    return [one.change for one in happenings(changes) if one.is_answer]


def _undone(changes: Iterable[DatedChange]) -> set[int]:
    """The numbers of moves, decisions about dates and answers of "no change" that whoever made them took back, and of
    the changes that did so.
    """
    by_author: dict[tuple[str, str, int], list[int]] = {}
    undone: set[int] = set()
    for dated in changes:
        match dated.change:
            case ProgressChanged(details=details):
                key, takes_back = 0, details.restored is not None
            case DateDecided(id=key, decision=decision):
                takes_back = decision is Decision.ASKED
            case NoChangeGiven(reason=reason):
                key, takes_back = 0, not reason
            case _:
                continue
        earlier = by_author.setdefault((dated.change.kind, dated.by, key), [])
        if takes_back:
            undone |= {dated.number, *earlier[-1:]}
            del earlier[-1:]
        else:
            earlier.append(dated.number)
    return undone


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


_Facts = tuple[HappeningKind, str, date | None, date | None]


def _facts_of(change: Change, texts: dict[int, str], requests: dict[int, Revision]) -> Iterator[_Facts]:
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
            yield HappeningKind.EXTENSION_SOUGHT, revision.reason, revision.was, revision.deadline
        case DateDecided():
            kinds = {
                Decision.GRANTED: HappeningKind.EXTENSION_GRANTED,
                Decision.REFUSED: HappeningKind.EXTENSION_REFUSED,
            }
            request = requests.get(change.id)
            if change.decision in kinds and request:
                text = change.answer or request.reason
                yield kinds[change.decision], text, request.was, request.deadline
        case TargetChanged():
            if change.was and was_put_off(change.was.milestones, change.now.milestones):
                yield HappeningKind.DATE_MOVED, "", _last(change.was), _last(change.now)
        case OutlookGiven():
            outlook = change.outlook  # an outlook that was taken back counts as none
            yield (
                HappeningKind.OUTLOOK,
                outlook.on_time if outlook else "",
                None,
                outlook.about if outlook else None,
            )
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
