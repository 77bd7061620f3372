"""The signature check of requests over HTTP: only what Slack signed within the last five minutes is let through.

Source: Slack's "Verifying requests from Slack". The check is ours, over the raw bytes: Bolt's own ends in an
error, and so in a retry, when a timestamp is no number or a body is no text.
"""

import hashlib
import hmac
import io
import json
import logging
import time
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, unquote_plus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from bot.counters import Counters

FRESH_SECONDS = 300
"""How far a request's timestamp may be from now."""
LARGEST_REQUEST = 1_000_000
"""Bytes of the largest request that is read; Slack's own stay far below."""

TELL_AGAIN_SECONDS = 60
"""How long the same reason is not logged again: anybody can send such requests."""

# What an operator may have to put right when requests are turned away.
_LOOK_AT = {
    "no timestamp": "it has not Slack's headers; if Slack sent it, a proxy took them away",
    "stale timestamp": "its time is minutes away from this machine's; is that set by NTP?",
    "bad signature": "SLACK_SIGNING_SECRET is not the app's, or a proxy changed a header or the body",
}
_UNSIGNED, _TOO_LARGE = "401 Unauthorized", "413 Content Too Large"
_UNREADABLE = "400 Bad Request"

log = logging.getLogger(__name__)


class SignatureCheck:
    """A WSGI application that lets signed requests through to ``inside``; it counts and logs those it turns away."""

    def __init__(
        self,
        inside: WSGIApplication,
        path: str,
        signing_secret: str,
        counts: Counters,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``path`` is what the signature guards; other paths hold nothing and go inside as they are."""
        self._inside, self._path, self._counts, self._clock = inside, path, counts, clock
        self._secret = signing_secret.encode()
        self._logged_at: dict[str, float] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != self._path or environ.get("REQUEST_METHOD") != "POST":
            return self._inside(environ, start_response)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > LARGEST_REQUEST:
            return self._turn_away("too large", _TOO_LARGE, start_response)
        body = environ["wsgi.input"].read(length)
        reason = self._refusal(
            body,
            environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""),
            environ.get("HTTP_X_SLACK_SIGNATURE", ""),
        )
        self._counts.note_signature(is_valid=not reason)
        if reason:
            return self._turn_away(reason, _UNSIGNED, start_response)
        if not _is_readable(body.decode(), environ.get("CONTENT_TYPE", "")):
            return self._turn_away("bad JSON", _UNREADABLE, start_response)
        return self._inside({**environ, "wsgi.input": io.BytesIO(body)}, start_response)

    def _refusal(self, body: bytes, timestamp: str, signature: str) -> str:
        """Why the request is not Slack's, in two words; nothing when it is."""
        if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 16):
            return "no timestamp"
        if abs(self._clock() - int(timestamp)) > FRESH_SECONDS:
            return "stale timestamp"
        signed = b"v0:" + timestamp.encode() + b":" + body
        expected = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
            return "bad signature"
        try:
            body.decode()
        except UnicodeDecodeError:
            return "not text"
        return ""

    def _turn_away(self, reason: str, status: str, start_response: StartResponse) -> Iterable[bytes]:
        self._counts.add("request", reason)
        now = self._clock()
        logged_at = self._logged_at.get(reason)
        if logged_at is None or abs(now - logged_at) >= TELL_AGAIN_SECONDS:  # the clock may be set back
            self._logged_at[reason] = now
            advice = f" ({_LOOK_AT[reason]})" if reason in _LOOK_AT else ""
            log.warning("a request was turned away: %s%s", reason, advice)
        start_response(status, [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return [b""]


def _is_readable(body: str, content_type: str) -> bool:
    """Whether the JSON in a request is an object: an event is JSON, a press or form has it in its ``payload``.

    Bolt ends in an error otherwise, and Slack would send again what can never be read. Other requests, such as a
    command, have none.
    """
    if body and (content_type.startswith("application/json") or body.startswith("{")):
        return _is_object(body)
    names = [field.partition("=")[0] for field in body.split("&")]
    if "payload" not in names and not any("%" in name and unquote_plus(name) == "payload" for name in names):
        return True  # a command: Bolt takes its fields apart, once is enough
    payloads = [value for name, value in parse_qsl(body, keep_blank_values=True) if name == "payload"]
    return all(map(_is_object, payloads))


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
