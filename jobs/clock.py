"""The clock process: APScheduler asks the timetable once a minute what is due, and once an hour who is here.

The scheduler keeps nothing: what has been run stands in the database, so a restart or a second clock is
harmless.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Engine

from jobs.people import Roll, read_people
from jobs.timetable import Heard, nobody, tick
from slack_api.client import Permanent

log = logging.getLogger(__name__)


def start_clock(
    engine: Engine,
    clock: Callable[[], datetime],
    heard: Heard = nobody,
    roll: Roll | None = None,
) -> BackgroundScheduler:
    """A running scheduler; its first look is at once, to catch up with what an outage missed.

    A look that fails is logged, and the next is a minute later. With a ``roll`` the list of people is read too:
    it is looked at each hour, and read when that was a day ago.
    """

    def run() -> None:
        try:
            now = clock()
            tick(engine, now, now, heard=heard)
        except Exception:
            log.exception("the timetable could not be run; it is tried again in a minute")

    scheduler = BackgroundScheduler(timezone="UTC")
    # No grace time: a busy moment must not skip a run. One at a time, and missed ones count as one.
    how = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    at_once = datetime.now(scheduler.timezone)
    each_minute = CronTrigger(minute="*", timezone="UTC")
    scheduler.add_job(run, each_minute, next_run_time=at_once, id="timetable", **how)
    if roll:
        each_hour = IntervalTrigger(hours=1, timezone="UTC")
        scheduler.add_job(_call, each_hour, [roll], next_run_time=at_once, id="people", **how)
    scheduler.start()
    return scheduler


def _call(roll: Roll) -> None:
    try:
        read_people(roll)
    except Permanent as error:
        log.error("Slack does not give its list of people (%s): has the app the scope users:read?", error)
    except Exception:
        log.exception("Slack's list of people could not be read; it is tried again in an hour")
