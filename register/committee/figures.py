"""The register in numbers, as a committee asks for them: done by when, claimed and verified, how old, why late."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from register.committee.movement import COMPLETE, ENDED
from register.progress import Status

AGES = ((91, "Under 3 months"), (182, "3 to 6 months"), (365, "6 to 12 months"), (730, "1 to 2 years"))
"""Days below which an open action's age has that label."""
OLDEST = "Over 2 years"
NO_DAY = "Day not known"
NO_CAUSE = "No cause given"


@dataclass(frozen=True)
class ActionFigures:
    """What is counted of an action. ``raised`` is the day it was raised (None: not known), ``original`` its first
    deadline, ``deadline`` its present one, ``implemented`` the day it was reported done and stayed so (None: unknown,
    or not done), ``verified`` whether somebody else accepted that, ``cause`` why it is late. ``missed`` is the first of
    several days that passed without what was due then.
    """

    ref: str
    status: Status
    raised: date | None = None
    original: date | None = None
    deadline: date | None = None
    implemented: date | None = None
    verified: bool = False
    cause: str = ""
    missed: date | None = None


@dataclass(frozen=True)
class Count:
    """So many of so many."""

    number: int
    of: int


@dataclass(frozen=True)
class Figures:
    """The register in numbers on a day.

    ``by_original`` and ``by_revised`` are those implemented by their first and by their present deadline, of
    those whose deadline has come and which were not ended otherwise. ``claimed`` are complete as their owners
    say, of all; ``verified`` are those of the claimed that somebody else accepted. ``ages`` are those of open
    actions (none, where of no action the day is known); ``causes`` those of overdue ones, the most frequent first.
    ``assumed`` is how many of those implemented by a deadline are so because the day of completion is not known.
    """

    total: int
    open: int
    by_original: Count
    by_revised: Count
    claimed: Count
    verified: Count
    ages: tuple[tuple[str, int], ...]
    causes: tuple[tuple[str, int], ...]
    assumed: int


def figures(lives: Sequence[ActionFigures], today: date) -> Figures:
    """These actions in numbers. ``today`` is a local day; a deadline that is today has not passed unless it was
    met.

    An action that is complete without a day known counts as implemented on its present deadline at the latest,
    and not by its first when that is earlier.
    """
    still = [one for one in lives if not one.status.is_done]
    complete = [one for one in lives if one.status in COMPLETE]
    accepted = [one for one in complete if one.verified or one.status is Status.VERIFIED]
    return Figures(
        total=len(lives),
        open=len(still),
        by_original=_by(((one, one.original or one.deadline) for one in lives), today),
        by_revised=_by(((one, one.deadline) for one in lives), today),
        claimed=Count(len(complete), len(lives)),
        verified=Count(len(accepted), len(complete)),
        ages=_ages(still, today),
        causes=_causes(still, today),
        assumed=sum(one.implemented is None and one.deadline is not None for one in complete),
    )


def _by(lives: Iterable[tuple[ActionFigures, date | None]], today: date) -> Count:
    number = of = 0
    for life, due in lives:
        withdrawn = life.status in ENDED and life.status not in COMPLETE
        if due is None or withdrawn:
            continue
        done = life.status in COMPLETE
        day = (life.implemented or life.deadline) if done else None
        in_time = day is not None and day <= due
        if due < today or in_time:
            of += 1
            number += in_time
    return Count(number, of)


def _ages(still: Sequence[ActionFigures], today: date) -> tuple[tuple[str, int], ...]:
    if all(one.raised is None for one in still):
        return ()
    labels = [label for _days, label in AGES] + [OLDEST, NO_DAY]
    found = Counter(_age(one, today) for one in still)
    return tuple((label, found[label]) for label in labels if found[label] or label in labels[:1])


def _age(life: ActionFigures, today: date) -> str:
    if life.raised is None:
        return NO_DAY
    days = (today - life.raised).days
    return next((label for most, label in AGES if days < most), OLDEST)


def _causes(still: Iterable[ActionFigures], today: date) -> tuple[tuple[str, int], ...]:
    late = [one for one in still if (due := one.missed or one.original or one.deadline) and due < today]
    spelling: dict[str, str] = {}
    found: Counter[str] = Counter()
    for action in late:
        words = " ".join(action.cause.split()) or NO_CAUSE
        found[words.casefold()] += 1
        spelling.setdefault(words.casefold(), words)
    order = sorted(found, key=lambda cause: (-found[cause], cause == NO_CAUSE.casefold(), cause))
    return tuple((spelling[cause], found[cause]) for cause in order)
