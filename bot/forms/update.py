"""The form for an update: words, and perhaps a new progress."""

import json
from typing import Any

from bot.forms.form import Body, Form
from bot.presses import form_request
from bot.slack_text import channel_name, storable
from messages.layout import Block, context, plain_text, section
from messages.lines import owners, progress
from messages.mrkdwn import inline, quoted
from register.action import Action
from register.phrases import day
from register.progress import WORDS, Status, choices
from register.refused import Refused
from storage.actions import actions, registers
from storage.database.engine import reading
from workflow.context import Context
from workflow.progress import record_progress

_LONGEST_UPDATE = 3_000
_HINT = (
    "Recorded under your name. Papers are public: leave out children's names, addresses and telephone numbers."
)


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for the action whose *Update* was pressed. Raises Refused when the action is gone."""
    slug, _colon, ref = body["actions"][0]["value"].partition(":")
    with reading(context.engine) as tx:
        action = actions.find(tx, registers.find(tx, slug), ref)
    if action is None:
        raise Refused(f"There is no action {ref} any more.")
    channel = body.get("channel") or {}
    return view(action, str(channel.get("id") or ""), channel_name(channel.get("name")))


def view(action: Action, channel: str = "", name: str = "") -> dict[str, Any]:
    """The form as Slack draws it. ``channel`` is where it was opened, empty when in none, and
    ``name`` that channel's name where Slack tells it.

    Its private_metadata is JSON with register, ref, channel, channel_name (settings may give a channel by its
    name, which Slack tells with a press and not with a form) and status; its fields are ``words`` and
    ``progress`` (block and action id alike), the latter's values those of ``Status``.
    """
    about = {
        "register": action.register,
        "ref": action.ref,
        "channel": channel,
        "channel_name": name,
        "status": action.status.value,
    }
    return {
        "type": "modal",
        "callback_id": "update",
        "title": plain_text(f"Update action {action.ref}", 24),
        "submit": plain_text("Save", 24),
        "close": plain_text("Cancel", 24),
        "private_metadata": json.dumps(about),
        "blocks": [
            section(quoted(action.defined, 1_500) or "(what is asked is not said)"),
            context(f"{owners(action)} · {_target(action)} · {progress(action)}"),
            _words(),
            _progress(action),
        ],
    }


def sent(context: Context, body: Body) -> dict[str, str]:
    """Save what the form holds; give the complaint for each field, by its block, or nothing."""
    request, about = form_request(body, context.now())
    values = body["view"]["state"]["values"]
    words = storable((values.get("words") or {}).get("words", {}).get("value") or "")
    chosen = ((values.get("progress") or {}).get("progress", {}).get("selected_option") or {}).get("value")
    if chosen == about["status"]:
        chosen = None  # left as the form showed it: what somebody else has set since then stands
    status = Status(chosen) if chosen else None
    try:
        record_progress(context, request, about["register"], about["ref"], words, status)
    except Refused as refused:
        return {"words": str(refused)}
    return {}


FORM = Form("update", open_form, sent)


def _target(action: Action) -> str:
    dated = [day(one.deadline) for one in action.milestones if one.deadline]
    return f"due {' and '.join(dated[:4])}" if dated else inline(action.target, 60) or "no target date"


def _words() -> Block:
    placeholder = "What has been done, what comes next, and what stands in the way."
    return {
        "type": "input",
        "block_id": "words",
        "label": plain_text("Your update", 2_000),
        "hint": plain_text(_HINT, 2_000),
        "element": {
            "type": "plain_text_input",
            "action_id": "words",
            "multiline": True,
            "max_length": _LONGEST_UPDATE,
            "placeholder": plain_text(placeholder, 150),
        },
    }


def _progress(action: Action) -> Block:
    options = [{"text": plain_text(WORDS[one], 75), "value": one.value} for one in choices(action.status)]
    placeholder = f"Leave as it is: {action.progress.strip() or WORDS[action.status]}"
    return {
        "type": "input",
        "block_id": "progress",
        "optional": True,
        "label": plain_text("Progress", 2_000),
        "element": {
            "type": "static_select",
            "action_id": "progress",
            "placeholder": plain_text(placeholder, 150),
            "options": options,
        },
    }
