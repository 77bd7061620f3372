"""Keys by which actions are grouped to be counted: the same for the same printed progress, or for the same owners."""

import hashlib
from collections.abc import Iterable

from register.notices.digest import as_counted

_BETWEEN = "\x1f"
_LONG = "\x1e"
_LONGEST = 400
"""Characters of a key; a longer one is hashed, as a database index takes only some thousands of bytes."""


def progress_key(progress: str) -> str:
    """The same for printed words that count as one (register.notices.digest), different for others."""
    return _short(as_counted(progress).casefold())


def owners_key(codes: Iterable[str]) -> str:
    """The same for the same owner codes in the same order, different for others; "" for none."""
    return _short(_BETWEEN.join(codes))


def codes_in(key: str) -> tuple[str, ...] | None:
    """The owner codes of a key; None where it is a hash, so that they must be read from an action that has the key."""
    if key.startswith(_LONG):
        return None
    return tuple(key.split(_BETWEEN)) if key else ()


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else _LONG + hashlib.sha256(text.encode()).hexdigest()
