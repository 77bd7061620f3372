"""Injects faults into the playground: calls and sockets dropped, hanging, failing, limited; history that lags."""

import random
import threading
from collections import Counter

from playground.server import Playground

# Faults whose outcome the caller cannot tell, beside a rate limit.
ANY_FAULT = (
    *("drop_before", "drop_after", "hang", "hang_after", "500", "500_after", "503", "garbage_after"),
    *("fatal_error", "fatal_error_after", "429"),
)
# The faults that each method can have; one that is listed twice comes twice as often.
FAULTS_BY_METHOD: dict[str, tuple[str, ...]] = {
    "chat.postMessage": ANY_FAULT * 3 + ("drop_after", "hang_after") * 3 + ("channel_not_found",),
    "chat.update": ANY_FAULT,
    "chat.postEphemeral": ANY_FAULT,
    "reactions.add": ANY_FAULT,
    "files.getUploadURLExternal": ANY_FAULT,
    "upload": ("drop_before", "drop_after", "hang", "500", "500_after"),
    "files.completeUploadExternal": ANY_FAULT,
    "conversations.history": ("drop_before", "hang", "500", "429", "fatal_error") * 4 + ("missing_scope",),
    "conversations.replies": ("drop_before", "500", "429"),
    "auth.test": ("500", "drop_before"),
    "socket": ("socket dropped", "socket refreshed"),
}
"""``channel_not_found`` is a permanent error; with ``missing_scope`` history cannot be read: both need an operator."""
RARE_METHODS = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
"""Called so rarely that with a full share no call would ever succeed."""
WEIGHTS = {"chat.postMessage": 6, "conversations.history": 4, "socket": 0.25} | dict.fromkeys(RARE_METHODS, 0.3)


class FaultInjector:
    """Injects faults until it is stopped; ``done`` counts them by kind."""

    def __init__(self, slack: Playground, chance: random.Random, every: float, lag: float) -> None:
        """``every`` is the mean time in seconds between two faults, ``lag`` how many seconds history may lag."""
        self.done: Counter[str] = Counter()
        self._slack, self._chance, self._every, self._lag = slack, chance, every, lag
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="slack-faults")

    def start(self) -> None:
        """Begin to inject faults."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and clear the faults that are still pending."""
        self._stopped.set()
        self._thread.join()
        self._slack.faults.clear()

    def _run(self) -> None:
        methods = list(FAULTS_BY_METHOD)
        weights = [WEIGHTS.get(method, 1) for method in methods]
        while not self._stopped.wait(self._chance.expovariate(1 / self._every)):
            method = self._chance.choices(methods, weights)[0]
            kind = self._chance.choice(FAULTS_BY_METHOD[method])
            # One at a time: if they piled up, a method that is rarely called would never succeed again.
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
