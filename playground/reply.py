"""How a delivery to the bot ended, over HTTP or Socket Mode."""

from collections.abc import Mapping
from dataclasses import dataclass, field

JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class AppResponse:
    """How a request ended: ``status`` and ``body``, or a ``reason`` in Slack's words for its retries."""

    status: int | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None

    @property
    def ok(self) -> bool:
        """Whether Slack counts it as received."""
        return self.status is not None and 200 <= self.status < 300
