"""Ports for processes that tests start."""

import socket
from random import SystemRandom


def free_port() -> int:
    """A free TCP port, which stays free until the process that is told of it listens there a second later.

    It is none of those that systems hand out by themselves (from 32768 on): the other workers of the test run take
    those by the hundreds, for servers and connections of their own.
    """
    while True:
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", SystemRandom().randrange(12_000, 32_000)))
            except OSError:
                continue
            port: int = free.getsockname()[1]
            return port
