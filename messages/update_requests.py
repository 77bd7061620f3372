"""Messages that ask for updates for a committee's paper, and go on where one of several meetings is over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from messages.command_spelling import CommandSpelling
from messages.layout import Block, Message, actions, button, context, header, message, paragraphs, section
from messages.lines import DueState, and_more, milestone_state, title
from messages.mrkdwn import bold, inline
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
        f"{number(len(rows), 'action')} of yours {'has' if len(rows) == 1 else 'have'} no update for {papers}. "
        f"Please answer {until}; what is not answered is printed as “No update”."
    )
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
        how = "One form for all of them; what you leave blank stays asked. A reply under a card counts too."
    of_register = which_register(register, commands)
    blocks: list[Block] = [
        header(heading),
        *map(context, of_register),
        section(lead),
        *map(section, why),
        *paragraphs([*listed, *more]),
        actions(answer),
        context(how),
    ]
    plain = [one.replace("*", "") for one in (lead, *why)]
    return message([f"{heading}.", *(f"{one}." for one in of_register), *plain, *listed], blocks)


def request_goes_on(
    payload: Mapping[str, Any], anew: Message, over: Mapping[date, Outcome], left: Sequence[date]
) -> dict[str, Any]:
    """A request for updates as it goes on for the papers of the meetings that are ``left``: it says first which of its
    meetings is cancelled, or has its paper published. ``anew`` asks for them alone; what else it said stays.
    """
    ends = [
        f"The meeting of {day(on)} is cancelled"
        if outcome.what is Happened.CANCELLED
        else f"The paper of {day(on)} is published"
        for on, outcome in over.items()
    ]
    papers = f"the {'papers' if len(left) > 1 else 'paper'} of {joined(map(day, left))}"
    line = f"{'. '.join(ends)}. This request goes on for {papers}."
    first_section, new_section = (
        next(one for one in each if one["type"] == "section") for each in (payload["blocks"], anew.blocks)
    )
    was, lead = first_section["text"]["text"].partition("\n")[0], new_section["text"]["text"]
    button_row = next(one for one in anew.blocks if one["type"] == "actions")
    blocks: list[Block] = [anew.blocks[0], section(f"*{line}*")]
    for block in payload["blocks"][1:]:
        if block is first_section:
            block = section(first_section["text"]["text"].replace(was, lead, 1))
        blocks.append(button_row if block["type"] == "actions" else block)
    _first, _newline, rest = str(payload["text"]).partition("\n")
    heading = anew.text.partition("\n")[0]
    return message([heading, line, rest.replace(was, lead, 1)], blocks).arguments


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
