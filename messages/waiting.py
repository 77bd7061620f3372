"""What waits for one person, and who is away, as people ask for it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from messages.command_spelling import CommandSpelling
from messages.home_rows import row
from messages.layout import Message, context, header, message, section
from messages.lines import and_more, due_state, spoken
from messages.mrkdwn import inline, person_name
from register.absences import Absence
from register.action import Action
from register.phrases import day, joined, number
from register.register import Register

SHOWN = 15
"""Actions in one message, each with its buttons: Slack allows fifty blocks."""
AWAY_SHOWN = 40
"""People in one message."""


def waiting(
    register: Register,
    reader: str,
    today: date,
    found: tuple[Sequence[Action], int],
    round_: tuple[date | None, Sequence[str], Sequence[str]],
    commands: CommandSpelling,
) -> Message:
    """What waits for ``reader``: actions for their decision (the first of so many), and of the round before a meeting
    for whom they can still answer and what they are to sign off.
    """
    actions, total = found
    meeting, answering, signing = round_
    heading = f"Waiting for you: {number(total, 'action')} to decide" if total else "Waiting for you"
    lines = []
    if meeting and answering:
        whom = joined("you" if one == reader else inline(one, 30) for one in answering)
        lines.append(f"Updates for the paper of {day(meeting)} are asked of {whom}: {commands.code('round')}.")
    if meeting and signing:
        codes = inline(joined(signing), 300)
        lines.append(
            f"The paper of {day(meeting)} is to be signed off for {codes}: {commands.code('signoff')}."
        )
    if not (total or lines):
        text = f"Nothing waits for you. {commands.code('mine')} shows what is yours."
        return message(text, [section(text)])
    rows = [block for action in actions for block in row(register, action, reader, today)]
    more = map(section, and_more(total - len(actions), "my *Home* shows all of them"))
    blocks = [header(heading), *rows, *more, *map(section, lines)]
    return message([f"{heading}.", *(spoken(one, due_state(one, today)) for one in actions), *lines], blocks)


def who_is_away(
    found: Sequence[Absence], reader: str, today: date, names: Mapping[str, str], commands: CommandSpelling
) -> Message:
    """Who is away on a local day, until when and who stands in; and what ``reader`` types for themselves."""
    lines = []
    for one in found[:AWAY_SHOWN]:
        whose = "You" if one.person == reader else person_name(one.person, names)
        cover = f"{person_name(one.deputy, names)} stands in" if one.deputy else "nobody stands in"
        lines.append(f"• {whose}, until {day(one.until)}: {cover}")
    more = and_more(len(found) - AWAY_SHOWN, "those who are back last")
    heading = "*Away now*" if found else "Nobody has told me that they are away."
    text = "\n".join([heading, *lines, *more])
    week = commands.code(f"away until {day(today + timedelta(days=7))} deputy @name")
    if any(one.person == reader for one in found):
        ways = f"When you are back: {commands.code('away ended')}."
    else:
        ways = f"To say that you are away yourself: {week}, or without a deputy."
    return message(f"{text}\n{ways}", [section(text), context(ways)])
