"""The JSON API of the playground's page: what a person sees, and what they do.

Requests that change anything need the header ``X-Playground: 1``, which no other site can make a browser send.
A refusal is ``{"ok": false, "error": sentence}``. What people do may wait three seconds for the bot, and so
runs in threads of its own.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from playground import posting
from playground.calendar import DateControl
from playground.interacting import Interacting
from playground.message_objects import message_object
from playground.messages import PlaygroundMessage
from playground.view_state import NotOffered
from playground.workspace import Conversation, SlackError, SlackUser

log = logging.getLogger(__name__)

# What the page says for Slack's words that a person can run into.
ERROR_SENTENCES = {
    "is_archived": "This channel is archived: nobody can write in it.",
    "not_in_channel": "You are not in this channel. Join it first.",
    "cant_update_message": "Only its author can change a message.",
    "message_not_found": "This message is no longer there.",
    "channel_not_found": "There is no such channel.",
    "user_not_found": "There is no such person here.",
    "no_text": "Write something first.",
    "not_found": "This window is no longer open.",
    "thread_not_found": "This thread is no longer there.",
}


class PageApi:
    """The page's routes over one playground."""

    def __init__(self, slack: Interacting, calendar: DateControl) -> None:
        self._slack, self._ws, self._calendar = slack, slack.workspace, calendar
        self._closing = asyncio.Event()

    def close(self) -> None:
        """End the streams. Called on the server's loop."""
        self._closing.set()

    def routes(self) -> list[Route]:
        """The routes under /play."""
        looks: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = {
            "state": self._state,
            "messages": self._messages,
            "thread": self._thread,
            "home": self._home,
        }
        acts: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "say": self._say,
            "edit": lambda given: self._did(self._slack.edit, given, "channel", "ts", "text"),
            "delete": lambda given: self._did(self._slack.delete, given, "channel", "ts"),
            "react": lambda given: self._did(self._slack.react, given, "channel", "ts", "name"),
            "join": lambda given: self._did(self._slack.join, given, "channel"),
            "read": lambda given: self._did(self._slack.mark_read, given, "channel"),
            "press": self._press,
            "shortcut": self._shortcut,
            "view/press": self._press_view,
            "view/submit": self._submit,
            "view/close": lambda given: self._did(self._slack.close, given, "view_id"),
            "date": self._date,
        }
        return [
            *(Route(f"/play/{name}", self._get(run), methods=["GET"]) for name, run in looks.items()),
            *(Route(f"/play/{name}", self._post(run), methods=["POST"]) for name, run in acts.items()),
            Route("/play/stream", self._stream, methods=["GET"]),
            Route("/play/file/{file}", self._file, methods=["GET"]),
        ]

    def _get(self, run: Callable[[dict[str, str]], dict[str, Any]]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            return await self._answer(run, dict(request.query_params))

        return endpoint

    def _post(self, run: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            if request.headers.get("x-playground") != "1":
                return _refused("This request does not come from the playground's page.", 403)
            try:
                given = json.loads(await request.body() or b"{}")
            except ValueError:
                return _refused("The request is not JSON.", 400)
            if not isinstance(given, dict):
                return _refused("The request is not a JSON object.", 400)
            return await self._answer(run, given)

        return endpoint

    async def _answer(self, run: Callable[[Any], dict[str, Any]], given: dict[str, Any]) -> Response:
        """Run in a thread. What Slack would refuse is answered with a sentence; an unexpected error is also logged."""
        try:
            return JSONResponse(await run_in_threadpool(run, given))
        except SlackError as error:
            return _refused(ERROR_SENTENCES.get(error.error, f"Slack refuses this: {error.error}"))
        except NotOffered as error:
            return _refused(str(error))
        except KeyError as error:
            return _refused(f"The request lacks or misnames {error}.", 400)
        except ValueError as error:
            return _refused(str(error))
        except Exception:
            log.exception("the page's request failed")
            return _refused("The playground failed at this; its log says why.", 500)

    # Looking

    def _state(self, given: dict[str, str]) -> dict[str, Any]:
        ws = self._ws
        with ws.lock:
            people = [one for one in ws.people.values() if not (one.is_bot or one.is_gone)]
            me = ws.person(given.get("as") or people[0].id)
            places = [place for place in ws.conversations.values() if _listed(place, me)]
            return {
                "revision": ws.revision,
                "now": ws.now().isoformat(timespec="seconds"),
                "timezone": ws.timezone,
                "team": {"name": ws.team},
                "me": _person(me),
                "people": [_person(person) for person in people],
                "bot": _person(ws.bot),
                "groups": [{"id": group.id, "handle": group.handle} for group in ws.user_groups.values()],
                "channels": [self._place(place, me) for place in places],
                "commands": [
                    {
                        "command": command.command,
                        "description": command.description,
                        "usage_hint": command.usage_hint,
                        "verbs": [{"name": name, "hint": hint} for name, hint in command.verbs],
                    }
                    for command in ws.commands.values()
                ],
                "shortcuts": [vars(one) for one in ws.app.shortcuts],
                "view": self._slack.view(me.id),
                "busy": self._calendar.busy,
            }

    def _place(self, place: Conversation, me: SlackUser) -> dict[str, Any]:
        dm = place.kind == "dm"
        joined = me.id in place.members
        return {
            "id": place.id,
            "name": self._ws.bot.name if dm else place.name,
            "topic": place.topic,
            "unread": posting.unread(place, me.id) if joined else 0,
            "kind": place.kind,
            "with": self._ws.bot.id if dm else None,
            "members": list(place.members),
            "joined": joined,
        }

    def _messages(self, given: dict[str, str]) -> dict[str, Any]:
        with self._ws.lock:
            me, place = self._ws.person(given["as"]), self._ws.conversation(given["channel"])
            if not _listed(place, me):
                raise SlackError("channel_not_found")
            return {
                "messages": [self._message(one) for one in posting.top_level(place, me.id) if _in_channel(one)]
            }

    def _thread(self, given: dict[str, str]) -> dict[str, Any]:
        with self._ws.lock:
            me, place, ts = self._ws.person(given["as"]), self._ws.conversation(given["channel"]), given["ts"]
            if not _listed(place, me):
                raise SlackError("channel_not_found")
            root = place.messages.get(ts)
            found = [*([root] if root else []), *place.threads.get(ts, [])]
            return {"messages": [self._message(one) for one in found if posting.visible_to(one, me.id)]}

    def _message(self, message: PlaygroundMessage) -> dict[str, Any]:
        shown = message_object(self._ws, message)
        return {
            "ts": message.ts,
            "user": message.user,
            "text": message.text,
            # What people wrote is shown from its text; only the app's blocks are laid out.
            "blocks": message.blocks,
            "thread_ts": message.thread_ts,
            "edited": message.edited is not None,
            "ephemeral": message.only_for is not None,
            "subtype": message.subtype,
            "reply_count": shown.get("reply_count", 0),
            "latest_reply": shown.get("latest_reply"),
            "reply_users": shown.get("reply_users", []),
            "reactions": [{"name": name, "users": list(users)} for name, users in message.reactions.items()],
            "files": [
                {name: file.get(name, "") for name in ("id", "name", "title", "mimetype", "alt_txt")}
                | {"url": f"/play/file/{file['id']}"}
                for file in message.files
            ],
        }

    def _home(self, given: dict[str, str]) -> dict[str, Any]:
        person = self._ws.person(given["as"]).id
        return {"view": self._slack.home(person) if given.get("quiet") else self._slack.open_home(person)}

    async def _stream(self, request: Request) -> Response:
        return StreamingResponse(
            self._revisions(request), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _revisions(self, request: Request) -> AsyncIterator[str]:
        """The revision now and at every change; several changes in quick succession are sent as one."""
        loop, moved = asyncio.get_running_loop(), asyncio.Event()
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            with self._ws.watched(lambda revision: _wake(loop, moved)):
                while not self._closing.is_set():
                    moved.clear()
                    yield f"data: {json.dumps({'revision': self._ws.revision})}\n\n"
                    waiting = asyncio.ensure_future(moved.wait())
                    try:
                        await asyncio.wait((waiting, closing), return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        waiting.cancel()
        finally:
            closing.cancel()

    async def _file(self, request: Request) -> Response:
        """A file in a message. Anything but a picture is downloaded, never run as part of the page."""
        with self._ws.lock:
            found = self._ws.files.get(request.path_params["file"])
            body = self._ws.contents.get(request.path_params["file"])
        if found is None or body is None:
            return _refused("There is no such file.", 404)
        picture = found["mimetype"] in ("image/png", "image/jpeg", "image/gif")
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        if not picture:
            headers["Content-Disposition"] = "attachment"
        return Response(body, media_type=found["mimetype"] or "application/octet-stream", headers=headers)

    # Doing

    def _did(self, act: Callable[..., object], given: dict[str, Any], *names: str) -> dict[str, Any]:
        act(given["as"], *(str(given[name]) for name in names))
        return {"ok": True}

    def _say(self, given: dict[str, Any]) -> dict[str, Any]:
        user, channel, text = given["as"], given["channel"], str(given["text"])
        thread_ts = given.get("thread_ts")
        if not text.startswith("/"):
            self._slack.say(user, channel, text, thread_ts, bool(given.get("broadcast")))
            return {"ok": True}
        answer = self._slack.command(user, channel, text, thread_ts)
        if answer.ok:
            return {"ok": True}
        command, error = text.split()[0], answer.error or ""
        sentence = error if " " in error.split(":")[0] else f"{command} failed with the error “{error}”"
        return {"ok": False, "error": sentence}

    def _pressed(self, answer: Any) -> dict[str, Any]:
        if answer.ok:
            return {"ok": True}
        return {"ok": False, "error": f"The app did not respond as it should (“{answer.error}”). Try again."}

    def _press(self, given: dict[str, Any]) -> dict[str, Any]:
        where = (given["as"], given["channel"], given["ts"])
        return self._pressed(
            self._slack.press(*where, given["action_id"], given.get("block_id"), given.get("value"))
        )

    def _shortcut(self, given: dict[str, Any]) -> dict[str, Any]:
        offered = [one.callback_id for one in self._ws.app.shortcuts]
        if given["callback_id"] not in offered:
            raise ValueError("The app has no such shortcut.")
        where = (given.get("channel"), given.get("ts"))
        return self._pressed(self._slack.shortcut(given["as"], given["callback_id"], *where))

    def _press_view(self, given: dict[str, Any]) -> dict[str, Any]:
        where, what = (given["as"], given["view_id"]), (given["action_id"], given.get("block_id"))
        return self._pressed(self._slack.press_view(*where, *what, given.get("value"), given.get("values")))

    def _submit(self, given: dict[str, Any]) -> dict[str, Any]:
        wrong = self._slack.submit(given["as"], given["view_id"], given["values"])
        if not wrong:
            return {"ok": True}
        return {"ok": False, "error": wrong[""]} if "" in wrong else {"ok": True, "errors": wrong}

    def _date(self, given: dict[str, Any]) -> dict[str, Any]:
        if self._calendar.busy:
            return {"ok": False, "error": "The date is being moved already. Wait until it has arrived."}
        now = self._calendar.move_to(self._calendar.named(str(given["to"])))
        return {"ok": True, "now": now.isoformat(timespec="seconds")}


def _wake(loop: asyncio.AbstractEventLoop, moved: asyncio.Event) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(moved.set)


def _refused(sentence: str, status: int = 200) -> JSONResponse:
    return JSONResponse({"ok": False, "error": sentence}, status)


def _person(person: SlackUser) -> dict[str, Any]:
    title = f"Guest – {person.title}" if person.is_guest else person.title
    return {"id": person.id, "name": person.name, "title": title.removesuffix(" – "), "is_bot": person.is_bot}


def _listed(place: Conversation, me: SlackUser) -> bool:
    """Whether this person may know of the conversation: public channels, and those they are in."""
    return me.id in place.members or (place.kind == "channel" and not place.is_private)


def _in_channel(message: PlaygroundMessage) -> bool:
    """Whether it is shown in the conversation itself: what is said in a thread for one person stays there."""
    return not message.is_reply or message.only_for is None
