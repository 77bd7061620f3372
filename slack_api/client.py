"""The only outbound Slack calls. Each succeeds, or says whether it failed for good, for now, or unknowably."""

import errno
import http.client
import json
import re
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from register.people import Person

METADATA = "htst_notice"
TIMEOUT = 10
_LOOKED_THROUGH = 10
"""Pages of a hundred messages that are searched for one that may have arrived."""
_TOKEN_SECONDS = 60
_PEOPLE = 200
"""People a page: what Slack recommends as the most."""

# What Slack answers when it does not know itself whether it did it.
_UNSURE = {"fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
# What Slack answers when it is the bot's token that it does not take: no fault of the notice, which waits until
# somebody has mended it.
_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
# What Slack answers, beside its status 429, when it will take the same later. The first stands in its lists of
# errors; the others are from memory.
_LATER = {"rate_limited", "message_limit_exceeded", "org_login_required"}
_LATER_SECONDS = 30
# What Slack answers when it is already as we want it.
_DONE_ALREADY = {"already_reacted", "no_reaction"}
# An error of Slack's is one word; anything else is somebody's page in between.
_CODE = re.compile(r"[a-z0-9_]+")


class Permanent(Exception):
    """Slack said no, and will say so again: nothing was sent."""


class Temporary(Exception):
    """Nothing was sent; try again after ``seconds``. ``is_limit``: nor may others like it till then."""

    def __init__(self, reason: str, seconds: float, *, is_limit: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.is_limit = is_limit


class Unknown(Exception):
    """It may or may not have been done: look before doing it again."""


class HistoryInconclusive(Exception):
    """The channel's history does not tell whether a message stands there: somebody must look."""


@dataclass(frozen=True)
class Identity:
    """Who the bot is in its workspace, and which organisation of workspaces that is part of, if of any."""

    team_id: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...] = ()
    enterprise_id: str = ""


class SlackClient:
    """Slack's Web API as the house uses it."""

    def __init__(self, token: str, api_url: str) -> None:
        # The client's own retries would post a message twice when a connection drops after the first.
        self.client = WebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[])

    def call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call a method and return Slack's answer. Raises Permanent, Temporary or Unknown."""
        return self._call(method, {"json": arguments})

    def ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call a method that only reads: those take no JSON. Returns and raises as ``call`` does."""
        return self._call(method, {"http_verb": "GET", "params": arguments})

    def upload(self, name: str, content: bytes, alt: str) -> str:
        """Hand over a picture, which nobody sees yet, and give its id. ``alt`` says in words what it shows.

        Raises Permanent or Temporary: an upload of which nobody knows the end is simply begun anew.
        """
        about = {"filename": name, "length": len(content), "alt_txt": alt}
        try:
            given = self._call("files.getUploadURLExternal", {"data": about})
            _send_bytes(str(given["upload_url"]), content)
        except Unknown as error:
            raise Temporary(f"the file could not be handed over: {error}", 5) from error
        return str(given["file_id"])

    def share(self, file: str, title: str, channel: str, thread: str) -> None:
        """Post an uploaded file into a thread (a channel and the ts it hangs from). Raises as ``call`` does."""
        files = json.dumps([{"id": file, "title": title}])
        where = {"channel_id": channel, "thread_ts": thread}
        try:
            self._call("files.completeUploadExternal", {"data": {"files": files, **where}})
        except Permanent as error:
            if str(error) == "file_not_found":  # something on the way swallowed what it said to have taken
                raise Temporary("Slack does not have the file that was handed over", 5) from error
            raise

    def _call(self, method: str, how: dict[str, Any]) -> dict[str, Any]:
        try:
            response = self.client.api_call(method, **how)
        except SlackApiError as error:
            return _verdict(error)
        except URLError as error:
            if _cannot_have_arrived(error.reason):
                raise Temporary(f"Slack cannot be reached: {type(error.reason).__name__}", 5) from error
            raise Unknown(type(error.reason).__name__) from error
        except (OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
            raise Unknown(type(error).__name__) from error
        answer = response.data
        if not isinstance(answer, dict):
            raise Unknown("the answer was not JSON")
        return answer

    def identity(self) -> Identity:
        """Who we are; the first thing to ask, and proof that the token works."""
        answer = self.client.auth_test()
        scopes = str(answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or "")
        return Identity(
            team_id=str(answer.get("team_id", "")),
            bot_id=str(answer.get("bot_id", "")),
            bot_user_id=str(answer.get("user_id", "")),
            scopes=tuple(scope.strip() for scope in scopes.split(",") if scope.strip()),
            enterprise_id=str(answer.get("enterprise_id") or ""),
        )

    def people(self, cursor: str = "") -> tuple[list[Person], str]:
        """One page of the workspace's people, and the cursor of the next: empty after the last.

        Raises as ``call`` does.
        """
        answer = self.ask("users.list", {"limit": _PEOPLE} | ({"cursor": cursor} if cursor else {}))
        found = [person_of(one) for one in answer.get("members", ()) if not one.get("is_bot")]
        return found, str((answer.get("response_metadata") or {}).get("next_cursor") or "")

    def find(self, to: str, thread: str | None, opaque: str, since: datetime) -> tuple[str, str] | None:
        """Where (channel, ts) our message of that opaque key stands, or None when it is not to be found.

        ``since`` (UTC) is when it was first tried, less a margin; ``thread`` where it is a reply. Raises Unseen
        when the history cannot be read or does not end, Temporary and Unknown as ``call`` does.
        """

        def is_ours(message: dict[str, Any]) -> bool:
            return ((message.get("metadata") or {}).get("event_payload") or {}).get("key") == opaque

        return self._find(to, thread, since, is_ours)

    def find_file(
        self, channel: str, thread: str, known_as: Collection[str], since: datetime
    ) -> tuple[str, str] | None:
        """As ``find``, for the message in a thread that carries a file of one of these ids or names."""

        def is_ours(message: dict[str, Any]) -> bool:
            files = message.get("files", ())
            return any(one.get("id") in known_as or one.get("name") in known_as for one in files)

        return self._find(channel, thread, since, is_ours)

    def _find(
        self, to: str, thread: str | None, since: datetime, is_ours: Callable[[dict[str, Any]], bool]
    ) -> tuple[str, str] | None:
        try:
            return self._look_through(self.channel_id(to), thread, since, is_ours)
        except Permanent as error:
            if thread and str(error) == "thread_not_found":
                return None  # late history lacks even what the thread hangs from
            raise HistoryInconclusive(f"the history cannot be read: {error}") from error

    def _look_through(
        self, channel: str, thread: str | None, since: datetime, is_ours: Callable[[dict[str, Any]], bool]
    ) -> tuple[str, str] | None:
        method = "conversations.replies" if thread else "conversations.history"
        asked: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 100}
        asked |= {"oldest": f"{since.timestamp():.6f}"} | ({"ts": thread} if thread else {})
        for _page in range(_LOOKED_THROUGH):
            answer = self.ask(method, asked)
            for message in answer.get("messages", ()):
                if is_ours(message):
                    return channel, str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            asked["cursor"] = cursor
        raise HistoryInconclusive("too much was said in the channel since")

    def channel_id(self, to: str) -> str:
        """The id of a channel given by its id or #name, or of the direct messages with a person."""
        if to[:1] in "UW":
            return str(self.call("conversations.open", {"users": to})["channel"]["id"])
        if not to.startswith("#"):
            return to
        cursor = ""
        while True:
            answer = self.ask("conversations.list", {"limit": 200, "exclude_archived": True, "cursor": cursor})
            for channel in answer.get("channels", ()):
                if channel.get("name") == to[1:]:
                    return str(channel["id"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                raise Permanent("channel_not_found")


def person_of(user: Mapping[str, Any]) -> Person:
    """Somebody from Slack's user object: guests of several channels and of a single one are both guests."""
    is_guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    return Person(str(user["id"]), bool(is_guest), bool(user.get("deleted")))


def _send_bytes(address: str, content: bytes) -> None:
    """Send a file to the address that Slack gave for it. Raises Unknown unless Slack says that it has it."""
    if not address.startswith(("https://", "http://")):
        raise Unknown("no address to upload to")
    request = Request(address, content, {"Content-Type": "application/octet-stream"})  # noqa: S310 - see above
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - likewise
            answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise Unknown(f"HTTP {error.code}" if isinstance(error, HTTPError) else type(error).__name__) from error


def _cannot_have_arrived(reason: object) -> bool:
    """Whether the connection was never made: only then is it certain that nothing was sent."""
    never = ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError
    return isinstance(reason, never) or (
        isinstance(reason, OSError) and reason.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH)
    )


def _verdict(error: SlackApiError) -> dict[str, Any]:
    response = error.response
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    status = getattr(response, "status_code", 0)
    if code in _DONE_ALREADY:
        return {"ok": True}
    if status == 429 or code == "ratelimited":
        wait = getattr(response, "headers", {}).get("Retry-After") or 1
        said = str(wait[0] if isinstance(wait, list) else wait)
        seconds = float(said) if said.isdecimal() else _LATER_SECONDS  # a proxy may give a date
        raise Temporary("ratelimited", seconds, is_limit=True) from error
    if code in _TOKEN:
        raise Temporary(code, _TOKEN_SECONDS) from error
    if code in _LATER:
        raise Temporary(code, _LATER_SECONDS) from error
    if not is_definite(status, code):
        raise Unknown(code or f"HTTP {status}") from error
    raise Permanent(code) from error


def is_definite(status: int, code: str) -> bool:
    """Whether an answer that is not "ok" is Slack's own, and a no that will not change by itself."""
    is_slacks = status < 500 and status != 429 and bool(_CODE.fullmatch(code))
    return is_slacks and code not in _UNSURE | _LATER
