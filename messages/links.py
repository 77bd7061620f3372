"""Addresses of messages in Slack."""

from collections.abc import Mapping

Links = Mapping[str, str]
"""Where the card of an action can be read: ref to address; nothing for an action without a card."""


def permalink(workspace: str, channel: str, ts: str) -> str:
    """The address of a message: ``workspace`` is the workspace's own, with a slash at its end.

    The same as ``chat.getPermalink`` gives, without a call for each message.
    """
    return f"{workspace}archives/{channel}/p{ts.replace('.', '')}"
