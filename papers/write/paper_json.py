"""A paper as JSON: a published paper is stored so, and its files are made from that again to the letter.

The keys are sorted, so that equal papers give equal text and have one hash. The text holds the content of the paper,
by the names of the dataclass fields; the same release of HTST makes the same files from it.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from papers.write.paper import CommitteePaper
from register.refused import Refused

FORMAT_VERSION = 1
"""The version of the format of the text, increased when a field changes its meaning."""


def frozen(paper: CommitteePaper) -> str:
    """The paper as JSON text."""
    return json.dumps(
        {"form": FORMAT_VERSION, "paper": _plain(paper)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def thawed(text: str) -> CommitteePaper:
    """The paper in a text of ``frozen``. Raises Refused when the text is damaged or of another format version."""
    try:
        stored = json.loads(text)
        if stored["form"] != FORMAT_VERSION:
            raise Refused(
                f"This paper was kept in form {stored['form']}, and this release reads form {FORMAT_VERSION}; "
                "upgrade HTST."
            )
        paper: CommitteePaper = _typed(CommitteePaper, stored["paper"])
        return paper
    except (ValueError, KeyError, TypeError) as broken:
        raise Refused("The kept paper is damaged and was not used; restore it from a backup.") from broken


def digest(text: str) -> str:
    """The SHA-256 of a frozen paper, in lower-case hexadecimal digits."""
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
    """A JSON value converted to the type ``kind`` of its field. Raises TypeError or ValueError when it does not fit."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        present = [one for one in get_args(kind) if one is not type(None)]
        return None if value is None else _typed(present[0], value)
    if origin is tuple:
        inner, *others = get_args(kind)
        if others == [...]:
            return tuple(_typed(inner, one) for one in value)
        return tuple(_typed(one, each) for one, each in zip((inner, *others), value, strict=True))
    if is_dataclass(kind):
        types = get_type_hints(kind)
        build: Any = kind
        return build(**{name: _typed(types[name], one) for name, one in value.items()})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
