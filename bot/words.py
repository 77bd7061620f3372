"""From what Slack sends to what a person wrote."""

import html
import re

_MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")


def plain(text: str) -> str:
    """A message's text as it was written: Slack's marks for people, channels and links turned into words."""
    return html.unescape(_MARKED.sub(_said, text)).replace("\u00a0", " ").strip()


def _said(match: re.Match[str]) -> str:
    target, label = match.group(1), match.group(2)
    if target.startswith("@") or target.startswith("!"):
        return f"@{(label or target[1:].split('^')[0]).lstrip('@')}"
    if target.startswith("#"):
        return f"#{(label or target[1:]).lstrip('#')}"
    address = target.removeprefix("mailto:")
    return address if not label or label == address or target.endswith(label) else f"{label} ({address})"
