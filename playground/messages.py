"""A message, and its text as rich text; its JSON objects are in ``message_objects``."""

import re
from dataclasses import dataclass, field
from typing import Any


@dataclass
class PlaygroundMessage:
    """A message in a conversation. ``only_for`` names the one person who sees an ephemeral one.

    ``posted`` is real monotonic time, for the lag of the history (``faults``); every other time is the workspace's.
    """

    ts: str
    channel: str
    user: str
    text: str
    posted: float
    blocks: list[dict[str, Any]] | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    by_bot: bool = False
    username: str | None = None
    metadata: dict[str, Any] | None = None
    edited: dict[str, str] | None = None
    attachments: list[dict[str, Any]] = field(default_factory=list)
    only_for: str | None = None
    files: list[dict[str, Any]] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    state: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether it is in another message's thread."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_tombstone(self) -> bool:
        """Whether it is what remains of a deleted message that has replies."""
        return self.subtype == "tombstone"


_MARK = re.compile(r"<(?P<target>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")


def plain_text(text: str) -> str:
    """Text as typed, from text as Slack escapes it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def rich_text(text: str, block_id: str) -> list[dict[str, Any]]:
    """The rich_text block Slack makes of what a person typed."""
    parts: list[dict[str, Any]] = []
    end = 0
    for match in _MARK.finditer(text):
        if match.start() > end:
            parts.append({"type": "text", "text": plain_text(text[end : match.start()])})
        end = match.end()
        parts.append(_inline(match["target"], match["label"]))
    if end < len(text):
        parts.append({"type": "text", "text": plain_text(text[end:])})
    section = {"type": "rich_text_section", "elements": parts}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def _inline(target: str, label: str | None) -> dict[str, Any]:
    """One mark as an element of rich text; a link that Slack made by itself keeps what was typed."""
    kind, rest = target[0], target[1:]
    if kind == "@":
        return {"type": "user", "user_id": rest}
    if kind == "#":
        return {"type": "channel", "channel_id": rest}
    if kind == "!":
        name, *parts = rest.split("^")
        if name == "subteam":
            return {"type": "usergroup", "usergroup_id": parts[0]}
        if name == "date" and len(parts) > 1:
            date = {"type": "date", "timestamp": int(parts[0]), "format": parts[1]}
            return date | ({"fallback": plain_text(label)} if label else {})
        return {"type": "broadcast", "range": name}
    typed = {"text": plain_text(label)} if label is not None else {}
    return {"type": "link", "url": plain_text(target), **typed}
