"""What pressing a button or sending a form asks for, and how a press is answered."""

import http.client
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk.webhook import WebhookClient

from bot.slack_text import channel_name
from workflow.context import Context, Request
from workflow.updates import take_back

ANSWER_SECONDS = 2
"""How long an answer to a press may take: the acknowledgement waits for it, and Slack waits three seconds."""

log = logging.getLogger(__name__)


def press_request(body: Mapping[str, Any], at: datetime) -> Request:
    """The request that a press is. Its trigger is Slack's own name for it."""
    channel = body.get("channel") or {}
    key = f"trigger:{body.get('trigger_id') or body['actions'][0]['action_ts']}"
    name = channel_name(channel.get("name"))
    return Request(key, body["user"]["id"], str(channel.get("id") or ""), at, "button", name)


def form_request(body: Mapping[str, Any], at: datetime) -> tuple[Request, dict[str, Any]]:
    """The request that sending a form is, and what the form was about (its private_metadata).

    The metadata holds ``channel`` and ``channel_name``, where the form was opened.
    """
    view = body["view"]
    about = json.loads(view["private_metadata"])
    request = Request(
        key=f"view:{view['id']}:{view.get('hash', '')}",
        user=body["user"]["id"],
        channel=about["channel"],
        at=at,
        source="form",
        channel_name=about.get("channel_name", ""),
    )
    return request, about


def not_an_update(context: Context, body: Mapping[str, Any]) -> str:
    """Take an update back for its author and say so. Raises Refused."""
    ref = take_back(context, press_request(body, context.now()), int(body["actions"][0]["value"]))
    return f"Taken back: it is no longer an update to action {ref}. Your message stays in the thread."


BUTTONS = {"not_an_update": not_an_update}
"""What each button does that opens no form: by its action id."""


def answer_press(body: Mapping[str, Any], text: str, *, replace: bool) -> None:
    """Answer a press, for its person only. What was done stays done when the answer does not arrive: logged."""
    address = body.get("response_url")
    if not address:  # a press on the home page has none
        log.info("there is nowhere to answer a press")
        return
    try:
        slack = WebhookClient(address, timeout=ANSWER_SECONDS, retry_handlers=[])
        answer = slack.send(text=text, response_type="ephemeral", replace_original=replace)
    except (OSError, http.client.HTTPException) as error:
        log.warning("the answer to a press may not have arrived: %s", type(error).__name__)
        return
    if answer.status_code != 200:
        log.warning("the answer to a press was not taken: status %s", answer.status_code)
