"""The style sheet within a web page: what it hides, strikes out and colours in tables, written into their elements."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from register.lazy_pattern import LazyPattern

Element = Any
"""An element of lxml, which has no types."""

_MOST_RULES = 500
"""The rules of a page beyond these are not read."""

_BRACKET = LazyPattern(r"[{};]")
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

    @property
    def name(self) -> str:
        """One of the names that an element has which it fits (``_names_of``): its id, a class, or its tag."""
        return f"#{self.id}" if self.id else f".{min(self.classes)}" if self.classes else self.tag or "*"

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
    by_name: dict[str, list[int]] = {}
    for at, rule in enumerate(rules):
        by_name.setdefault(rule.parts[-1].name, []).append(at)
    for table in page.iter("table") if rules else ():
        for element in table.iterdescendants():
            if isinstance(element.tag, str) and next(element.iter("table"), None) is None:
                places = sorted({at for name in _names_of(element) for at in by_name.get(name, ())})
                _add_to_style(element, [rules[at] for at in places if rules[at].fits(element)])


def _add_to_style(element: Element, rules: Sequence[_Rule]) -> None:
    """Add what rules say of an element to its style, the last of them counting, but not what its style says itself."""
    given: dict[str, str] = {}
    for rule in rules:
        given |= rule.properties
    own = element.get("style", "")
    added = [f"{name}: {value}" for name, value in given.items() if name not in own.casefold()]
    if added:
        element.set("style", "; ".join((*filter(None, [own]), *added)))


def _names_of(element: Element) -> tuple[str, ...]:
    """The names by which a rule can mean an element, as ``_Compound.name`` gives one of them."""
    classes = (f".{one}" for one in element.get("class", "").split())
    return (f"#{element.get('id', '')}", *classes, element.tag, "*")


def _rules(sheet: str) -> Iterator[_Rule]:
    count = 0
    for selectors, declared in _blocks(_without_comments(sheet)):
        properties = {
            name.strip().casefold(): value.replace("!important", "").strip()
            for name, _colon, value in (one.partition(":") for one in declared.split(";"))
            if name.strip().casefold() in _READ
        }
        for selector in selectors.split(",") if properties else ():
            parts = [_compound(one) for one in selector.replace(">", " ").split()]
            if parts and all(parts) and count < _MOST_RULES:
                count += 1
                yield _Rule(tuple(filter(None, parts)), properties)


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(one.partition("*/")[2] for one in others)


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and the declarations of each rule, in one pass: a damaged page is long and closes nothing.

    Rules for print, small screens and the like (@media), which may hide what others see, are left out; so are
    instructions such as @import, and what is not closed.
    """
    start, depth, selectors, begins = 0, 0, "", 0
    for bracket in _BRACKET.finditer(sheet):
        if bracket[0] == "{":
            if not depth:
                selectors, begins = sheet[start : bracket.start()], bracket.end()
            depth += 1
        elif bracket[0] == "}" and depth:
            depth -= 1
            declared = sheet[begins : bracket.start()]
            if not depth and "{" not in declared and not selectors.lstrip().startswith("@"):
                yield selectors, declared
        if not depth:
            start = bracket.end()


def _compound(words: str) -> _Compound | None:
    """One part of a selector; None for one that depends on more than names, such as ":hover"."""
    match = _COMPOUND.fullmatch(words)
    if match is None:
        return None
    marks = re.findall(r"[.#][\w-]+", match["marks"])
    ids = [mark[1:] for mark in marks if mark[0] == "#"]
    classes = frozenset(mark[1:] for mark in marks if mark[0] == ".")
    return _Compound((match["tag"] or "").casefold(), ids[0] if ids else "", classes)
