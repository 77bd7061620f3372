"""Days and references in the words of a committee paper."""

from collections.abc import Sequence
from datetime import date

from register.phrases import day, joined


def day_or(when: date | None, otherwise: str = "None set") -> str:
    """The day in words; ``otherwise`` for None."""
    return day(when) if when else otherwise


def actions(refs: Sequence[str]) -> str:
    """References in words: "Action 9", "Actions 9 and 16"."""
    return f"Action{'s' if len(refs) != 1 else ''} {joined(refs)}"
