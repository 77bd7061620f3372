"""Messages about absences: who is away, and the buttons and receipts for one's own."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from messages.command_spelling import CommandSpelling
from messages.layout import Block, Message, actions, button, context, message, section
from messages.lines import and_more
from messages.mrkdwn import person, person_name
from register.absences import Absence
from register.phrases import day, joined
from register.register import Register

AWAY_SHOWN = 40
"""People in one message."""


def who_is_away(
    found: Sequence[Absence],
    reader: str,
    today: date,
    register: Register,
    commands: CommandSpelling,
) -> Message:
    """Who is away on a local day and later, when and who stands in; and what ``reader`` types or presses for
    themselves.
    """
    names = register.paper.people
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
    own = next((one for one in (*now, *later) if one.person == reader), None)
    pressed = actions(*away_buttons(register.slug, own, today))
    return message(f"{text}\n{ways}", [section(text), pressed, context(ways)])


def away_buttons(slug: str, own: Absence | None, today: date) -> list[Block]:
    """The buttons for somebody's own absences: to record one and, where they have one (``own``), to end it."""
    found = [button("I am away …", "away", slug, "I am away: from when until when, and who stands in")]
    if own:
        back = ("I am back", "I am back: end my absence")
        stays = ("I am not going", "I am not going: cancel the planned absence")
        words, label = back if own.starts <= today else stays
        found.append(button(words, "back", slug, label))
    return found


def own_absence(own: Absence, today: date) -> str:
    """That somebody is away, or will be, as they told, in mrkdwn."""
    cover = f"{person(own.deputy)} stands in for you" if own.deputy else "nobody stands in for you"
    return f"You are away {own.spoken(today)}: {cover}."


def _away(absence: Absence, reader: str, today: date, names: Mapping[str, str]) -> str:
    whose = "You" if absence.person == reader else person_name(absence.person, names)
    cover = f"{person_name(absence.deputy, names)} stands in" if absence.deputy else "nobody stands in"
    return f"• {whose}, {absence.spoken(today)}: {cover}"


def _how_to_be_away(
    now: Sequence[Absence], later: Sequence[Absence], reader: str, today: date, commands: CommandSpelling
) -> str:
    if any(one.person == reader for one in now):
        return f"When you are back: {commands.code('away ended')}."
    if any(one.person == reader for one in later):
        return f"If you do not go after all: {commands.code('away ended')}."
    in_a_week = today + timedelta(days=7)
    span = f"away from {day(in_a_week)} until {day(in_a_week + timedelta(days=7))}"
    week = commands.code(f"away until {day(in_a_week)} deputy @name")
    return f"If you are away yourself, type {week} (a deputy is optional); if it begins later, {commands.code(span)}."


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
    deputy = f" I will tell {person(ended.deputy)}." if ended.deputy else ""
    still = (
        f" You are still away {joined(one.spoken(today) for one in others)}, as you told me." if others else ""
    )
    if ended.starts > today:
        return f"Noted: you are not away {ended.spoken(today)}.{deputy}{still}"
    return f"Noted: you are back, and I will ask you again from now on.{deputy}{still}"
