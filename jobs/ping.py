"""Telling a watchful service that a job began, ended or failed: the silence of a dead clock is heard there.

The addresses are as healthchecks has them: URL/start, URL, URL/fail.
"""

import http.client
import logging
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

log = logging.getLogger(__name__)

SECONDS = 5
_ENDINGS = {"start": "/start", "finish": "", "fail": "/fail"}


def pinger(url: str) -> Callable[[str, str, float], None]:
    """What calls ``url`` at each of a job's turns; ``{job}`` in it stands for the job's name.

    A ping that fails is logged, without the address, which is a secret of a kind; the job goes on.
    """

    def ping(job: str, what: str, late: float) -> None:
        try:
            parts = urlsplit(url.replace("{job}", job))
            address = urlunsplit(parts._replace(path=parts.path.rstrip("/") + _ENDINGS[what]))
            with urllib.request.urlopen(address, timeout=SECONDS):  # noqa: S310 - http(s), settings see to it
                pass
        except (OSError, http.client.HTTPException, ValueError) as error:  # the last: no address
            log.warning("no ping: %s", type(error).__name__, extra={"job": job})

    return ping
