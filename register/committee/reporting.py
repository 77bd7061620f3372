"""When the shorter reports are sent, and which days each covers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from register.phrases import day as in_words
from register.register import Register

SITREP, BOARD_PACK = "sitrep", "board pack"
_FIRST = date(2000, 1, 3)
"""A Monday from which the days of sitreps are counted, so that they stay the same when settings are loaded anew."""


@dataclass(frozen=True)
class Report:
    """A report and the local days that it covers: from the end of ``since`` to the end of ``until``."""

    what: str
    since: date
    until: date

    @property
    def span(self) -> str:
        """The first and the last day, in words."""
        return spelt_span(self.since, self.until)


def spelt_span(since: date, until: date) -> str:
    """The days from the end of ``since`` to the end of ``until`` as they are named: by the first and the last."""
    return f"{in_words(since + timedelta(days=1))} to {in_words(until)}"


def latest_sitrep(register: Register, until: datetime) -> datetime | None:
    """The last moment up to ``until`` at which a sitrep was due; None where none is sent.

    One due on a day off comes the next working day, if that is before the next one.
    """
    every = register.meetings.report_every
    if every is None:
        return None
    return _latest(register, until, lambda day: _counted_from(register, day, every) is not None, 2 * every)


def _counted_from(register: Register, day: date, every: int) -> date | None:
    """The day on which the sitrep was due that is sent on that day, of one every so many days; None: none is sent."""
    counted = day - timedelta(days=(day - _FIRST).days % every)
    sent = register.calendar.working_day_on_or_after(counted)
    if (sent - counted).days >= every:
        sent = counted
    return counted if sent == day else None


def latest_board_pack(register: Register, until: datetime) -> datetime | None:
    """The same for the board pack, which is due on the first working day of a month."""
    if register.meetings.report_every is None:
        return None

    def is_first(day: date) -> bool:
        return day == register.calendar.working_day_on_or_after(day.replace(day=1))

    return _latest(register, until, is_first, 31 + 14)


def _latest(register: Register, until: datetime, is_due: Callable[[date], bool], days: int) -> datetime | None:
    local = until.astimezone(register.calendar.zone)
    day = local.date() if local.time() >= register.meetings.at else local.date() - timedelta(days=1)
    for back in range(days + 1):
        if is_due(day - timedelta(days=back)):
            return datetime.combine(day - timedelta(days=back), register.meetings.at, register.calendar.zone)
    return None


def report_at(register: Register, what: str, today: date) -> Report:
    """The report that is sent on a local day: a sitrep up to the day before it was due, or the board pack of the month
    before.

    A day on which no sitrep is sent counts as one on which it is due.
    """
    if what == SITREP:
        every = register.meetings.report_every or 14
        today = _counted_from(register, today, every) or today
        return Report(what, today - timedelta(days=every + 1), today - timedelta(days=1))
    last = today.replace(day=1) - timedelta(days=1)
    return Report(what, last.replace(day=1) - timedelta(days=1), last)
