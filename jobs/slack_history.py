"""Reading our threads from Slack's history: which have replies, and the replies themselves."""

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from slack_api.client import Permanent, SlackClient, Temporary, Unknown
from storage.intake.threads import Thread

SlackMessage = Mapping[str, Any]
ThreadSummary = tuple[int, str]
"""What a channel's history shows of a thread: how many replies it has, and the ts of the last."""
NO_REPLY = "0"
"""The ts of the last reply where there is none."""


class Unanswered(Exception):
    """Slack did not answer, after all retries."""


class Stopped(Exception):
    """The reading was stopped, or the lease was lost to another process."""


@dataclass(frozen=True)
class History:
    """Reads history, ``call_interval`` seconds between two calls: Slack allows some fifty a minute of a method.

    ``page_size`` is how many messages a call gives. ``keep_lease`` is called before each call and returns False
    when the reading must end. Every method raises Permanent, Unanswered and Stopped.
    """

    slack: SlackClient
    call_interval: float
    tries: int
    page_size: int
    stop: threading.Event
    keep_lease: Callable[[], bool]

    def summaries(self, channel: str, roots: Collection[str]) -> dict[Thread, ThreadSummary]:
        """The threads under those of the ``roots`` (ts of messages) that are still in the channel.

        The channel is read backwards from the newest root to the oldest, and stretches without a root are
        skipped, so that there are never more calls than roots.
        """
        remaining, found = sorted(roots, key=float, reverse=True), dict[Thread, ThreadSummary]()
        while remaining:
            span = {"latest": remaining[0], "oldest": remaining[-1], "inclusive": True, "limit": self.page_size}
            answer = self.ask("conversations.history", {"channel": channel, **span})
            messages = answer.get("messages") or ()
            for message in messages:
                if message.get("ts") in roots:
                    latest = str(message.get("latest_reply") or NO_REPLY)
                    found[Thread(channel, str(message["ts"]))] = (int(message.get("reply_count") or 0), latest)
            if not answer.get("has_more") or not messages:
                break
            reached = float(messages[-1]["ts"])
            remaining = [ts for ts in remaining if float(ts) < reached]
        return found

    def replies(self, thread: Thread) -> tuple[list[SlackMessage], bool]:
        """A thread's replies, and whether the list is complete."""
        arguments: dict[str, Any] = {"channel": thread.channel, "ts": thread.ts, "limit": self.page_size}
        messages: list[SlackMessage] = []
        while True:
            try:
                answer = self.ask("conversations.replies", arguments)
            except (Permanent, Unanswered):
                if not messages:
                    raise
                return messages, False
            # Each page begins with the thread's first message.
            messages += [one for one in answer.get("messages", ()) if one.get("ts") != thread.ts]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return messages, not answer.get("is_limited")
            arguments["cursor"] = cursor

    def is_shared(self, channel: str) -> bool:
        """Whether the channel is shared with another organisation; True when Slack does not say."""
        try:
            answer = self.ask("conversations.info", {"channel": channel})
        except (Permanent, Unanswered):
            return True
        return bool((answer.get("channel") or {}).get("is_ext_shared"))

    def ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Slack's answer to a call that only reads, retried while Slack limits the rate or does not answer."""
        for _try in range(self.tries):
            if self.stop.wait(self.call_interval) or not self.keep_lease():
                raise Stopped
            try:
                return self.slack.ask(method, arguments)
            except Temporary as error:
                if self.stop.wait(error.seconds):
                    raise Stopped from None
            except Unknown:
                continue  # the call only reads, so it can be repeated
        raise Unanswered(method)
