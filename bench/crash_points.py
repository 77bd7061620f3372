"""A process of HTST as the chaos run starts it, which kills itself at a named point of the code when told to.

    python -m bench.crash_points worker --die-at "sent, not settled" --passing 3
    python -m bench.crash_points bot --hurried

The process is ``htst bot``, ``clock`` or ``worker``. It sends itself SIGKILL, so that nothing is cleaned
up, as in a power cut. ``--hurried`` shortens delivery's waits, so that a short test sees whole recoveries.
``--blind`` breaks it on purpose: a message that may have arrived is sent again without a look-up. A run that then
finds no duplicate messages is itself faulty.
"""

import argparse
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import bot.replies
import htst
import slack_api.client
import storage.intake.inbox
import storage.processes.job_runs
import storage.queue.claims
import storage.queue.notices
from jobs.catch_up import CatchUpSettings
from jobs.deliver import DeliveryTiming
from runtime import bot_process, worker_process

HURRIED = DeliveryTiming(
    channel_interval=timedelta(seconds=0.055),
    lease=timedelta(seconds=2),
    recheck_after=timedelta(seconds=0.3),
    resend_after=timedelta(seconds=3),
    poll_interval=0.05,
)
"""In the proportions of the real timing: a lease and ``resend_after`` are longer than a call and history's lag."""
HURRIED_TIMEOUT = 1
HURRIED_CATCH_UP = CatchUpSettings(
    call_interval=0.02,
    repeat_after=timedelta(seconds=2),
    interval=timedelta(seconds=5),
    lease=timedelta(seconds=3),
    settle_after=timedelta(seconds=5),
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
        "noted, not kept": (storage.intake.inbox, "note", "after"),
        "kept, not committed": (storage.queue.notices, "queue", "after"),
        "committed, not acknowledged": (bot.replies, "handle_message", "after"),
    },
    "clock": {
        "queued, job not marked": (storage.queue.notices, "queue_all", "after"),
        "job marked, not committed": (storage.processes.job_runs, "mark", "after"),
    },
}
"""Where each kind of process can be made to die: which function, and on which side of it."""


def crash_at(inner: Callable[..., Any], side: str, passing: int) -> Callable[..., Any]:
    """The function wrapped so that the process is killed at its call number ``passing``, ``before`` or ``after`` it."""
    lock, calls = threading.Lock(), 0

    def count_call() -> None:
        nonlocal calls
        with lock:
            calls += 1
            if calls == passing:
                os.kill(os.getpid(), signal.SIGKILL)

    def outer(*args: Any, **named: Any) -> Any:
        if side == "before":
            count_call()
            return inner(*args, **named)
        answer = inner(*args, **named)
        if inner.__name__ != "claim" or answer is not None:  # a call that claims nothing does not count
            count_call()
        return answer

    return outer


def _find_nothing(*_arguments: Any) -> None:
    """A look-up that never finds a message."""


def start(arguments: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
    """Be the process of these arguments, with an environment and a log of its own.

    For a process that was forked from one that had loaded all this, as most of a new one's time goes there.
    """
    os.environ.clear()
    os.environ.update(environ)
    with log.open("ab") as output:
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
    main(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the process that the command line, or ``arguments``, name."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=POINTS)
    parser.add_argument("--die-at", default="")
    parser.add_argument("--passing", type=int, default=1)
    parser.add_argument("--hurried", action="store_true")
    parser.add_argument("--blind", action="store_true")
    options = parser.parse_args(arguments)
    if options.die_at:
        where, name, side = POINTS[options.kind][options.die_at]
        setattr(where, name, crash_at(getattr(where, name), side, options.passing))
    if options.hurried:
        worker_process.delivery_timing = lambda settings: HURRIED
        bot_process.CATCH_UP_SETTINGS = HURRIED_CATCH_UP
        slack_api.client.TIMEOUT = HURRIED_TIMEOUT
    if options.blind:
        slack_api.client.SlackClient.find = _find_nothing  # type: ignore[assignment,method-assign]
        slack_api.client.SlackClient.find_file = _find_nothing  # type: ignore[assignment,method-assign]
    htst.main([options.kind])


if __name__ == "__main__":
    main()
