"""The rest of an action's reminders: whether it rests, whether it may, and until when at most."""

from datetime import date, timedelta

from register.action import Action
from register.life import Snooze
from register.phrases import day
from register.refused import Refused

MOST_DAYS = 14
"""Days for which reminders of an action may rest at most."""


def rest_of(action: Action, today: date) -> Snooze | None:
    """The rest that reminders of an open action are at on a local day; None when they are not."""
    rest = action.life.snooze
    return rest if rest and rest.until > today and not action.status.is_done else None


def last_day(action: Action, today: date) -> date:
    """Until when reminders of it may rest at most. Raises Refused where they may not rest at all."""
    if action.status.is_done:
        raise Refused(f"Action {action.ref} is {action.status.spoken}: there are no reminders of it.")
    if action.missed(today):
        raise Refused(f"The date of action {action.ref} has passed: reminders of it do not rest.")
    coming = action.next_milestone(today)
    last = today + timedelta(days=MOST_DAYS)
    last = min(last, coming.deadline) if coming and coming.deadline else last
    if last <= today:
        raise Refused(f"Action {action.ref} is due today: reminders of it do not rest.")
    return last


def may_rest(action: Action, today: date) -> bool:
    """Whether reminders of it may rest at all."""
    try:
        last_day(action, today)
    except Refused:
        return False
    return True


def check_rest(action: Action, until: date, today: date) -> None:
    """Raise Refused where reminders of it may not rest until that day."""
    last = last_day(action, today)
    if until <= today:
        raise Refused(f"Name a day after {day(today)}.", field="until")
    if (until - today).days > MOST_DAYS:
        longest = day(today + timedelta(days=MOST_DAYS))
        raise Refused(f"Reminders may rest for {MOST_DAYS} days at most, until {longest}.", field="until")
    if until > last:
        raise Refused(f"Reminders rest never past the date, which is {day(last)}.", field="until")
