"""Answering a command or a press at the response_url that Slack sent with it."""

import http.client
from collections.abc import Sequence
from typing import Any

from slack_sdk.webhook import WebhookClient


def answer_at(
    address: str, text: str, blocks: Sequence[dict[str, Any]], seconds: int, *, replace: bool | None = None
) -> str:
    """Show a message to whoever sent the request, and to nobody else; call Slack once, for so many seconds at most.

    ``replace``: whether it takes the place of the message that was pressed (None: there is none). Returns "" when Slack
    took it, else why it may not have arrived, for the log. It raises nothing: what was saved stays saved.
    """
    try:
        client = WebhookClient(address, timeout=seconds, retry_handlers=[])
        answer = client.send(
            text=text, blocks=list(blocks), response_type="ephemeral", replace_original=replace
        )
    except (OSError, http.client.HTTPException) as error:
        return f"may not have arrived: {type(error).__name__}"
    return "" if answer.status_code == 200 else f"was not taken: status {answer.status_code}"
