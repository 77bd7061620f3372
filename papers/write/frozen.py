"""A paper as text that can be kept: what was published is frozen so, and made again from it to the letter.

The text is JSON with its keys in order, so that equal papers are equal text and have one hash. It holds the
paper's content; the same release of HTST makes the same files of it.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from papers.write.paper import CommitteePaper
from register.refused import Refused

FORM = 1
"""The form of the text; it goes up when a field changes its meaning."""


def frozen(paper: CommitteePaper) -> str:
    """The paper as text."""
    return json.dumps(
        {"form": FORM, "paper": _plain(paper)}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def thawed(text: str) -> CommitteePaper:
    """The paper that was frozen. Raises Refused when the text is none of ours, or of a later release."""
    try:
        stored = json.loads(text)
        if stored["form"] != FORM:
            raise Refused(
                f"This paper was kept in form {stored['form']}, and this release reads form {FORM}; upgrade HTST."
            )
        paper: CommitteePaper = _typed(CommitteePaper, stored["paper"])
        return paper
    except (ValueError, KeyError, TypeError) as broken:
        raise Refused("The kept paper is damaged and was not used; restore it from a backup.") from broken


def digest(text: str) -> str:
    """The SHA-256 of a frozen paper, in small hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _typed(kind: Any, value: Any) -> Any:
    """A value as its field's type has it."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        present = [one for one in get_args(kind) if one is not type(None)]
        return None if value is None else _typed(present[0], value)
    if origin is tuple:
        inner, *more = get_args(kind)
        if more == [...]:
            return tuple(_typed(inner, one) for one in value)
        return tuple(_typed(one, each) for one, each in zip((inner, *more), value, strict=True))
    if is_dataclass(kind):
        types = get_type_hints(kind)
        build: Any = kind
        return build(**{name: _typed(types[name], one) for name, one in value.items()})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
