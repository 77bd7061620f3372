"""The chair's brief: the questions that the record itself raises, each with the changes it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from register.action import Action, Milestone
from register.committee.movement import SENT_BACK, Happening, HappeningKind
from register.phrases import day, number
from register.progress import Status
from register.refs import ref_key

MOVED_TOO_OFTEN = 2
"""How many times a date may have moved before that is a question."""


class Rule(StrEnum):
    """Why a question is asked; in the order in which a chair would ask."""

    DID_NOT_HOLD = "reported complete, and it was not"
    MOVED = "its date was moved more than once"
    NO_EVIDENCE = "complete without evidence"
    ESCALATED = "late, past the last escalation"
    SILENT = "silent since the last meeting"


@dataclass(frozen=True)
class Question:
    """A question about an action, and the changes it rests on, oldest first; for a silence the last answer."""

    ref: str
    rule: Rule
    words: str
    rests_on: tuple[Happening, ...]


def questions(
    actions: Iterable[Action],
    happenings: Iterable[Happening],
    last_meeting: date,
    escalated: Mapping[str, Milestone] = MappingProxyType({}),
) -> tuple[Question, ...]:
    """The questions about these actions, ordered by rule and ref; at most one for each rule and action.

    ``happenings`` are all that ever happened to them, in any order. ``last_meeting`` is a local day: what was
    said on it counts as said before the meeting. ``escalated`` are those that are later than the last escalation, by
    ref, each with what was due of it (``Action.first_passed``). That it was sent is not claimed: the process may not
    have run, or nobody was known to send it to.
    """
    record: dict[str, list[Happening]] = {}
    for happening in sorted(happenings, key=lambda one: (one.on, one.change)):
        record.setdefault(happening.ref, []).append(happening)
    found: list[Question] = []
    for action in actions:
        history = record.get(action.ref, [])
        raised = (
            _did_not_hold(action, history),
            _moved(action, history),
            _no_evidence(action, history),
            _escalated(action, history, passed) if (passed := escalated.get(action.ref)) else None,
            _silent(action, history, last_meeting),
        )
        found += [question for question in raised if question]
    order = list(Rule)
    return tuple(sorted(found, key=lambda one: (order.index(one.rule), ref_key(one.ref))))


def _did_not_hold(action: Action, history: Sequence[Happening]) -> Question | None:
    """A report of "complete" that was sent back or reopened, unless the action was verified or closed since."""
    claim: Happening | None = None
    broken: tuple[Happening, Happening] | None = None
    for entry in history:
        if entry.kind is HappeningKind.CLAIMED:
            claim = entry
        elif entry.kind in SENT_BACK and claim:
            broken, claim = (claim, entry), None
        elif entry.kind is HappeningKind.VERIFIED:
            broken = None
    if broken is None or action.status in (Status.VERIFIED, Status.CLOSED):
        return None
    reported, taken_back = broken
    undone = "was not accepted" if taken_back.kind is HappeningKind.REJECTED else "was reopened"
    words = (
        f"Action {action.ref} was reported complete on {day(reported.on)} but {undone} on {day(taken_back.on)}. "
        "What was missing, and is it there now?"
    )
    return Question(action.ref, Rule.DID_NOT_HOLD, words, (reported, taken_back))


def _moved(action: Action, history: Sequence[Happening]) -> Question | None:
    moves = [one for one in history if one.kind in (HappeningKind.EXTENSION_GRANTED, HappeningKind.DATE_MOVED)]
    if action.status.is_done or len(moves) < MOVED_TOO_OFTEN:
        return None
    first, last = moves[0].before, moves[-1].after
    dates = f", from {day(first)} to {day(last)}" if first and last else ""
    words = (
        f"The date of Action {action.ref} has moved {number(len(moves), 'time')}{dates}. "
        "What will be different this time?"
    )
    return Question(action.ref, Rule.MOVED, words, tuple(moves))


def _no_evidence(action: Action, history: Sequence[Happening]) -> Question | None:
    """An action reported complete, with no evidence since an earlier report was sent back (or ever, without one)."""
    if action.status is not Status.IMPLEMENTED:
        return None
    fallen = max((place for place, one in enumerate(history) if one.kind in SENT_BACK), default=-1)
    since = history[fallen + 1 :]
    if any(one.kind is HappeningKind.EVIDENCE for one in since):
        return None
    claims = [one for one in since if one.kind is HappeningKind.CLAIMED]
    on = f" on {day(claims[-1].on)}" if claims else ""
    words = f"Action {action.ref} was reported complete{on} without evidence. What shows that it was done?"
    return Question(action.ref, Rule.NO_EVIDENCE, words, tuple(claims[-1:]))


def _escalated(action: Action, history: Sequence[Happening], passed: Milestone) -> Question:
    """An action so late, by a date that has passed, that no further escalation comes: now the committee is asked."""
    if passed.is_review and passed.deadline:
        due = f"was to be reviewed by {day(passed.deadline)} and has not been"
        words = f"Action {action.ref} {due}. Where does it stand?"
    else:
        due = f"was due on {day(action.original)} and is still open" if action.original else "is late"
        why = f"The cause given is: {action.life.cause}." if action.life.cause else "No cause is given."
        words = f"Action {action.ref} {due}. {why} What is to be done?"
    answers = [one for one in history if one.is_answer]
    return Question(action.ref, Rule.ESCALATED, words, tuple(answers[-1:]))


def _silent(action: Action, history: Sequence[Happening], last_meeting: date) -> Question | None:
    answers = [one for one in history if one.is_answer]
    if action.status.is_done or any(one.on > last_meeting for one in answers):
        return None
    before = f"; the last answer was on {day(answers[-1].on)}" if answers else " or before"
    words = f"Nothing has been heard about Action {action.ref} since {day(last_meeting)}{before}. Where does it stand?"
    overturned = [one for one in history if one.is_overturned and one.on > last_meeting]
    if overturned:
        last = overturned[-1]
        is_back = any(one.kind in SENT_BACK and one.change > last.change for one in history)
        no_more = (
            f"What was said about Action {action.ref} on {day(last.on)} no longer counts: it was sent back or reopened"
            if is_back
            else f"The new date sought for Action {action.ref} on {day(last.on)} was refused"
        )
        words = f"{no_more}, and nobody has answered since. Where does it stand?"
    return Question(action.ref, Rule.SILENT, words, (*answers[-1:], *overturned[-1:]))
