"""The clock process: APScheduler asks the timetable once a minute what is due.

The scheduler keeps nothing: what has been run stands in the database, so a restart or a second clock is
harmless.
"""

import logging
from collections.abc import Callable, Container
from datetime import date, datetime

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine

from jobs.timetable import tick

log = logging.getLogger(__name__)


def start_clock(
    engine: Engine, clock: Callable[[], datetime], holidays: Container[date]
) -> BackgroundScheduler:
    """A running scheduler; its first look is at once, to catch up with what an outage missed."""

    def run() -> None:
        queued = tick(engine, clock(), clock(), holidays)
        if queued:
            log.info("the timetable queued %s notices", len(queued))

    scheduler = BackgroundScheduler(timezone="UTC")
    # No grace time: a busy moment must not skip a run. One at a time, and missed ones count as one.
    scheduler.add_job(
        run,
        CronTrigger(minute="*", timezone="UTC"),
        next_run_time=datetime.now(scheduler.timezone),
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
        id="timetable",
    )
    scheduler.start()
    return scheduler
