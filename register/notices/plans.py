"""The settings of when a register sends messages: the days around a deadline for reminders, and the digest's day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from register.priority import HIGH, PRIORITY_FIELD, is_high


@dataclass(frozen=True)
class Steps:
    """The days around a deadline on which a channel is reminded.

    ``before`` are days before it, ``after`` days after it; from the last of those on it is every ``then_every``
    days (0: never again).
    """

    before: tuple[int, ...] = (28, 14, 7, 1)
    after: tuple[int, ...] = (7, 14, 21, 28)
    then_every: int = 28

    @property
    def last(self) -> int:
        """The day after the deadline from which the repeated steps count."""
        return max(self.after, default=0)


EVERY_SEVEN_DAYS = Steps(after=(7,), then_every=7)
"""The default steps after a date for settings with ``once_a_week = false``."""


@dataclass(frozen=True)
class ReminderPlan:
    """When reminders are due, and whom to tell how late.

    ``steps`` count for every action, ``high`` (if any) for those whose printed priority is one of
    ``high_words``. ``lead_after`` and ``admin_after`` are days after the deadline; None: that person is never
    told. ``at`` is the local time of day. With ``once_a_week`` nobody is reminded twice in a week but on the day
    before a date; without it each step is a message on its own day. The defaults are those of a new register.
    """

    steps: Steps = Steps()
    lead_after: int | None = 14
    admin_after: int | None = 28
    at: time = time(9, 0)
    once_a_week: bool = True
    high: Steps | None = None
    high_words: tuple[str, ...] = HIGH

    @property
    def first_escalation(self) -> int | None:
        """How many days after its date an action is first escalated to a lead or an administrator; None where the
        settings escalate to nobody.
        """
        days_late = [days for days in (self.lead_after, self.admin_after) if days is not None]
        return max(1, min(days_late)) if days_late else None

    @property
    def last_escalation(self) -> int | None:
        """After how many days the last escalation has been sent; None where the settings escalate to nobody."""
        return max((days for days in (self.lead_after, self.admin_after) if days is not None), default=None)

    def is_high(self, printed: Mapping[str, str]) -> bool:
        """Whether an action is of high priority, by what its committee prints besides (``more``)."""
        return is_high(printed.get(PRIORITY_FIELD, ""), self.high_words)

    def steps_for(self, printed: Mapping[str, str]) -> Steps:
        """The steps that count for an action."""
        return self.high if self.high and self.is_high(printed) else self.steps


@dataclass(frozen=True)
class DigestPlan:
    """When the digest is posted: a weekday (Monday is 0) and a local time of day."""

    weekday: int = 0
    at: time = time(9, 30)
