"""Ports for processes that tests start."""

import socket
from random import SystemRandom


def free_port() -> int:
    """A free TCP port, which a process that is started with it can still use a second later.

    It is not an ephemeral port (from 32768 on): the other workers of the test run take those by the hundreds, for
    servers and connections of their own.
    """
    while True:
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", SystemRandom().randrange(12_000, 32_000)))
            except OSError:
                continue
            port: int = free.getsockname()[1]
            return port
