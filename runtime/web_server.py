"""A web server in a thread of its own, which finishes running requests when it is stopped."""

import contextlib
import errno
import threading
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import waitress.server
from waitress.channel import HTTPChannel

from bot.signature import LARGEST_REQUEST
from register.refused import Refused

SHUTDOWN_SECONDS = 10
_SENT_AT_ONCE = 64 * 1024
"""An answer of up to so many bytes is sent whole, by the server's own thread, when it is complete.

By default waitress sends the header and the body apart, each by the thread that answers, which releases Python's lock
each time. With 16 requests at once threads then take turns at that lock two thirds more often.
"""


@contextlib.contextmanager
def served(inside: WSGIApplication, host: str, port: int, setting: str, **options: Any) -> Iterator[int]:
    """Serve an application on a port (0: any free one); yields the port. ``options`` are passed to waitress.

    A request with a body of more than LARGEST_REQUEST bytes is answered 413 before its body is read, and no body is
    written to disk: anybody may send one, and only the application checks who did.

    Raises Refused, naming the ``setting`` that gives the port, when it cannot be used, or the one of the address.
    """
    parts: dict[int, Any] = {}  # which waitress leaves open when it cannot listen
    try:
        # waitress refuses from the limit on; a chunk may go beyond it before that is noticed.
        limits = {"max_request_body_size": LARGEST_REQUEST + 1, "inbuf_overflow": 2 * LARGEST_REQUEST}
        answering = _without_bodies_for_head(inside)
        server: Any = waitress.server.create_server(answering, parts, host=host, port=port, **limits, **options)
    except OSError as error:
        for part in list(parts.values()):
            part.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise Refused(f"{host} is no address of this machine: set HTST_LISTEN to one.") from None
        which = "one from 1024 on" if error.errno == errno.EACCES else "a free one"
        raise Refused(f"Port {port} cannot be used ({error.strerror}): set {setting} to {which}.") from None
    server.adj.send_bytes = _SENT_AT_ONCE  # given as an option it is deprecated, and there is no other way
    server.channel_class = _Connection
    thread = threading.Thread(target=server.run, name=f"web-{server.effective_port}")
    thread.start()
    try:
        yield server.effective_port
    finally:
        # Running requests are answered before the sockets are closed. The server's own thread closes them: after a
        # call from this thread it would wait for up to a second.
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=SHUTDOWN_SECONDS)
        with contextlib.suppress(OSError):  # woken by a request that ends, it may have closed before we wake it
            server.trigger.pull_trigger(lambda: _close(server))
        thread.join()


class _Connection(HTTPChannel):  # type: ignore[misc]
    """A connection whose answers are sent though its next request waits or runs: a client may send that meanwhile.

    Waitress keeps what is shorter than ``send_bytes`` until the connection has no request left, and its thread goes
    round in a busy loop till then. When the server is stopped, nobody takes that request, and it would never end.
    """

    def handle_write(self) -> None:
        if self.requests:
            self._flush_exception(self._flush_some_if_lockable)
        super().handle_write()


def _without_bodies_for_head(inside: WSGIApplication) -> WSGIApplication:
    """The application without the bodies of its answers to HEAD: the client would take one for its next answer."""

    def answering(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = inside(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return answer
        if hasattr(answer, "close"):
            answer.close()
        return ()

    return answering


def _close(server: Any) -> None:
    for connection in list(server.active_channels.values()):
        connection.close_when_flushed = True
    server.close()
