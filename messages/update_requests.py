"""Messages that ask for updates for a committee's paper, and go on where one of several meetings is over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from messages.command_spelling import CommandSpelling
from messages.layout import (
    Block,
    Message,
    actions,
    asked_by,
    button,
    context,
    header,
    message,
    paragraphs,
    section,
)
from messages.lines import DueState, and_more, milestone_state, title
from messages.mrkdwn import bold, inline
from messages.outcomes import with_outcome
from messages.reminders import late_and_due, which_register, why_missed
from messages.rounds import value
from register.action import Action
from register.committee.rounds import DatedStep, RoundStep, UpdateRequest
from register.notices.batches import DueItem
from register.outcomes import Happened, Outcome
from register.phrases import capitalised, day, joined, number
from register.register import Register

_SHOWN = 25
"""How many actions a request shows with their words; the form has all of them."""


def updates_asked(
    register: Register,
    steps: Sequence[DatedStep],
    ask: UpdateRequest,
    reminds: Sequence[DueItem],
    commands: CommandSpelling,
    *,
    today: date,
) -> Message:
    """Somebody is asked for the updates that are missing: one message, answered in one form, for the papers of all the
    meetings whose ``steps`` ask for them, the nearest first.

    ``reminds`` is what a reminder would have asked of the same actions: it is in this message instead.
    """
    rows, days = ask.rows, steps[0].days
    heading, papers, until = _what_is_asked(steps)
    lead = (
        f"{number(len(rows), 'action')} of yours {'has' if len(rows) == 1 else 'have'} no update for {papers}."
    )
    call = f"Please answer {until}; what is not answered is printed as “No update”."
    if reminds:
        lead += f"\n*{capitalised(late_and_due(reminds, today))}.*"
    why = why_missed(reminds, commands, "on its card")
    listed = _rows_asked(rows, reminds, today)
    more = and_more(len(rows) - len(listed), "the form has them all.")
    answer = button(
        "Answer …", "round", value(register, days.meeting, ask.whom), "Answer for all these actions", "primary"
    )
    how = "A reply under its card counts too."
    if len(rows) > 1:
        how = "One form for all of them; what you leave blank is still needed. A reply under a card counts too."
    of_register = which_register(register, commands)
    blocks: list[Block] = [
        header(heading),
        *map(context, of_register),
        section(lead),
        asked_by(call),
        *map(section, why),
        *paragraphs([*listed, *more]),
        actions(answer),
        context(how),
    ]
    plain = [one.replace("*", "") for one in (lead, call, *why)]
    return message([f"{heading}.", *(f"{one}." for one in of_register), *plain, *listed], blocks)


def request_goes_on(
    payload: Mapping[str, Any], anew: Message, over: Mapping[date, Outcome], left: Sequence[date]
) -> dict[str, Any]:
    """A request for updates as it goes on for the papers of the meetings that are ``left``: it says first which of its
    meetings is cancelled, or has its paper published. ``anew`` asks for them alone; what else it said stays.
    """
    papers = f"the {'papers' if len(left) > 1 else 'paper'} of {joined(map(day, left))}"
    line = f"{_ends(over)} This request still holds for {papers}."
    (first, call), (new_first, new_call) = (
        [one for one in each if one["type"] == "section"][:2] for each in (payload["blocks"], anew.blocks)
    )
    was, lead = first["text"]["text"].partition("\n")[0], new_first["text"]["text"]
    button_row = next(one for one in anew.blocks if one["type"] == "actions")
    blocks: list[Block] = [anew.blocks[0], section(f"*{line}*")]
    for block in payload["blocks"][1:]:
        if block is first:
            block = section(first["text"]["text"].replace(was, lead, 1))
        blocks.append(new_call if block is call else button_row if block["type"] == "actions" else block)
    _heading, _newline, rest = str(payload["text"]).partition("\n")
    rest = rest.replace(was, lead, 1).replace(call["text"]["text"], new_call["text"]["text"], 1)
    return message([anew.text.partition("\n")[0], line, rest], blocks).arguments


def request_over(
    payload: Mapping[str, Any], over: Mapping[date, Outcome], register: Register
) -> dict[str, Any]:
    """A request for updates for meetings each of which is cancelled, or has its paper published."""
    outcomes = list(over.values())
    if len(outcomes) == 1:
        return with_outcome(payload, outcomes[0], register)
    cancelled = [one for one in outcomes if one.what is Happened.CANCELLED]
    following = f" The next is on {cancelled[-1].words}." if cancelled and cancelled[-1].words else ""
    line = f"*{_ends(over)}{following}*\nNothing more is needed for their papers; the answers given are kept."
    return with_outcome(payload, (cancelled or outcomes)[-1], register, line)


def _ends(over: Mapping[date, Outcome]) -> str:
    """Why nothing is asked any more for these meetings, a sentence for each."""
    return " ".join(
        f"The meeting of {day(on)} is cancelled."
        if outcome.what is Happened.CANCELLED
        else f"The paper of {day(on)} is published."
        for on, outcome in over.items()
    )


def _what_is_asked(steps: Sequence[DatedStep]) -> tuple[str, str, str]:
    """The heading of a request for updates, the papers it is for, and by when it is to be answered."""
    last = [one.days.meeting for one in steps if one.step is RoundStep.CUT_OFF]
    meetings = [day(one.days.meeting) for one in steps]
    papers = f"the {'papers' if len(meetings) > 1 else 'paper'} of {joined(meetings)}"
    if not last:
        whose = "committee's papers" if len(meetings) > 1 else "committee's paper"
        return (
            f"{joined(meetings)}: updates for the {whose}",
            papers,
            f"by {day(min(one.days.cut_off for one in steps))}",
        )
    until = "today" if len(last) == len(steps) else f"today, the last day for {joined(map(day, last))}"
    return f"{joined(map(day, last))}: last day for updates", papers, until


def _rows_asked(rows: Sequence[Action], reminds: Sequence[DueItem], today: date) -> list[str]:
    """The actions that are asked about, in lines: first those of which a reminder is due, each under its first date."""
    due: dict[str, list[DueState]] = {}
    for item in reminds:
        due.setdefault(item.action.ref, []).append(milestone_state(item.milestone, today))
    by_ref = {one.ref: one for one in rows}
    in_order = [by_ref[ref] for ref in due] + [one for one in rows if one.ref not in due]
    lines, above = [], ""
    for row in in_order[:_SHOWN]:
        first, *others = due.get(row.ref, [None])
        heading = f"{first.sign} {bold(first.words)}" if first else "*The others*" if due else ""
        asked = f"*{inline(row.ref, 40)}*  {title(row, 110)}{_label(first)}"
        asked += "".join(
            f"\nAlso {state.words[:1].lower()}{state.words[1:]}{_label(state)}" for state in others if state
        )
        lines.append(f"{heading}\n{asked}" if heading != above else asked)
        above = heading
    return lines


def _label(state: DueState | None) -> str:
    return f" ({state.label})" if state and state.label else ""
