"""What owners say of their dates, counted: why what is overdue is late, and how often "on time" held."""

from collections.abc import Sequence

from messages.command_spelling import CommandSpelling
from messages.layout import Message, context, header, message, section
from messages.lines import codes, refs_in_a_line
from messages.mrkdwn import bold, inline
from register.action import Action
from register.outlooks import ENOUGH, OnTimeRecord
from register.phrases import number

MOST_CAUSES = 1_000
"""Actions whose causes are counted in one answer, the oldest first."""
_NONE_GIVEN = "No cause given"


def causes(late: Sequence[Action], total: int, commands: CommandSpelling) -> Message:
    """The causes of overdue actions (the first of so many), the most frequent first, those without one last."""
    if not late:
        text = "Nothing is overdue, so there is no delay to explain."
        return message(text, [section(text)])
    found: dict[str, list[Action]] = {}
    for action in late:
        found.setdefault(action.life.cause or _NONE_GIVEN, []).append(action)
    order = sorted(found, key=lambda cause: (cause == _NONE_GIVEN, -len(found[cause]), cause))
    heading = f"Why {number(total, 'action')} {'is' if total == 1 else 'are'} overdue"
    counted = {one: f"{inline(one, 80)}: {number(len(found[one]), 'action')}" for one in order}
    lines = [f"{bold(counted[one])}\n{refs_in_a_line(found[one])}" for one in order]
    how = f"Their owners say why: {commands.code('why REF CAUSE: what happened')}. The paper counts the causes too."
    if total > len(late):
        how = f"Of the {len(late):,} oldest. {how}"
    return message([f"{heading}.", *lines, how], [header(heading), *map(section, lines), context(how)])


def on_time_kept(records: Sequence[OnTimeRecord], commands: CommandSpelling) -> Message:
    """How often each directorate's "yes, on time" held, where there are enough dates to say so."""
    heading = "How often “on time: yes” held"
    how = f"{commands.code('ontime REF yes, doubtful or no')} says it of an action; so does the form for an update."
    enough = [one for one in records if one.of >= ENOUGH]
    few = [one.code for one in records if one.of < ENOUGH]
    lines = [f"{bold(inline(one.code, 30))}  {one.number:,} of {number(one.of, 'date')} met" for one in enough]
    if few:
        lines.append(f"Too few to say for {codes(few)}: fewer than {ENOUGH} such dates have passed.")
    if not records:
        lines = ["No date its owners expected to meet has passed yet."]
    else:
        how = f"These are dates that have passed and that a directorate last said would be met. {how}"
    return message([f"{heading}.", *lines, how], [header(heading), section("\n".join(lines)), context(how)])
