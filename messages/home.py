"""The bot's own page: what is yours in each register, and how to use it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from messages.answers import PART_SHOWN, see_more
from messages.command_spelling import CommandSpelling, spelling
from messages.layout import Block, context, divider, header, paragraphs, section, update_button
from messages.lines import and_more, by_date, due_state, listed, owners_in_short, progress, ref, title
from messages.mrkdwn import bold, code, escaped, inline
from messages.rounds import round_in_short
from register.parts import LATER, Part
from register.phrases import day, number
from register.register import Register
from register.rounds import RoundState

MOST_BLOCKS = 100
"""Slack's limit for a home page."""
_NOTHING_YOURS = (
    "No open action is yours. Yours are those of a directorate you lead, and those you gave updates to."
)


@dataclass(frozen=True)
class Own:
    """What is somebody's own in one register: open actions in parts, as at the register's local day.

    ``round`` is the round of the next paper, while it is under way.
    """

    register: Register
    parts: Sequence[Part]
    today: date
    round: RoundState | None = None


def home(found: Sequence[Own], known: Sequence[Register]) -> dict[str, Any]:
    """The bot's own page for one person, one register after the other. ``known`` are all there are.

    Of several registers each shows less; one for which no room is left is a line with its numbers.
    """
    # What is typed in a conversation with the bot may be about any register, not only those shown here.
    example = spelling(found[0].register if found else known[0], known) if known else CommandSpelling()
    ending = [divider(), section("\n".join(_how(example)))]
    blocks: list[Block] = [header("Your actions")]
    if not found:
        blocks.append(section(_NOTHING_YOURS))
    for place, own in enumerate(found, start=1):
        commands = spelling(own.register, known)
        whole = _own(own, commands, max(2, PART_SHOWN // len(found)))
        room = MOST_BLOCKS - len(blocks) - len(ending) - (len(found) - place)
        blocks += whole if len(whole) <= room else [section(_in_a_line(own, commands))]
    return {"type": "home", "callback_id": "home", "blocks": [*blocks, *ending]}


def closed_home(why: str) -> dict[str, Any]:
    """The page of somebody who is not let in: why, and nothing else."""
    return {"type": "home", "callback_id": "home", "blocks": [section(escaped(why))]}


def _how(example: CommandSpelling) -> list[str]:
    several = [f"{code('/htst in REGISTER …')}  any of these, in the register you name"]
    return [
        "*How to use me*",
        "Reply in the thread of an action's card, and your words are recorded as an update.",
        f"{example.code('status 10')}  action 10 in full",
        f"{example.code('status')}  the register in one look",
        f"{example.code('list overdue')} or {example.code('list due 30')}  what needs a word",
        *(several if example.registers else ()),
        f"{code('/htst help')}  all that you can ask",
    ]


def _own(own: Own, commands: CommandSpelling, most: int) -> list[Block]:
    """One register's part: its name, then what is overdue, soon and later, at most so many of each."""
    blocks = [context(f"{bold(inline(own.register.title, 200))} · {day(own.today)}")]
    if commands.registers:
        blocks.insert(0, divider())
    if own.round:
        how = context(f"{commands.code('round')} shows who is asked for what.")
        blocks += [section(round_in_short(own.round)), how]
    if not own.parts:
        blocks.append(section(_NOTHING_YOURS))
    for part in own.parts:
        heading = section(f"*{part.name}: {number(part.total, 'action')}*")
        blocks += [divider(), heading, *_part(part, own.today, most, see_more(part, commands))]
    return blocks


def _in_a_line(own: Own, commands: CommandSpelling) -> str:
    numbers = [f"{part.name.lower()} {part.total:,}" for part in own.parts]
    what = f"{number(sum(part.total for part in own.parts), 'open action')} of yours"
    how = f"{commands.code('mine')} shows them."
    return f"{bold(inline(own.register.title, 200))}: {what} ({', '.join(numbers)}). {how}"


def _part(part: Part, today: date, most: int, see: str) -> list[Block]:
    """Overdue and soon with a button for each action, what is later as a plain list."""
    if part.name == LATER:
        later = listed(part.first, today, owners_in_short, most=most)
        return paragraphs([*later.lines, *and_more(part.total - later.shown, see)])
    blocks: list[Block] = []
    left = most
    for state, gathered in by_date(part.first, today):
        if left <= 0:
            break
        blocks.append(context(f"{state.sign} {state.words}"))
        for one in gathered[:left]:
            facts = f"{owners_in_short(one)} · {progress(one)}"
            label = due_state(one, today).label
            asked = f"{ref(one)}  {title(one, 120)}{f' ({label})' if label else ''}"
            blocks.append(section(f"{asked}\n{facts}", update_button(one)))
        left -= len(gathered)
    return blocks + [context(line) for line in and_more(part.total - most, see)]
