"""The form by which an owner answers for all their actions in a round."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

from bot.button_presses import press_request
from bot.forms.form import Body, Form
from bot.forms.inputs import choice_of, select_input, text_input, text_of, told_at_once
from messages.layout import context as small
from messages.layout import plain_text, section
from register.phrases import day, number, shortened
from register.refused import Refused
from register.words.queries import Query
from storage.actions import actions, registers
from storage.database.engine import reading, transaction
from storage.intake import drafts
from storage.intake.drafts import Draft
from workflow.context import Context, Request
from workflow.rounds import RoundAnswer, answer_round, missing_of

_ROWS = 40
"""Actions in one form: each takes two of the 100 blocks that Slack allows."""


def open_form(context: Context, body: Body) -> dict[str, Any]:
    """The form for whoever's rows the pressed button names. Raises Refused when nothing is missing any more."""
    slug, meeting, whom = str(body["actions"][0]["value"]).split(":", 2)
    request = press_request(body, context.now())
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        missing = missing_of(tx, register, date.fromisoformat(meeting), whom.split(","))
        which = Query(register.today(context.now()), refs=tuple(missing[:_ROWS]))
        rows = actions.wanted(tx, register, which) if missing else []
        begun = drafts.of_person(tx, slug, date.fromisoformat(meeting), request.user)
    if not missing:
        raise Refused("Every one of these actions has been answered: thank you, nothing is missing.")
    causes = [(cause[:75], cause) for cause in register.life.causes[:100]]
    lead = f"For the paper of {day(date.fromisoformat(meeting))}. What you leave blank stays asked."
    kept = " What you had entered before is here still." if any(one.ref in begun for one in rows) else ""
    blocks = [section(lead + kept)]
    for place, row in enumerate(rows):
        label = f"{row.ref}: {shortened(row.defined, 300)}"
        was = begun.get(row.ref, Draft("", ""))
        asked = "What has been done since?"
        because = f"{row.ref}: or no change, because"
        fields = (
            text_input(f"words:{place}", label, asked, value=was.words, optional=True),
            select_input(f"no_change:{place}", because, causes, "Why", value=was.no_change),
        )
        blocks += map(told_at_once, fields)
    if len(missing) > _ROWS:
        left = number(len(missing) - _ROWS, "action")
        blocks.append(small(f"{left} more: send these, and press *Answer* again."))
    about = {
        "register": slug,
        "meeting": meeting,
        "refs": [one.ref for one in rows],
        "channel": request.channel,
        "channel_name": request.channel_name,
    }
    return {
        "type": "modal",
        "callback_id": "round",
        "title": plain_text("Updates for the paper", 24),
        "submit": plain_text("Send", 24),
        "close": plain_text("Cancel", 24),
        "private_metadata": json.dumps(about),
        "blocks": blocks,
    }


def entered(context: Context, body: Body) -> None:
    """Keep what stands in a field that somebody is filling in: a form that is closed loses nothing."""
    view, press = body["view"], body["actions"][0]
    about = json.loads(view["private_metadata"])
    if "meeting" not in about:
        return  # a form that was opened by an earlier version
    place = int(str(press["block_id"]).partition(":")[2])
    now = Draft(text_of(body, f"words:{place}"), choice_of(body, f"no_change:{place}"))
    at = datetime.fromtimestamp(float(press["action_ts"]), UTC)
    on = date.fromisoformat(about["meeting"])
    with transaction(context.engine) as tx:
        drafts.keep(tx, about["register"], on, body["user"]["id"], about["refs"][place], now, at)


FIELDS = re.compile(r"(?:words|no_change):\d+")
"""The action ids of the form's fields."""


def sent(context: Context, body: Body) -> dict[str, str]:
    """Keep what is answered; give the complaint, or nothing."""
    view = body["view"]
    about = json.loads(view["private_metadata"])
    request = Request(
        f"view:{view['id']}:{view.get('hash', '')}",
        body["user"]["id"],
        about["channel"],
        context.now(),
        "form",
        about["channel_name"],
    )
    answers = {
        ref: RoundAnswer(text_of(body, f"words:{place}"), choice_of(body, f"no_change:{place}"))
        for place, ref in enumerate(about["refs"])
    }
    try:
        answer_round(context, request, about["register"], answers)
    except Refused as refused:
        return {"words:0": str(refused)}
    return {}


FORM = Form("round", open_form, sent, "Your answers are saved for the paper.")
