"""The error of a Web API call."""

from collections.abc import Iterable
from typing import Any


class SlackError(Exception):
    """A call is answered ``ok: false``: Slack's error code, with any reasons for ``response_metadata.messages``."""

    def __init__(self, error: str, messages: Iterable[str] = (), **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.extra = extra
