"""What the web server takes from anybody, before it is known who sent it."""

import http.client
import socket
from collections.abc import Iterable, Iterator

import pytest
from waitress.trigger import trigger

from bot.signature import LARGEST
from register.refused import Refused
from runtime.web_server import served
from tests.waiting import until

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
    chunk = b"%x\r\n" % (LARGEST + 1) + b"x" * (LARGEST + 1)
    assert answer_to(port, head, chunk).startswith(b"HTTP/1.1 413")
    assert not application.lengths


def test_the_largest_that_is_taken_stays_in_memory(port: int, application: Application) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("POST", "/slack/events", b"x" * LARGEST)
    assert connection.getresponse().status == 200
    assert application.lengths == [LARGEST]
    connection.close()


def test_an_address_of_another_machine_is_refused() -> None:
    with (
        pytest.raises(Refused, match=r"192\.0\.2\.1 is no address of this machine: set HTST_LISTEN"),
        served(lambda environ, start_response: [], "192.0.2.1", 0, "PORT"),  # an address for documentation
    ):
        pass


def test_it_stops_though_its_loop_closed_before_it_was_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    pull = trigger._physical_pull

    def pull_late(self: trigger) -> None:
        pull(self)  # as a request that ends at this very moment does
        until(lambda: not self._fds, "the trigger of the loop is closed")
        pull(self)

    with served(lambda environ, start_response: [], "127.0.0.1", 0, "PORT"):
        monkeypatch.setattr(trigger, "_physical_pull", pull_late)
