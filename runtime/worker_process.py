"""``htst worker``: send what is queued."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Engine

from config.settings import Settings
from jobs.deliver import DeliveryObserver, DeliveryTiming, Sender, deliver_all, ignore_delivery
from runtime.loading import freeze_loaded_objects
from runtime.monitoring import monitored, now
from runtime.stopping import until_stopped, wait_until_set
from slack_api.client import SlackClient

SENDERS = 4
"""Sender threads; each spends most of its time waiting for Slack."""


def worker(settings: Settings, engine: Engine, slack: SlackClient) -> None:
    """Run senders alone until a signal stops them."""
    with (
        until_stopped() as stop,
        monitored(settings, engine, "worker", now) as metrics,
        sending(engine, slack, now, stop, delivery_timing(settings), metrics.delivered),
    ):
        freeze_loaded_objects()
        wait_until_set(stop)


def delivery_timing(settings: Settings) -> DeliveryTiming:
    """The delivery timing that the settings give."""
    rate = settings.messages_per_second
    return DeliveryTiming(workspace_interval=timedelta(seconds=1 / rate)) if rate else DeliveryTiming()


@contextlib.contextmanager
def sending(
    engine: Engine,
    slack: SlackClient,
    clock: Callable[[], datetime],
    stop: threading.Event,
    timing: DeliveryTiming | None = None,
    observer: DeliveryObserver = ignore_delivery,
    senders: int = SENDERS,
) -> Iterator[None]:
    """Sender threads, so many; at the end of the block each finishes the notice that it is sending."""
    sender = Sender(engine, slack, clock, timing or DeliveryTiming(), observer)
    threads = [
        threading.Thread(target=deliver_all, args=(sender, stop), name=f"sender-{n}") for n in range(senders)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
