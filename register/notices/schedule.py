"""At which moments a register's jobs fall due; days and times of day are the register's own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from register.register import Register

DIGEST, ROUND = "digest", "round"
"""The names of the jobs of the digest and of the round before a meeting."""
TIDY_AT = time(3, 30)
"""Local time of day: after the hour that comes twice or not at all when the clocks change."""


@dataclass(frozen=True)
class Run:
    """One run of a job: the ``moment`` it was due at, that of the previous run (``since``), and when it really runs.

    After an outage ``now`` is well after ``moment``. All are aware.
    """

    moment: datetime
    since: datetime
    now: datetime


def may_run(register: Register, moment: datetime, until: datetime) -> bool:
    """Whether a job that was due at a moment is run now: what an earlier day left over comes on a working day, and not
    before the hour at which people hear from us, where it would notify in the night or be read on no working day.
    """
    local, due = until.astimezone(register.calendar.zone), moment.astimezone(register.calendar.zone)
    if local.date() <= due.date():
        return True
    return register.calendar.is_working_day(local.date()) and local.time() >= min(
        due.time(), register.reminders.at
    )


def latest_reminders(register: Register, until: datetime) -> datetime:
    """The last moment up to ``until`` (aware) at which reminders were due: each day."""
    return _latest_daily(register, until, register.reminders.at)


def latest_night(register: Register, until: datetime) -> datetime:
    """The last moment up to ``until`` (aware) at which tidying was due: each night."""
    return _latest_daily(register, until, TIDY_AT)


def latest_digest(register: Register, until: datetime) -> datetime:
    """The last moment up to ``until`` (aware) at which a digest was due: each week.

    One whose day is a bank holiday or a day off is due the next working day.
    """
    plan = register.digest
    day = register.today(until)
    day -= timedelta(days=(day.weekday() - plan.weekday) % 7)
    while (due := _at(register, digest_day(register, day), plan.at)) > until:
        day -= timedelta(days=7)
    return due


def digest_day(register: Register, day: date) -> date:
    """The day on which the digest of that day is posted."""
    calendar = register.calendar
    return calendar.working_day_on_or_after(day) if calendar.is_day_off(day) else day


def _latest_daily(register: Register, until: datetime, at: time) -> datetime:
    local = until.astimezone(register.calendar.zone)
    day = local.date() if local.time() >= at else local.date() - timedelta(days=1)
    return _at(register, day, at)


def _at(register: Register, day: date, at: time) -> datetime:
    return datetime.combine(day, at, register.calendar.zone)
