"""A web server in a thread of its own, which on the way out finishes what it has begun."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.types import WSGIApplication

import waitress.server

from register.refused import Refused

FINISHING_SECONDS = 10


@contextlib.contextmanager
def served(inside: WSGIApplication, host: str, port: int, setting: str, **how: Any) -> Iterator[int]:
    """An application on a port (0: any that is free); gives the port. ``how`` is for the server (waitress).

    Raises Refused, naming the ``setting`` that gives the port, when it cannot be used.
    """
    try:
        server: Any = waitress.server.create_server(inside, host=host, port=port, **how)
    except OSError as error:
        raise Refused(f"Port {port} cannot be used ({error.strerror}): set {setting} to a free one.") from None
    thread = threading.Thread(target=server.run, name=f"web-{server.effective_port}")
    thread.start()
    try:
        yield server.effective_port
    finally:
        # What is in hand is finished and answered before the sockets go; they are closed by the server's own
        # thread, which a call from this one would leave waiting for a second.
        server.task_dispatcher.shutdown(cancel_pending=False, timeout=FINISHING_SECONDS)
        server.trigger.pull_trigger(lambda: _close(server))
        thread.join()


def _close(server: Any) -> None:
    for connection in list(server.active_channels.values()):
        connection.close_when_flushed = True
    server.close()
