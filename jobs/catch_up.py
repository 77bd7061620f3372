"""Catching up: what was said in our threads while the bot was away is read from Slack's history.

Over Socket Mode Slack keeps nothing while nobody is connected, and over HTTP it gives up after a few tries. So
at the start, after each new connection, and now and then, every channel of ours is asked which of our threads
were talked in; those in which something is new are read, and what is missing is handed to the bot as the event
that it would have been. The bot records it once by the road that all events take: what it has had already
changes nothing. Of several processes one reads at a time, for all of them.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from jobs.history import NEVER, Ended, History, Message, Talk, Unanswered
from slack_api.client import Permanent, SlackClient
from storage.database.engine import reading, transaction
from storage.intake import inbox, threads
from storage.intake.threads import Thread
from storage.processes import leases

log = logging.getLogger(__name__)

JOB = "catch-up"
_END_OF_EDIT = 1.999999
"""Seconds after the second that history tells of an edit: no event of that second is later."""
Take = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Reach:
    """How far and how fast a catch-up reads."""

    spacing: float = 2.0
    """Seconds between two calls: Slack allows some fifty a minute, and delivery looks things up there too."""
    back: timedelta = timedelta(days=28)
    """Replies and edits older than this are left alone."""
    gone_back: timedelta = timedelta(days=7)
    """Only what is missing and younger counts as deleted: a retention rule may have taken older messages."""
    gone_after: timedelta = timedelta(minutes=5)
    """… and only when it is older than this, since history can be late. Likewise, of several edits within one
    second the one that history shows after so long was the last."""
    again: timedelta = timedelta(minutes=2)
    """When to look once more after a start or a new connection, for history that was late."""
    every: timedelta = timedelta(hours=1)
    turn: timedelta = timedelta(seconds=60)
    """For how long a process that died in the middle keeps others from reading; longer than a call lasts."""
    tries: int = 3
    page: int = 200


@dataclass
class CaughtUp:
    """What a catch-up came to: threads read, events handed on, places that Slack does not let us read, and what
    failed and is tried again.
    """

    threads: int = 0
    handed: int = 0
    unreadable: int = 0
    failed: int = 0


def uncounted(what: str, outcome: str) -> None:
    """Count nothing."""


@dataclass(frozen=True)
class Reader:
    """What reading takes: the database, Slack, our workspace's id, the time (UTC), and who takes the events.

    ``counted`` hears of each reply, edit and deletion found. ``read`` is what has been read, so that a thread
    in which nothing is new is not read again.
    """

    engine: Engine
    slack: SlackClient
    team: str
    clock: Callable[[], datetime]
    take: Take
    reach: Reach = Reach()
    counted: Callable[[str, str], None] = uncounted
    stop: threading.Event = field(default_factory=threading.Event)
    read: dict[Thread, Talk] = field(default_factory=dict)


def keep_up(reader: Reader, wake: threading.Event) -> None:
    """Catch up whenever ``wake`` is set, a while after that again, and then now and then, until told to stop.

    To end it, set ``reader.stop`` and then ``wake``.
    """
    reach, pause = reader.reach, reader.reach.every
    while True:
        woken = wake.wait(pause.total_seconds())
        if reader.stop.is_set():
            return
        wake.clear()
        if woken:
            reader.read.clear()  # while nobody listened, a text may have been changed: no count tells that
        since = reader.clock() - (timedelta(0) if woken or pause == reach.again else reach.every)
        try:
            done = _in_turn(reader, since)
        except Exception:
            log.exception("the catch-up ended early; it is tried again")
            pause = reach.again
            continue
        log.info("caught up: %s", done or "another process has done it")
        pause = reach.again if woken or (done and done.failed) else reach.every


def _in_turn(reader: Reader, since: datetime) -> CaughtUp | None:
    """Catch up when it is our turn; None when another process has done it meanwhile, or told to stop."""
    turn = _Turn(reader)
    while not turn.take():
        if reader.stop.wait(min(5.0, reader.reach.turn.total_seconds() / 4)):
            return None
    try:
        with reading(reader.engine) as tx:
            if leases.done_since(tx, JOB, since):
                return None
        began = reader.clock()
        done = catch_up(reader, turn.keep)
        if not done.failed:
            with transaction(reader.engine) as tx:
                leases.mark_done(tx, JOB, began)
        return done
    except Ended:
        return None if reader.stop.is_set() else CaughtUp(failed=1)
    finally:
        turn.end()


class _Turn:
    """The right to read, kept up from call to call."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._until = reader, reader.clock()

    def take(self) -> bool:
        now = self._reader.clock()
        self._until = now + self._reader.reach.turn
        with transaction(self._reader.engine) as tx:
            return leases.take(tx, JOB, now, self._until)

    def keep(self) -> bool:
        had, self._until = self._until, self._reader.clock() + self._reader.reach.turn
        with transaction(self._reader.engine) as tx:
            return leases.renew(tx, JOB, had, self._until)

    def end(self) -> None:
        with transaction(self._reader.engine) as tx:
            leases.release(tx, JOB, self._until)


def catch_up(reader: Reader, goes_on: Callable[[], bool] = lambda: True) -> CaughtUp:
    """Look at every channel once and hand on what is missing. Raises Ended when stopped or not to go on."""
    reach, oldest = reader.reach, reader.clock() - reader.reach.back
    history = History(reader.slack, reach.spacing, reach.tries, reach.page, reader.stop, goes_on)
    reading_now = _Reading(reader, history)
    later: list[tuple[float, Thread]] = []
    with reading(reader.engine) as tx:
        channels = threads.every(tx, oldest)
        # Where all that was said has been deleted, the channel no longer shows that there was anything.
        lively = threads.lively(tx, reader.clock() - reach.gone_back)
    for channel, roots in sorted(channels.items()):
        talked: dict[Thread, Talk] = {}
        with reading_now.excused(channel):
            talked = history.talked(channel, roots)
        new = {
            thread: latest
            for thread, (count, latest) in talked.items()
            if (float(latest) >= oldest.timestamp() or thread in lively)
            and reader.read.get(thread) != (count, latest)
        }
        with reading(reader.engine) as tx:
            had = threads.had(tx, channel, new.values())
        later += [(float(latest), thread) for thread, latest in new.items() if latest in had]
        for thread, latest in new.items():
            if latest not in had:  # here something is missing for certain: not a moment later
                reading_now.take_in(thread)
    for _latest, thread in sorted(later, key=lambda one: one[0], reverse=True):
        reading_now.take_in(thread)
    return reading_now.done


class _Reading:
    """One catch-up under way."""

    def __init__(self, reader: Reader, history: History) -> None:
        self.done = CaughtUp()
        self._reader, self._history = reader, history
        self._shared: dict[str, bool] = {}

    def take_in(self, thread: Thread) -> None:
        """Read a thread and hand on what is missing of it."""
        reader = self._reader
        with self.excused(thread.channel):
            messages, is_whole = self._history.replies(thread)
            self.done.threads += 1
            missing, is_certain = _missing(reader, thread, messages, is_whole)
            failed = 0
            for event_id, event in missing:
                body = _envelope(reader, event_id, event, self._is_shared(thread.channel, messages))
                if reader.take(body):
                    self.done.handed += 1
                    reader.counted(JOB, "found")
                else:
                    failed += 1
            self.done.failed += failed
            if is_whole and is_certain and not failed:
                latest = max((str(one["ts"]) for one in messages), key=float, default=NEVER)
                reader.read[thread] = (len(messages), latest)

    @contextlib.contextmanager
    def excused(self, channel: str) -> Iterator[None]:
        """A block in which Slack may refuse to answer: it is counted, and the rest goes on."""
        try:
            yield
        except Permanent as error:
            log.info("%s cannot be read: %s", channel, error)
            self.done.unreadable += 1
        except Unanswered:
            self.done.failed += 1

    def _is_shared(self, channel: str, messages: Iterable[Message]) -> bool:
        if channel not in self._shared and any(_is_foreign(one, self._reader.team) for one in messages):
            self._shared[channel] = self._history.is_shared(channel)
        return self._shared.get(channel, False)


def _missing(
    reader: Reader, thread: Thread, messages: Iterable[Message], is_whole: bool
) -> tuple[list[tuple[str, dict[str, Any]]], bool]:
    """What the bot has not had of a thread, as (event id, event); and whether that can be told for certain."""
    now, reach = reader.clock(), reader.reach
    settled = (now - reach.gone_after).timestamp()
    said = {str(one["ts"]): _dated(one, settled) for one in messages}
    oldest = (now - reach.back).timestamp()
    fresh = {ts: one for ts, one in said.items() if not one.get("bot_id") and float(ts) >= oldest}
    edits = {_edit_id(thread, one): ts for ts, one in fresh.items() if one.get("edited")}
    with reading(reader.engine) as tx:
        had = threads.had(tx, thread.channel, fresh.keys())
        followed = inbox.seen(tx, [f"event:{one}" for one in edits])
        live = threads.live(tx, thread, now - reach.gone_back) if is_whole else {}
    common = {"type": "message", "channel": thread.channel}
    missing: list[tuple[str, dict[str, Any]]] = []
    for ts, one in fresh.items():
        if ts not in had:
            missing.append((f"history:{thread.channel}:{ts}", {**one, **common}))
    for event_id, ts in edits.items():
        if ts in had and f"event:{event_id}" not in followed:
            at = {"ts": said[ts]["edited"]["ts"], "event_ts": said[ts]["edited"]["ts"]}
            missing.append((event_id, {**common, **at, "subtype": "message_changed", "message": said[ts]}))
    gone = {ts: by for ts, by in live.items() if ts not in said}
    too_young = {ts for ts in gone if float(ts) > settled}
    is_edit_open = any(float(one["edited"]["ts"]) > settled for one in fresh.values() if one.get("edited"))
    for ts in gone.keys() - too_young:
        at = {"ts": f"{now.timestamp():.6f}", "event_ts": f"{now.timestamp():.6f}"}
        was = {"type": "message", "user": gone[ts], "ts": ts, "thread_ts": thread.ts}
        deleted = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": was}
        missing.append((f"history:{thread.channel}:{ts}:deleted", {**common, **at, **deleted}))
    return missing, not (too_young or is_edit_open)


def _dated(message: Message, settled: float) -> Message:
    """The message with the moment of its edit so that it can be put in order with the events of other edits.

    Slack's history tells of an edit the second only, where its event has the moment, perhaps in the next one.
    While history may be late, that second's beginning stands: any event of it is taken for later. What is
    shown once history is ``settled`` (up to that moment, as Slack writes it) is what that second ended with.
    """
    edited = message.get("edited")
    if not edited or float(edited["ts"]) > settled:
        return message
    return {**message, "edited": {**edited, "ts": f"{float(edited['ts']) + _END_OF_EDIT:.6f}"}}


def _edit_id(thread: Thread, message: Message) -> str:
    return f"history:{thread.channel}:{message['ts']}:{message['edited']['ts']}"


def _envelope(reader: Reader, event_id: str, event: dict[str, Any], is_shared: bool) -> dict[str, Any]:
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


def _is_foreign(message: Message, team: str) -> bool:
    """Whether it may be from another organisation; only the channel then tells whether it is."""
    return bool(team and message.get("user_team") and message["user_team"] != team)
