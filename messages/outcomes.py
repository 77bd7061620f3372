"""The outcome of what people were asked to decide: shown where they were asked, and to those who answer too late."""

from collections.abc import Mapping
from typing import Any

from messages.layout import ASKED_BY, Block, Message, message, section
from messages.mrkdwn import inline, person, quoted
from register.action import Action
from register.life import Delay, Snooze
from register.outcomes import Happened, Outcome
from register.phrases import capitalised, day, joined
from register.register import Register

PASSED_ON = "is_passed_on"
"""In a message with an outcome: that nothing is decided, and somebody else is asked."""
_BUTTONS = frozenset({"actions", "input"})
_DONE_WELL = frozenset(
    {Happened.ALL_ANSWERED, Happened.VERIFIED, Happened.GRANTED, Happened.SIGNED_OFF, Happened.RECORDED}
)
_SINCE_OPENED = "*Changed since you opened the form:*"
_WORDS = {
    Happened.READ_AGAIN: "Read again: the newest message about this paper counts",
    Happened.READ_IN: "Read into the register",
    Happened.ALL_ANSWERED: "All of these are answered: thank you",
    Happened.PUBLISHED: "The paper is published",
    Happened.LEFT: "Left, and nothing was changed",
}


def outcome_line(outcome: Outcome, register: Register) -> str:
    """What happened in a line of mrkdwn, with the words given with it beneath."""
    if outcome.what is Happened.MOOT:
        return f"*There is nothing left to decide:* the action is {inline(outcome.words, 60)}."
    if outcome.what is Happened.PASSED_ON:
        return (
            f"*This is now with {joined(map(person, outcome.words.split()))}.* You need not do anything here."
        )
    if outcome.what is Happened.CANCELLED:
        cancelled = meeting_cancelled("This meeting", outcome.words)
        return f"*{cancelled}*\nNothing more is needed for it; the answers given are kept."
    sign = ":white_check_mark: " if outcome.what in _DONE_WELL else ""
    by = f" by {person(outcome.by)}" if outcome.by else ""
    on = f" on {day(register.today(outcome.at))}" if outcome.at else ""
    what = _WORDS.get(outcome.what, capitalised(outcome.what.value))
    words = f"\n{quoted(outcome.words, 600)}" if outcome.words.strip() else ""
    return f"{sign}*{what}*{by}{on}.{words}"


def meeting_cancelled(which: str, following: str) -> str:
    """That a meeting is cancelled, and the day of the next (empty: none is known)."""
    return f"{which} is cancelled{f'; the next is on {following}' if following else ''}."


def with_outcome(
    payload: Mapping[str, Any], outcome: Outcome, register: Register, line: str = ""
) -> dict[str, Any]:
    """A message of a request with its outcome in place of its buttons, of how and of by when to answer; its "line" says
    it too: ``line``, or what ``outcome_line`` gives.

    That a meeting is cancelled is read first.
    """
    line = line or outcome_line(outcome, register)
    is_first = outcome.what is Happened.CANCELLED
    blocks: list[Block] = []
    call = ""
    for block in payload["blocks"]:
        if block["type"] in _BUTTONS:
            blocks += [] if is_first else [section(line)]
        elif block.get("block_id") == ASKED_BY:
            call = block["text"]["text"]
        elif block["type"] == "context" and any(one["type"] == "section" for one in blocks):
            continue
        else:
            blocks.append({name: part for name, part in block.items() if name != "accessory"})
    if is_first:
        blocks.insert(1, section(line))
    elif all(block["type"] not in _BUTTONS for block in payload["blocks"]):
        blocks.append(section(line))
    plain = [one for one in str(payload["text"]).split("\n") if one and one != call]
    drawn = {"text": "\n".join([*plain, line]), "blocks": blocks, "line": line}
    return drawn | ({PASSED_ON: True} if outcome.what is Happened.PASSED_ON else {})


def changed_meanwhile(action: Action, moved: Outcome | None, register: Register) -> str:
    """What somebody is told whose form was opened before an action moved: where it is now, and who moved it."""
    ref = inline(action.ref, 40)
    if moved is None:
        return f"Action {ref} has become {inline(action.status.spoken, 60)} since you opened the form."
    return f"Action {ref} has changed since you opened the form. {outcome_line(moved, register)}"


def officer_meanwhile(action: Action, code: str, by: str) -> str:
    """What somebody is told who would name a person of a directorate where another did since: who is named, by whom."""
    officer = action.life.officers.get(code, "")
    who = f"{person(officer)} is now" if officer else "nobody is now"
    return f"{_SINCE_OPENED} {who} named for {inline(code, 30)}{f', says {person(by)}' if by else ''}."


def lead_meanwhile(action: Action, by: str) -> str:
    """What somebody is told who would name a lead directorate where another did since: which leads, and who said so."""
    lead = f"{inline(action.life.lead, 30)} now leads" if action.life.lead else "no directorate now leads"
    ref = inline(action.ref, 40)
    return f"{_SINCE_OPENED} {lead} on action {ref}{f', says {person(by)}' if by else ''}."


def snooze_meanwhile(action: Action, current: Snooze | None, ended_by: str) -> str:
    """What somebody is told who would snooze an action where another did since, or has ended that."""
    ref = inline(action.ref, 40)
    if current:
        until = f"{_SINCE_OPENED} reminders for action {ref} are snoozed until {day(current.until)}"
        return f"{until} by {person(current.by)}: {inline(current.reason, 200)}."
    by = f" by {person(ended_by)}" if ended_by else ""
    return f"{_SINCE_OPENED} the snooze of action {ref} was ended{by}."


def exempt_meanwhile(action: Action, by: str) -> str:
    """What somebody is told whose form showed something else of whether an action is printed."""
    ref = inline(action.ref, 40)
    now = "is printed again"
    if action.life.exempt:
        now = f"is left out of what is published, under {inline(action.life.exempt, 200)}"
    return f"{_SINCE_OPENED} action {ref} {now}{f', says {person(by)}' if by else ''}."


def withdrawn_meanwhile(ref: str, by: str) -> str:
    """What somebody is told who would take words back that were taken back since."""
    who = f", by {person(by)}" if by else ""
    return f"*Those words on action {inline(ref, 40)} were taken back* since you opened the form{who}."


def date_meanwhile(action: Action) -> str:
    """What somebody is told whose form for another date showed a date that has moved since."""
    dates = [day(one.deadline) for one in action.milestones if one.deadline and not one.met]
    now = f"due {joined(dates)}" if dates else inline(action.target, 60) or "without a date"
    return f"*The date has moved since you opened the form:* action {inline(action.ref, 40)} is {now}."


def words_meanwhile(action: Action, by: str) -> str:
    """What somebody is told who edits words that another has written again since: by whom, and how they read now."""
    who = f", by {person(by)}" if by else ""
    now = quoted(action.delivered, 1_500) or "(nothing)"
    return f"*These words were changed since you opened the form{who}.* Now they read:\n{now}"


def reason_meanwhile(delay: Delay) -> str:
    """What somebody is told who would say why a date was missed where another has said it since."""
    words = f": {inline(delay.reason, 200)}" if delay.reason else ""
    return f"*{person(delay.by)} has already said why the date was missed*: {inline(delay.cause, 80)}{words}."


def already(outcome: Outcome, register: Register, ref: str = "") -> Message:
    """Tells somebody who answers too late what was decided already, and that they need do nothing."""
    about = f"Action {inline(ref, 40)}: " if ref else ""
    text = f"{about}{outcome_line(outcome, register)}\nThere is nothing left to do here; thank you."
    return message(text, [section(text)])
