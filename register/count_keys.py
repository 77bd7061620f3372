"""Under which short texts actions are counted together: those that print the same progress, or have the same owners."""

import hashlib
from collections.abc import Iterable

from register.notices.digest import as_counted

_BETWEEN = "\x1f"
_LONG = "\x1e"
_LONGEST = 400
"""Signs of a key: an index takes no more than some thousand."""


def progress_key(progress: str) -> str:
    """What is the same for printed words that count as one (register.notices.digest), and differs for others."""
    return _short(as_counted(progress).casefold())


def owners_key(codes: Iterable[str]) -> str:
    """What is the same for the same owner codes in the same order, and differs for others; "" for none."""
    return _short(_BETWEEN.join(codes))


def codes_in(key: str) -> tuple[str, ...] | None:
    """The owner codes of a key; None where they were too many for it, so that their owners must be asked for."""
    if key.startswith(_LONG):
        return None
    return tuple(key.split(_BETWEEN)) if key else ()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else _LONG + hashlib.sha256(text.encode()).hexdigest()
