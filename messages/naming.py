"""What we tell people to type, where several registers meet: there a command must say which one it is for.

Only commands of ours are set as code: in people's words there is no "`".
"""

import re
from collections.abc import Sequence
from typing import Any

from messages.layout import MOST_FALLBACK, Message, cut, mrkdwn
from register.register import Register

_COMMAND = re.compile(r"`/htst (?!in )([^`]*)`")


def naming(inline: Message, slug: str, meeting: Sequence[Register]) -> Message:
    """The same message for a place where these registers meet: with several, each command names that one."""
    if len(meeting) < 2:
        return inline
    text = cut(each_naming(inline.text, [slug]), MOST_FALLBACK)
    return Message(text, tuple(_naming(block, slug) for block in inline.blocks))


def each_naming(text: str, slugs: Sequence[str]) -> str:
    """A text in which each command is asked of these registers: "`/htst in a list` or `/htst in b list`"."""
    return _COMMAND.sub(lambda typed: " or ".join(f"`/htst in {one} {typed[1]}`" for one in slugs), text)


def _naming(part: Any, slug: str) -> Any:
    if isinstance(part, list):
        return [_naming(one, slug) for one in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "mrkdwn":
        return mrkdwn(each_naming(part["text"], [slug]))
    return {name: _naming(value, slug) for name, value in part.items()}
