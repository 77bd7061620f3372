"""What moved in a register between two days: what was completed, what was put off, and what nobody spoke of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from register.action import Action, Milestone
from register.progress import Status
from register.refs import ref_key

COMPLETE = frozenset({Status.IMPLEMENTED, Status.VERIFIED, Status.CLOSED})
"""What counts as completed: the work was done, whoever has looked at it since."""

ENDED = frozenset(
    {Status.CLOSED, Status.SUPERSEDED, Status.TAKEN_FORWARD, Status.NOT_WARRANTED, Status.RISK_ACCEPTED}
)
"""What counts as closed: nobody is to do or look at anything any more."""


class HappeningKind(StrEnum):
    """What can happen to an action between two papers, besides what its fields show."""

    UPDATE = "update"
    NO_CHANGE = "no change"
    EXTENSION_SOUGHT = "extension sought"
    EXTENSION_GRANTED = "extension granted"
    EXTENSION_REFUSED = "extension refused"
    DATE_MOVED = "date moved"
    CLAIMED = "reported complete"
    EVIDENCE = "evidence given"
    REJECTED = "not accepted as complete"
    VERIFIED = "verified"
    REOPENED = "reopened"
    OUTLOOK = "said whether it will be on time"


ANSWERS = frozenset(
    {
        HappeningKind.UPDATE,
        HappeningKind.NO_CHANGE,
        HappeningKind.EXTENSION_SOUGHT,
        HappeningKind.CLAIMED,
        HappeningKind.EVIDENCE,
    }
)
"""What counts as an owner's answer, as long as it is not overturned (``Happening.is_answer``)."""
SENT_BACK = frozenset({HappeningKind.REJECTED, HappeningKind.REOPENED})
"""What overturns all that was answered before it: the reminders ask again from then on, too."""


@dataclass(frozen=True)
class Happening:
    """One thing that happened to an action on a local day.

    ``text`` is the update, the reason, or whether it will be on time. ``before`` and ``after`` are the deadlines that
    a date moved between, or that an extension asks for; of an outlook ``after`` is the deadline it is about. ``change``
    is its number in the register's chain of changes, by which it is found. ``is_overturned``: somebody who decides said
    no to it since. Another date was refused, or the action was sent back or opened again.
    """

    ref: str
    kind: HappeningKind
    on: date
    by: str
    text: str = ""
    before: date | None = None
    after: date | None = None
    change: int = 0
    is_overturned: bool = False

    @property
    def is_answer(self) -> bool:
        """Whether an owner has answered with it: what was said to whoever asks for updates, and still holds
        (docs/decisions/0009).
        """
        return self.kind in ANSWERS and not self.is_overturned


@dataclass(frozen=True)
class Movement:
    """Refs of what moved, each list in the order of refs. An action can be in several.

    ``completed`` was open and is done. ``progress`` prints another progress indicator. ``updated`` has new
    words of what was delivered, or an update. ``extended`` has a later deadline. ``overdue`` is open and late
    on the second day. ``no_update`` is open, did not move and had no answer between. ``new`` was not there
    before. ``closed`` has ended for good since.
    """

    completed: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    extended: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    no_update: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, list[str]]:
        """The lists by their names."""
        return {field.name: list(getattr(self, field.name)) for field in fields(self)}


def diff(
    before: Sequence[Action], after: Sequence[Action], between: Iterable[Happening], today: date
) -> Movement:
    """What moved from ``before`` to ``after``, the same register as it was known on two days.

    ``between`` is what happened after the first day up to the second, which is ``today`` (a local day). What is
    only in ``before`` moved nowhere and is not counted: the register keeps what it has closed.
    """
    earlier = {action.ref: action for action in before}
    happened: dict[str, list[Happening]] = {}
    for happening in between:
        happened.setdefault(happening.ref, []).append(happening)
    lists: dict[str, list[str]] = {field.name: [] for field in fields(Movement)}
    for action in sorted(after, key=lambda action: ref_key(action.ref)):
        for name in _moves(earlier.get(action.ref), action, happened.get(action.ref, ()), today):
            lists[name].append(action.ref)
    return Movement(**{name: tuple(refs) for name, refs in lists.items()})


def _moves(before: Action | None, after: Action, happenings: Sequence[Happening], today: date) -> Iterable[str]:
    """The names of the lists in which an action belongs."""
    happened = {one.kind for one in happenings}
    was = before.status if before else Status.NOT_STARTED
    moved = set()
    if after.status in COMPLETE and was not in COMPLETE:
        moved.add("completed")
    if after.status in ENDED and was not in ENDED:
        moved.add("closed")
    if before is None:
        moved.add("new")
    elif _folded(before.progress) != _folded(after.progress):
        moved.add("progress")
    if HappeningKind.UPDATE in happened or (
        before and _folded(before.delivered, True) != _folded(after.delivered, True)
    ):
        moved.add("updated")
    if HappeningKind.EXTENSION_GRANTED in happened or (
        before and was_put_off(before.milestones, after.milestones)
    ):
        moved.add("extended")
    if not (moved or any(one.is_answer for one in happenings) or after.status.is_done):
        moved.add("no_update")
    if after.is_overdue(today):
        moved.add("overdue")
    return moved


def was_put_off(before: Sequence[Milestone], after: Sequence[Milestone]) -> bool:
    """Whether a promise was put off: a milestone of the same label, or the last of them all, has a later
    deadline.

    A deadline that is gone ("March 2023" became "TBC") was put off too: it can be missed no more.
    """
    first = {m.label.casefold(): m.deadline for m in before if m.deadline}
    if any(
        m.label.casefold() in first and (not m.deadline or m.deadline > first[m.label.casefold()])
        for m in after
    ):
        return True
    last = max(first.values(), default=None)
    now = max((m.deadline for m in after if m.deadline), default=None)
    return last is not None and (now is None or now > last)


def _folded(words: str, case: bool = False) -> str:
    """Words as they are compared: without regard to spacing, and to capital letters unless ``case``."""
    plain = " ".join(words.split())
    return plain if case else plain.casefold()
