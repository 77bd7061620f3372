"""The numbers that Word gives to paragraphs of lists when it draws them: counted here as it counts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from papers.formats.package import local
from papers.formats.word_cells import child, value

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LEVELS = 9


@dataclass(frozen=True)
class _Level:
    """One level of a list: where it starts, how its numbers look, and what stands around them ("%1.%2")."""

    start: int
    looks: str
    text: str


def numbers_of(body: Any, numbering: Any, styles: Any) -> dict[Any, str]:
    """The number of each numbered paragraph as it is shown, in the order of the document; bullets have none."""
    lists, of_list = _lists(numbering)
    by_style = _by_style(styles)
    counters: dict[str, list[int | None]] = {}
    found: dict[Any, str] = {}
    for paragraph in body.iter():
        if local(paragraph) != "p":
            continue
        number, level = _numbered(paragraph, by_style)
        abstract = of_list.get(number, "")
        levels = lists.get(abstract, {})
        if not levels or level not in levels:
            continue
        counts = counters.setdefault(abstract, [None] * _LEVELS)
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        label = _label(levels, counts, level)
        if label:
            found[paragraph] = label
    return found


def _value(element: Any, name: str, without: str = "") -> str:
    """The value of an element's child of that name; ``without`` where there is no such child."""
    found = child(element, name)
    return value(found) if found is not None else without


def _lists(numbering: Any) -> tuple[dict[str, dict[int, _Level]], dict[str, str]]:
    """The levels of each list, and the list that each number of a list in the text stands for."""
    lists: dict[str, dict[int, _Level]] = {}
    of_list: dict[str, str] = {}
    for part in numbering if numbering is not None else ():
        if local(part) == "abstractNum":
            levels = {}
            for level in part:
                at = value(level, "ilvl")
                if local(level) == "lvl" and at.isdigit() and int(at) < _LEVELS:
                    start = _value(level, "start", "1")
                    looks, text = _value(level, "numFmt", "decimal"), _value(level, "lvlText")
                    levels[int(at)] = _Level(int(start) if start.isdigit() else 1, looks, text)
            lists[value(part, "abstractNumId")] = levels
        elif local(part) == "num":
            of_list[value(part, "numId")] = _value(part, "abstractNumId")
    return lists, of_list


def _by_style(styles: Any) -> Mapping[str, tuple[str, int]]:
    found = {}
    for style in styles if styles is not None else ():
        properties = child(child(style, "pPr"), "numPr") if local(style) == "style" else None
        if properties is not None:
            level = _value(properties, "ilvl", "0")
            found[value(style, "styleId")] = (
                _value(properties, "numId"),
                int(level) if level.isdigit() else 0,
            )
    return found


def _numbered(paragraph: Any, by_style: Mapping[str, tuple[str, int]]) -> tuple[str, int]:
    properties = child(paragraph, "pPr")
    direct = child(properties, "numPr")
    number, level = by_style.get(_value(properties, "pStyle"), ("", 0))
    if direct is not None:
        number = _value(direct, "numId", number)
        own = _value(direct, "ilvl", str(level))
        level = int(own) if own.isdigit() else level
    return number, min(level, _LEVELS - 1)


def _label(levels: Mapping[int, _Level], counts: Iterable[int | None], level: int) -> str:
    counted = list(counts)
    if levels[level].looks in ("bullet", "none"):
        return ""

    def shown(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        known = levels.get(at)
        count = counted[at] if at < len(counted) and counted[at] is not None else (known.start if known else 1)
        return _number(count or 0, known.looks if known else "decimal")

    return re.sub(r"%([1-9])", shown, levels[level].text).strip()


def _number(count: int, looks: str) -> str:
    if looks == "decimalZero":
        return f"{count:02}"
    if looks in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if looks == "lowerLetter" else letter.upper()
    if looks in ("lowerRoman", "upperRoman") and 0 < count < 400:
        words, left = "", count
        for worth, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), *_ROMAN):
            while left >= worth:
                words, left = words + letters, left - worth
        return words if looks == "lowerRoman" else words.upper()
    return str(count)
