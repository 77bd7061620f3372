"""Prometheus metrics. Each process has its own counters; the queue's gauges are read from the database."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Engine, event
from sqlalchemy.exc import SQLAlchemyError

from bot.counters import Counters
from storage.database.engine import reading
from storage.queue import resolution
from storage.queue.notices import OPEN_STATES, NoticeState

ACK_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)  # Slack gives up at 3 s
TRANSACTION_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 10.0)
LATENESS_BUCKETS = (1, 5, 30, 60, 120, 300, 900, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600)


class Metrics:
    """The metrics of one process. Labels are fixed words of the program, never people's."""

    def __init__(self, engine: Engine, counts: Counters, clock: Callable[[], datetime]) -> None:
        self.counts = counts
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "htst_requests", "Requests from Slack", ("verb", "outcome"), registry=self.registry
        )
        self._acks = Histogram(
            "htst_ack_seconds", "From a request to its answer", registry=self.registry, buckets=ACK_BUCKETS
        )
        self._deliveries = Counter(
            "htst_deliveries", "What became of notices", ("kind", "outcome"), registry=self.registry
        )
        self._jobs = Counter("htst_jobs", "Jobs that were run", ("job", "outcome"), registry=self.registry)
        self._lateness = Histogram(
            "htst_job_lateness_seconds",
            "From a job's moment to its run",
            ("job",),
            registry=self.registry,
            buckets=LATENESS_BUCKETS,
        )
        self._transactions = Histogram(
            "htst_transaction_seconds",
            "One transaction: for how long it has a connection",
            registry=self.registry,
            buckets=TRANSACTION_BUCKETS,
        )
        self.registry.register(_QueueCollector(engine, counts, clock))
        # Events of the pool: those of statements take longer than many a statement.
        event.listen(engine, "checkout", _note_checkout)
        event.listen(engine, "checkin", self._returned)

    def request(self, verb: str, outcome: str, seconds: float) -> None:
        """Count an answered request and its time in ``seconds``."""
        self._requests.labels(verb, outcome).inc()
        self._acks.observe(seconds)

    def delivered(self, kind: str, outcome: str) -> None:
        """Count an attempt to deliver a notice."""
        self._deliveries.labels(kind, outcome.replace(" ", "_")).inc()

    def job(self, job: str, phase: str, late: float) -> None:
        """Record that a job started (``late`` seconds after its time), finished or failed."""
        if phase == "start":
            self._lateness.labels(job).observe(late)
        else:
            self._jobs.labels(job, phase).inc()

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    def _returned(self, _connection: Any, record: Any) -> None:
        began = record.info.pop("checked_out", None)
        if began is not None:
            self._transactions.observe(time.perf_counter() - began)


def _note_checkout(_connection: Any, record: Any, _proxy: object) -> None:
    record.info["checked_out"] = time.perf_counter()


class _QueueCollector(Collector):
    """Gauges of the queue, read when they are scraped, and the bot's own counters."""

    def __init__(self, engine: Engine, counts: Counters, clock: Callable[[], datetime]) -> None:
        self._engine, self._counts, self._clock = engine, counts, clock

    def describe(self) -> list[Metric]:
        """No metrics: otherwise registering the collector would query the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The current values; when the database cannot be reached, only those that do not need it."""
        counted = CounterMetricFamily("htst_counted", "What the bot met", labels=["what", "outcome"])
        for (what, outcome), times in sorted(self._counts.read().items()):
            counted.add_metric([what, outcome], times)
        yield counted
        length = GaugeMetricFamily("htst_queue_notices", "Notices in a state", labels=["state"])
        age = GaugeMetricFamily("htst_queue_oldest_seconds", "Age of the oldest of them", labels=["state"])
        up = GaugeMetricFamily("htst_database_up", "Whether the database answered")
        try:
            with reading(self._engine) as tx:
                by_state = {found.state: found for found in resolution.counts_by_state(tx)}
        except SQLAlchemyError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        now = self._clock()
        for state in (*OPEN_STATES, NoticeState.HELD, NoticeState.FAILED, NoticeState.EXPIRED):
            found = by_state.get(state)
            length.add_metric([state], found.count if found else 0)
            age.add_metric([state], (now - found.oldest).total_seconds() if found else 0)
        yield from (up, length, age)
