"""From what Slack sends to what a person wrote."""

import html
import re

_MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def plain(text: str) -> str:
    """A message's text as it was written: Slack's marks for people, channels and links turned into words."""
    return html.unescape(_MARKED.sub(_said, storable(text))).replace("\u00a0", " ").strip()


def storable(text: str) -> str:
    """The text without what no database holds, NUL and half characters: what has one could never be saved."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "")


def _said(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2)
    if target.startswith("@") or target.startswith("!"):
        return f"@{(label or target[1:].split('^')[0]).lstrip('@')}"
    if target.startswith("#"):
        return f"#{(label or target[1:]).lstrip('#')}"
    address = target.removeprefix("mailto:")
    return address if not label or label == address or target.endswith(label) else f"{label} ({address})"
