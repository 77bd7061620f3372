"""How the open actions stand, as the bars of a chart: by progress and by directorate, overdue apart."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from register.action import Action
from register.notices.digest import as_counted, by_progress, colours_by_letter, overdue
from register.register import Register


class Bar(NamedTuple):
    """So many open actions, of which so many are overdue."""

    label: str
    open: int
    overdue: int


class Group(NamedTuple):
    """One way of dividing the open actions."""

    heading: str
    bars: tuple[Bar, ...]


def bars(actions: Sequence[Action], register: Register, today: date) -> tuple[Group, ...]:
    """The open ones of these actions by printed progress and by directorate; ``today`` is a local day.

    Progress comes in the order of an action's life, directorates in the register's order, also those that have
    nothing open; owners that the register does not know come last.
    """
    still_open = [action for action in actions if not action.status.is_done]
    words = {one.ref: as_counted(one.progress).casefold() for one in still_open}
    colours = colours_by_letter(words.values())
    late = Counter(colours.get(words[one.ref], words[one.ref]) for one in overdue(still_open, today))
    progress = [Bar(word, count, late[word.casefold()]) for word, count in by_progress(still_open)]
    names = {one.code: f"{one.code} – {one.name}" if one.name else one.code for one in register.directorates}
    names |= {code: code for action in still_open for code in action.directorates if code not in names}
    theirs = {code: [one for one in still_open if code in one.directorates] for code in names}
    directorates = [
        Bar(name, len(theirs[code]), len(overdue(theirs[code], today))) for code, name in names.items()
    ]
    return (
        Group("By progress", tuple(progress)),
        Group("By directorate (a joint action counts in each)", tuple(directorates)),
    )
