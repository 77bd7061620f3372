"""An action's history as a story."""

from collections.abc import Sequence

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
from messages.mrkdwn import escaped, inline, person
from register.history import Event, deeds
from register.phrases import day, number
from register.register import Register, is_user_id


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
    every = list(deeds(events))
    for deed in reversed(every):
        line = _line(deed, register)
        if length(paragraphs([*lines, line])) > MOST_IN_BLOCKS - 500:
            break
        lines.append(line)
    left = len(every) - len(lines)
    more = [context(f"{number(left, 'earlier change')} left out; `htst history` shows all.")] if left else []
    blocks = [header(heading), *paragraphs(lines), *more, *([actions(*steps)] if steps else [])]
    return message([f"{escaped(heading)}.", *lines], blocks)


def _line(deed: Sequence[Event], register: Register) -> str:
    when = day(register.today(deed[0].at))
    behalf = next((event.on_behalf_of for event in deed if event.on_behalf_of), "")
    who = f"{person(deed[0].by)} for {person(behalf)}" if behalf else person(deed[0].by)
    return f"*{when}*  {who} {'; '.join(map(_phrase, deed))}"


def _phrase(event: Event) -> str:
    change = f": {_words(event.before)} → {_words(event.after)}" if event.before and event.after else ""
    if not change and (event.after or event.before):
        change = f": {_words(event.after or event.before)}"
    is_said = event.reason and event.after.endswith(f": {event.reason}")  # where it is what it ended by as well
    why = f" (because {inline(event.reason, 200)})" if event.reason and not is_said else ""
    return f"{event.what}{change}{why}"


def _words(text: str) -> str:
    return person(text) if is_user_id(text) else inline(text, 160)
