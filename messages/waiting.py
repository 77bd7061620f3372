"""What waits for one person, and who is away, as people ask for it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from messages.command_spelling import CommandSpelling
from messages.home_rows import row
from messages.layout import Message, context, header, message, section
from messages.lines import and_more, due_state, spoken
from messages.mrkdwn import inline, person, person_name
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
    """Who is away on a local day and later, when and who stands in; and what ``reader`` types for themselves."""
    now = [one for one in found if one.starts <= today]
    later = [one for one in found if one.starts > today]
    lines = ["*Away now*" if now else "Nobody has told me that they are away."]
    if later and not now:
        lines = ["Nobody is away now, as far as I have been told."]
    lines += [_away(one, reader, today, names) for one in now[:AWAY_SHOWN]]
    lines += and_more(len(now) - AWAY_SHOWN, "those who are back last")
    lines += (
        ["*Away later*", *(_away(one, reader, today, names) for one in later[:AWAY_SHOWN])] if later else []
    )
    lines += and_more(len(later) - AWAY_SHOWN, "those who go last")
    ways = _how_to_be_away(now, later, reader, today, commands)
    text = "\n".join(lines)
    return message(f"{text}\n{ways}", [section(text), context(ways)])


def _away(one: Absence, reader: str, today: date, names: Mapping[str, str]) -> str:
    whose = "You" if one.person == reader else person_name(one.person, names)
    cover = f"{person_name(one.deputy, names)} stands in" if one.deputy else "nobody stands in"
    return f"• {whose}, {one.spoken(today)}: {cover}"


def _how_to_be_away(
    now: Sequence[Absence], later: Sequence[Absence], reader: str, today: date, commands: CommandSpelling
) -> str:
    if any(one.person == reader for one in now):
        return f"When you are back: {commands.code('away ended')}."
    if any(one.person == reader for one in later):
        return f"If you do not go after all: {commands.code('away ended')}."
    monday = today + timedelta(days=7)
    span = f"away from {day(monday)} until {day(monday + timedelta(days=7))}"
    week = commands.code(f"away until {day(monday)} deputy @name")
    return f"To say that you are away yourself: {week}, or without a deputy; if it begins later, {commands.code(span)}."


def away_noted(known: Sequence[Absence], today: date) -> str:
    """What somebody is told once their absence is noted, in mrkdwn: when and who stands in; ``known`` are that one and
    their others.
    """
    absence, *others = known
    cover = (
        f"{person(absence.deputy)} stands in for you"
        if absence.deputy
        else "Nobody is named to stand in for you"
    )
    also = (
        f" You are also away {joined(one.spoken(today) for one in others)}, as you told me." if others else ""
    )
    return f"Noted: you are away {absence.spoken(today)}. {cover}.{also}"


def back_noted(known: Sequence[Absence], today: date) -> str:
    """What somebody is told once they are back, or do not go after all, in mrkdwn; ``known`` are the absence that ended
    and those still to come.
    """
    ended, *others = known
    told = f" {person(ended.deputy)} is told." if ended.deputy else ""
    still = (
        f" You are still away {joined(one.spoken(today) for one in others)}, as you told me." if others else ""
    )
    if ended.starts > today:
        return f"Noted: you are not away {ended.spoken(today)}.{told}{still}"
    return f"Noted: you are back, and are asked again from now on.{told}{still}"
