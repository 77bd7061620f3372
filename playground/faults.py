"""Fault injection: failures of Slack's Web API, to test how the bot handles them.

    slack.faults.add("chat.postMessage", "drop_after")  # accepts the next post, then drops the connection
    slack.faults.add("chat.postMessage", "429", times=3, channel="C0CYPE", retry_after=5)
    slack.faults.add("*", "500", times=2)                          # the next two calls of any method
    slack.faults.add("upload", "drop_after")                       # a file's middle step, which has no method
    slack.faults.add("files.completeUploadExternal", "unshared")   # answers ok, and no message carries the file
    slack.faults.history_lag(2.0)                                  # posts stay out of history for two seconds

Kinds: ``drop_before`` and ``drop_after`` (the connection ends without an answer, before or after the call took
effect), ``hang`` and ``hang_after`` (no answer until the caller gives up), ``500``, ``500_after`` and ``503``,
``429`` (with ``Retry-After``), ``garbage`` (a page instead of JSON), ``unshared`` (an upload is completed and its
file shared with nobody, as was reported of Slack); any other word is answered as Slack's
error of that name (``fatal_error``, ``channel_not_found`` …), and with ``_after`` on its
end it takes effect first.
"""

import threading
from dataclasses import dataclass

UNSHARED = "unshared"
_STATUSES = {"429": 429, "500": 500, "503": 503, "garbage": 200}
"""The kinds that are answered without JSON of Slack's, or with a rate limit, and their HTTP statuses."""


@dataclass
class Fault:
    """One instruction: ``times`` counts down as it is used."""

    method: str
    kind: str
    times: int
    channel: str | None = None
    retry_after: int = 1

    @property
    def base_kind(self) -> str:
        """The kind without the moment at which it happens: "drop" of ``drop_after``."""
        return self.kind.removesuffix("_after").removesuffix("_before")

    @property
    def status(self) -> int | None:
        """The HTTP status of the answer; None where it is one of Slack's errors, or where there is no answer."""
        return _STATUSES.get(self.base_kind)

    @property
    def takes_effect(self) -> bool:
        """Whether the call is carried out before the misbehaviour."""
        return self.kind.endswith("_after") or self.is_silent

    @property
    def is_silent(self) -> bool:
        """Whether the answer looks as if all were well."""
        return self.kind == UNSHARED

    def matches(self, method: str, channel: str | None) -> bool:
        """Whether it applies to this call."""
        return self.method in ("*", method) and self.channel in (None, channel)


class Faults:
    """The instructions in force. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []
        self._lag = 0.0

    def add(
        self, method: str, kind: str, times: int = 1, *, channel: str | None = None, retry_after: int = 1
    ) -> None:
        """Misbehave at the next ``times`` calls of ``method`` (``*``: any), in ``channel`` (an id) if one is
        given.
        """
        with self._lock:
            self._waiting.append(Fault(method, kind, times, channel, retry_after))

    def is_waiting(self, method: str) -> bool:
        """Whether an instruction for exactly that method has not been used up yet."""
        with self._lock:
            return any(fault.method == method for fault in self._waiting)

    def history_lag(self, seconds: float) -> None:
        """Keep messages out of ``conversations.history`` and ``.replies`` for so long after they are posted."""
        with self._lock:
            self._lag = seconds

    @property
    def lag(self) -> float:
        """Seconds by which history is late."""
        with self._lock:
            return self._lag

    def take(self, method: str, channel: str | None) -> Fault | None:
        """The fault to apply to this call, if there is one; its ``times`` goes down by one."""
        with self._lock:
            for fault in self._waiting:
                if fault.matches(method, channel):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._waiting.clear()
            self._lag = 0.0
