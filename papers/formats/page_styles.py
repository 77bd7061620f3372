"""The style sheet within a web page: what it hides, strikes out and colours in tables, written into their elements."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from register.lazy_pattern import LazyPattern

Element = Any
"""An element of lxml, which has no types."""

_MOST_RULES = 500
"""The rules of a page beyond these are not read: each is tried on every element in a table."""

_COMMENT = LazyPattern(r"/\*.*?\*/|<!--|-->", re.S)
_FOR_SOME_DEVICES = LazyPattern(r"@[^{};]+(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
"""Rules for print, small screens and the like, which may hide what others see; and instructions such as @import."""
_RULE = LazyPattern(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND = LazyPattern(r"(?P<tag>[a-z][a-z0-9]*|\*)?(?P<marks>(?:[.#][\w-]+)*)", re.I)
_READ = frozenset(
    {"display", "visibility", "background", "background-color", "text-decoration", "text-decoration-line"}
)
"""The properties that say whether words are shown, struck out or on a colour."""


@dataclass(frozen=True)
class _Compound:
    """One part of a selector: "td.late", "#total"."""

    tag: str
    id: str
    classes: frozenset[str]

    def fits(self, element: Element) -> bool:
        """Whether it names an element."""
        return (
            self.tag in ("", "*", element.tag)
            and self.id in ("", element.get("id", ""))
            and self.classes <= set(element.get("class", "").split())
        )


@dataclass(frozen=True)
class _Rule:
    """A selector of the outer elements and the one meant, and the properties it gives that one."""

    parts: tuple[_Compound, ...]
    properties: Mapping[str, str]

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much it counts against other rules about one property."""
        return (
            sum(bool(part.id) for part in self.parts),
            sum(len(part.classes) for part in self.parts),
            sum(part.tag not in ("", "*") for part in self.parts),
        )

    def fits(self, element: Element) -> bool:
        """Whether it is about an element."""
        *outer, last = self.parts
        if not last.fits(element):
            return False
        above = element.iterancestors()
        return all(any(part.fits(one) for one in above) for part in reversed(outer))


def apply_styles(page: Element) -> None:
    """Write what the page's own rules say of the elements in its tables into their styles, in place.

    What an element's style says itself counts. Whole parts of a page are often hidden only until they are opened, so
    that nothing which holds a table is hidden here.
    """
    rules = sorted(_rules("\n".join(one.text or "" for one in page.iter("style"))), key=lambda one: one.weight)
    if not rules:
        return
    for table in page.iter("table"):
        for element in table.iterdescendants():
            if not isinstance(element.tag, str) or next(element.iter("table"), None) is not None:
                continue
            given: dict[str, str] = {}
            for rule in rules:
                if rule.fits(element):
                    given |= rule.properties
            own = element.get("style", "")
            added = [f"{name}: {value}" for name, value in given.items() if name not in own.casefold()]
            if added:
                element.set("style", "; ".join((*filter(None, [own]), *added)))


def _rules(sheet: str) -> Iterator[_Rule]:
    count = 0
    for match in _RULE.finditer(_FOR_SOME_DEVICES.sub("", _COMMENT.sub("", sheet))):
        properties = {
            name.strip().casefold(): value.replace("!important", "").strip()
            for name, _colon, value in (one.partition(":") for one in match[2].split(";"))
            if name.strip().casefold() in _READ
        }
        for selector in match[1].split(",") if properties else ():
            parts = [_compound(one) for one in selector.replace(">", " ").split()]
            if parts and all(parts) and count < _MOST_RULES:
                count += 1
                yield _Rule(tuple(filter(None, parts)), properties)


def _compound(words: str) -> _Compound | None:
    """One part of a selector; None for one that depends on more than names, such as ":hover"."""
    match = _COMPOUND.fullmatch(words)
    if match is None:
        return None
    marks = re.findall(r"[.#][\w-]+", match["marks"])
    ids = [mark[1:] for mark in marks if mark[0] == "#"]
    classes = frozenset(mark[1:] for mark in marks if mark[0] == ".")
    return _Compound((match["tag"] or "").casefold(), ids[0] if ids else "", classes)
