"""Days, counts and lists of refs as a British committee paper prints them."""

from collections.abc import Sequence
from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""In English whatever the machine's language is."""


def day(when: date) -> str:
    """15 November 2022."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def day_or(when: date | None, otherwise: str = "None set") -> str:
    """The day, or these words where there is none."""
    return day(when) if when else otherwise


def listed(words: Sequence[str]) -> str:
    """1, 2 and 3."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def actions(refs: Sequence[str]) -> str:
    """Action 9, or Actions 9 and 16."""
    return f"Action{'s' if len(refs) != 1 else ''} {listed(refs)}"


def counted(number: int, thing: str, things: str = "") -> str:
    """1 action, 44 actions, 1,200 actions."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def short(words: str, most: int = 160) -> str:
    """An action's words on one line, cut at a word with … where they are longer than ``most`` characters."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    cut = line[:most].rsplit(" ", 1)[0].rstrip(" ,;:.–-") if " " in line[:most] else line[:most]
    return f"{cut} …"
