"""The pieces of the home page: a row for each action with its next steps, the menus, and the pages."""

from collections.abc import Mapping
from datetime import date

from messages.layout import Block, actions, button, plain_text, section
from messages.life_lines import short_step_row
from messages.lines import came_back, due_state, owners_in_short, progress, ref, snoozed_until, title
from messages.mrkdwn import inline, person
from register.action import Action
from register.next_steps import next_steps
from register.permissions import Asker
from register.phrases import capitalised, day
from register.progress import OPEN, Status
from register.register import Register


def row(
    register: Register, action: Action, reader: str, today: date, *, lacks_card: bool = False
) -> list[Block]:
    """An action in short, the button of this reader's next sensible step, and a menu of what else they may do;
    ``lacks_card`` as for ``next_steps``.
    """
    label = due_state(action, today).label
    heading = f"{ref(action)}  {title(action, 140)}{f' ({label})' if label else ''}"
    facts = [
        owners_in_short(action),
        progress(action),
        snoozed_until(action, today),
        *officers(action, reader),
    ]
    lines = [heading, " · ".join(filter(None, facts)), waits(action)]
    asker = Asker(reader, at=register.calendar.midnight(today))
    steps = next_steps(register, action, asker, today, lacks_card=lacks_card)
    return [section("\n".join(filter(None, lines))), actions(*short_step_row(action, steps))]


def menu(action_id: str, label: str, options: Mapping[str, str], chosen: str) -> Block:
    """A menu of values and their names, of which one is chosen."""
    listed = {value: {"text": plain_text(name, 75), "value": value} for value, name in options.items()}
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(label, 150),
        "options": list(listed.values()),
        "initial_option": listed[chosen],
    }


def pager(first: int, most: int, total: int) -> list[Block]:
    """The buttons to the pages before and after, where there are any."""
    if total <= most:
        return []
    last = min(total, first + most - 1)
    buttons = []
    if first > 1:
        buttons.append(button("Previous", "home_before", str(max(1, first - most)), "Previous actions"))
    if last < total:
        following = min(most, total - last)
        buttons.append(button(f"Next {following}", "home_next", str(last + 1), f"Next {following} actions"))
    return [section(f"{first:,} to {last:,} of {total:,}, the most urgent first"), actions(*buttons)]


def officers(action: Action, reader: str) -> list[str]:
    """Who is named for an action, for a line that this reader sees: that they are, or the first two of the others."""
    named = [user for _code, user in sorted(action.life.officers.items())]
    return ["named for you"] if reader in named else [person(user) for user in named[:2]]


def waits(action: Action) -> str:
    """The decision that an action waits for, in words; empty where it waits for none."""
    revision, life = action.life.asked, action.life
    if revision and action.status in OPEN:
        until = day(revision.deadline) if revision.deadline else inline(revision.printed, 60)
        return f":hourglass_flowing_sand: {person(revision.asked_by)} asks for {until}: {inline(revision.reason, 200)}"
    if life.sent_back and action.status in OPEN:
        why = f": {inline(life.sent_back.reason, 200)}" if life.sent_back.reason else ""
        return (
            f":leftwards_arrow_with_hook: {capitalised(came_back(action))} by {person(life.sent_back.by)}{why}"
        )
    if action.status is Status.IMPLEMENTED and life.reported_by:
        shown = [one for one in life.evidence if not one.is_withdrawn]
        what = f": {inline(shown[-1].text, 200)}" if shown else ""
        return f"Reported complete by {person(life.reported_by)}{what}"
    return ""
