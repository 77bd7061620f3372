"""What one line of a management action table is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Self

from register.fields import StoredAs, field_of
from register.life import Life
from register.progress import Status
from register.waiting import Waiting, waiting_for

_GOES_ON = frozenset({"as", "at", "by", "in", "to", "under", "with"})
"""How words begin that go on from a status: "superseded" "by action 12"."""
EVERY_DIRECTORATE = "ALL"
"""The owner code that stands for every directorate of the register."""


@dataclass(frozen=True)
class Milestone:
    """One dated promise of an action; most actions have exactly one, without a label.

    ``printed`` are the committee's words, ``deadline`` the local day computed from them (None: the words name
    no day, as "Ongoing" or "TBC" do), ``original`` the first deadline it ever had, ``met`` the day it was
    reported done on its own. ``is_review``: it is no promise, but the next review of an ongoing action.
    """

    label: str
    printed: str
    deadline: date | None
    original: date | None = None
    met: date | None = None
    is_review: bool = field(default=False, kw_only=True)


def review_of(status: Status, life: Life) -> tuple[Milestone, ...]:
    """The next review of an ongoing action, as one more date that it has; () where none is set."""
    if status is not Status.ONGOING or life.review_on is None:
        return ()
    return (Milestone("Review", "", life.review_on, is_review=True),)


@dataclass(frozen=True)
class Update:
    """What somebody told us about an action. ``at`` is UTC; ``by`` a Slack user id or the name of a paper."""

    id: int
    at: datetime
    by: str
    text: str
    source: str


@dataclass(frozen=True)
class NoChange:
    """That an owner reported no change, and why. ``at`` is UTC; ``by`` a Slack user id."""

    at: datetime
    by: str
    reason: str

    def written(self) -> dict[str, str]:
        """As JSON."""
        return {"at": self.at.astimezone(UTC).isoformat(), "by": self.by, "reason": self.reason}

    @classmethod
    def read(cls, written: Mapping[str, str]) -> Self:
        """From what ``written`` gave."""
        return cls(datetime.fromisoformat(written["at"]), written["by"], written["reason"])


@dataclass(frozen=True)
class Line:
    """One line as a paper printed it, words verbatim, and its place in the paper.

    ``more`` holds the paper's other columns: by the name of their field (register.fields), or by their own
    heading where that is no field's. A column whose cell is blank is in it as ""; one that the paper lacks is not.
    ``printed_owners`` are the owners to the letter ("CEO / COO"), ``meant_owners`` what they stood for when the paper
    was read; () when it was not yet. ``years`` is the financial year that its table is of ("2026/27"), "" for none or
    several.
    """

    ref: str
    defined: str
    delivered: str
    target: str
    owners: tuple[str, ...]
    progress: str
    place: str
    more: Mapping[str, str] = field(default_factory=dict, hash=False)
    printed_owners: str = field(default="", compare=False)
    meant_owners: tuple[str, ...] = field(default=(), compare=False)
    years: str = field(default="", compare=False)

    def under(self, ref: str) -> "Line":
        """The line under another ref; itself where it has that one."""
        return self if ref == self.ref else replace(self, ref=ref)

    def value(self, name: str) -> str | tuple[str, ...]:
        """What the line prints in that field, "" for nothing."""
        if field_of(name).stored_as is StoredAs.COLUMN:
            found: str | tuple[str, ...] = getattr(self, name)
            return found
        return self.more.get(name, "")

    def printed(self, name: str) -> str:
        """The same as words, as the paper has them."""
        if name == "owners" and self.printed_owners:
            return self.printed_owners
        return field_of(name).printed(self.value(name))


@dataclass(frozen=True)
class Action:
    """A management action as it stands (or stood on a past day).

    ``owners`` are the codes as printed, ``directorates`` the same with ALL spelt out, in the register's order.
    ``progress`` is the committee's printed word, ``status`` the controlled one beneath it. ``links`` are the
    refs its words name, ``named_by`` the refs of the actions whose words name it. ``updates`` are oldest first.
    ``more`` are the other columns that the committee prints, by the name of their field or their own heading;
    ``life`` holds its evidence, the dates asked for, its people. ``answered_at`` (UTC) is when an owner gave the last
    answer that holds, ``no_change`` the last report of no change that does (docs/decisions/0009); None for none.
    """

    register: str
    ref: str
    defined: str
    delivered: str
    target: str
    owners: tuple[str, ...]
    directorates: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    progress: str
    status: Status
    links: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    updates: tuple[Update, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict, hash=False)
    life: Life = field(default_factory=Life)
    answered_at: datetime | None = None
    no_change: NoChange | None = None

    @property
    def waiting_for(self) -> Waiting | None:
        """What it waits for, that somebody must decide."""
        return waiting_for(self.status, self.life)

    @property
    def how_it_ended(self) -> str:
        """How it ended without being done: "superseded by action 12"; "" where that was not said."""
        words = self.life.ended.strip().rstrip(".")
        between = " " if words.partition(" ")[0].lower() in _GOES_ON else ": "
        return f"{self.status.spoken}{between}{words}" if words else ""

    @property
    def original(self) -> date | None:
        """The first day by which all of it was promised."""
        first = [day for m in self.milestones if (day := m.original or m.deadline)]
        return max(first, default=None)

    @property
    def deadline(self) -> date | None:
        """The day by which all of it is promised: the last of the milestones' deadlines."""
        return max((m.deadline for m in self.milestones if m.deadline), default=None)

    @property
    def dates(self) -> tuple[Milestone, ...]:
        """All that is to happen by a day: the milestones, and the next review of an ongoing action."""
        return (*self.milestones, *review_of(self.status, self.life))

    @property
    def no_change_since(self) -> NoChange | None:
        """The last report of no change, where no update was given since."""
        is_latest = self.no_change and all(one.at <= self.no_change.at for one in self.updates)
        return self.no_change if is_latest else None

    def missed(self, today: date) -> tuple[Milestone, ...]:
        """The milestones whose day has passed without the action, or they themselves, being done."""
        return self._passed(self.milestones, today)

    def passed_dates(self, today: date) -> tuple[Milestone, ...]:
        """The same with a review whose day has passed."""
        return self._passed(self.dates, today)

    def first_passed(self, today: date) -> Milestone | None:
        """The milestone missed longest ago; the review whose day has passed, where no milestone is missed."""
        passed = self.missed(today) or self.passed_dates(today)
        return min(passed, key=lambda m: m.deadline or date.max, default=None)

    def next_milestone(self, today: date) -> Milestone | None:
        """The next milestone still to come, today included; None when done or nothing is dated."""
        return self._next(self.milestones, today)

    def next_date(self, today: date) -> Milestone | None:
        """The same, where a review may be the next."""
        return self._next(self.dates, today)

    def _passed(self, dates: Iterable[Milestone], today: date) -> tuple[Milestone, ...]:
        if self.status.is_done:
            return ()
        return tuple(m for m in dates if m.deadline and m.deadline < today and not m.met)

    def _next(self, dates: Iterable[Milestone], today: date) -> Milestone | None:
        if self.status.is_done:
            return None
        coming = [m for m in dates if m.deadline and m.deadline >= today and not m.met]
        return min(coming, key=lambda m: m.deadline or date.max, default=None)

    def is_overdue(self, today: date) -> bool:
        """Overdue is derived, never chosen: the day of a milestone or a review has passed and the work is not done."""
        return bool(self.passed_dates(today))

    def original_passed(self, today: date) -> date | None:
        """The earliest first date of a milestone that passed without it being done, whatever was granted since; or
        None.
        """
        if self.status.is_done:
            return None
        first = [day for m in self.milestones if not m.met and (day := m.original or m.deadline)]
        return min((day for day in first if day < today), default=None)

    def is_due_within(self, days: int, today: date) -> bool:
        """Whether a milestone or a review falls between today and ``days`` days from today, both included."""
        coming = self.next_date(today)
        return coming is not None and coming.deadline is not None and (coming.deadline - today).days <= days


def expand_owners(owners: Iterable[str], positions: Mapping[str, int]) -> tuple[str, ...]:
    """Owner codes with ALL replaced by every directorate, in the register's order; unknown codes last.

    ``positions`` are the register's directorates in its order, each with its position (``Register.positions``).
    """
    codes = list(owners)
    if EVERY_DIRECTORATE in codes:
        known = list(positions)
    else:
        known = sorted((code for code in codes if code in positions), key=positions.__getitem__)
    unknown = [code for code in codes if code not in positions and code != EVERY_DIRECTORATE]
    return tuple(dict.fromkeys(known + unknown))
