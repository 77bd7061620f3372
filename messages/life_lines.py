"""An action's life in lines and buttons: its lead and officers, what it waits for, its evidence, its next steps."""

from collections.abc import Iterator, Sequence
from datetime import date

from messages.layout import LONGEST_VALUE, Block, button, plain_text
from messages.lines import LATE_MARK
from messages.mrkdwn import inline, person, quoted
from register.action import Action
from register.life import EvidenceKind, OnTime, Revision, SentBack
from register.next_steps import NextStep
from register.outcomes import date_number, report_number
from register.phrases import capitalised, day, joined
from register.progress import OPEN, Status
from register.register import Register
from register.snoozes import active_snooze

_ON_TIME = {OnTime.YES: "will be on time", OnTime.DOUBTFUL: "is doubtful", OnTime.NO: "will not be on time"}


def value(action: Action, number: int = 0) -> str:
    """What a button about an action carries: the register and the ref, and the number of the report or of the date
    that it decides about, so that it never decides about another.
    """
    return f"{action.register}:{action.ref}" + (f"|{number}" if number else "")


_LABELS = {
    NextStep.UPDATE: ("Update", "Update action {}"),
    NextStep.COMPLETE: ("Complete …", "Complete action {}"),
    NextStep.NEW_DATE: ("New date …", "New date for action {}"),
    NextStep.ASSIGN: ("Assign …", "Assign action {} to a person"),
    NextStep.POST_CARD: ("Post card", "Post the card of action {} in its directorates' channels"),
    NextStep.GRANT: ("Grant", "Grant the new date of action {}"),
    NextStep.REFUSE: ("Refuse …", "Refuse the new date of action {}"),
    NextStep.VERIFY: ("Verify", "Verify that action {} is done"),
    NextStep.SEND_BACK: ("Send back …", "Send back action {} with a reason"),
    NextStep.REOPEN: ("Reopen …", "Reopen action {}"),
    NextStep.SNOOZE: ("Snooze …", "Snooze reminders for action {}"),
    NextStep.WAKE: ("Remind again", "Remind again about action {}: end its snooze"),
    NextStep.EDIT_WORDS: ("Edit words …", "Edit words of action {} for the paper"),
    NextStep.NAME_LEAD: ("Lead directorate …", "Lead directorate of action {}"),
    NextStep.EXEMPT: ("Leave out of papers …", "Leave out of papers, or print again: action {}"),
    NextStep.WITHDRAW: ("Withdraw words …", "Withdraw words that somebody said about action {}"),
}
"""What the button of each step says, and what a screen reader says in its place."""
_PRINT_AGAIN = ("Print again …", "Print again, or leave out under another paragraph: action {}")
"""The same where an action is left out of papers already."""
_DECIDES = {
    NextStep.GRANT: date_number,
    NextStep.REFUSE: date_number,
    NextStep.VERIFY: report_number,
    NextStep.SEND_BACK: report_number,
}
"""Of the steps that decide something, the number of what they decide."""
SIDE_BY_SIDE = 5
"""How many buttons are shown beside each other; further steps are in a menu."""
_IN_MENU = 5
"""How many options Slack takes in such a menu."""
MENU = "step_of:"
"""The beginning of the action id of each menu of steps; the register and the ref follow."""


def step_button(action: Action, step: NextStep, typed: str = "") -> Block:
    """The button for a step of an action. ``typed`` are the words that ask for it: the form for another date begins
    with the day and the reason in them.
    """
    words, label = _labels(action, step)
    carried = value(action, _decided(action, step))
    if step is NextStep.NEW_DATE and typed and len(carried) + len(typed) < LONGEST_VALUE:
        carried = f"{carried}|{typed}"
    return button(words, step.value, carried, label.format(action.ref))


def _labels(action: Action, step: NextStep) -> tuple[str, str]:
    return _PRINT_AGAIN if step is NextStep.EXEMPT and action.life.exempt else _LABELS[step]


def step_menu(action: Action, steps: Sequence[NextStep]) -> Block:
    """The menu "…" of up to five further steps of an action."""
    options = [
        {"text": plain_text(_labels(action, step)[0], 75), "value": f"{step.value}|{_decided(action, step)}"}
        for step in steps[:_IN_MENU]
    ]
    return {"type": "overflow", "action_id": f"{MENU}{value(action)}", "options": options}


def step_row(action: Action, steps: Sequence[NextStep]) -> list[Block]:
    """Steps as buttons beside each other, of many the last in a menu."""
    most = SIDE_BY_SIDE if len(steps) <= SIDE_BY_SIDE else max(SIDE_BY_SIDE - 1, len(steps) - _IN_MENU)
    return _buttons_and_menu(action, steps[:most], steps[most:])


def short_step_row(action: Action, steps: Sequence[NextStep]) -> list[Block]:
    """The first step as a button, and where there are more others than a menu holds the second too; then that menu."""
    most = 1 if len(steps) <= 1 + _IN_MENU else 2
    return _buttons_and_menu(action, steps[:most], steps[most:])


def _buttons_and_menu(action: Action, shown: Sequence[NextStep], others: Sequence[NextStep]) -> list[Block]:
    buttons = [step_button(action, step) for step in shown]
    return [*buttons, step_menu(action, others)] if others else buttons


def _decided(action: Action, step: NextStep) -> int:
    """The number of the report or date that a step decides about; 0 for a step that decides nothing."""
    return _DECIDES[step](action) if step in _DECIDES else 0


def buttons(action: Action, today: date) -> list[Block]:
    """The buttons for the next sensible steps, for whoever reads it: of an open action, of one that is reported, of
    one that ended.
    """
    steps: tuple[NextStep, ...] = (NextStep.UPDATE, NextStep.REOPEN)
    if action.status in OPEN:
        snooze = NextStep.WAKE if active_snooze(action, today) else NextStep.SNOOZE
        steps = (NextStep.UPDATE, NextStep.COMPLETE, NextStep.NEW_DATE, NextStep.ASSIGN, snooze)
    elif action.status is Status.IMPLEMENTED:
        steps = (NextStep.UPDATE, NextStep.VERIFY, NextStep.SEND_BACK)
    return [step_button(action, step) for step in steps]


def people_line(action: Action) -> str:
    """The lead directorate and the officers, where any are named; else empty."""
    lead = f"{inline(action.life.lead, 30)} leads" if action.life.lead else ""
    officers = [f"{person(user)} for {inline(code, 30)}" for code, user in sorted(action.life.officers.items())]
    return ". ".join(filter(None, [lead, joined(officers) if officers else ""]))


def life_lines(action: Action, register: Register, today: date) -> list[str]:
    """The state of an action besides its words and dates, a line for each fact; none for most actions."""
    lines = [
        *_lines_about_dates(action, register, today),
        *_lines_about_completion(action, register),
    ]
    life = action.life
    if life.review_on and action.status is Status.ONGOING:
        how = f"{LATE_MARK} Review overdue since" if life.review_on < today else "Next review on"
        lines.append(f"{how} {day(life.review_on)}.")
    if life.exempt:
        lines.append(f"Left out of what is published: {inline(life.exempt, 200)}.")
    if action.how_it_ended:
        lines.append(f"{inline(capitalised(action.how_it_ended), 300)}.")
    return lines


def _lines_about_dates(action: Action, register: Register, today: date) -> Iterator[str]:
    """What is asked and was said of an action's dates, and whether reminders of them are snoozed."""
    life, is_open = action.life, action.status in OPEN
    if life.asked and is_open:
        yield f":hourglass_flowing_sand: {_date_request(life.asked)}"
    if life.granted and action.original:
        times = "once" if len(life.granted) == 1 else f"{len(life.granted)} times"
        yield f"The date has moved {times}; it was first {day(action.original)}."
    if snooze := active_snooze(action, today):
        yield (
            f":zzz: Reminders are snoozed until {day(snooze.until)} by {person(snooze.by)}: "
            f"{inline(snooze.reason, 200)}"
        )
    # What was said of a date stands until it has passed or moved.
    deadlines = (None, *(one.deadline for one in action.milestones if one.deadline and one.deadline >= today))
    if life.outlook and is_open and life.outlook.about in deadlines:
        asked_on = day(register.today(life.outlook.at))
        yield f"{person(life.outlook.by)} said on {asked_on} that it {_ON_TIME[OnTime(life.outlook.on_time)]}."
    for delay in life.delays[-1:] if action.missed(today) else ():
        cause = f"{inline(delay.cause, 80)}: " if delay.cause else ""
        yield f"Why {day(delay.deadline)} was missed: {cause}{inline(delay.reason, 200)}"


def _lines_about_completion(action: Action, register: Register) -> Iterator[str]:
    """Who sent an action back, reported it complete and verified it, and when the committee agreed to close it."""
    life = action.life
    if life.sent_back and action.status in OPEN:
        yield f":leftwards_arrow_with_hook: {sent_back(life.sent_back, register)}"
    if life.reported_by:
        when = f" on {day(register.today(life.reported_at))}" if life.reported_at else ""
        waits = ": it is waiting to be verified" if action.status is Status.IMPLEMENTED else ""
        yield f"Reported complete by {person(life.reported_by)}{when}{waits}."
    if life.verified_by:
        when = f" on {day(register.today(life.verified_at))}" if life.verified_at else ""
        yield f":ballot_box_with_check: Verified by {person(life.verified_by)}{when}."
    if life.closed_on:
        yield f"Closed, as the committee agreed on {day(life.closed_on)}."


def evidence_text(action: Action) -> str:
    """What shows that it is done, as a paragraph; empty where nothing was given."""
    standing = [one for one in action.life.evidence if not one.is_withdrawn]
    if not standing:
        return ""
    last = standing[-1]
    label = "No evidence, because" if last.kind == EvidenceKind.NONE else "Evidence"
    more = f" and {len(standing) - 1} before it" if len(standing) > 1 else ""
    return f"*{label}*{more}\n{quoted(last.text, 600)}"


def sent_back(back: SentBack, register: Register) -> str:
    """That an action was sent back or opened again, by whom and why."""
    was = Status(back.status) if back.status else Status.IMPLEMENTED
    how = "Sent back" if was is Status.IMPLEMENTED else f"It was {was.spoken}, and was opened again"
    why = f": {inline(back.reason, 200)}" if back.reason else ""
    return f"{how} by {person(back.by)} on {day(register.today(back.at))}{why}"


def _date_request(revision: Revision) -> str:
    until = day(revision.deadline) if revision.deadline else inline(revision.printed, 60)
    return f"{person(revision.asked_by)} asks for {until}: {inline(revision.reason, 200)}"
