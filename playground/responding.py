"""What an app may say in answer to a person: in the ack of a command, or later at its response_url."""

import json
from typing import Any

from playground.arguments import Arguments, read_content, read_metadata
from playground.events import SlackEvent
from playground.messages import PlaygroundMessage
from playground.posting import check_root, delete, edit, post
from playground.workspace import RESPONSE_USES, SlackError, Workspace

# The fields that a response may have; any other is an error of the app.
RESPONSE_FIELDS = {
    "text",
    "blocks",
    "attachments",
    "response_type",
    "replace_original",
    "delete_original",
    "thread_ts",
    "metadata",
    "mrkdwn",
    "unfurl_links",
    "unfurl_media",
    "parse",
    "link_names",
    "icon_emoji",
    "username",
}


def respond(ws: Workspace, name: str, body: bytes) -> list[SlackEvent]:
    """Carry out what was posted to a response_url. Raises SlackError used_url, expired_url or what is wrong."""
    address = ws.response_urls.get(name)
    if address is None or ws.now() >= address.expires:
        raise SlackError("expired_url")
    if address.uses >= RESPONSE_USES:
        raise SlackError("used_url")
    try:
        given = json.loads(body)
    except ValueError as error:
        raise SlackError("invalid_payload") from error
    if not isinstance(given, dict) or set(given) - RESPONSE_FIELDS:
        raise SlackError("invalid_payload")
    address.uses += 1
    original = ws.conversation(address.channel).messages.get(address.message or "")
    if given.get("delete_original"):
        return delete(ws, original) if original else []
    if given.get("replace_original") and original:
        text, blocks = read_content(ws, Arguments(given))
        return edit(ws, original, ws.bot.id, {"text": text, "blocks": blocks})
    return reply_events(ws, given, address.channel, address.user)[1]


def reply_events(
    ws: Workspace, given: dict[str, Any], channel: str, user: str
) -> tuple[PlaygroundMessage, list[SlackEvent]]:
    """Put an app's answer where the person asked: for their eyes, or with response_type in_channel for all."""
    args = Arguments(given)
    kind = given.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        raise SlackError("invalid_response_type")
    text, blocks = read_content(ws, args)
    place = ws.conversation(channel)
    thread_ts = args.ts("thread_ts", "invalid_thread_ts")
    if thread_ts:
        check_root(place, thread_ts)
    return post(
        ws,
        place,
        ws.bot.id,
        text,
        thread_ts=thread_ts,
        blocks=blocks,
        metadata=read_metadata(args) or None,
        by_bot=True,
        only_for=user if kind == "ephemeral" else None,
    )
