"""The Web API over HTTP, and the other endpoints that a bot calls.

``POST /api/METHOD`` takes JSON or a form, the token in the header or the body, and answers as Slack does:
status 200 with ``ok`` true or false, 429 with ``Retry-After``. The other endpoints are ``/respond/…``
(response_url), ``/upload/v1/…`` (the second step of an upload) and ``/files/…``. ``apps.connections.open`` takes the
app-level token; all others take the bot token.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from playground import block_methods as blocks
from playground import chat_methods as chat
from playground import conversation_methods as conversations
from playground import view_methods as views
from playground.arguments import Arguments
from playground.chat_methods import MethodResult
from playground.events import SlackEvent
from playground.faults import Fault
from playground.responding import respond
from playground.workspace import SlackError, Workspace

MethodFunction = Callable[[Workspace, Arguments], MethodResult]
_READ, _HISTORY = (
    ("channels:read", "groups:read", "im:read"),
    ("channels:history", "groups:history", "im:history"),
)


@dataclass(frozen=True)
class ApiMethod:
    """A method of the Web API: its function, the scopes of which the app needs one (empty: none is needed), and
    whether it takes JSON. Methods that only read take forms and query strings.
    """

    run: MethodFunction
    scopes: tuple[str, ...] = ()
    takes_json: bool = True


# Source: the facts on each method's page in Slack's reference.
METHODS: Mapping[str, ApiMethod] = {
    "api.test": ApiMethod(conversations.api_test),
    "auth.test": ApiMethod(conversations.auth_test),
    "blocks.validate": ApiMethod(blocks.validate),
    "bots.info": ApiMethod(conversations.bots_info, ("users:read",), takes_json=False),
    "chat.delete": ApiMethod(chat.delete_message, ("chat:write",)),
    "chat.getPermalink": ApiMethod(chat.get_permalink, takes_json=False),
    "chat.postEphemeral": ApiMethod(chat.post_ephemeral, ("chat:write",)),
    "chat.postMessage": ApiMethod(chat.post_message, ("chat:write",)),
    "chat.update": ApiMethod(chat.update_message, ("chat:write",)),
    "conversations.history": ApiMethod(conversations.conversations_history, _HISTORY, takes_json=False),
    "conversations.info": ApiMethod(conversations.conversations_info, _READ, takes_json=False),
    "conversations.join": ApiMethod(conversations.conversations_join, ("channels:join",)),
    "conversations.list": ApiMethod(conversations.conversations_list, _READ, takes_json=False),
    "conversations.members": ApiMethod(conversations.conversations_members, _READ, takes_json=False),
    "conversations.open": ApiMethod(conversations.conversations_open, ("im:write",)),
    "conversations.replies": ApiMethod(conversations.conversations_replies, _HISTORY, takes_json=False),
    "files.completeUploadExternal": ApiMethod(views.complete_upload, ("files:write",)),
    "files.info": ApiMethod(views.files_info, ("files:read",), takes_json=False),
    "files.getUploadURLExternal": ApiMethod(views.get_upload_url, ("files:write",), takes_json=False),
    "reactions.add": ApiMethod(chat.reactions_add, ("reactions:write",)),
    "reactions.get": ApiMethod(chat.reactions_get, ("reactions:read",), takes_json=False),
    "reactions.remove": ApiMethod(chat.reactions_remove, ("reactions:write",)),
    "team.info": ApiMethod(conversations.team_info, ("team:read",), takes_json=False),
    "usergroups.list": ApiMethod(conversations.usergroups_list, ("usergroups:read",), takes_json=False),
    "users.conversations": ApiMethod(conversations.users_conversations, _READ, takes_json=False),
    "users.info": ApiMethod(conversations.users_info, ("users:read",), takes_json=False),
    "users.list": ApiMethod(conversations.users_list, ("users:read",), takes_json=False),
    "views.open": ApiMethod(views.views_open),
    "views.publish": ApiMethod(views.views_publish),
    "views.push": ApiMethod(views.views_push),
    "views.update": ApiMethod(views.views_update),
}

OPEN_SOCKET = "apps.connections.open"

# Every scope that a method or an event here could ask for.
ALL_SCOPES = tuple(
    sorted(
        {scope for method in METHODS.values() for scope in method.scopes} | {"app_mentions:read", "commands"}
    )
)


@dataclass(frozen=True)
class Call:
    """One recorded call: ``arguments`` without the token, ``answer`` as sent (None if none was), ``at``
    monotonic.
    """

    method: str
    arguments: dict[str, Any]
    answer: dict[str, Any] | None
    status: int | None
    at: float
    fault: str | None = None


class Api:
    """The endpoints for the bot. ``send`` sends events to it, and must not block."""

    def __init__(
        self,
        workspace: Workspace,
        bot_token: str,
        send: Callable[[list[SlackEvent]], object],
        app_token: str,
        open_socket: MethodFunction,
    ) -> None:
        self.workspace = workspace
        self.calls: list[Call] = []
        self._token, self._app_token = bot_token, app_token
        self._methods = {**METHODS, OPEN_SOCKET: ApiMethod(open_socket)}
        self._send = send
        self._closing = asyncio.Event()

    def close(self) -> None:
        """End the calls that hang because of a fault. Called on the server's loop."""
        self._closing.set()

    async def call(self, request: Request) -> Response:
        """``/api/METHOD``."""
        method, at = request.path_params["method"], time.monotonic()
        body = await request.body()
        try:
            args = Arguments.read(request.url.query, body, request.headers.get("content-type", ""))
        except SlackError as error:
            return self._reply(Call(method, {}, refusal(error), 200, at))
        channel = self._channel(args)
        fault = self.workspace.faults.take(method, channel)
        if fault is not None and not fault.takes_effect:
            return await self._misbehave(request, fault, method, args, None, at)
        header, arguments = request.headers.get("authorization", ""), args
        if fault is not None and fault.is_silent:
            # Without a channel there is nowhere to share the file.
            arguments = args.without("channel_id", "channels", "thread_ts")
        answer, status, events = self._perform(method, arguments, header)
        if fault is not None and not fault.is_silent:
            self._send(events)
            return await self._misbehave(request, fault, method, args, answer, at)
        reply = self._reply(
            Call(method, _without_token(args), answer, status, at, fault.kind if fault else None)
        )
        self._send(events)
        return reply

    def _channel(self, args: Arguments) -> str | None:
        """The id of the channel a call is about, for faults that apply to one channel only."""
        given = str(args.values.get("channel") or args.values.get("channel_id") or "")
        with self.workspace.lock:
            try:
                return chat.target(self.workspace, given).id if given else None
            except SlackError:
                return given

    def _perform(
        self, method: str, args: Arguments, header: str
    ) -> tuple[dict[str, Any], int, list[SlackEvent]]:
        ws = self.workspace
        try:
            with ws.lock:
                self._check_caller(method, args, header)
                ws.tiers.take(method)
                outcome = self._methods[method].run(ws, args)
                # A copy, taken under the lock: what was answered stays as it was when the workspace moves on.
                answer = json.loads(json.dumps({"ok": True, **outcome.answer}))
                return answer, 200, outcome.events
        except SlackError as error:
            return refusal(error), 429 if error.error == "ratelimited" else 200, []

    def _check_caller(self, method: str, args: Arguments, header: str) -> None:
        if method not in self._methods:
            raise SlackError("unknown_method", req_method=method)
        token = header.removeprefix("Bearer ").strip() if header.startswith("Bearer ") else args.text("token")
        if method == "api.test" and not token:
            return
        if not token:
            raise SlackError("not_authed")
        if token not in (self._token, self._app_token):
            raise SlackError("invalid_auth")
        if (token == self._app_token) != (method == OPEN_SOCKET):
            raise SlackError("not_allowed_token_type")
        if args.is_json and not self._methods[method].takes_json:
            raise SlackError("invalid_post_type")
        self.workspace.app.need(*self._methods[method].scopes)

    def _reply(self, call: Call) -> Response:
        self.calls.append(call)
        headers = {
            "x-oauth-scopes": ",".join(self.workspace.app.scopes),
            "x-slack-req-id": f"{len(self.calls)}",
        }
        if call.status == 429 and call.answer is not None:
            headers["Retry-After"] = str(call.answer.pop("retry_after", 1))
        return JSONResponse(call.answer, status_code=call.status or 200, headers=headers)

    async def _misbehave(
        self,
        request: Request,
        fault: Fault,
        method: str,
        args: Arguments,
        answer: dict[str, Any] | None,
        at: float,
    ) -> Response:
        kind, status = fault.base_kind, fault.status
        if kind in ("drop", "hang"):
            self.calls.append(Call(method, _without_token(args), answer, None, at, fault.kind))
            if kind == "hang":
                await _wait_for_first(self._closing.wait(), _wait_for_disconnect(request))
            request.state.transport.abort()
            return Response()
        if kind == "429":
            limited = {"ok": False, "error": "ratelimited", "retry_after": fault.retry_after}
            return self._reply(Call(method, _without_token(args), limited, 429, at, fault.kind))
        if status is not None:
            self.calls.append(Call(method, _without_token(args), answer, status, at, fault.kind))
            return PlainTextResponse("<html><body>Something went wrong.</body></html>", status)
        return self._reply(
            Call(method, _without_token(args), {"ok": False, "error": kind}, 200, at, fault.kind)
        )

    async def respond(self, request: Request) -> Response:
        """A response_url: up to five answers within thirty minutes to what a person did."""
        body = await request.body()
        try:
            with self.workspace.lock:
                events = respond(self.workspace, request.path_params["name"], body)
        except SlackError as error:
            status = 404 if error.error in ("used_url", "expired_url") else 400
            return JSONResponse(refusal(error), status)
        self._send(events)
        return PlainTextResponse("ok")

    async def upload(self, request: Request) -> Response:
        """The second step of an upload: the bytes, as many as were announced. Its faults have the method "upload"."""
        at, body = time.monotonic(), await request.body()
        file, nothing = request.path_params["file"], Arguments({})
        fault = self.workspace.faults.take("upload", None)
        if fault is not None and not fault.takes_effect:
            return await self._misbehave(request, fault, "upload", nothing, None, at)
        status, answer = self._store(file, body)
        if fault is not None:
            return await self._misbehave(request, fault, "upload", nothing, None, at)
        self.calls.append(Call("upload", {"file": file}, None, status, at))
        return PlainTextResponse(answer, status)

    def _store(self, file: str, body: bytes) -> tuple[int, str]:
        """Store a file's bytes if they are as many as were announced; returns the HTTP status and the answer."""
        with self.workspace.lock:
            found = self.workspace.files.get(file)
            if found is None or found["id"] in self.workspace.contents:
                return 404, "Not found"
            if len(body) != found["size"]:
                return 400, f"Expected {found['size']} bytes, got {len(body)}"
            self.workspace.contents[found["id"]] = body
            found["mimetype"] = _media_type(found["name"])
        return 200, f"OK - {len(body)}"

    async def download(self, request: Request) -> Response:
        """A file's ``url_private``, for the bot's token only, as in Slack."""
        if request.headers.get("authorization") != f"Bearer {self._token}":
            return PlainTextResponse("Not authorised", 403)
        with self.workspace.lock:
            file = request.path_params["file"]
            body, about = self.workspace.contents.get(file), self.workspace.files.get(file, {})
        if body is None:
            return PlainTextResponse("Not found", 404)
        return Response(body, media_type=about.get("mimetype") or "application/octet-stream")


def refusal(error: SlackError) -> dict[str, Any]:
    """The answer to a call that failed."""
    answer: dict[str, Any] = {"ok": False, "error": error.error, **error.extra}
    if error.messages:
        answer["response_metadata"] = {"messages": error.messages}
        if error.error == "invalid_blocks" and "errors" not in answer:
            answer["errors"] = [reason.removeprefix("[ERROR] ") for reason in error.messages]
    return answer


def _media_type(name: str) -> str:
    """The type of a file by the end of its name."""
    ending = name.rpartition(".")[2].lower()
    kinds = {"png": "image/png", "jpg": "image/jpeg", "pdf": "application/pdf", "txt": "text/plain"}
    return kinds.get(ending, "application/octet-stream")


def _without_token(args: Arguments) -> dict[str, Any]:
    return {name: value for name, value in args.values.items() if name != "token"}


async def _wait_for_disconnect(request: Request) -> None:
    while not await request.is_disconnected():
        await asyncio.sleep(0.02)


async def _wait_for_first(*waits: Awaitable[object]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
