"""A clock that ticks over milestones in memory, and the actions and directorates that tests of recipients share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from register.action import Action, Milestone
from register.notices.batches import Batch, Occasion, OwnersAnswer, Pending
from register.notices.plans import EVERY_SEVEN_DAYS, ReminderPlan
from register.notices.recipients import remind
from register.progress import Status
from register.register import Directorate, Register

DAY = timedelta(days=1)
CYPE = Directorate("CYPE", "Children, Young People and Education", "#cype", "UCYPE")
GET = Directorate("GET", "Growth, Environment and Transport", "#get", "UGET")
GLD = Directorate("GLD", "Governance, Law and Democracy", "#gld", "UGLD")
EXACT = ReminderPlan(steps=EVERY_SEVEN_DAYS, once_a_week=False)
WEEKLY = ReminderPlan()
KENT = Register("kent", "Transport", admins=("UADMIN",), directorates=(CYPE, GET, GLD), reminders=WEEKLY)
EXACT_KENT = replace(KENT, reminders=EXACT)
NOVEMBER, DECEMBER = date(2022, 11, 30), date(2022, 12, 31)


def promised(deadline: date, label: str = "") -> Milestone:
    return Milestone(label, "as printed", deadline, deadline)


def action(ref: str, *deadlines: date, owners: tuple[str, ...] = ("CYPE", "GET"), priority: str = "") -> Action:
    milestones = tuple(promised(day, f"Part {n}" if n else "") for n, day in enumerate(deadlines))
    more = {"priority": priority} if priority else {}
    return Action("kent", ref, "Asked", "", "", owners, owners, milestones, "", Status.IN_PROGRESS, more=more)


@dataclass
class Clock:
    """What a clock would have said: it ticks on days, and keeps for each milestone what storage would."""

    register: Register
    pending: list[Pending]
    digests: bool = False

    @classmethod
    def of(cls, register: Register, *actions: Action, since: date, digests: bool = False) -> "Clock":
        pending = [Pending(one, milestone, since) for one in actions for milestone in one.milestones]
        return cls(register, pending, digests)

    def tick(self, day: date) -> list[Batch]:
        """What is said on a day; on a Monday with digests, what channels are asked stands in those."""
        channels = frozenset[str]()
        if self.digests and day.weekday() == 0:
            channels = self.register.channels
        batches = self.look(Occasion(day, at(day, 9), channels))
        return batches + (self.look(Occasion(day, at(day, 10), channels, is_digest=True)) if channels else [])

    def look(self, occasion: Occasion) -> list[Batch]:
        """What is said on an occasion; how each milestone stands afterwards is kept."""
        batches, after = remind(self.pending, self.register, occasion)
        self.pending = [
            replace(one, through=now.through, marks=now.marks)
            for one, now in zip(self.pending, after, strict=True)
        ]
        return list(batches)

    def answer(self, ref: str, day: date, *codes: str, hour: int = 12, text: str = "Half done.") -> None:
        """Somebody of these directorates says something of an action."""
        self.pending = [
            replace(one, answers=(*one.answers, OwnersAnswer(at(day, hour), text, frozenset(codes))))
            if one.action.ref == ref
            else one
            for one in self.pending
        ]

    def days(self, first: date, last: date) -> dict[str, list[tuple[str, str]]]:
        """For each recipient the days on which it was told something, and the refs."""
        found: dict[str, list[tuple[str, str]]] = {}
        for day in each_day(first, last):
            for batch in self.tick(day):
                found.setdefault(batch.to, []).append((f"{day:%d %b}", " ".join(batch.refs)))
        return found


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def each_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


def shape(found: Iterable[Batch]) -> list[tuple[str, str, str | None, list[str]]]:
    return [(b.kind, b.to, b.directorate, list(b.refs)) for b in found]
