"""``htst clock``: run the timetable, and read the list of people in the workspace."""

import contextlib
import threading
from collections.abc import Iterator

from sqlalchemy import Engine

from config.settings import Settings
from jobs.clock import start_clock
from jobs.people import PeopleReader
from jobs.ping import pinger
from jobs.timetable import JobObserver, ignore_job
from runtime.loading import freeze_loaded_objects
from runtime.metrics import Metrics
from runtime.monitoring import monitored, now
from runtime.stopping import until_stopped, wait_until_set
from slack_api.client import SlackClient


def clock(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run the clock alone until a signal stops it."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "clock", now) as metrics,
        ticking(engine, slack, job_observer(settings, metrics)),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)


@contextlib.contextmanager
def ticking(engine: Engine, slack: SlackClient, observer: JobObserver = ignore_job) -> Iterator[None]:
    """The clock, running the timetable; it also reads the list of people in the workspace."""
    stop = threading.Event()
    people_reader = PeopleReader(engine, slack, now, observer, stop=stop)
    scheduler = start_clock(engine, now, observer, people_reader)
    try:
        yield
    finally:
        stop.set()
        scheduler.shutdown(wait=True)


def job_observer(settings: Settings, metrics: Metrics) -> JobObserver:
    """The observer of the jobs: the metrics and, when one is set, the monitoring service that is pinged."""
    if not settings.ping_url:
        return metrics.job
    ping = pinger(settings.ping_url)

    def observe(job: str, phase: str, late: float) -> None:
        metrics.job(job, phase, late)
        ping(job, phase, late)

    return observe
