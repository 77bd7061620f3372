"""What every form about an action shares: finding it, what it carries, and how it is drawn around its fields."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.button_presses import named_in, press_request
from bot.forms.form import Body, FieldErrors
from bot.forms.inputs import field_in
from messages.layout import Block, context, plain_text, section
from messages.lines import owners, progress
from messages.mrkdwn import inline, quoted
from register.action import Action
from register.lazy_pattern import LazyPattern
from register.permissions import Permission, check
from register.phrases import day
from register.refused import Command, Refused, in_slack
from register.register import Register
from storage.actions import actions, registers
from storage.database.engine import reading
from workflow.context import Context, Request

_EXAMPLE = LazyPattern(r"[:.,]?\s*for\s+instance\s*$", re.I)


def pressed_action(
    context: Context, body: Body, permission: Permission | None = None
) -> tuple[Register, Action, Request]:
    """The action whose button was pressed (its value is "register:ref"), its register, and the press.

    Raises Refused when the action is gone, and where whoever pressed lacks the ``permission`` for what comes next: so
    that they hear it before they fill in a form.
    """
    slug, ref, _number = named_in(body)
    request = press_request(body, context.now())
    register, action = _found(context, slug, ref)
    if permission:
        check(request.asker, permission, register, action)
    return register, action, request


def submitted_action(context: Context, body: Body) -> tuple[Register, Action, Request]:
    """The action that a form which was sent is about, its register, and the sending. Raises Refused when it is gone."""
    request, about = form_request(body, context.now())
    return (*_found(context, about["register"], about["ref"]), request)


def _found(context: Context, slug: str, ref: str) -> tuple[Register, Action]:
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        action = actions.find(tx, register, ref)
    if action is None:
        raise Refused(f"There is no action {ref} any more.")
    return register, action


def action_form(
    name: str,
    title: str,
    submit_label: str,
    action: Action,
    request: Request,
    fields: Sequence[Block],
    *,
    seen: Mapping[str, Any] = MappingProxyType({}),
    note: str = "",
) -> dict[str, Any]:
    """A form about an action as Slack draws it, with the action's words above its fields.

    Its private_metadata is JSON: register, ref, status, what else of the action is shown as it was when the form was
    opened (``seen``), and where that was: channel and channel_name (settings may give a channel by its name, which
    Slack sends with a press and not with a form). ``note`` (mrkdwn) comes first.
    """
    about = {"register": action.register, "ref": action.ref, "status": action.status.value, **seen}
    blocks = [
        *([section(f":warning: {note}")] if note else []),
        section(quoted(action.defined, 1_500) or "(no description given)"),
        context(f"{owners(action)} · {_target(action)} · {progress(action)}"),
        *fields,
    ]
    return plain_form(name, title, submit_label, about, request, blocks)


def plain_form(
    name: str, title: str, submit_label: str, about: dict[str, Any], request: Request, fields: Sequence[Block]
) -> dict[str, Any]:
    """A form as Slack draws it. Its private_metadata is JSON with ``about``, and where it was opened."""
    where = {"channel": request.channel, "channel_name": request.channel_name}
    return modal(name, title, submit_label, about | where, fields)


def modal(
    name: str, title: str, submit_label: str, about: dict[str, Any], blocks: Sequence[Block]
) -> dict[str, Any]:
    """A window as Slack draws it, with ``about`` as JSON in its private_metadata; without ``submit_label`` it has no
    button to submit it. Slack keeps 3,000 characters with a window.
    """
    view = {
        "type": "modal",
        "callback_id": name,
        "title": plain_text(title, 24),
        "close": plain_text("Cancel", 24),
        "private_metadata": json.dumps(about, ensure_ascii=False, separators=(",", ":")),
        "blocks": list(blocks),
    }
    return view | ({"submit": plain_text(submit_label, 24)} if submit_label else {})


def notice_view(text: str) -> dict[str, Any]:
    """A window that only says something (mrkdwn)."""
    return {
        "type": "modal",
        "callback_id": "notice",
        "title": plain_text("HTST", 24),
        "close": plain_text("Close", 24),
        "blocks": [section(text)],
    }


def form_request(body: Body, at: datetime) -> tuple[Request, dict[str, Any]]:
    """The request that sending a form is, and what the form was about (its private_metadata)."""
    view = body["view"]
    about = json.loads(view["private_metadata"])
    request = Request(
        key=f"view:{view['id']}:{view.get('hash', '')}",
        user=body["user"]["id"],
        channel=about.get("channel", ""),
        at=at,
        source="form",
        channel_name=about.get("channel_name", ""),
    )
    return request, about


def field_error(body: Body, refused: Refused, otherwise: str) -> FieldErrors:
    """A refusal at the field it is about, where the form has that, else at ``otherwise``; by block id."""
    return {field_in(body, refused.field) or field_in(body, otherwise) or otherwise: _without_examples(refused)}


def _without_examples(refused: Refused) -> str:
    """A refusal without the examples of commands: whoever fills in a form types none."""
    text = ""
    for part in refused.parts:
        if isinstance(part, Command) and _EXAMPLE.search(text):
            text = _EXAMPLE.sub("", text)
        else:
            text += in_slack(part) if isinstance(part, Command) else part
    return text


def _target(action: Action) -> str:
    dated = [day(milestone.deadline) for milestone in action.milestones if milestone.deadline]
    return f"due {' and '.join(dated[:4])}" if dated else inline(action.target, 60) or "no target date"
