"""Why what is overdue is late, in the words of its owners, counted."""

from collections.abc import Sequence

from messages.command_spelling import CommandSpelling
from messages.layout import Message, context, header, message, section
from messages.lines import refs_in_a_line
from messages.mrkdwn import bold, inline
from register.action import Action
from register.phrases import number

MOST = 1_000
"""Actions whose causes are counted in one answer, the oldest first."""
_NONE_GIVEN = "No cause given"


def causes(late: Sequence[Action], total: int, commands: CommandSpelling) -> Message:
    """The causes of overdue actions (the first of so many), the most frequent first, those without one last."""
    if not late:
        text = "Nothing is overdue, so no cause of delay is to be told."
        return message(text, [section(text)])
    found: dict[str, list[Action]] = {}
    for action in late:
        found.setdefault(action.life.cause or _NONE_GIVEN, []).append(action)
    order = sorted(found, key=lambda cause: (cause == _NONE_GIVEN, -len(found[cause]), cause))
    heading = f"Why {number(total, 'action')} {'is' if total == 1 else 'are'} overdue"
    counted = {one: f"{inline(one, 80)}: {number(len(found[one]), 'action')}" for one in order}
    lines = [f"{bold(counted[one])}\n{refs_in_a_line(found[one])}" for one in order]
    how = f"Their owners say why: {commands.code('why REF CAUSE: what happened')}. The paper counts the causes, too."
    if total > len(late):
        how = f"Of the {len(late):,} oldest. {how}"
    return message([f"{heading}.", *lines, how], [header(heading), *map(section, lines), context(how)])
