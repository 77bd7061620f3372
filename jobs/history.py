"""What Slack's history says of our threads: which were talked in, and what was said there."""

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from slack_api.client import Permanent, SlackClient, Temporary, Unknown
from storage.intake.threads import Thread

Message = Mapping[str, Any]
Talk = tuple[int, str]
"""What can be told of a thread without reading it: how many replies it has, and the ts of the last."""
NEVER = "0"
"""The ts of the last reply where there is none."""


class Unanswered(Exception):
    """Slack gave no answer, however often it was asked."""


class Ended(Exception):
    """Told to stop, or it is another's turn."""


@dataclass(frozen=True)
class History:
    """Reads slowly, as Slack allows some fifty calls a minute of a method; ``page`` messages a call.

    ``goes_on`` is asked before each call. Every method raises Permanent, Unanswered and Ended.
    """

    slack: SlackClient
    spacing: float
    tries: int
    page: int
    stop: threading.Event
    goes_on: Callable[[], bool]

    def talked(self, channel: str, roots: Collection[str]) -> dict[Thread, Talk]:
        """What hangs from those of a channel's messages (by ts) that still stand there.

        The channel is read backwards from the newest of them to the oldest, and what lies between two far
        apart is skipped: never more calls than there are messages asked for.
        """
        waiting, found = sorted(roots, key=float, reverse=True), dict[Thread, Talk]()
        while waiting:
            span = {"latest": waiting[0], "oldest": waiting[-1], "inclusive": True, "limit": self.page}
            answer = self.ask("conversations.history", {"channel": channel, **span})
            messages = answer.get("messages") or ()
            for one in messages:
                if one.get("ts") in roots:
                    talk = (int(one.get("reply_count") or 0), str(one.get("latest_reply") or NEVER))
                    found[Thread(channel, str(one["ts"]))] = talk
            if not answer.get("has_more") or not messages:
                break
            reached = float(messages[-1]["ts"])
            waiting = [ts for ts in waiting if float(ts) < reached]
        return found

    def replies(self, thread: Thread) -> tuple[list[Message], bool]:
        """A thread's replies, and whether those are all that Slack has."""
        asked: dict[str, Any] = {"channel": thread.channel, "ts": thread.ts, "limit": self.page}
        messages: list[Message] = []
        while True:
            try:
                answer = self.ask("conversations.replies", asked)
            except (Permanent, Unanswered):
                if not messages:
                    raise
                return messages, False
            # Each page begins with the thread's first message.
            messages += [one for one in answer.get("messages", ()) if one.get("ts") != thread.ts]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return messages, not answer.get("is_limited")
            asked["cursor"] = cursor

    def is_shared(self, channel: str) -> bool:
        """Whether another organisation is in the channel; if Slack does not say, it is taken to be."""
        try:
            answer = self.ask("conversations.info", {"channel": channel})
        except (Permanent, Unanswered):
            return True
        return bool((answer.get("channel") or {}).get("is_ext_shared"))

    def ask(self, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Slack's answer, waiting as long as it tells us to."""
        for _try in range(self.tries):
            if self.stop.wait(self.spacing) or not self.goes_on():
                raise Ended
            try:
                return self.slack.ask(method, asked)
            except Temporary as error:
                if self.stop.wait(error.seconds):
                    raise Ended from None
            except Unknown:
                continue  # it only reads: asking again is harmless
        raise Unanswered(method)
