"""The history of an action: each change as an event that people and scripts can read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from register.change import Change
from register.changes import (
    Added,
    ColumnChanged,
    DefinedChanged,
    DeliveredChanged,
    ImportUndone,
    OwnersChanged,
    TargetChanged,
    UpdateAdded,
    UpdateEdited,
    UpdateWithdrawn,
)
from register.fields import field_of
from register.life import Decision, EvidenceKind, OnTime
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
from register.phrases import day
from register.progress import WORDS


@dataclass(frozen=True)
class Event:
    """One thing that happened: when it was so (UTC), by whom, from which source, what kind, and what it changed.

    ``what`` is a phrase for people; ``before`` and ``after`` are plain words, empty where there were none.
    """

    at: datetime
    by: str
    source: str
    kind: str
    what: str
    before: str = ""
    after: str = ""
    reason: str = ""
    on_behalf_of: str = ""


def grouped(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Events that follow one another, grouped where one person did them at one moment from one source.

    Words that several events of a group share are kept in one of them: a report of "complete" has the same words as its
    update, its evidence and its reason.
    """
    for _same, together in groupby(events, key=lambda event: (event.at, event.by, event.source)):
        by_words: dict[str, Event] = {}
        group: list[Event] = []
        # A change first, then what was said with it.
        for event in sorted(together, key=lambda event: not event.before):
            if event.after and not event.before and event.after in by_words:
                first = by_words[event.after]
                group[group.index(first)] = by_words[event.after] = replace(
                    first, what=f"{first.what} and {event.what.removeprefix('gave ')}"
                )
                continue
            if not event.before and event.after:
                by_words[event.after] = event
            group.append(event)
        yield [replace(event, reason="") if event.reason in by_words else event for event in group]


def event_of(change: Change, at: datetime, by: str, source: str, on_behalf_of: str = "") -> Event:
    """A change as an event; ``on_behalf_of`` is for whom its author stood in."""
    what, before, after, reason = _story(change)
    return Event(at, by, source, change.kind, what, before, after, reason, on_behalf_of)


def _story(change: Change) -> tuple[str, str, str, str]:  # one row a kind
    match change:
        case Added():
            return "added the action", "", change.state.defined, ""
        case DefinedChanged():
            return "changed what is asked", change.was or "", change.now, ""
        case DeliveredChanged():
            return "changed what has been delivered", change.was or "", change.now, ""
        case OwnersChanged():
            return "changed the owners", " ".join(change.was or ()), " ".join(change.now), ""
        case TargetChanged():
            was = change.was.printed if change.was else ""
            return "changed the target date", was, change.now.printed, ""
        case ColumnChanged():
            label = field_of(change.name).label or change.name
            return f"changed {label}", change.was or "", change.now, ""
        case UpdateAdded():
            return "gave an update", "", change.update.text, ""
        case UpdateEdited():
            return "edited an update", change.was, change.text, ""
        case UpdateWithdrawn():
            return "took an update back", change.text, "", change.reason
        case ImportUndone():
            return "undid an import", change.paper, "", ""
        case _:
            return _life_story(change)


_DECISIONS = {
    Decision.GRANTED: "granted the date",
    Decision.REFUSED: "refused the date",
    Decision.WITHDRAWN: "withdrew the date asked for",
    Decision.ASKED: "took back the decision on the date asked for",
}


def _life_story(change: Change) -> tuple[str, str, str, str]:
    match change:
        case ProgressChanged():
            return _move(change)
        case EvidenceAdded() if change.evidence.kind == EvidenceKind.NONE:
            return "gave no evidence", "", "", change.evidence.text
        case EvidenceAdded():
            return "gave evidence", "", change.evidence.text, ""
        case EvidenceWithdrawn():
            return "took evidence back", "", "", ""
        case DateAsked():
            was_due = day(change.revision.was) if change.revision.was else ""
            return "asked for another date", was_due, change.revision.printed, change.revision.reason
        case DateDecided():
            return _DECISIONS[change.decision], "", "", change.answer
        case LeadNamed() if not change.code:
            return "named no lead directorate any more", change.was, "", ""
        case LeadNamed():
            return "named the lead directorate", change.was, change.code, ""
        case OfficerNamed() if not change.user:
            return f"named no officer in {change.code} any more", change.was, "", ""
        case OfficerNamed():
            return f"named the officer in {change.code}", change.was, change.user, ""
        case Snoozed():
            rest = change.snooze
            return (
                ("snoozed reminders", "", day(rest.until), rest.reason)
                if rest
                else ("ended the snooze of reminders", "", "", "")
            )
        case OutlookGiven():
            if change.outlook is None:
                return "took back whether it will be on time", "", "", ""
            words_ = {OnTime.YES: "yes", OnTime.DOUBTFUL: "doubtful", OnTime.NO: "no"}
            return "said whether it will be on time", "", words_[OnTime(change.outlook.on_time)], ""
        case DelayExplained():
            what = f"why the date {day(change.deadline)} was missed"
            if change.delay is None:
                return f"took back {what}", "", "", ""
            return f"said {what}", "", change.delay.cause, change.delay.reason
        case NoChangeGiven():
            if not change.reason:
                return "took back that nothing has changed", "", "", ""
            return "said that nothing has changed", "", "", change.reason
        case ExemptSet():
            return "changed what is exempt", change.was, change.paragraph, ""
    return change.kind, "", "", ""


def _move(change: ProgressChanged) -> tuple[str, str, str, str]:
    was, details = change.was, change.details
    before, after = was[0] or WORDS[was[1]], change.progress or WORDS[change.status]
    if details.restored is not None:
        return "took the change of progress back", before, after, ""
    if details.meeting:
        after += f", agreed on {day(details.meeting)}"
    if details.review:
        after += f", next review on {day(details.review)}"
    if details.detail:
        after += f": {details.detail}"
    return "changed the progress", before, after, details.reason
