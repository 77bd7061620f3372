"""The form for an update, and the bot's own page."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.messages.answers import LATER_PART, parted, see_more
from bot.messages.layout import Block, context, divider, header, paragraphs, plain_text, section, update_button
from bot.messages.lines import (
    and_more,
    by_date,
    listed,
    owners,
    owners_in_short,
    progress,
    ref,
    standing,
    title,
)
from bot.messages.phrasing import code, day, number, quoted, said
from register.action import Action
from register.progress import WORDS, choices
from register.register import Register

_LONGEST_UPDATE = 3_000
_SHOWN = 10
_HINT = (
    "Recorded under your name. Papers are public: leave out children's names, addresses and telephone numbers."
)
_NOTHING_YOURS = (
    "No open action is yours. Yours are those of a directorate you lead, and those you gave updates to."
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


def home(register: Register, actions: Sequence[Action], today: date) -> dict[str, Any]:
    """The bot's own page for one person. ``actions`` are the open ones that are theirs."""
    blocks: list[Block] = [header("Your actions"), context(f"{said(register.title, 200)} · {day(today)}")]
    if not actions:
        blocks.append(section(_NOTHING_YOURS))
    for name, found in parted(actions, today):
        blocks += [divider(), section(f"*{name}: {number(len(found), 'action')}*"), *_part(name, found, today)]
    how = [
        "*How to use me*",
        "Reply in the thread of an action's card, and your words are recorded as an update.",
        f"{code('/htst status 10')}  action 10 in full",
        f"{code('/htst status')}  the register in one look",
        f"{code('/htst list overdue')} or {code('/htst list due 30')}  what needs a word",
        f"{code('/htst help')}  all that you can ask",
    ]
    return {"type": "home", "callback_id": "home", "blocks": [*blocks, divider(), section("\n".join(how))]}


def _part(name: str, found: Sequence[Action], today: date) -> list[Block]:
    """Overdue and soon with a button for each action, what is later as a plain list."""
    if name == LATER_PART:
        later = listed(found, today, owners_in_short, most=_SHOWN)
        more = and_more(len(found) - later.shown, see_more(name, found))
        return paragraphs([*later.lines, *more])
    blocks: list[Block] = []
    left = _SHOWN
    for stands, gathered in by_date(found, today):
        if left <= 0:
            break
        blocks.append(context(f"{stands.sign} {stands.words}"))
        for one in gathered[:left]:
            facts = f"{owners_in_short(one)} · {progress(one)}"
            label = standing(one, today).label
            asked = f"{ref(one)}  {title(one, 120)}{f' ({label})' if label else ''}"
            blocks.append(section(f"{asked}\n{facts}", update_button(one)))
        left -= len(gathered)
    return blocks + [context(line) for line in and_more(len(found) - _SHOWN, see_more(name, found))]


def _target(action: Action) -> str:
    dated = [day(one.deadline) for one in action.milestones if one.deadline]
    return f"due {' and '.join(dated[:4])}" if dated else said(action.target, 60) or "no target date"


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
