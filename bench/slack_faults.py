"""Slack on a bad day: calls and sockets dropped, hanging, failed, limited, refused; history that is late."""

import random
import threading
from collections import Counter

from playground.server import Playground

# How a call may go wrong, by method; what is in a list twice comes twice as often.
UNSURE = (
    *("drop_before", "drop_after", "hang", "hang_after", "500", "500_after", "503", "garbage_after"),
    *("fatal_error", "fatal_error_after", "429"),
)
FAULTS_BY_METHOD: dict[str, tuple[str, ...]] = {
    "chat.postMessage": UNSURE * 3 + ("drop_after", "hang_after") * 3 + ("channel_not_found",),
    "chat.update": UNSURE,
    "chat.postEphemeral": UNSURE,
    "reactions.add": UNSURE,
    "files.getUploadURLExternal": UNSURE,
    "upload": ("drop_before", "drop_after", "hang", "500", "500_after"),
    "files.completeUploadExternal": UNSURE,
    "conversations.history": ("drop_before", "hang", "500", "429", "fatal_error") * 4 + ("missing_scope",),
    "conversations.replies": ("drop_before", "500", "429"),
    "auth.test": ("500", "drop_before"),
    "socket": ("socket dropped", "socket refreshed"),
}
"""``channel_not_found`` is a definite no; with ``missing_scope`` history is mute: both need somebody."""
RARE_METHODS = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
"""Called so seldom that with a full share none would ever come through."""
SHARES = {"chat.postMessage": 6, "conversations.history": 4, "socket": 0.25} | dict.fromkeys(RARE_METHODS, 0.3)


class FaultInjector:
    """Disturbs the playground until told to be quiet; ``done`` counts the instructions, by kind."""

    def __init__(self, slack: Playground, chance: random.Random, every: float, lag: float) -> None:
        """``every`` is the mean time in seconds between two disturbances, ``lag`` how late history may be."""
        self.done: Counter[str] = Counter()
        self._slack, self._chance, self._every, self._lag = slack, chance, every, lag
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="unwell")

    def start(self) -> None:
        """Begin to misbehave."""
        self._thread.start()

    def stop(self) -> None:
        """Behave again, from now on."""
        self._stop.set()
        self._thread.join()
        self._slack.faults.clear()

    def _run(self) -> None:
        methods = list(FAULTS_BY_METHOD)
        shares = [SHARES.get(one, 1) for one in methods]
        while not self._stop.wait(self._chance.expovariate(1 / self._every)):
            method = self._chance.choices(methods, shares)[0]
            kind = self._chance.choice(FAULTS_BY_METHOD[method])
            # One at a time: heaped up, they would keep a method that is seldom called from ever working again.
            if self._slack.faults.is_waiting(method):
                continue
            if kind == "socket dropped":
                self._slack.sockets.drop()
            elif kind == "socket refreshed":
                self._slack.sockets.refresh()
            else:
                self._slack.faults.add(method, kind, self._chance.choice((1, 1, 2, 3)))
            self._slack.faults.history_lag(self._chance.uniform(0, self._lag))
            self.done[kind] += 1
