"""What every long-running process has in addition to its work: a heartbeat and metrics."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from sqlalchemy import Engine

from bot.counters import Counters
from config.settings import Settings
from runtime.health import Health, health_server
from runtime.heartbeat import heartbeat
from runtime.metrics import Metrics

_LISTENING = ("bot", "run")


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@contextlib.contextmanager
def monitored(
    settings: Settings, engine: Engine, kind: str, clock: Callable[[], datetime]
) -> Iterator[Metrics]:
    """Keep the heartbeat and the metrics of a process of that kind while the block lasts; yields the metrics.

    Raises Refused when it must not run on this database, or the metrics' port is taken.
    """
    metrics = Metrics(engine, Counters(), clock)
    with contextlib.ExitStack() as stack:
        mode = _mode(settings) if kind in _LISTENING else None
        stack.enter_context(
            heartbeat(engine, kind, clock, mode=mode, turned_away=lambda: metrics.counts.turned_away)
        )
        if settings.metrics_port:
            stack.enter_context(health_server(Health(engine, metrics), settings.listen, settings.metrics_port))
        yield metrics


def _mode(settings: Settings) -> str:
    return "by Socket Mode" if settings.is_socket_mode else f"over HTTP on port {settings.port}"
