"""Fetching a file that somebody shared in Slack."""

import http.client
import urllib.request
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from register.refused import Refused
from slack_api.client import TIMEOUT, Permanent, SlackClient, Temporary, Unknown

_AGAIN_SECONDS = 5


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: Slack redirects a request that may not read the file, and the token must not go along."""

    def redirect_request(self, *_: Any) -> None:
        """Return None, so that urllib raises HTTPError instead of following it."""


def fetch_file(slack: SlackClient, file: str, most: int) -> bytes:
    """The bytes of a file by its id in Slack (files.info, then its url_private_download).

    Raises Refused, with a sentence for the person who shared it, when it was deleted, has more than ``most`` bytes, or
    is an external file; Temporary when Slack cannot be reached or the answer is incomplete: a retry does no harm.
    """
    try:
        about = slack.ask("files.info", {"file": file})["file"]
    except Unknown as error:
        raise Temporary(f"no answer about a file: {error}", _AGAIN_SECONDS) from error
    except Permanent as error:
        if str(error) == "missing_scope":
            raise Refused(
                "I may not read files yet: install the app again from its manifest (files:read)."
            ) from error
        raise Refused("That file is not there any more; share it again.") from error
    address = str(about.get("url_private_download") or "")
    if about.get("is_external") or not _is_slacks(address, slack.client.base_url):
        raise Refused("That file is kept elsewhere and only linked here; save it, and share the file itself.")
    too_large = Refused(f"That file is over {most // 2**20} MB; save the table by itself and share that.")
    if int(about.get("size") or 0) > most:
        raise too_large
    data = _download(address, str(slack.client.token), most + 1)
    if len(data) > most:
        raise too_large
    return data


def _is_slacks(address: str, api: str) -> bool:
    """Whether the token may be sent to this address: Slack's own, or the host of the configured Web API."""
    parts, ours = urlsplit(address), urlsplit(api)
    host = parts.hostname or ""
    is_slack = parts.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))
    return is_slack or (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc)


def _download(address: str, token: str, most: int) -> bytes:
    """The first ``most`` bytes of what is there."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - Slack's
    opener = urllib.request.build_opener(_NoRedirects)
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            data: bytes = answer.read(most)
            return data
    except HTTPError as error:
        if error.code >= 500 or error.code == 429:
            raise Temporary(f"a file cannot be fetched: HTTP {error.code}", _AGAIN_SECONDS) from error
        raise Refused("Slack does not let me read that file; share it again.") from error
    except (URLError, OSError, http.client.HTTPException) as error:
        raise Temporary(f"a file cannot be fetched: {type(error).__name__}", _AGAIN_SECONDS) from error
