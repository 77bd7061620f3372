"""Who is a guest: Slack's list of people, read page by page once a day.

Between two readings the bot hears of single people by events (``bot.guests``); the list makes good what it
missed.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine

from jobs.timetable import Heard, nobody
from register.people import Person
from slack_api.client import SlackClient, Temporary, Unknown
from storage.database.engine import reading, transaction
from storage.intake import people

log = logging.getLogger(__name__)

JOB = "people"
EVERY = timedelta(days=1)
SPACING = 3.0
"""Seconds between two pages: Slack allows some twenty a minute."""
TRIES = 5


@dataclass(frozen=True)
class Roll:
    """What reading the list takes: the database, Slack, the time (UTC), who hears, and a way to end it."""

    engine: Engine
    slack: SlackClient
    clock: Callable[[], datetime]
    heard: Heard = nobody
    spacing: float = SPACING
    stop: threading.Event = field(default_factory=threading.Event)


def read_people(roll: Roll) -> None:
    """Read the list, if that was not done within the last day. Two clocks that both do it are harmless.

    All pages come first and one transaction then keeps them; a reading that ends early keeps nothing. Raises
    Permanent when Slack refuses, or the last of several failures.
    """
    began = roll.clock()
    with reading(roll.engine) as tx:
        last = people.read_at(tx)
    if last is not None and began - last < EVERY:
        return
    late = (began - last - EVERY).total_seconds() if last else 0.0
    roll.heard(JOB, "start", late)
    try:
        found = _everybody(roll)
    except Exception:
        roll.heard(JOB, "fail", late)
        raise
    if found is None:
        return
    with transaction(roll.engine) as tx:
        people.tell_all(tx, found, began)
    log.info("the list of people was read", extra={"job": JOB, "people": len(found)})
    roll.heard(JOB, "finish", late)


def _everybody(roll: Roll) -> list[Person] | None:
    """All pages; None when told to stop on the way."""
    found, cursor = _page(roll, "")
    while cursor:
        if roll.stop.wait(roll.spacing):
            return None
        more, cursor = _page(roll, cursor)
        found += more
    return None if roll.stop.is_set() else found


def _page(roll: Roll, cursor: str) -> tuple[list[Person], str]:
    """One page, tried again while Slack asks for patience or does not answer."""
    for _try in range(TRIES - 1):
        try:
            return roll.slack.people(cursor)
        except Temporary as error:
            wait = error.seconds
        except Unknown:
            wait = roll.spacing  # it only reads: asking again is harmless
        if roll.stop.wait(wait):
            return [], ""
    return roll.slack.people(cursor)
