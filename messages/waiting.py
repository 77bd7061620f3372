"""The answer to somebody who asks what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from messages.command_spelling import CommandSpelling
from messages.home_rows import row
from messages.layout import Message, header, message, paragraph, section
from messages.lines import and_more, due_state, spoken
from messages.mrkdwn import inline
from register.action import Action
from register.phrases import day, joined, number
from register.register import Register

WAITING_LISTED = 15
"""Actions in one message, each with its buttons: Slack allows fifty blocks."""
_QUESTIONS = 5
"""Members' questions in one message."""


@dataclass(frozen=True)
class WaitingList:
    """What waits for somebody: the first of ``total`` actions for their decision, of the round before a ``meeting``
    (None: no round is under way) for whom they can still answer and what they are to sign off, and Members' questions:
    who asked, at which meeting, and what.
    """

    actions: Sequence[Action]
    total: int
    meeting: date | None
    answering: Sequence[str]
    signing: Sequence[str]
    questions: Sequence[tuple[str, date, str]]


def nothing(commands: CommandSpelling) -> Message:
    """The answer to somebody for whom nothing waits."""
    return paragraph(f"Nothing is waiting for you. {commands.code('mine')} shows what is yours.")


def waiting(
    register: Register, reader: str, today: date, found: WaitingList, commands: CommandSpelling
) -> Message:
    """What waits for ``reader``, each action with its buttons."""
    actions, total = found.actions, found.total
    heading = f"Waiting for you: {number(total, 'action')} to decide" if total else "Waiting for you"
    lines = []
    if found.meeting and found.answering:
        whom = joined("you" if one == reader else inline(one, 30) for one in found.answering)
        lines.append(
            f"Updates for the paper of {day(found.meeting)} are needed from {whom}: {commands.code('round')}."
        )
    if found.meeting and found.signing:
        codes = inline(joined(found.signing), 300)
        lines.append(
            f"The paper of {day(found.meeting)} needs to be signed off for {codes}: {commands.code('signoff')}."
        )
    lines += without_answer(found.questions, _QUESTIONS)
    rows = [block for action in actions for block in row(register, action, reader, today)]
    more = map(section, and_more(total - len(actions), "my *Home* shows all of them"))
    blocks = [header(heading), *rows, *more, *map(section, lines)]
    return message([f"{heading}.", *(spoken(one, due_state(one, today)) for one in actions), *lines], blocks)


def without_answer(unanswered: Sequence[tuple[str, date, str]], most: int) -> list[str]:
    """The first so many of Members' questions that nobody has answered, a line each: who asked, when, and what."""
    lines = [
        f"{inline(member, 100)} asked on {day(meeting)}: “{inline(asked, 300)}” It has no answer yet; to answer, reply "
        "under the question in the leads' channel."
        for member, meeting, asked in unanswered[:most]
    ]
    return lines + and_more(len(unanswered) - most, "the next paper has them all")
