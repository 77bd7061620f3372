"""What every long-running process has beside its work: a heartbeat, and figures that can be asked for."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Engine

from bot.counters import Counters
from config.settings import Settings
from jobs.ping import pinger
from jobs.timetable import Heard
from runtime.health import Health, exposed
from runtime.heartbeat import beating
from runtime.metrics import Metrics

_HEARING = ("bot", "run")


@contextlib.contextmanager
def watching(settings: Settings, engine: Engine, kind: str, clock: Callable[[], datetime]) -> Iterator[Metrics]:
    """A process of that kind is known to run, and its figures are there to be asked for, while the block lasts.

    Raises Refused when it must not run on this database, or its port for figures is taken.
    """
    metrics = Metrics(engine, Counters(), clock)
    with contextlib.ExitStack() as stack:
        stack.enter_context(beating(engine, kind, clock, mode=_mode(settings) if kind in _HEARING else None))
        if settings.metrics_port:
            stack.enter_context(exposed(Health(engine, metrics), settings.metrics_port))
        yield metrics


def _mode(settings: Settings) -> str:
    return "by Socket Mode" if settings.is_socket_mode else f"over HTTP on port {settings.port}"


def heard_by(settings: Settings, metrics: Metrics) -> Heard:
    """What hears of the jobs: the figures and, where there is one, the service that is pinged."""
    if not settings.ping_url:
        return metrics.job
    ping = pinger(settings.ping_url)

    def heard(job: str, what: str, late: float) -> None:
        metrics.job(job, what, late)
        ping(job, what, late)

    return heard
