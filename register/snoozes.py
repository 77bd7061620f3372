"""Snoozing the reminders of an action: whether they are snoozed, whether they may be, and until when at most."""

from datetime import date, timedelta

from register.action import Action
from register.life import Snooze
from register.phrases import day
from register.refused import Refused

MOST_DAYS = 14
"""Days for which an action may be snoozed at most."""


def active_snooze(action: Action, today: date) -> Snooze | None:
    """The snooze that holds for an open action on a local day; None where none does."""
    snooze = action.life.snooze
    return snooze if snooze and snooze.until > today and not action.status.is_done else None


def latest_snooze_day(action: Action, today: date) -> date:
    """The last day until which it may be snoozed. Raises Refused where it may not be at all."""
    if action.status.is_done:
        raise Refused(f"Action {action.ref} is {action.status.spoken}: it has no reminders.")
    if action.passed_dates(today):
        raise Refused(f"The date of action {action.ref} has passed: its reminders cannot be snoozed.")
    coming = action.next_date(today)
    last = today + timedelta(days=MOST_DAYS)
    last = min(last, coming.deadline) if coming and coming.deadline else last
    if last <= today:
        raise Refused(f"Action {action.ref} is due today: its reminders cannot be snoozed.")
    return last


def may_snooze(action: Action, today: date) -> bool:
    """Whether it may be snoozed at all."""
    try:
        latest_snooze_day(action, today)
    except Refused:
        return False
    return True


def check_snooze(action: Action, until: date, today: date) -> None:
    """Raise Refused where it may not be snoozed until that day."""
    last = latest_snooze_day(action, today)
    if until <= today:
        raise Refused(f"Name a day after {day(today)}.", field="until")
    if (until - today).days > MOST_DAYS:
        longest = day(today + timedelta(days=MOST_DAYS))
        raise Refused(f"Reminders can be snoozed for {MOST_DAYS} days at most, until {longest}.", field="until")
    if until > last:
        raise Refused(
            f"Reminders cannot be snoozed past the date: choose {day(last)} or an earlier day.", field="until"
        )
