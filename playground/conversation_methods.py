"""The conversations.*, users.*, team.* and bots.* methods. The caller holds the lock; errors are SlackError."""

import base64
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from playground.arguments import Arguments
from playground.chat_methods import MethodResult, place_of, require_active
from playground.message_objects import message_object
from playground.messages import PlaygroundMessage
from playground.posting import join
from playground.render import (
    channel_type,
    conversation_object,
    listed_conversation,
    person_object,
    user_group_object,
)
from playground.workspace import Conversation, SlackError, Workspace

T = TypeVar("T")

# Slack's own defaults and largest pages.
PAGE_LIMIT, LARGEST = 100, 999


def page(
    found: Sequence[T], args: Arguments, key: Callable[[T], str], default: int = PAGE_LIMIT
) -> tuple[list[T], str]:
    """One page of an ordered list and the cursor of the next ("" at the end). Raises SlackError invalid_cursor.

    A cursor names the first item of its page, so that items that are added meanwhile do not shift the pages.
    """
    limit = args.number("limit", default, LARGEST + 1)
    start = 0
    cursor = args.text("cursor")
    if cursor:
        try:
            first_key = base64.b64decode(cursor, validate=True).decode().removeprefix("next:")
        except ValueError as error:
            raise SlackError("invalid_cursor") from error
        keys = [key(item) for item in found]
        if first_key not in keys:
            raise SlackError("invalid_cursor")
        start = keys.index(first_key)
    following = found[start + limit :]
    token = base64.b64encode(f"next:{key(following[0])}".encode()).decode() if following else ""
    return list(found[start : start + limit]), token


def _listed(ws: Workspace, args: Arguments, mine: bool) -> MethodResult:
    kinds = (args.text("types") or "public_channel").replace(" ", "").split(",")
    unknown = set(kinds) - {"public_channel", "private_channel", "im", "mpim"}
    if unknown:
        raise SlackError("invalid_types")
    for kind in kinds:
        ws.app.need_for(_SORTS[kind], "read")
    found = [
        place
        for place in ws.conversations.values()
        if _kind(place) in kinds
        and (ws.bot.id in place.members or (not mine and not place.is_private))
        and not (place.is_archived and args.flag("exclude_archived"))
    ]
    shown, cursor = page(found, args, lambda place: place.id)
    channels = [listed_conversation(ws, place, mine=mine) for place in shown]
    return MethodResult({"channels": channels, "response_metadata": {"next_cursor": cursor}})


# What events call each type; conversations of several people are not part of the playground.
_SORTS = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "im"}


def _kind(place: Conversation) -> str:
    if place.kind == "dm":
        return "im"
    return "private_channel" if place.is_private else "public_channel"


def conversations_list(ws: Workspace, args: Arguments) -> MethodResult:
    """conversations.list: public channels unless other types are asked for."""
    return _listed(ws, args, mine=False)


def users_conversations(ws: Workspace, args: Arguments) -> MethodResult:
    """users.conversations: those the bot is in."""
    return _listed(ws, args, mine=True)


def _seen(ws: Workspace, args: Arguments) -> Conversation:
    """A conversation the bot may know of: not a private one it is not in."""
    place = ws.conversation(args.need("channel", "channel_not_found"))
    if place.is_private and ws.bot.id not in place.members:
        raise SlackError("channel_not_found")
    ws.app.need_for(channel_type(place), "read")
    return place


def conversations_info(ws: Workspace, args: Arguments) -> MethodResult:
    """conversations.info."""
    return MethodResult({"channel": conversation_object(ws, _seen(ws, args))})


def conversations_members(ws: Workspace, args: Arguments) -> MethodResult:
    """conversations.members."""
    shown, cursor = page(_seen(ws, args).members, args, str)
    return MethodResult({"members": shown, "response_metadata": {"next_cursor": cursor}})


def conversations_join(ws: Workspace, args: Arguments) -> MethodResult:
    """conversations.join: the bot enters a public channel."""
    place = _seen(ws, args)
    if place.kind != "channel" or place.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    require_active(place)
    already = ws.bot.id in place.members
    events = join(ws, place, ws.bot.id)
    warning = {"warning": "already_in_channel"} if already else {}
    shown = conversation_object(ws, place)
    del shown["num_members"]
    return MethodResult({"channel": shown, **warning}, events)


def conversations_open(ws: Workspace, args: Arguments) -> MethodResult:
    """conversations.open: the direct message with one person (groups are not part of the playground)."""
    if args.text("channel"):
        place = ws.conversation(args.need("channel"))
    else:
        users = args.values.get("users") or ""
        names = users if isinstance(users, list) else str(users).replace(" ", "").split(",")
        if not names or names == [""]:
            raise SlackError("users_list_not_supplied")
        if len(names) > 1:
            raise SlackError("too_many_users")
        place = ws.dm(names[0])
    whole = {**conversation_object(ws, place), "is_open": True, "priority": 0}
    shown = whole if args.flag("return_im") else {"id": place.id}
    return MethodResult({"channel": shown, "no_op": True, "already_open": True})


def _window(args: Arguments, found: list[PlaygroundMessage]) -> list[PlaygroundMessage]:
    """Those between ``oldest`` and ``latest``, the ends themselves only with ``inclusive``."""
    oldest, latest = args.ts("oldest", "invalid_ts_oldest"), args.ts("latest", "invalid_ts_latest")
    inclusive = args.flag("inclusive")

    def within(ts: str) -> bool:
        above = oldest is None or ts > oldest or (inclusive and ts == oldest)
        return above and (latest is None or ts < latest or (inclusive and ts == latest))

    return [message for message in found if within(message.ts)]


def _with_history(ws: Workspace, args: Arguments) -> Conversation:
    """The conversation of ``channel``, whose history the app may read. Raises SlackError."""
    place = place_of(ws, args)
    ws.app.need_for(channel_type(place), "history")
    return place


def _in_history(ws: Workspace, place: Conversation) -> list[PlaygroundMessage]:
    """The messages in the history: without ephemeral ones and those newer than the lag that ``faults`` sets."""
    until = time.monotonic() - ws.faults.lag
    return [
        message for message in place.messages.values() if message.only_for is None and message.posted <= until
    ]


def _answer(ws: Workspace, args: Arguments, shown: list[PlaygroundMessage], cursor: str) -> dict[str, Any]:
    metadata = args.flag("include_all_metadata")
    messages = [message_object(ws, message, metadata=metadata) for message in shown]
    more = {"response_metadata": {"next_cursor": cursor}} if cursor else {}
    return {"messages": messages, "has_more": bool(cursor), **more}


def conversations_history(ws: Workspace, args: Arguments) -> MethodResult:
    """conversations.history: newest first; replies only where they were also sent to the channel."""
    place = _with_history(ws, args)
    found = [
        message
        for message in _in_history(ws, place)
        if not message.is_reply or message.subtype == "thread_broadcast"
    ]
    newest_first = _window(args, found)[::-1]
    shown, cursor = page(newest_first, args, lambda message: message.ts)
    return MethodResult({**_answer(ws, args, shown, cursor), "pin_count": 0})


def conversations_replies(ws: Workspace, args: Arguments) -> MethodResult:
    """conversations.replies: the root first, then its replies, oldest first."""
    place = _with_history(ws, args)
    ts = args.ts("ts", "thread_not_found")
    known = _in_history(ws, place)
    root = next((message for message in known if message.ts == ts and not message.is_reply), None)
    if root is None:
        raise SlackError("thread_not_found")
    visible = {message.ts for message in known}
    replies = [message for message in place.replies(root.ts) if message.ts in visible]
    shown, cursor = page([root, *_window(args, replies)], args, lambda message: message.ts, LARGEST + 1)
    return MethodResult(_answer(ws, args, shown, cursor))


def users_info(ws: Workspace, args: Arguments) -> MethodResult:
    """users.info."""
    return MethodResult({"user": person_object(ws, ws.person(args.need("user", "user_not_found")))})


def users_list(ws: Workspace, args: Arguments) -> MethodResult:
    """users.list."""
    shown, cursor = page(list(ws.people.values()), args, lambda person: person.id)
    members = [person_object(ws, person) for person in shown]
    return MethodResult(
        {
            "members": members,
            "cache_ts": int(ws.now().timestamp()),
            "response_metadata": {"next_cursor": cursor},
        }
    )


def team_info(ws: Workspace, args: Arguments) -> MethodResult:
    """team.info."""
    return MethodResult({"team": {"id": ws.team_id, "name": ws.team, "domain": ws.domain, "url": ws.url}})


def bots_info(ws: Workspace, args: Arguments) -> MethodResult:
    """bots.info: of this one app."""
    if args.text("bot") not in (None, ws.bot_id):
        raise SlackError("bot_not_found")
    known = {"id": ws.bot_id, "app_id": ws.app_id, "user_id": ws.bot.id, "name": ws.bot.name}
    return MethodResult({"bot": {**known, "deleted": False, "updated": 0, "icons": {}}})


def usergroups_list(ws: Workspace, args: Arguments) -> MethodResult:
    """usergroups.list: with the people in each only where they are asked for."""
    with_users = args.flag("include_users")
    groups = [user_group_object(ws, group, with_users=with_users) for group in ws.user_groups.values()]
    return MethodResult({"usergroups": groups})


def auth_test(ws: Workspace, args: Arguments) -> MethodResult:
    """auth.test."""
    return MethodResult(
        {
            "url": ws.url,
            "team": ws.team,
            "user": ws.bot.username,
            "team_id": ws.team_id,
            "user_id": ws.bot.id,
            "bot_id": ws.bot_id,
            "is_enterprise_install": False,
            **({"enterprise_id": ws.enterprise.id} if ws.enterprise else {}),
        }
    )


def api_test(ws: Workspace, args: Arguments) -> MethodResult:
    """api.test: gives back what it was given, or the error it was asked for."""
    if args.text("error"):
        raise SlackError(args.need("error"), args=args.values)
    return MethodResult({"args": {name: value for name, value in args.values.items() if name != "token"}})
