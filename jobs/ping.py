"""Pinging a monitoring service when a job starts, finishes or fails, so that it can alert when pings stop.

The addresses follow Healthchecks' convention: URL/start, URL, URL/fail.
"""

import http.client
import logging
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

log = logging.getLogger(__name__)

PING_TIMEOUT = 5
_SUFFIXES = {"start": "/start", "finish": "", "fail": "/fail"}


def pinger(url: str) -> Callable[[str, str, float], None]:
    """A job observer that requests ``url`` at each phase of a job; ``{job}`` in it is replaced by the job's name,
    with a dash for each space.

    A ping that fails is logged without the address, which can contain a secret; the job goes on.
    """

    def ping(job: str, phase: str, late: float) -> None:
        try:
            parts = urlsplit(url.replace("{job}", job.replace(" ", "-")))
            address = urlunsplit(parts._replace(path=parts.path.rstrip("/") + _SUFFIXES[phase]))
            with urllib.request.urlopen(address, timeout=PING_TIMEOUT):  # noqa: S310 - http(s): checked by settings
                pass
        except (OSError, http.client.HTTPException, ValueError) as error:  # ValueError: not an address
            log.warning("no ping: %s", type(error).__name__, extra={"job": job})

    return ping
