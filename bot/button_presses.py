"""What each button does that opens no form, and how a press is answered."""

import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.slack_text import channel_name
from messages.absences import back_noted
from messages.answers import plain, receipt_with_undo, undo_value
from messages.cards import assigned
from messages.command_spelling import spelling
from messages.layout import Message
from messages.life_lines import MENU
from messages.lines import named, named_plainly
from messages.mrkdwn import inline
from messages.receipts import RECORD_IT, snooze_ended
from register.imports.answers import NO_ANSWERS
from register.phrases import day, joined
from register.progress import Status
from slack_api.response_url import answer_at
from storage.actions import actions, registers
from storage.database.engine import reading
from storage.queue.requested_decision import DecisionKind
from workflow.absences import end_absence
from workflow.cards import assign
from workflow.context import Context, Request
from workflow.dates import grant_date
from workflow.decision_requests import late_answer
from workflow.import_undo import undo_import, undone_text
from workflow.members_questions import PendingAnswer, answer_question
from workflow.offered_papers import decide, opened
from workflow.pending_replies import PendingReply, record_pending
from workflow.progress import MoveRequest, move_action
from workflow.sign_offs import sign_off
from workflow.snoozes import end_snooze
from workflow.undo import recorded_by, undo_last
from workflow.updates import take_back

PRESS_SECONDS = 2
"""How long an answer to a press may take: the acknowledgement waits for it, and Slack waits three seconds."""

log = logging.getLogger(__name__)


def press_request(body: Mapping[str, Any], at: datetime) -> Request:
    """The request that a press is. Its trigger is Slack's own name for it."""
    channel = body.get("channel") or {}
    key = f"trigger:{body.get('trigger_id') or body['actions'][0]['action_ts']}"
    name = channel_name(channel.get("name"))
    return Request(key, body["user"]["id"], str(channel.get("id") or ""), at, "button", name)


def is_for_one_person(body: Mapping[str, Any]) -> bool:
    """Whether a press was on a message that only one person sees: then the answer may replace it."""
    container = body.get("container") or {}
    return bool(container.get("is_ephemeral")) or str(container.get("channel_id") or "").startswith("D")


def not_an_update(context: Context, body: Mapping[str, Any]) -> Message:
    """Take an update back for its author and say so. Raises Refused."""
    numbers = [int(number) for number in str(body["actions"][0]["value"]).split(",")]
    refs = take_back(context, press_request(body, context.now()), numbers)
    stays = " Your message stays in the thread." if (body.get("container") or {}).get("thread_ts") else ""
    return plain(f"Taken back: it is no longer an update to {named_plainly(refs)}.{stays}")


def record_it(context: Context, body: Mapping[str, Any]) -> Message:
    """Keep a reply that was not recorded by itself, at its author's wish, and say so. Raises Refused."""
    pending_reply = PendingReply.read(str(body["actions"][0]["value"]))
    request = press_request(body, context.now())
    refs = record_pending(context, request, pending_reply)
    what = "an update" if len(refs) == 1 else "an update each"
    return _recorded(context, request, pending_reply.register, f"Recorded as {what} to {named(refs)}.")


def record_answer(context: Context, body: Mapping[str, Any]) -> Message:
    """Keep a reply as the answer to a Member's question, and say so. Raises Refused."""
    pending_answer = PendingAnswer.read(str(body["actions"][0]["value"]))
    return plain(answer_question(context, press_request(body, context.now()), pending_answer))


def verify(context: Context, body: Mapping[str, Any]) -> Message:
    """Verify an action that was reported complete, and say so. Raises Refused."""
    slug, ref, number = named_in(body)
    request = press_request(body, context.now())
    too_late_answer = too_late(context, slug, ref, DecisionKind.REPORT, number)
    if too_late_answer:
        return too_late_answer
    move_action(context, request, slug, ref, MoveRequest(Status.VERIFIED))
    return _recorded(context, request, slug, f"Action {inline(ref, 40)} is verified. Thank you.")


def grant(context: Context, body: Mapping[str, Any]) -> Message:
    """Grant the date that was asked for, and say so. Raises Refused."""
    slug, ref, number = named_in(body)
    too_late_answer = too_late(context, slug, ref, DecisionKind.DATE, number)
    if too_late_answer:
        return too_late_answer
    request = press_request(body, context.now())
    action = grant_date(context, request, slug, ref, number=int(number or 0))
    until = day(action.deadline) if action.deadline else inline(action.target, 100)
    return _recorded(context, request, slug, f"Granted: action {inline(ref, 40)} is due {until}.")


def post_card(context: Context, body: Mapping[str, Any]) -> Message:
    """Post the card of an action where its owners meet, and say so. Raises Refused."""
    slug, ref, _number = named_in(body)
    return assigned(assign(context, press_request(body, context.now()), slug, [ref]), [ref])


def wake(context: Context, body: Mapping[str, Any]) -> Message:
    """End the rest of an action's reminders, and say so. Raises Refused."""
    slug, ref, _number = named_in(body)
    request = press_request(body, context.now())
    end_snooze(context, request, slug, ref)
    return _recorded(context, request, slug, snooze_ended([ref]))


def back(context: Context, body: Mapping[str, Any]) -> Message:
    """End one's own absence, or the next that is to come, and say so. Raises Refused."""
    slug = str(body["actions"][0]["value"])
    request = press_request(body, context.now())
    known = end_absence(context, request, slug)
    with reading(context.engine) as tx:
        today = context.today(registers.find(tx, slug))
    return _recorded(context, request, slug, back_noted(known, today))


def undo(context: Context, body: Mapping[str, Any]) -> Message:
    """Take back what the person recorded last, and say so. Raises Refused."""
    slug, _colon, name = str(body["actions"][0]["value"]).partition(":")
    return plain(f"Taken back: {undo_last(context, press_request(body, context.now()), slug, name).what}.")


def sign(context: Context, body: Mapping[str, Any]) -> Message:
    """Sign off a meeting's paper for the directorates that the button names, and say so. Raises Refused."""
    slug, meeting, codes = str(body["actions"][0]["value"]).split(":", 2)
    on = date.fromisoformat(meeting)
    request = press_request(body, context.now())
    signed = sign_off(context, request, slug, on, codes.split(","))
    text = f"Signed off for the paper of {day(on)}: {inline(joined(signed), 300)}. Thank you."
    return _recorded(context, request, slug, text)


def leave_paper(context: Context, body: Mapping[str, Any]) -> None:
    """Set aside a paper that was offered; its administrator is told so. Raises Refused."""
    request, number = press_request(body, context.now()), int(body["actions"][0]["value"])
    offered = opened(context, request, number)
    decide(context, request, number, offered.readings, NO_ANSWERS, "leave")


def undo_paper(context: Context, body: Mapping[str, Any]) -> Message:
    """Undo the import of a paper, and say what that came to. Raises Refused."""
    slug, _colon, number = str(body["actions"][0]["value"]).partition(":")
    undone = undo_import(context, press_request(body, context.now()), slug, int(number))
    return plain(undone_text(undone))


def _recorded(context: Context, request: Request, slug: str, text: str) -> Message:
    """What was recorded (in mrkdwn), with the button that takes it back."""
    with reading(context.engine) as tx:
        known = registers.every(tx)
        name = recorded_by(tx, slug, request.user, request.at)
    register = registers.pick(known, slug)
    commands = spelling(register, registers.candidates(known, request.channel, request.channel_name))
    return receipt_with_undo(text, undo_value(slug, name) if name else "", commands)


def named_in(body: Mapping[str, Any]) -> tuple[str, str, str]:
    """What a button names: a register, an action's ref, and the number of the report or date that it decides about
    (empty: the latest), or the words that ask for another date.
    """
    about, _bar, number = str(body["actions"][0]["value"]).partition("|")
    slug, _colon, ref = about.partition(":")
    return slug, ref, number


def chosen_step(menu: str, option: str) -> tuple[str, str]:
    """What the button of a step, chosen in a menu, would carry: its action id and its value."""
    step, _bar, number = option.partition("|")
    about = menu.removeprefix(MENU)
    return step, about if number == "0" else f"{about}|{number}"


def too_late(context: Context, slug: str, ref: str, kind: DecisionKind, number: str) -> Message | None:
    """The answer to somebody who decides about something that is decided already; None while it waits."""
    with reading(context.engine) as tx:
        register = registers.find(tx, slug)
        action = actions.find(tx, register, ref)
    return late_answer(context, register, action, kind, int(number or 0)) if action else None


BUTTONS: dict[str, Callable[[Context, Mapping[str, Any]], Message | None]] = {
    "not_an_update": not_an_update,
    **dict.fromkeys(RECORD_IT, record_it),
    "record_answer": record_answer,
    "verify": verify,
    "grant": grant,
    "post_card": post_card,
    "wake": wake,
    "back": back,
    "undo": undo,
    "sign_off": sign,
    "leave_paper": leave_paper,
    "undo_import": undo_paper,
}
"""What each button does that opens no form: by its action id."""


def answer_press(body: Mapping[str, Any], message: Message, *, replace: bool) -> None:
    """Answer a press, for its person only. What was done stays done when the answer does not arrive: logged."""
    address = body.get("response_url")
    if not address:  # a press on the home page has none
        log.info("there is nowhere to answer a press")
        return
    problem = answer_at(address, message.text, message.blocks, PRESS_SECONDS, replace=replace)
    if problem:
        log.warning("the answer to a press %s", problem)
