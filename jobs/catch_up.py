"""Catching up: what was said in our threads while the bot was away is read from Slack's history.

Over Socket Mode Slack keeps nothing while nobody is connected, and over HTTP it gives up after a few tries. So
at the start, after each new connection, and now and then, the threads that may have had replies are read, those
with the latest talk first, and what is missing is handed to the bot as the event that it would have been.
The bot records it once by the road that all events take: what it has had already changes nothing.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from bot.slack import Permanent, Slack, Temporary, Unknown
from storage import inbox, threads
from storage.database import reading
from storage.threads import Thread

log = logging.getLogger(__name__)

Take = Callable[[Mapping[str, Any]], bool]
Message = Mapping[str, Any]


@dataclass(frozen=True)
class Reach:
    """How far and how fast a catch-up reads."""

    threads: int = 200
    spacing: float = 2.0
    """Seconds between two calls: Slack allows some fifty a minute, and delivery looks things up there too."""
    back: timedelta = timedelta(days=28)
    """Replies and edits older than this are left alone."""
    gone_back: timedelta = timedelta(days=7)
    """Only what is missing and younger counts as deleted: a retention rule may have taken older messages."""
    gone_after: timedelta = timedelta(minutes=5)
    """… and only when it is older than this, since history can be late."""
    again: timedelta = timedelta(minutes=2)
    """When to look once more after a start or a new connection, for history that was late."""
    every: timedelta = timedelta(hours=1)
    tries: int = 3
    page: int = 200


@dataclass
class CaughtUp:
    """What a catch-up came to: threads read and not readable, events handed on, and those that failed."""

    threads: int = 0
    unreadable: int = 0
    handed: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Reader:
    """What reading takes: the database, Slack, our workspace's id, the time (UTC), and who takes the events."""

    engine: Engine
    slack: Slack
    team: str
    clock: Callable[[], datetime]
    take: Take
    reach: Reach = Reach()
    stop: threading.Event = field(default_factory=threading.Event)


def keep_up(reader: Reader, wake: threading.Event) -> None:
    """Catch up whenever ``wake`` is set, a while after that again, and then now and then, until told to stop.

    To end it, set ``reader.stop`` and then ``wake``.
    """
    pause = reader.reach.every
    while True:
        woken = wake.wait(pause.total_seconds())
        if reader.stop.is_set():
            return
        wake.clear()
        try:
            done = catch_up(reader)
        except Exception:
            log.exception("the catch-up ended early; it is tried again")
            pause = reader.reach.again
            continue
        log.info("caught up: %s", done)
        pause = reader.reach.again if woken or done.failed else reader.reach.every


def catch_up(reader: Reader) -> CaughtUp:
    """Read the threads once and hand on what is missing. Ends early when told to stop."""
    done, shared = CaughtUp(), {}
    with reading(reader.engine) as tx:
        found = threads.recent(tx, reader.clock() - reader.reach.back, reader.reach.threads)
    for thread in found:
        read = _read(reader, thread)
        if reader.stop.is_set():
            break
        if read is None:
            done.unreadable += 1
            continue
        done.threads += 1
        messages, is_whole = read
        if any(_is_foreign(one, reader.team) for one in messages) and thread.channel not in shared:
            shared[thread.channel] = _is_shared(reader, thread.channel)
        for event_id, event in _missing(reader, thread, messages, is_whole):
            body = _envelope(reader, event_id, event, shared.get(thread.channel, False))
            if reader.take(body):
                done.handed += 1
            else:
                done.failed += 1
    return done


def _read(reader: Reader, thread: Thread) -> tuple[list[Message], bool] | None:
    """A thread's replies and whether those are all; None when it cannot be read."""
    asked: dict[str, Any] = {"channel": thread.channel, "ts": thread.ts, "limit": reader.reach.page}
    messages: list[Message] = []
    while True:
        answer = _ask(reader, "conversations.replies", asked)
        if answer is None:
            return (messages, False) if messages else None
        # Each page begins with the thread's first message.
        messages += [one for one in answer.get("messages", ()) if one.get("ts") != thread.ts]
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return messages, not answer.get("is_limited")
        asked["cursor"] = cursor


def _ask(reader: Reader, method: str, asked: dict[str, Any]) -> dict[str, Any] | None:
    """Slack's answer, waiting as long as it tells us to; None when there is none to be had."""
    for _try in range(reader.reach.tries):
        if reader.stop.wait(reader.reach.spacing):
            return None
        try:
            return reader.slack.ask(method, asked)
        except Temporary as error:
            if reader.stop.wait(error.seconds):
                return None
        except Unknown:
            continue  # it only reads: asking again is harmless
        except Permanent as error:
            log.info("a thread in %s cannot be read: %s", asked["channel"], error)
            return None
    return None


def _missing(
    reader: Reader, thread: Thread, messages: Iterable[Message], is_whole: bool
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the bot has not had of a thread, as (event id, event)."""
    now, reach = reader.clock(), reader.reach
    said = {str(one["ts"]): one for one in messages}
    oldest = (now - reach.back).timestamp()
    fresh = {ts: one for ts, one in said.items() if not one.get("bot_id") and float(ts) >= oldest}
    keys = {f"message:{thread.channel}:{ts}": ts for ts in fresh}
    edits = {_edit_id(thread, one): ts for ts, one in fresh.items() if one.get("edited")}
    with reading(reader.engine) as tx:
        had = threads.kept(tx, thread.channel, fresh.keys())
        had |= {keys[key] for key in inbox.seen(tx, keys.keys())}
        followed = inbox.seen(tx, [f"event:{one}" for one in edits])
        live = threads.live(tx, thread, now - reach.gone_back, now - reach.gone_after) if is_whole else {}
    common = {"type": "message", "channel": thread.channel}
    for ts, one in fresh.items():
        if ts not in had:
            yield f"history:{thread.channel}:{ts}", {**one, **common}
    for event_id, ts in edits.items():
        if ts in had and f"event:{event_id}" not in followed:
            at = {"ts": said[ts]["edited"]["ts"], "event_ts": said[ts]["edited"]["ts"]}
            yield event_id, {**common, **at, "subtype": "message_changed", "message": said[ts]}
    for ts, by in live.items():
        if ts not in said:
            at = {"ts": f"{now.timestamp():.6f}", "event_ts": f"{now.timestamp():.6f}"}
            was = {"type": "message", "user": by, "ts": ts, "thread_ts": thread.ts}
            gone = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": was}
            yield f"history:{thread.channel}:{ts}:deleted", {**common, **at, **gone}


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


def _is_shared(reader: Reader, channel: str) -> bool:
    """Whether the channel is shared with another organisation; if Slack does not say, it is taken to be."""
    answer = _ask(reader, "conversations.info", {"channel": channel})
    return bool(answer is None or (answer.get("channel") or {}).get("is_ext_shared"))
