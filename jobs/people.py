"""Who is a guest and who has left: Slack's list of people, read page by page once a day.

Between two readings the bot learns of changes to single people from events (``bot.guests``); the list corrects
what was missed.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine

from jobs.timetable import JobObserver, ignore_job
from register.people import Person
from slack_api.client import SlackClient, Temporary, Unknown
from storage.database.engine import reading, transaction
from storage.intake import absences, people
from workflow.people import release

log = logging.getLogger(__name__)

PEOPLE_JOB = "people"
READ_INTERVAL = timedelta(days=1)
PAGE_INTERVAL = 3.0
"""Seconds between two pages: Slack allows some twenty a minute."""
MAX_TRIES = 5


@dataclass(frozen=True)
class PeopleReader:
    """What reading the list needs. ``clock`` gives the time in UTC; ``stop`` ends a reading early."""

    engine: Engine
    slack: SlackClient
    clock: Callable[[], datetime]
    observer: JobObserver = ignore_job
    page_interval: float = PAGE_INTERVAL
    stop: threading.Event = field(default_factory=threading.Event)


def read_people(reader: PeopleReader) -> None:
    """Read the list, unless that was done within the last day. Two processes that both do it are harmless.

    All pages are read first and then stored in one transaction; a reading that ends early stores nothing. Raises
    Permanent when Slack refuses, or the last of several failures.
    """
    began = reader.clock()
    with reading(reader.engine) as tx:
        last = people.read_at(tx)
    if last is not None and began - last < READ_INTERVAL:
        return
    late = (began - last - READ_INTERVAL).total_seconds() if last else 0.0
    reader.observer(PEOPLE_JOB, "start", late)
    try:
        found = _all_pages(reader)
    except Exception:
        reader.observer(PEOPLE_JOB, "fail", late)
        raise
    if found is None:
        return
    with transaction(reader.engine) as tx:
        people.save_all(tx, found, began)
        absences.come_back(tx, {one.id for one in found if not one.is_gone})
        release(tx, {one.id for one in found if one.is_gone}, began)
    log.info("the list of people was read", extra={"job": PEOPLE_JOB, "people": len(found)})
    reader.observer(PEOPLE_JOB, "finish", late)


def _all_pages(reader: PeopleReader) -> list[Person] | None:
    """The people of all pages; None when stopped on the way."""
    found, cursor = _page(reader, "")
    while cursor:
        if reader.stop.wait(reader.page_interval):
            return None
        more, cursor = _page(reader, cursor)
        found += more
    return None if reader.stop.is_set() else found


def _page(reader: PeopleReader, cursor: str) -> tuple[list[Person], str]:
    """One page, retried while Slack limits the rate or does not answer."""
    for _try in range(MAX_TRIES - 1):
        try:
            return reader.slack.people(cursor)
        except Temporary as error:
            wait = error.seconds
        except Unknown:
            wait = reader.page_interval  # the call only reads, so it can be repeated
        if reader.stop.wait(wait):
            return [], ""
    return reader.slack.people(cursor)
