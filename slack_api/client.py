"""The client of Slack's Web API: the only outbound calls. A failed call is Permanent, Temporary, or Unknown."""

import errno
import http.client
import json
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

from register.lazy_pattern import LazyPattern
from register.people import Person
from register.register import is_channel_id

METADATA = "htst_notice"
TIMEOUT = 10
_MAX_PAGES = 10
"""Pages of a hundred messages that are searched for a message that may have arrived."""
_TOKEN_RETRY_SECONDS = 60
_PEOPLE_PER_PAGE = 200
"""The most that Slack recommends."""

# Errors that leave open whether Slack carried out the call.
_OUTCOME_UNKNOWN = {
    "fatal_error",
    "internal_error",
    "service_unavailable",
    "request_timeout",
    "team_added_to_org",
}
# Errors about the bot's token: no fault of the notice, which waits until an operator has corrected the token.
_TOKEN_ERRORS = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
# Errors, beside status 429, after which the same call can succeed later. Only the first is in Slack's documented
# lists of errors.
_LATER = {"rate_limited", "message_limit_exceeded", "org_login_required"}
_LATER_SECONDS = 30
# Errors that mean that the wanted state exists already.
_ALREADY_DONE = {"already_reacted", "no_reaction"}
# Slack's error codes look like this; anything else is a page of a proxy.
_CODE = LazyPattern(r"[a-z0-9_]+")


class Permanent(Exception):
    """Slack refused the call and would refuse it again; nothing was sent."""


class Temporary(Exception):
    """Nothing was sent; retry after ``seconds``. ``is_limit``: a rate limit, which applies to similar calls too."""

    def __init__(self, reason: str, seconds: float, *, is_limit: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.is_limit = is_limit


class Unknown(Exception):
    """The call may or may not have been carried out: look it up before repeating it."""


class HistoryInconclusive(Exception):
    """The channel's history does not show for certain whether a message is there: an operator must look."""


@dataclass(frozen=True)
class Identity:
    """The bot's ids, names and scopes in its workspace; ``enterprise_id`` is empty outside an organisation.

    ``url`` is the workspace's own address, with a slash at its end.
    """

    team_id: str
    bot_id: str
    bot_user_id: str
    scopes: tuple[str, ...] = ()
    enterprise_id: str = ""
    url: str = ""
    bot_name: str = ""
    team_name: str = ""


@dataclass(frozen=True)
class ListedChannel:
    """A channel as Slack lists it: its id, and whether it is private."""

    id: str
    is_private: bool


class SlackClient:
    """The methods of Slack's Web API that HTST calls."""

    def __init__(self, token: str, api_url: str) -> None:
        # No automatic retries: they would post a message twice when the connection drops after the first request.
        self.client = WebClient(token=token, base_url=api_url, timeout=TIMEOUT, retry_handlers=[])

    def call(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call a method and return Slack's answer. Raises Permanent, Temporary or Unknown."""
        return self._call(method, {"json": arguments})

    def ask(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Call a method that only reads, by GET, as these take no JSON. Returns and raises as ``call`` does."""
        return self._call(method, {"http_verb": "GET", "params": arguments})

    def upload(self, name: str, content: bytes, alt: str) -> str:
        """Upload an image, invisible until it is shared, and return its id. ``alt`` is the alt text, if any.

        Raises Permanent or Temporary: an upload with an unknown outcome is simply repeated.
        """
        about = {"filename": name, "length": len(content)} | ({"alt_txt": alt} if alt else {})
        try:
            answer = self._call("files.getUploadURLExternal", {"data": about})
            _send_bytes(str(answer["upload_url"]), content)
        except Unknown as error:
            raise Temporary(f"the file could not be handed over: {error}", 5) from error
        return str(answer["file_id"])

    def share(self, file: str, title: str, channel: str, thread: str, comment: str = "") -> None:
        """Share an uploaded file in a thread (channel and ts of its first message), below a comment if there is one.

        Slack can answer ok and share nothing: look in the thread. Raises as ``call`` does.
        """
        files = json.dumps([{"id": file, "title": title}])
        where = {"channel_id": channel, "thread_ts": thread} | ({"initial_comment": comment} if comment else {})
        try:
            self._call("files.completeUploadExternal", {"data": {"files": files, **where}})
        except Permanent as error:
            if str(error) == "file_not_found":  # a proxy accepted the upload and lost it
                raise Temporary("Slack does not have the file that was handed over", 5) from error
            raise

    def validate(self, kind: str, content: dict[str, Any] | list[dict[str, Any]]) -> list[str]:
        """What Slack has against a "message", a "view" or "blocks" (blocks.validate): where and why, or nothing.

        Raises as ``call`` does.
        """
        try:
            response = self.client.api_call("blocks.validate", json={kind: content})
        except SlackApiError as error:
            wrong = error.response.get("errors") if hasattr(error.response, "get") else None
            if wrong:
                return [f"{one.get('pointer', '')}: {one.get('message') or one.get('code')}" for one in wrong]
            _classify(error)
            return []
        except (OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
            raise Unknown(type(error).__name__) from error
        return [
            f"{one.get('pointer', '')}: {one.get('message') or one.get('code')}"
            for one in response.get("errors") or ()
        ]

    def _call(self, method: str, options: dict[str, Any]) -> dict[str, Any]:
        try:
            response = self.client.api_call(method, **options)
        except SlackApiError as error:
            return _classify(error)
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
        """The bot's identity (auth.test), which also shows that the token works. Raises SlackApiError or OSError."""
        answer = self.client.auth_test()
        scopes = str(answer.headers.get("x-oauth-scopes") or answer.headers.get("X-OAuth-Scopes") or "")
        return Identity(
            team_id=str(answer.get("team_id", "")),
            bot_id=str(answer.get("bot_id", "")),
            bot_user_id=str(answer.get("user_id", "")),
            scopes=tuple(scope.strip() for scope in scopes.split(",") if scope.strip()),
            enterprise_id=str(answer.get("enterprise_id") or ""),
            url=str(answer.get("url") or ""),
            bot_name=str(answer.get("user") or ""),
            team_name=str(answer.get("team") or ""),
        )

    def people(self, cursor: str = "") -> tuple[list[Person], str]:
        """One page of the workspace's people, and the cursor of the next page, empty after the last.

        Raises as ``call`` does.
        """
        answer = self.ask("users.list", {"limit": _PEOPLE_PER_PAGE} | ({"cursor": cursor} if cursor else {}))
        found = [person_from_user(user) for user in answer.get("members", ()) if not user.get("is_bot")]
        return found, str((answer.get("response_metadata") or {}).get("next_cursor") or "")

    def members(self, channel: str, cursor: str = "") -> tuple[list[str], str]:
        """One page of who is in a channel (user ids), and the cursor of the next page, empty after the last.

        Raises as ``call`` does.
        """
        arguments = {"channel": channel, "limit": _PEOPLE_PER_PAGE} | ({"cursor": cursor} if cursor else {})
        answer = self.ask("conversations.members", arguments)
        found = [str(one) for one in answer.get("members", ())]
        return found, str((answer.get("response_metadata") or {}).get("next_cursor") or "")

    def find(self, to: str, thread: str | None, opaque_key: str, since: datetime) -> tuple[str, str] | None:
        """The (channel, ts) of our message with that opaque key in its metadata, or None when it is not in the history.

        ``since`` (UTC) is when it was first tried, less a margin; ``thread`` is the ts of its thread, if it is a
        reply. Raises HistoryInconclusive when the history cannot be read or is too long, Temporary and Unknown as
        ``call`` does.
        """

        def is_ours(message: dict[str, Any]) -> bool:
            return ((message.get("metadata") or {}).get("event_payload") or {}).get("key") == opaque_key

        return self._find(to, thread, since, is_ours)

    def find_file(
        self, channel: str, thread: str, ids_and_names: Collection[str], since: datetime
    ) -> tuple[str, str] | None:
        """As ``find``, for the message in a thread that carries a file of one of these ids or names."""

        def is_ours(message: dict[str, Any]) -> bool:
            files = message.get("files", ())
            return any(one.get("id") in ids_and_names or one.get("name") in ids_and_names for one in files)

        return self._find(channel, thread, since, is_ours)

    def _find(
        self, to: str, thread: str | None, since: datetime, is_ours: Callable[[dict[str, Any]], bool]
    ) -> tuple[str, str] | None:
        try:
            return self._search(self.channel_id(to), thread, since, is_ours)
        except Permanent as error:
            if thread and str(error) == "thread_not_found":
                return None  # history that lags can lack even the thread's first message
            raise HistoryInconclusive(f"the history cannot be read: {error}") from error

    def _search(
        self, channel: str, thread: str | None, since: datetime, is_ours: Callable[[dict[str, Any]], bool]
    ) -> tuple[str, str] | None:
        method = "conversations.replies" if thread else "conversations.history"
        query: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 100}
        query |= {"oldest": f"{since.timestamp():.6f}"} | ({"ts": thread} if thread else {})
        for _page in range(_MAX_PAGES):
            answer = self.ask(method, query)
            for message in answer.get("messages", ()):
                if is_ours(message):
                    return channel, str(message["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            query["cursor"] = cursor
        raise HistoryInconclusive("too much was said in the channel since")

    def channel_id(self, to: str) -> str:
        """The id of a channel given by its id or #name, or of the direct messages with a person given by their id."""
        if to[:1] in "UW":
            return str(self.call("conversations.open", {"users": to})["channel"]["id"])
        if is_channel_id(to) or to.startswith("D"):
            return to
        name = to.removeprefix("#")
        found = self.named_channels([name])
        if name not in found:
            raise Permanent("channel_not_found")
        return found[name].id

    def named_channels(self, names: Collection[str]) -> dict[str, ListedChannel]:
        """By their names (without #), those of these channels that the bot can see: all public ones, and the
        private ones it is in. Raises as ``call`` does.
        """
        found: dict[str, ListedChannel] = {}
        # Without "types", Slack gives public channels only.
        arguments: dict[str, Any] = {
            "types": "public_channel,private_channel",
            "exclude_archived": True,
            "limit": 200,
        }
        while True:
            answer = self.ask("conversations.list", arguments)
            for channel in answer.get("channels", ()):
                if channel.get("name") in names:
                    found[channel["name"]] = ListedChannel(str(channel["id"]), bool(channel.get("is_private")))
            arguments["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not arguments["cursor"] or len(found) == len(set(names)):
                return found


def person_from_user(user: Mapping[str, Any]) -> Person:
    """The person of a user object of Slack's; multi-channel and single-channel guests both count as guests."""
    is_guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    organisation = (user.get("enterprise_user") or {}).get("enterprise_id")
    home = organisation or user.get("team_id") or (user.get("profile") or {}).get("team") or ""
    return Person(str(user["id"]), bool(is_guest), bool(user.get("deleted")), str(home))


def _send_bytes(address: str, content: bytes) -> None:
    """Send a file to the upload address that Slack gave. Raises Unknown unless Slack confirms it."""
    if not address.startswith(("https://", "http://")):
        raise Unknown("no address to upload to")
    request = Request(address, content, {"Content-Type": "application/octet-stream"})  # noqa: S310 - see above
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - likewise
            answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise Unknown(f"HTTP {error.code}" if isinstance(error, HTTPError) else type(error).__name__) from error


def _cannot_have_arrived(reason: object) -> bool:
    """Whether the connection was never established: only then is it certain that nothing was sent."""
    never = ConnectionRefusedError | socket.gaierror | ssl.SSLCertVerificationError
    return isinstance(reason, never) or (
        isinstance(reason, OSError) and reason.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH)
    )


def _classify(error: SlackApiError) -> dict[str, Any]:
    response = error.response
    code = str(response.get("error", "")) if hasattr(response, "get") else ""
    status = getattr(response, "status_code", 0)
    if code in _ALREADY_DONE:
        return {"ok": True}
    if status == 429 or code == "ratelimited":
        wait = getattr(response, "headers", {}).get("Retry-After") or 1
        header = str(wait[0] if isinstance(wait, list) else wait)
        seconds = float(header) if header.isdecimal() else _LATER_SECONDS  # a proxy may give a date
        raise Temporary("ratelimited", seconds, is_limit=True) from error
    if code in _TOKEN_ERRORS:
        raise Temporary(code, _TOKEN_RETRY_SECONDS) from error
    if code in _LATER:
        raise Temporary(code, _LATER_SECONDS) from error
    if not is_definite(status, code):
        raise Unknown(code or f"HTTP {status}") from error
    raise Permanent(code) from error


def is_definite(status: int, code: str) -> bool:
    """Whether an answer that is not "ok" came from Slack itself and is a permanent refusal."""
    is_from_slack = status < 500 and status != 429 and bool(_CODE.fullmatch(code))
    return is_from_slack and code not in _OUTCOME_UNKNOWN | _LATER
