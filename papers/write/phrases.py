"""Days and refs as a committee paper prints them."""

from collections.abc import Sequence
from datetime import date

from register.phrases import day, joined


def day_or(when: date | None, otherwise: str = "None set") -> str:
    """The day, or these words where there is none."""
    return day(when) if when else otherwise


def actions(refs: Sequence[str]) -> str:
    """Action 9, or Actions 9 and 16."""
    return f"Action{'s' if len(refs) != 1 else ''} {joined(refs)}"
