"""What a press of a button does."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import messages
from register.refused import Refused
from storage.actions import actions, registers
from storage.database.engine import reading
from workflow.capture import Context, Request, take_back


def update_form(context: Context, body: Mapping[str, Any]) -> dict[str, Any]:
    """The form that a card's *Update* opens. Raises Refused when the action is gone."""
    slug, _colon, ref = body["actions"][0]["value"].partition(":")
    with reading(context.engine) as tx:
        action = actions.find(tx, registers.find(tx, slug), ref)
    if action is None:
        raise Refused(f"There is no action {ref} any more.")
    channel = body.get("channel") or {}
    form = messages.update_modal(action, str(channel.get("id") or ""))
    # Settings may give the channel by its name, which Slack tells with a press and not with a form.
    about = json.loads(form["private_metadata"]) | {"channel_name": str(channel.get("name") or "")}
    return form | {"private_metadata": json.dumps(about)}


def not_an_update(context: Context, body: Mapping[str, Any]) -> str:
    """Take an update back for its author and say so. Raises Refused."""
    request = pressed(body, context.now(), "button")
    ref = take_back(context, request, int(body["actions"][0]["value"]))
    return f"Taken back: it is no longer an update to action {ref}. Your message stays in the thread."


def pressed(body: Mapping[str, Any], at: datetime, source: str) -> Request:
    """The request that a press (or a form's submission) is. Its trigger is Slack's own name for it."""
    channel = body.get("channel") or {}
    key = f"trigger:{body.get('trigger_id') or body['actions'][0]['action_ts']}"
    return Request(
        key, body["user"]["id"], str(channel.get("id") or ""), at, source, str(channel.get("name") or "")
    )
