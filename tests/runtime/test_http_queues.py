"""Whose request is worked on when many wait."""

import http.client
import socket
import threading
from collections.abc import Iterable

import pytest

from bot.socket_mode import ANSWER_THREADS, EVENT_THREADS
from runtime.bot_process import listening

KINDS = {"application/json": EVENT_THREADS, "application/x-www-form-urlencoded": ANSWER_THREADS}
SECONDS = 60


class Slow:
    """An application that holds every request until it is let go, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let_go = threading.Event()
        self._arrived = threading.Semaphore(0)

    def __call__(self, environ: dict[str, str], start_response: object) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        self._arrived.release()
        assert self.let_go.wait(SECONDS)
        start_response("200 OK", [("Content-Length", "0")])  # type: ignore[operator]
        return [b""]

    def has(self, many: int) -> None:
        for _one in range(many):
            assert self._arrived.acquire(timeout=SECONDS), f"of {many} requests {self.asked} arrived"


def ask(port: int, path: str, kind: str) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("POST", path, b"{}", {"Content-Type": kind})
    return connection


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_done_for_whoever_hung_up_while_waiting(kind: str) -> None:
    slow = Slow()
    with listening(slow, 0, "127.0.0.1") as port:
        busy = [ask(port, f"/{number}", kind) for number in range(KINDS[kind])]
        slow.has(len(busy))
        impatient, patient = ask(port, "/gone", kind), ask(port, "/patient", kind)
        assert impatient.sock is not None
        impatient.sock.shutdown(socket.SHUT_RDWR)
        impatient.close()
        slow.let_go.set()
        assert [task.getresponse().status for task in (*busy, patient)] == [200] * (len(busy) + 1)
        for task in (*busy, patient):
            task.close()
    assert slow.asked.count("/patient") == 1
    assert "/gone" not in slow.asked
