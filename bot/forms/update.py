"""The form for an update."""

import json
from typing import Any

from messages.layout import Block, context, plain_text, section
from messages.lines import owners, progress
from messages.mrkdwn import inline, quoted
from register.action import Action
from register.phrases import day
from register.progress import WORDS, choices

_LONGEST_UPDATE = 3_000
_HINT = (
    "Recorded under your name. Papers are public: leave out children's names, addresses and telephone numbers."
)


def update_modal(action: Action, channel: str = "") -> dict[str, Any]:
    """The form that *Update* opens. ``channel`` is where it was pressed, empty when in none.

    Its private_metadata is JSON with register, ref, channel and status; its fields are ``words`` and
    ``progress`` (block and action id alike), the latter's values those of ``Status``.
    """
    about = {"register": action.register, "ref": action.ref, "channel": channel, "status": action.status.value}
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


def _target(action: Action) -> str:
    dated = [day(one.deadline) for one in action.milestones if one.deadline]
    return f"due {' and '.join(dated[:4])}" if dated else inline(action.target, 60) or "no target date"


def _words() -> Block:
    shown = "What has been done, what comes next, and what stands in the way."
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
            "placeholder": plain_text(shown, 150),
        },
    }


def _progress(action: Action) -> Block:
    options = [{"text": plain_text(WORDS[one], 75), "value": one.value} for one in choices(action.status)]
    return {
        "type": "input",
        "block_id": "progress",
        "optional": True,
        "label": plain_text("Progress", 2_000),
        "element": {
            "type": "static_select",
            "action_id": "progress",
            "placeholder": plain_text(
                f"Leave as it is: {action.progress.strip() or WORDS[action.status]}", 150
            ),
            "options": options,
        },
    }
