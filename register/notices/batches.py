"""The reminders that are due in a register on a day, and the messages made of them: one for each recipient."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from register.absences import Absences, Mention
from register.action import Action, Milestone
from register.notices.reminders import Step

BatchKind = Literal["reminder", "escalation"]


@dataclass(frozen=True)
class Mark:
    """How far one of those whom an action concerns has been reminded of a milestone, and when last (UTC)."""

    through: date
    at: datetime


@dataclass(frozen=True)
class OwnersAnswer:
    """What somebody said of an action when they were or could be asked: an update, that nothing has changed, or another
    date that they ask for. ``at`` is UTC; ``codes`` are the directorates for which they answer.
    """

    at: datetime
    text: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Pending:
    """A milestone that may have a step due.

    All recipients have been reminded of it up to the day ``through``, and some further: ``marks`` are by
    ``RecipientPart.key``.
    """

    action: Action
    milestone: Milestone
    through: date
    marks: Mapping[str, Mark] = field(default_factory=dict)
    answers: tuple[OwnersAnswer, ...] = ()


@dataclass(frozen=True)
class Occasion:
    """The day for which reminders are worked out, and the moment (UTC).

    ``digests`` are the channels in which a digest is posted that day: they get their reminders in it, so that only they
    count where the occasion ``is_digest``, and else are left out. ``away`` are the absences of that day. ``rounds`` are
    the refs that a round asks about that day, each with a directorate that answers for it: only they count where the
    occasion ``is_round``, and else are left out. So are ``rounds_next``, what rounds ask on the next working day, but
    for the day before a date.
    """

    today: date
    now: datetime
    digests: frozenset[str] = frozenset()
    is_digest: bool = False
    away: Absences = field(default_factory=dict)
    rounds: frozenset[tuple[str, str]] = frozenset()
    is_round: bool = False
    rounds_next: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class DueItem:
    """A step that is due, with its action and milestone, and the directorate's ``answer``, where it has answered.

    ``mentions`` are the officers for whom it is meant, or their deputies. ``asks_why``: the date has passed, nobody has
    said why, and this is the one time that the owners are asked.
    """

    action: Action
    milestone: Milestone
    step: Step
    answer: OwnersAnswer | None = None
    mentions: tuple[Mention, ...] = ()
    asks_why: bool = False


@dataclass(frozen=True)
class Batch:
    """All that one recipient is told on one day. ``to`` is a channel or a Slack user id.

    ``directorates`` are the codes whose actions these are, in the register's order; none where the recipient is an
    admin. High priorities come first, then items are in order of deadline and ref; each milestone of an action
    stands once. ``in_place_of`` are the people who would have been told, and are away; those of them who ``have_left``
    are so for good.
    """

    kind: BatchKind
    to: str
    directorates: tuple[str, ...]
    items: tuple[DueItem, ...]
    in_place_of: tuple[str, ...] = ()
    have_left: tuple[str, ...] = ()

    @property
    def directorate(self) -> str | None:
        """The one directorate whose actions these are; None where they are of several."""
        return self.directorates[0] if len(self.directorates) == 1 else None

    @property
    def refs(self) -> tuple[str, ...]:
        """The actions it is about, each once."""
        return tuple(dict.fromkeys(item.action.ref for item in self.items))


@dataclass(frozen=True)
class Reminded:
    """The state of a milestone after an occasion: reminded ``through`` that day, its marks, and when to look next."""

    through: date
    marks: Mapping[str, Mark]
    next_day: date | None
