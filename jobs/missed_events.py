"""Which events of a thread the bot has missed: Slack's history of it beside what is recorded."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jobs.slack_history import SlackMessage
from storage.intake.threads import Thread

MissedEvent = tuple[str, dict[str, Any]]
"""An event's id, by which it is handled once, and the event itself as Slack would have sent it."""
_END_OF_EDIT = 1.999999
"""Added to the second in which history dates an edit: later than any event of that second."""


@dataclass(frozen=True)
class ThreadHistory:
    """A thread's messages as history shows them. ``now``, ``oldest`` and ``settled`` are Unix times.

    What is older than ``oldest`` is left alone. What is younger than ``settled`` may change yet, as history can lag.
    """

    thread: Thread
    messages: Sequence[SlackMessage]
    now: float
    oldest: float
    settled: float

    @cached_property
    def by_ts(self) -> dict[str, SlackMessage]:
        """All messages, their edits dated so that they sort among the events of other edits."""
        return {str(one["ts"]): with_dated_edit(one, self.settled) for one in self.messages}

    @cached_property
    def replies(self) -> dict[str, SlackMessage]:
        """What people wrote, and not too long ago."""
        return {ts: one for ts, one in self.by_ts.items() if not one.get("bot_id") and float(ts) >= self.oldest}

    @cached_property
    def edits(self) -> dict[str, SlackMessage]:
        """The replies that were edited, by the id of the event for it."""
        return {
            f"history:{self.thread.channel}:{ts}:{one['edited']['ts']}": one
            for ts, one in self.replies.items()
            if one.get("edited")
        }


@dataclass(frozen=True)
class Recorded:
    """What is recorded of a thread: the replies that were handled (by ts), the ids of edits that were followed, and
    who wrote each reply that stands as an update (by its ts), for those young enough to count as deleted.
    """

    handled: Collection[str]
    followed: Collection[str]
    authors: Mapping[str, str] = field(default_factory=dict)


def missed_events(history: ThreadHistory, recorded: Recorded) -> tuple[list[MissedEvent], bool]:
    """The events of a thread that the bot has not had, and whether there is certainly nothing else."""
    deleted = {ts: by for ts, by in recorded.authors.items() if ts not in history.by_ts}
    settled = {ts: by for ts, by in deleted.items() if float(ts) <= history.settled}
    missed = [
        *_new_replies(history, recorded),
        *_new_edits(history, recorded),
        *_deletions(history, settled),
    ]
    is_edit_open = any(float(one["edited"]["ts"]) > history.settled for one in history.edits.values())
    return missed, len(settled) == len(deleted) and not is_edit_open


def with_dated_edit(message: SlackMessage, settled: float) -> SlackMessage:
    """The message with the time of its edit adjusted, so that it sorts correctly among the events of other edits.

    History gives the time of an edit in whole seconds; the event gives microseconds. While history may lag (later
    than ``settled``, a Unix time), the beginning of the second is kept, so that every event of that second counts as
    later. An edit that history shows after that is the last one of its second, and is dated at the second's end.
    """
    edited = message.get("edited")
    if not edited or float(edited["ts"]) > settled:
        return message
    return {**message, "edited": {**edited, "ts": f"{float(edited['ts']) + _END_OF_EDIT:.6f}"}}


def _new_replies(history: ThreadHistory, recorded: Recorded) -> Iterator[MissedEvent]:
    channel = history.thread.channel
    for ts, message in history.replies.items():
        if ts not in recorded.handled:
            yield f"history:{channel}:{ts}", {**message, "type": "message", "channel": channel}


def _new_edits(history: ThreadHistory, recorded: Recorded) -> Iterator[MissedEvent]:
    """The edits of replies that the bot has had as they were before."""
    for event_id, message in history.edits.items():
        if str(message["ts"]) in recorded.handled and event_id not in recorded.followed:
            yield event_id, _event(history, "message_changed", message["edited"]["ts"], message=message)


def _deletions(history: ThreadHistory, deleted: Mapping[str, str]) -> Iterator[MissedEvent]:
    """The deletions of replies whose authors are given by ts."""
    thread = history.thread
    for ts, user in deleted.items():
        was = {"type": "message", "user": user, "ts": ts, "thread_ts": thread.ts}
        event_id = f"history:{thread.channel}:{ts}:deleted"
        at = f"{history.now:.6f}"
        yield event_id, _event(history, "message_deleted", at, deleted_ts=ts, previous_message=was)


def _event(history: ThreadHistory, subtype: str, at: str, **more: Any) -> dict[str, Any]:
    common = {"type": "message", "subtype": subtype, "channel": history.thread.channel}
    return {**common, "ts": at, "event_ts": at, **more}
