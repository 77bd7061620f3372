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

from jobs.timetable import Heard, nobody, tick

log = logging.getLogger(__name__)


def start_clock(
    engine: Engine,
    clock: Callable[[], datetime],
    holidays: Container[date],
    heard: Heard = nobody,
) -> BackgroundScheduler:
    """A running scheduler; its first look is at once, to catch up with what an outage missed.

    A look that fails is logged, and the next is a minute later.
    """

    def run() -> None:
        try:
            now = clock()
            tick(engine, now, now, holidays, heard=heard)
        except Exception:
            log.exception("the timetable could not be run; it is tried again in a minute")

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
