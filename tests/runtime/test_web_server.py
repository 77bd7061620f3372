"""What the web server takes from anybody, before it is known who sent it."""

import errno
import http.client
import socket
import threading
from collections.abc import Iterable, Iterator

import pytest
from waitress.task import ThreadedTaskDispatcher
from waitress.trigger import trigger

from bot.signature import LARGEST_REQUEST
from register.refused import Refused
from runtime.web_server import served
from tests.waiting import ended, started, until

SECONDS = 60


class Application:
    """Reads each body, and remembers how long it was."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def __call__(self, environ: dict[str, object], start_response: object) -> Iterable[bytes]:
        self.lengths.append(len(environ["wsgi.input"].read()))  # type: ignore[attr-defined]
        start_response("200 OK", [("Content-Length", "0")])  # type: ignore[operator]
        return [b""]


@pytest.fixture(autouse=True)
def _nothing_goes_to_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_more: object) -> None:
        raise AssertionError("a body was written to disk")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)


@pytest.fixture
def application() -> Application:
    return Application()


@pytest.fixture
def port(application: Application) -> Iterator[int]:
    with served(application, "127.0.0.1", 0, "PORT", threads=1) as bound:
        yield bound


def answer_to(port: int, *parts: bytes) -> bytes:
    """The first line of the answer; what the server does not read any more is not sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
        for part in parts:
            line.sendall(part)
        return line.makefile("rb").readline()


def test_a_request_that_is_too_large_is_refused_before_its_body_is_sent(
    port: int, application: Application
) -> None:
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 30000000\r\n\r\n"
    assert answer_to(port, head).startswith(b"HTTP/1.1 413")
    assert not application.lengths


def test_one_in_chunks_is_refused_once_it_is_too_large(port: int, application: Application) -> None:
    head = b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n" % (LARGEST_REQUEST + 1) + b"x" * (LARGEST_REQUEST + 1)
    assert answer_to(port, head, chunk).startswith(b"HTTP/1.1 413")
    assert not application.lengths


def test_the_largest_that_is_taken_stays_in_memory(port: int, application: Application) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("POST", "/slack/events", b"x" * LARGEST_REQUEST)
    assert connection.getresponse().status == 200
    assert application.lengths == [LARGEST_REQUEST]
    connection.close()


def test_an_address_of_another_machine_is_refused() -> None:
    with (
        pytest.raises(Refused, match=r"192\.0\.2\.1 is no address of this machine: set HTST_LISTEN"),
        served(lambda environ, start_response: [], "192.0.2.1", 0, "PORT"),  # an address for documentation
    ):
        pass


def test_a_port_that_only_root_may_use_is_refused_with_those_that_others_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("waitress.server.create_server", refused)
    is_refused = pytest.raises(Refused, match=r"Port 80 cannot be used .*: set PORT to one from 1024 on\.")
    with is_refused, served(lambda *_request: [], "127.0.0.1", 80, "PORT"):
        pass


def test_it_stops_though_its_loop_closed_before_it_was_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = trigger._physical_pull

    def pull_late(self: trigger) -> None:
        pull(self)  # as a request that ends at this very moment does
        until(lambda: not self._fds, "the trigger of the loop is closed")
        pull(self)

    with served(lambda environ, start_response: [], "127.0.0.1", 0, "PORT"):
        monkeypatch.setattr(trigger, "_physical_pull", pull_late)


class Held:
    """Answers with the path; a request for /held only when it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go = threading.Event(), threading.Event()

    def __call__(self, environ: dict[str, str], start_response: object) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/held":
            self.begun.set()
            assert self.let_go.wait(SECONDS)
        start_response("200 OK", [("Content-Length", str(len(path)))])  # type: ignore[operator]
        return [path.encode()]


def asked(port: int, *paths: str, method: str = "GET") -> socket.socket:
    """A connection on which all of these are requested at once, without waiting for the answers."""
    line = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    line.sendall(b"".join(f"{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))
    return line


def read_until(line: socket.socket, end: bytes) -> bytes:
    """What the server sends until it has sent ``end``, or closed the connection."""
    found = b""
    while not found.endswith(end) and (part := line.recv(1000)):
        found += part
    return found


def test_an_answer_does_not_wait_for_the_next_request_on_its_connection() -> None:
    held = Held()
    with served(held, "127.0.0.1", 0, "PORT", threads=1) as bound, asked(bound, "/first", "/held") as line:
        assert read_until(line, b"/first").startswith(b"HTTP/1.1 200")
        assert not held.let_go.is_set()
        held.let_go.set()
        assert read_until(line, b"/held").startswith(b"HTTP/1.1 200")


def test_it_stops_and_sends_what_is_answered_though_a_request_waits_behind_it() -> None:
    held, bound, stop = Held(), list[int](), threading.Event()
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(1)

    def serve() -> None:
        with served(held, "127.0.0.1", 0, "PORT", _dispatcher=threads) as port:
            bound.append(port)
            assert stop.wait(SECONDS)

    serving = started(serve)
    until(lambda: bound, "the server listens")
    with asked(bound[0], "/held", "/behind") as line:
        assert held.begun.wait(SECONDS)
        stop.set()
        until(lambda: threads.stop_count, "the server takes no more requests")
        held.let_go.set()
        answer = read_until(line, b"/held")
        assert answer.startswith(b"HTTP/1.1 200")
        assert answer.endswith(b"/held")
    ended([serving], "the server is stopped")


def test_an_answer_to_head_has_no_body() -> None:
    with (
        served(Held(), "127.0.0.1", 0, "PORT", threads=1) as bound,
        asked(bound, "/first", method="HEAD") as line,
    ):
        line.sendall(b"GET /second HTTP/1.1\r\nHost: x\r\n\r\n")
        head, second = read_until(line, b"/second").split(b"\r\n\r\n", 1)
    assert b"Content-Length: 6" in head
    assert second.startswith(b"HTTP/1.1 200")
