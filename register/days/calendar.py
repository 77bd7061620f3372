"""The days of a register: its local day, working days, bank holidays, and the clear days before a meeting."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from register.refused import Refused


class Nation(StrEnum):
    """Whose bank holidays a register keeps."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern ireland"
    NONE = "none"


_SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.WALES: "WLS",
    Nation.SCOTLAND: "SCT",
    Nation.NORTHERN_IRELAND: "NIR",
}


@cache
def bank_holidays(nation: Nation) -> Container[date]:
    """The bank holidays of a nation, one-off ones included, as a container of days.

    Always with the nation's subdivision: without one the library leaves out Easter Monday and the August
    holiday.
    """
    if nation is Nation.NONE:
        return frozenset()
    import holidays  # loaded at the first question, not at each start

    return holidays.country_holidays("GB", subdiv=_SUBDIVISIONS[nation])


@dataclass(frozen=True)
class Calendar:
    """A time zone, a nation's bank holidays, and days off of the register's own (``closed``)."""

    timezone: str = "Europe/London"
    nation: Nation = Nation.ENGLAND
    closed: tuple[date, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone, for showing moments."""
        return ZoneInfo(self.timezone)

    def local_day(self, moment: datetime) -> date:
        """The local day of a moment (aware)."""
        return moment.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The first moment of a local day."""
        return datetime.combine(day, time(), self.zone)

    def day_end(self, day: date) -> datetime:
        """The last moment of a local day."""
        return datetime.combine(day, time.max, self.zone)

    def is_day_off(self, day: date) -> bool:
        """Whether ``day`` is a bank holiday or one of the register's own days off; a weekend alone is neither."""
        return day in bank_holidays(self.nation) or day in self.closed

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` is Monday to Friday, no bank holiday, and not closed."""
        return day.weekday() < 5 and not self.is_day_off(day)

    def working_day_on_or_before(self, day: date) -> date:
        """``day`` itself when it is a working day, else the nearest one before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def working_day_on_or_after(self, day: date) -> date:
        """``day`` itself when it is a working day, else the nearest one after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.working_day_on_or_after(day + timedelta(days=1))

    def clear_days(self, meeting: date, count: int) -> tuple[date, ...]:
        """The ``count`` working days next before a meeting, the earliest first.

        The day of the meeting and the day of publication are not among them (Local Government Act 1972,
        s.100B). Refused when ``count`` is negative.
        """
        if count < 0:
            raise Refused(f"The number of clear days before a meeting cannot be {count}; use 5, 3 or 0.")
        days: list[date] = []
        while len(days) < count:
            earlier = days[-1] if days else meeting
            days.append(self.working_day_on_or_before(earlier - timedelta(days=1)))
        return tuple(reversed(days))

    def publish_by(self, meeting: date, count: int) -> date:
        """The last day on which a meeting's papers can be published with ``count`` clear days in between.

        Five for principal councils in England, three in Wales and for parishes. Always a working day, as nobody
        publishes on a Sunday. Refused when ``count`` is negative.
        """
        first = (*self.clear_days(meeting, count), meeting)[0]
        return self.working_day_on_or_before(first - timedelta(days=1))
