"""Answering a command or a press at the response_url that Slack sent with it."""

import http.client
from collections.abc import Sequence
from typing import Any

from slack_sdk.webhook import WebhookClient


def answer_at(
    address: str, text: str, blocks: Sequence[dict[str, Any]], seconds: int, *, replace: bool | None = None
) -> str:
    """Show a message to the person who sent the request only; calls Slack once, with ``seconds`` as the timeout.

    ``replace``: whether it replaces the message whose button was pressed (None: there is none). Returns "" when Slack
    accepted it, else the reason, for the log. It never raises: the request was carried out and saved before.
    """
    try:
        client = WebhookClient(address, timeout=seconds, retry_handlers=[])
        answer = client.send(
            text=text, blocks=list(blocks), response_type="ephemeral", replace_original=replace
        )
    except (OSError, http.client.HTTPException) as error:
        return f"may not have arrived: {type(error).__name__}"
    return "" if answer.status_code == 200 else f"was not taken: status {answer.status_code}"
