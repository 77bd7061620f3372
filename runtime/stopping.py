"""SIGTERM and SIGINT stop a process in an orderly way."""

import _thread
import contextlib
import signal
import threading
from collections.abc import Iterator


def wait_until_set(stop: threading.Event) -> None:
    """Wait on the main thread until a signal has set the event.

    It waits with a timeout, as Python runs signal handlers in the main thread only when that is awake: a signal that
    arrives at the moment when the thread begins to wait would be handled only after a second signal. That happened to
    three of some 36 processes that were stopped just after their start, mostly on a busy machine.
    """
    while not stop.wait(1):
        pass


@contextlib.contextmanager
def until_stopped() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set; the previous signal handlers are restored afterwards."""
    stop = threading.Event()

    def stop_soon(*_signal: object) -> None:
        # Not here: this runs on the main thread, which may have begun to wait and have the event's lock already.
        _thread.start_new_thread(stop.set, ())

    previous = {number: signal.signal(number, stop_soon) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def tidying_on_sigterm() -> Iterator[None]:
    """SIGTERM raises SystemExit within the block, with the status that a shell gives to a process that it ended.

    Otherwise Python ends at once, and temporary files stay behind.
    """

    def end(*_signal: object) -> None:
        raise SystemExit(128 + signal.SIGTERM)

    previous = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
