"""Reminders to a directorate's channel, and escalations to leads and administrators.

They mention nobody by name, so that a notice to a channel rings no bell for one person each week.
"""

from datetime import date

from messages.command_spelling import CommandSpelling
from messages.layout import (
    MOST_IN_BLOCKS,
    Block,
    Message,
    context,
    header,
    length,
    message,
    section,
    update_button,
)
from messages.lines import (
    DueState,
    progress,
    promise,
    ref,
    refs_in_a_line,
    shared_with,
    spoken,
    title,
    update_day,
)
from messages.mrkdwn import bold, escaped, inline, quoted
from register.digest import is_silent
from register.phrases import capitalised, day, number, when
from register.register import Register
from register.reminders import Batch, Item

_ITEMS_SHOWN = 15
"""Items of a notice that stand with a button each; of the rest only the refs are named."""
_ROOM = MOST_IN_BLOCKS - 2_200
"""Characters that may stand before one more item does; the rest is for that item, the refs and the ending."""


def reminder(batch: Batch, register: Register, today: date, commands: CommandSpelling) -> Message:
    """One day's reminder to a directorate's channel."""
    heading = f"Reminder: {_late_and_due(batch.items, today)}"
    example = commands.code(f"update {batch.items[0].action.ref} what has been done")
    how = (
        f"Reply in an action's thread, press *Update*, or type {example}. "
        "Reminders stop once an action is complete."
    )
    blocks = [header(heading), *_items(batch, register, today, commands), context(how)]
    return message([f"{escaped(heading)}.", *_spoken_items(batch, today)], blocks)


def escalation(batch: Batch, register: Register, today: date, commands: CommandSpelling) -> Message:
    """What a lead or an administrator is told of actions that are well past their date."""
    heading = (
        f"{number(len(batch.items), 'action')} well past {'its' if len(batch.items) == 1 else 'their'} date"
    )
    if batch.directorate:
        why = f"You are told because you lead {inline(batch.directorate, 30)}."
    else:
        why = f"You are told because you look after “{inline(register.title, 150)}”."
    ask = "Please see that each has an update that says why it is late and when it will be done."
    items = _items(batch, register, today, commands, last_words=True)
    blocks = [header(heading), section(f"{why} {ask}"), *items]
    return message([f"{heading}. {why} {ask}", *_spoken_items(batch, today)], blocks)


def _items(
    batch: Batch, register: Register, today: date, commands: CommandSpelling, *, last_words: bool = False
) -> list[Block]:
    """Under each date a section with a button for each item; of those that do not fit, the refs."""
    blocks: list[Block] = []
    above = ""
    shown = 0
    for item in batch.items[:_ITEMS_SHOWN]:
        if length(blocks) > _ROOM:
            break
        shown += 1
        state = promise(item.milestone, today)
        if above != state.words:
            above = state.words
            blocks.append(section(f"{state.sign} {bold(state.words)}"))
        words = _item(item, batch, register, state, last_words=last_words)
        blocks.append(section(words, update_button(item.action)))
    rest = list(dict.fromkeys(item.action for item in batch.items[shown:]))
    if rest:
        whose = f" {batch.directorate}" if batch.directorate else ""
        which = " overdue" if batch.kind == "escalation" else ""
        see = commands.code(f"list{which}{whose}")
        blocks.append(section(f"*And {len(rest):,} more:* {refs_in_a_line(rest)}\n{see} shows them."))
    return blocks


def _item(item: Item, batch: Batch, register: Register, state: DueState, *, last_words: bool) -> str:
    action, last = item.action, item.action.updates[-1:]
    label = f" ({state.label})" if state.label else ""
    unheard = "no update yet" if is_silent(item.action) else "no update since the paper"
    heard = f"last update {update_day(last[0], register)}" if last else unheard
    printed = progress(action) if action.progress.strip() else ""
    facts = [shared_with(action, batch.directorate), printed, heard]
    lines = [f"{ref(action)}  {title(action, 120)}{label}", capitalised(" · ".join(filter(None, facts)))]
    if last and last_words:
        lines.append(quoted(" ".join(last[0].text.split()), 200))
    return "\n".join(lines)


def _spoken_items(batch: Batch, today: date) -> list[str]:
    return [spoken(item.action, promise(item.milestone, today)) for item in batch.items[:_ITEMS_SHOWN]]


def _late_and_due(items: tuple[Item, ...], today: date) -> str:
    """What a heading says of them: "action 10 is due tomorrow", "3 actions due by 30 November 2022"."""
    deadlines = [item.milestone.deadline for item in items if item.milestone.deadline]
    late = sum(deadline < today for deadline in deadlines)
    if len(items) == 1:
        return f"action {items[0].action.ref} is {'' if late else 'due '}{when(min(deadlines), today)}"
    if not late:
        return f"{number(len(items), 'action')} due by {day(max(deadlines))}"
    past = f"{number(late, 'action')} past {'its' if late == 1 else 'their'} date"
    return past if late == len(items) else f"{past} and {len(items) - late:,} due soon"
