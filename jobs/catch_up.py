"""Catching up: replies, edits and deletions that the bot missed are read from Slack's history.

Over Socket Mode Slack keeps no events while no client is connected, and over HTTP it gives up after a few tries. So
at the start, after each new connection, and every hour, the history of each of our channels is read to see which of our
threads have new replies. Those threads are read, and each missing message is handed to the bot as the event that
Slack would have sent. The bot handles it like any other event, so that one it had already changes nothing. A lease
lets one process read at a time, for all of them.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from jobs.missed_events import MissedEvent, Recorded, ThreadHistory, missed_events
from jobs.slack_history import NO_REPLY, History, SlackMessage, Stopped, ThreadSummary, Unanswered
from slack_api.client import Permanent, SlackClient
from storage.database.engine import reading, transaction
from storage.intake import inbox, threads
from storage.intake.threads import Thread
from storage.processes import job_runs, leases

log = logging.getLogger(__name__)

CATCH_UP_JOB = "catch-up"
MissedEventHandler = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class CatchUpSettings:
    """How far back and how fast a catch-up reads."""

    call_interval: float = 2.0
    """Seconds between two calls: Slack allows some fifty a minute, and delivery makes history calls too."""
    max_age: timedelta = timedelta(days=28)
    """Replies and edits older than this are left alone."""
    deletion_max_age: timedelta = timedelta(days=7)
    """A missing message counts as deleted only when it is younger: a retention policy may have removed older ones."""
    settle_after: timedelta = timedelta(minutes=5)
    """… and only when it is older than this, because history can lag. Likewise, of several edits within one second
    the one that history shows after this time was the last."""
    repeat_after: timedelta = timedelta(minutes=2)
    """When to read once more after a start or a new connection, because history can lag."""
    interval: timedelta = timedelta(hours=1)
    lease: timedelta = timedelta(seconds=60)
    """How long a process that died while reading keeps others from reading; longer than a call lasts."""
    tries: int = 3
    page_size: int = 200


@dataclass
class CatchUpResult:
    """The counts of one catch-up: threads read, events handed to the bot, threads and channels that Slack does not
    let us read, and those that failed and are tried again.
    """

    threads: int = 0
    handed: int = 0
    unreadable: int = 0
    failed: int = 0


def ignore_count(what: str, outcome: str) -> None:
    """The default observer: counts nothing."""


@dataclass(frozen=True)
class ThreadReader:
    """What a catch-up needs. ``team`` is our workspace's id; ``clock`` gives the time in UTC.

    ``handle_event`` passes an event to the bot and returns whether it was handled. ``observer`` is called for each
    reply, edit and deletion found. ``last_read`` keeps the state of each thread that was read, so that a thread with
    nothing new is not read again.
    """

    engine: Engine
    slack: SlackClient
    team: str
    clock: Callable[[], datetime]
    handle_event: MissedEventHandler
    settings: CatchUpSettings = CatchUpSettings()
    observer: Callable[[str, str], None] = ignore_count
    stop: threading.Event = field(default_factory=threading.Event)
    last_read: dict[Thread, ThreadSummary] = field(default_factory=dict)


def run_catch_up(reader: ThreadReader, wake: threading.Event) -> None:
    """Catch up when ``wake`` is set, once more after ``repeat_after``, and then every ``interval``, until stopped.

    To end it, set ``reader.stop`` and then ``wake``.
    """
    settings, pause = reader.settings, reader.settings.interval
    while True:
        woken = wake.wait(pause.total_seconds())
        if reader.stop.is_set():
            return
        wake.clear()
        if woken:
            reader.last_read.clear()  # an edit made while no bot listened changes neither count nor latest reply
        since = reader.clock() - (
            timedelta(0) if woken or pause == settings.repeat_after else settings.interval
        )
        try:
            done = catch_up_with_lease(reader, since)
        except Exception:
            log.exception("the catch-up ended early; it is tried again")
            pause = settings.repeat_after
            continue
        log.info("caught up: %s", done or "nothing to read, or another process has read it")
        pause = settings.repeat_after if woken or (done and done.failed) else settings.interval


def catch_up_with_lease(reader: ThreadReader, since: datetime) -> CatchUpResult | None:
    """Catch up once the lease is ours; None when another process has done it since ``since``, or when stopped."""
    lease = _Lease(reader)
    while not lease.acquire():
        if reader.stop.wait(min(5.0, reader.settings.lease.total_seconds() / 4)):
            return None
    try:
        with reading(reader.engine) as tx:
            if job_runs.done_for_every_register(tx, CATCH_UP_JOB, since):
                return None
        began = reader.clock()
        done = catch_up(reader, lease.renew)
        if not done.failed:
            with transaction(reader.engine) as tx:
                job_runs.mark_for_every_register(tx, CATCH_UP_JOB, began)
        return done
    except Stopped:
        return None if reader.stop.is_set() else CatchUpResult(failed=1)
    finally:
        lease.release()


class _Lease:
    """The lease on reading, renewed before each call."""

    def __init__(self, reader: ThreadReader) -> None:
        self._reader, self._until = reader, reader.clock()

    def acquire(self) -> bool:
        now = self._reader.clock()
        self._until = now + self._reader.settings.lease
        with transaction(self._reader.engine) as tx:
            return leases.acquire(tx, CATCH_UP_JOB, now, self._until)

    def renew(self) -> bool:
        held_until, self._until = self._until, self._reader.clock() + self._reader.settings.lease
        with transaction(self._reader.engine) as tx:
            return leases.renew(tx, CATCH_UP_JOB, held_until, self._until)

    def release(self) -> None:
        with transaction(self._reader.engine) as tx:
            leases.release(tx, CATCH_UP_JOB, self._until)


def catch_up(reader: ThreadReader, keep_lease: Callable[[], bool] = lambda: True) -> CatchUpResult:
    """Read every channel once and hand on what is missing. Raises Stopped when stopped or the lease is lost."""
    settings, oldest = reader.settings, reader.clock() - reader.settings.max_age
    history = History(
        reader.slack, settings.call_interval, settings.tries, settings.page_size, reader.stop, keep_lease
    )
    run = _Run(reader, history)
    later: list[tuple[float, Thread]] = []
    with reading(reader.engine) as tx:
        channels = threads.every(tx, oldest)
        # When every reply of a thread was deleted, the channel's history no longer shows that it had any.
        with_updates = threads.with_updates(tx, reader.clock() - settings.deletion_max_age)
    for channel, roots in sorted(channels.items()):
        summaries: dict[Thread, ThreadSummary] = {}
        with run.failures_counted(channel):
            summaries = history.summaries(channel, roots)
        new = {
            thread: latest
            for thread, (count, latest) in summaries.items()
            if (float(latest) >= oldest.timestamp() or thread in with_updates)
            and reader.last_read.get(thread) != (count, latest)
        }
        with reading(reader.engine) as tx:
            handled = threads.handled(tx, channel, new.values())
        later += [(float(latest), thread) for thread, latest in new.items() if latest in handled]
        for thread, latest in new.items():
            if latest not in handled:  # something is certainly missing here: read these threads first
                run.read_thread(thread)
    for _latest, thread in sorted(later, key=lambda pair: pair[0], reverse=True):
        run.read_thread(thread)
    return run.result


class _Run:
    """One catch-up in progress."""

    def __init__(self, reader: ThreadReader, history: History) -> None:
        self.result = CatchUpResult()
        self._reader, self._history = reader, history
        self._shared: dict[str, bool] = {}

    def read_thread(self, thread: Thread) -> None:
        """Read a thread and hand on what is missing of it."""
        reader = self._reader
        with self.failures_counted(thread.channel):
            messages, is_whole = self._history.replies(thread)
            self.result.threads += 1
            missed, is_certain = _missed(reader, thread, messages, is_whole)
            failed = 0
            for event_id, event in missed:
                body = _envelope(reader, event_id, event, self._is_shared(thread.channel))
                if reader.handle_event(body):
                    self.result.handed += 1
                    reader.observer(CATCH_UP_JOB, "found")
                else:
                    failed += 1
            self.result.failed += failed
            if is_whole and is_certain and not failed:
                latest = max((str(one["ts"]) for one in messages), key=float, default=NO_REPLY)
                reader.last_read[thread] = (len(messages), latest)

    @contextlib.contextmanager
    def failures_counted(self, channel: str) -> Iterator[None]:
        """Within the block, a refusal or a missing answer of Slack is counted instead of raised."""
        try:
            yield
        except Permanent as error:
            log.info("%s cannot be read: %s", channel, error)
            self.result.unreadable += 1
        except Unanswered:
            self.result.failed += 1

    def _is_shared(self, channel: str) -> bool:
        """Whether the channel is shared with another organisation, which decides whose replies are admitted."""
        if channel not in self._shared:
            self._shared[channel] = self._history.is_shared(channel)
        return self._shared[channel]


def _missed(
    reader: ThreadReader, thread: Thread, messages: Sequence[SlackMessage], is_whole: bool
) -> tuple[list[MissedEvent], bool]:
    """The events of a thread that the bot has not had, and whether there is certainly nothing else.

    In a thread that was not read to its end (``is_whole``), nothing counts as deleted.
    """
    now, settings = reader.clock(), reader.settings
    oldest, settled = now - settings.max_age, now - settings.settle_after
    history = ThreadHistory(thread, messages, now.timestamp(), oldest.timestamp(), settled.timestamp())
    with reading(reader.engine) as tx:
        followed = inbox.seen(tx, [f"event:{event_id}" for event_id in history.edits])
        recorded = Recorded(
            threads.handled(tx, thread.channel, history.replies),
            {key.removeprefix("event:") for key in followed},
            threads.current_updates(tx, thread, now - settings.deletion_max_age) if is_whole else {},
        )
    return missed_events(history, recorded)


def _envelope(reader: ThreadReader, event_id: str, event: dict[str, Any], is_shared: bool) -> dict[str, Any]:
    """The event as Slack would have sent it."""
    return {
        "type": "event_callback",
        "team_id": reader.team,
        "authorizations": [{"team_id": reader.team, "is_bot": True}],
        "event_id": event_id,
        "event_time": int(float(event["ts"])),
        "is_ext_shared_channel": is_shared,
        "event": event,
    }
