"""A process of HTST as the chaos run starts it: the real one, that may die at a named point of the code.

    python -m bench.mortal worker --die-at "sent, not settled" --passing 3
    python -m bench.mortal bot --hurried

The process is ``htst bot``, ``clock`` or ``worker``. It dies by its own SIGKILL: nothing is tidied up, as
when the machine goes. ``--hurried`` shortens delivery's waits, so that a short test sees whole recoveries.
``--blind`` breaks it on purpose: what may have arrived is sent again without a look. A run that does not then
find messages said twice is itself at fault.
"""

import argparse
import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import bot.replies
import htst
import slack_api.client
import storage.intake.inbox
import storage.processes.job_runs
import storage.queue.claims
import storage.queue.notices
from jobs.catch_up import Reach
from jobs.deliver import Pace
from runtime import processes

HURRIED = Pace(
    spacing=timedelta(seconds=0.055),
    lease=timedelta(seconds=2),
    look_after=timedelta(seconds=0.3),
    patience=timedelta(seconds=3),
    idle=0.05,
)
"""In the same proportions as the real one: a lease outlasts a call, patience a call and late history."""
HURRIED_CALL = 1
HURRIED_REACH = Reach(
    spacing=0.02,
    again=timedelta(seconds=2),
    every=timedelta(seconds=5),
    turn=timedelta(seconds=3),
    gone_after=timedelta(seconds=5),
)

POINTS: dict[str, dict[str, tuple[Any, str, str]]] = {
    "worker": {
        "claimed, not committed": (storage.queue.claims, "claim", "after"),
        "claimed, not sent": (slack_api.client.SlackClient, "call", "before"),
        "sent, not settled": (slack_api.client.SlackClient, "call", "after"),
        "settled, not committed": (storage.queue.claims, "settle", "after"),
        "put back, not committed": (storage.queue.claims, "put_back", "after"),
        "looked up, not settled": (slack_api.client.SlackClient, "find", "after"),
        "file handed over, not noted": (slack_api.client.SlackClient, "upload", "after"),
        "file noted, not shared": (slack_api.client.SlackClient, "share", "before"),
        "file shared, not settled": (slack_api.client.SlackClient, "share", "after"),
    },
    "bot": {
        "noted, not kept": (storage.intake.inbox, "is_first", "after"),
        "kept, not committed": (storage.queue.notices, "queue", "after"),
        "committed, not acknowledged": (bot.replies, "heard", "after"),
    },
    "clock": {
        "queued, job not marked": (storage.queue.notices, "queue_all", "after"),
        "job marked, not committed": (storage.processes.job_runs, "mark", "after"),
    },
}
"""Where each kind of process can be made to die: which function, and on which side of it."""


def mortal(inner: Callable[..., Any], side: str, passing: int) -> Callable[..., Any]:
    """The function, at whose so-and-so-manieth passing the process is killed."""
    lock, passed = threading.Lock(), 0

    def pass_by() -> None:
        nonlocal passed
        with lock:
            passed += 1
            if passed == passing:
                os.kill(os.getpid(), signal.SIGKILL)

    def outer(*args: Any, **named: Any) -> Any:
        if side == "before":
            pass_by()
            return inner(*args, **named)
        answer = inner(*args, **named)
        if inner.__name__ != "claim" or answer is not None:  # to have looked and found nothing is no claim
            pass_by()
        return answer

    return outer


def _see_nothing(*_asked: Any) -> None:
    """A look that finds no message, wherever it stands."""


def main() -> None:
    """Run the process that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=POINTS)
    parser.add_argument("--die-at", default="")
    parser.add_argument("--passing", type=int, default=1)
    parser.add_argument("--hurried", action="store_true")
    parser.add_argument("--blind", action="store_true")
    told = parser.parse_args()
    if told.die_at:
        where, name, side = POINTS[told.kind][told.die_at]
        setattr(where, name, mortal(getattr(where, name), side, told.passing))
    if told.hurried:
        processes.pace_of = lambda settings: HURRIED
        processes.REACH = HURRIED_REACH
        slack_api.client.TIMEOUT = HURRIED_CALL
    if told.blind:
        slack_api.client.SlackClient.find = _see_nothing  # type: ignore[assignment,method-assign]
        slack_api.client.SlackClient.find_file = _see_nothing  # type: ignore[assignment,method-assign]
    htst.main([told.kind])


if __name__ == "__main__":
    main()
