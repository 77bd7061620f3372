"""What a refusal proposes to type instead, as a button: pressed, it is done as if whoever presses it had typed it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot import commands
from bot.button_presses import press_request
from bot.working_proposals import PROPOSES
from messages import answers
from messages.answers import PROPOSED
from messages.layout import LONGEST_VALUE, Message
from register.refused import Command, Refused
from workflow.context import Context


def refusal(refused: Refused) -> Message:
    """What somebody is told whose request was refused, with a button for the command that is proposed instead."""
    return answers.refusal(str(refused), _proposed(refused))


def do_proposed(context: Context, body: Mapping[str, Any]) -> Message:
    """Do what was proposed, once however often it is pressed, and answer as if it had been typed. Raises Refused."""
    place, request = body.get("container") or {}, press_request(body, context.now())
    if "message_ts" in place:
        request = replace(request, key=f"proposed:{request.channel}:{place['message_ts']}:{request.user}")
    return commands.answer_words(context, request, str(body["actions"][0]["value"]))


PRESSES = {PROPOSED: do_proposed}
"""What the button does: by its action id."""


def _proposed(refused: Refused) -> str:
    """The one command that is proposed, where it is whole: nothing of it is to be filled in. Else empty."""
    found = [one.words for one in refused.parts if isinstance(one, Command)]
    is_meant = any(isinstance(one, str) and one.endswith(PROPOSES) for one in refused.parts)
    if not is_meant or len(found) != 1 or "…" in found[0] or len(found[0]) > LONGEST_VALUE:
        return ""
    takes_long = found[0].split()[0] in commands.SLOW_VERBS  # longer than a press may: it is typed
    return "" if takes_long else found[0]
