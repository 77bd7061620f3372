"""What a change says to people: one short sentence."""

from collections.abc import Mapping
from typing import Any


def sentence(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """The sentence for one change of an action, or None when it is not news (an update edited or taken back).

    ``kind``, ``before`` and ``after`` are as the register's changes keep them.
    """
    match kind:
        case "added":
            return "New action"
        case "defined":
            return "The wording of what is asked has changed"
        case "delivered":
            return f"Activity delivered now reads: {after['delivered']}" if after["delivered"] else None
        case "target":
            return f"Target date: {_said(before['target']['printed'])} → {_said(after['target']['printed'])}"
        case "owners":
            return f"Owners: {_said(' '.join(before['owners']))} → {_said(' '.join(after['owners']))}"
        case "progress":
            return f"Progress: {_said(before['progress'])} → {_said(after['progress'])}"
        case "update":
            return f"Update: {after['update']['text']}"
    return None


def _said(words: str) -> str:
    return " ".join(words.split()) or "blank"
