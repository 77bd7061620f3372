"""A paper as JSON: a published paper is stored so, and its files are made from that again to the letter.

The keys are sorted, so that equal papers give equal text and have one hash. The text holds the content of the paper and
the document that was made of it, by the names of the dataclasses and their fields: a later release, which words its
headings and sentences otherwise, prints what was published. The same release makes the same files from it.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from papers.write.document import Document
from papers.write.paper import CommitteePaper
from register.refused import Refused

FORMAT_VERSION = 2
"""The version of the format of the text, increased when a field changes its meaning. The first had no document."""
_BLOCK = "block"
"""The key under which a block of the document says which dataclass it is."""


def frozen(paper: CommitteePaper, document: Document) -> str:
    """The paper, and the document that was made of it, as JSON text."""
    return json.dumps(
        {"form": FORMAT_VERSION, "paper": _plain(paper), "document": _plain_document(document)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def thawed(text: str) -> tuple[CommitteePaper, Document | None]:
    """The paper in a text of ``frozen``, and its document (None in a text of the first format version).

    Raises Refused when the text is damaged or of a later format version.
    """
    try:
        stored = json.loads(text)
        if stored["form"] not in range(1, FORMAT_VERSION + 1):
            raise Refused(
                f"This paper was kept in form {stored['form']}, and this release reads form {FORMAT_VERSION}; "
                "upgrade HTST."
            )
        document = _typed(Document, stored["document"]) if stored["form"] > 1 else None
        return _typed(CommitteePaper, stored["paper"]), document
    except (ValueError, KeyError, TypeError) as broken:
        raise Refused("The kept paper is damaged and was not used; restore it from a backup.") from broken


def digest(text: str) -> str:
    """The SHA-256 of a frozen paper, in lower-case hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def _plain_document(document: Document) -> Any:
    plain = _plain(document)
    for part, plain_part in zip(document.parts, plain["parts"], strict=True):
        for block, plain_block in zip(part.blocks, plain_part["blocks"], strict=True):
            plain_block[_BLOCK] = type(block).__name__
    return plain


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
        if value is None and type(None) in get_args(kind):
            return None
        if len(present) == 1:
            return _typed(present[0], value)
        by_name = {one.__name__: one for one in present}
        return _typed(by_name[value[_BLOCK]], {name: one for name, one in value.items() if name != _BLOCK})
    if origin is tuple:
        _check_type(value, list)
        inner, *others = get_args(kind)
        if others == [...]:
            return tuple(_typed(inner, one) for one in value)
        return tuple(_typed(one, each) for one, each in zip((inner, *others), value, strict=True))
    if is_dataclass(kind):
        _check_type(value, dict)
        types = get_type_hints(kind)
        build: Any = kind
        return build(**{name: _typed(types[name], one) for name, one in value.items()})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    _check_type(value, kind)
    return value


def _check_type(value: Any, kind: type) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
