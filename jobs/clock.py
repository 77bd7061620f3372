"""The clock process: APScheduler runs the timetable every minute and the reading of people every hour.

The scheduler stores nothing: what has been run is recorded in the database, so that a restart or a second clock
process is harmless.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from jobs.members import read_members
from jobs.people import PeopleReader, read_people
from jobs.timetable import JobObserver, ignore_job, tick
from slack_api.client import Permanent

log = logging.getLogger(__name__)


def start_clock(
    engine: Engine,
    clock: Callable[[], datetime],
    observer: JobObserver = ignore_job,
    people_reader: PeopleReader | None = None,
) -> BackgroundScheduler:
    """Start a scheduler and return it; it runs the timetable at once, to make up for an outage.

    A run that fails is logged, and the next is a minute later. With a ``people_reader`` the list of people, and who
    is in the directorates' channels, are read too: every hour, unless that was done within the last day.
    """

    def run() -> None:
        try:
            now = clock()
            tick(engine, now, now, observer=observer)
        except Exception:
            log.exception("the timetable could not be run; it is tried again in a minute")

    scheduler = BackgroundScheduler(timezone="UTC")
    # No grace time: a busy machine must not skip a run. One run at a time; several missed runs become one.
    options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    at_once = datetime.now(scheduler.timezone)
    each_minute = CronTrigger(minute="*", timezone="UTC")
    scheduler.add_job(run, each_minute, next_run_time=at_once, id="timetable", **options)
    if people_reader:
        each_hour = IntervalTrigger(hours=1, timezone="UTC")
        scheduler.add_job(
            _read_people, each_hour, [people_reader], next_run_time=at_once, id="people", **options
        )
    scheduler.start()
    return scheduler


def _read_people(reader: PeopleReader) -> None:
    try:
        read_people(reader)
    except Permanent as error:
        log.error("Slack does not give its list of people (%s): has the app the scope users:read?", error)
    except Exception:
        log.exception("Slack's list of people could not be read; it is tried again in an hour")
    try:
        read_members(reader)
    except Exception:
        log.exception("who is in the directorates' channels could not be read; it is tried again in an hour")
