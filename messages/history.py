"""An action's history, the latest first, and its updates to choose one from."""

from collections.abc import Mapping, Sequence

from messages.command_spelling import CommandSpelling
from messages.layout import (
    MOST_IN_BLOCKS,
    Block,
    Message,
    actions,
    context,
    header,
    length,
    message,
    paragraphs,
)
from messages.life_lines import step_button
from messages.lines import and_more, update_day
from messages.mrkdwn import escaped, inline, person, quoted
from register.action import Action, Update
from register.history import Event, grouped
from register.next_steps import NextStep
from register.phrases import because, day, number
from register.register import Register, is_user_id

_SAME = 80
"""So many letters at the beginning of two texts are not shown twice."""


def history_message(
    ref: str,
    events: Sequence[Event],
    register: Register,
    steps: Sequence[Block] = (),
) -> Message:
    """What happened, the latest first; the oldest are left out where there is no room, and that is said.

    ``steps`` are buttons for what whoever reads it may do about it.
    """
    heading = f"The history of action {ref}"
    lines: list[str] = []
    every = list(grouped(events))
    for group in reversed(every):
        line = _line(group, register)
        if length(paragraphs([*lines, line])) > MOST_IN_BLOCKS - 500:
            break
        lines.append(line)
    left = len(every) - len(lines)
    more = [context(f"{number(left, 'earlier change')} left out; `htst history` shows all.")] if left else []
    blocks = [header(heading), *paragraphs(lines), *more, *([actions(*steps)] if steps else [])]
    return message([f"{escaped(heading)}.", *lines], blocks)


WITHDRAWABLE_SHOWN = 15
"""Updates that are listed to choose one from; the form has more."""


def updates_to_withdraw(
    action: Action, updates: Mapping[int, Update], register: Register, commands: CommandSpelling
) -> Message:
    """An action's updates by number, the newest first, with how one of them is taken back: by typing, and by form."""
    newest = sorted(updates.items(), reverse=True)
    heading = f"The updates to action {action.ref}"
    lines = [
        f"*{at}*  {update_day(one, register)}, {person(one.by)}\n{quoted(one.text, 200)}"
        for at, one in newest[:WITHDRAWABLE_SHOWN]
    ]
    more = and_more(len(newest) - len(lines), "the form has them.")
    how = f"To take one back: {commands.code(f'withdraw {action.ref} update {newest[0][0]} because …')}"
    blocks = [
        header(heading),
        *paragraphs([*lines, *more]),
        actions(step_button(action, NextStep.WITHDRAW)),
        context(how),
    ]
    return message([f"{escaped(heading)}.", *lines, how], blocks)


def _line(group: Sequence[Event], register: Register) -> str:
    when = day(register.today(group[0].at))
    behalf = next((event.on_behalf_of for event in group if event.on_behalf_of), "")
    who = f"{person(group[0].by)} for {person(behalf)}" if behalf else person(group[0].by)
    return f"*{when}*  {who} {'; '.join(map(_phrase, group))}"


def _phrase(event: Event) -> str:
    change = _difference(event.before, event.after) if event.before and event.after else ""
    if not change and (event.after or event.before):
        change = f": {_words(event.after or event.before)}"
    # The reason is in the words already where it is also what the action ended by.
    is_repeated = event.reason and event.after.endswith(f": {event.reason}")
    why = f" ({because(inline(event.reason, 200))})" if event.reason and not is_repeated else ""
    return f"{event.what}{change}{why}"


def _words(text: str) -> str:
    return person(text) if is_user_id(text) else inline(text, 160)


def _difference(before: str, after: str) -> str:
    """What became of words: of a long text that begins the same, from where it differs."""
    if after.startswith(before) and len(before) > _SAME:
        return f": added {_words(after[len(before) :].strip())}"
    shorter = min(len(before), len(after))
    same = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    if same > _SAME:
        same = max(before.rfind(" ", 0, same), before.rfind("\n", 0, same)) + 1
        return f": … {_words(before[same:])} → … {_words(after[same:])}"
    return f": {_words(before)} → {_words(after)}"
