"""The numbers of list paragraphs, which are not in the file: counted here as Word counts them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from papers.formats.package import local, whole_number
from papers.formats.whitespace import BULLET_SIGN
from papers.formats.word_cells import child, value

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_LEVELS = 9
_MOST_LETTERS = 780
"""The last number that is shown by letters, as thirty of them: a file can begin a list at any number."""


@dataclass(frozen=True)
class _Level:
    """One level of a list: its first number, the format of its numbers and the template of its labels ("%1.%2")."""

    start: int
    number_format: str
    text: str


def numbers_of(body: Any, numbering: Any, styles: Any) -> dict[Any, str]:
    """The label of each numbered paragraph as Word shows it, in the order of the document; bullets are all the same.

    ``numbering`` and ``styles`` are the roots of those parts, None where the document has none.
    """
    lists, list_of_number = _lists(numbering)
    starts = _start_overrides(numbering)
    begun: set[tuple[str, int]] = set()
    by_style = _numbering_by_style(styles)
    counters: dict[str, list[int | None]] = {}
    labels: dict[Any, str] = {}
    for paragraph in body.iter():
        if local(paragraph) != "p":
            continue
        number, level = _numbering_of(paragraph, by_style)
        abstract = list_of_number.get(number, "")
        levels = lists.get(abstract, {})
        if not levels or level not in levels:
            continue
        counts = counters.setdefault(abstract, [None] * _MOST_LEVELS)
        # Where a number id has its own start, the level restarts with the first paragraph of that id.
        is_restart = (number, level) in starts and (number, level) not in begun
        begun.add((number, level))
        previous = None if is_restart else counts[level]
        start = starts.get((number, level), levels[level].start)
        counts[level] = start if previous is None else previous + 1
        counts[level + 1 :] = [None] * (_MOST_LEVELS - level - 1)
        label = _label(levels, counts, level)
        if label:
            labels[paragraph] = label
    return labels


def _value(element: Any, name: str, default: str = "") -> str:
    """The value of the child of an element with that name; ``default`` where there is none."""
    found = child(element, name)
    return value(found) if found is not None else default


def _lists(numbering: Any) -> tuple[dict[str, dict[int, _Level]], dict[str, str]]:
    """The levels of each abstract list by its id, and the id of the abstract list for each number id in the text."""
    lists: dict[str, dict[int, _Level]] = {}
    list_of_number: dict[str, str] = {}
    for part in numbering if numbering is not None else ():
        if local(part) == "abstractNum":
            lists[value(part, "abstractNumId")] = _levels(part)
        elif local(part) == "num":
            list_of_number[value(part, "numId")] = _value(part, "abstractNumId")
    return lists, list_of_number


def _levels(abstract_list: Any) -> dict[int, _Level]:
    """The levels of an abstract list, from 0."""
    levels = {}
    for level in abstract_list:
        at = whole_number(value(level, "ilvl"))
        if local(level) == "lvl" and at is not None and at < _MOST_LEVELS:
            start = whole_number(_value(level, "start"))
            number_format, text = _value(level, "numFmt", "decimal"), _value(level, "lvlText")
            levels[at] = _Level(1 if start is None else start, number_format, text)
    return levels


def _start_overrides(numbering: Any) -> dict[tuple[str, int], int]:
    """The first numbers that a number id sets for its levels (startOverride), as "Restart at 1" in Word does."""
    starts = {}
    for number in numbering if numbering is not None else ():
        for override in number if local(number) == "num" else ():
            level = whole_number(value(override, "ilvl"))
            start = whole_number(_value(override, "startOverride"))
            if local(override) == "lvlOverride" and level is not None and start is not None:
                starts[value(number, "numId"), level] = start
    return starts


def _numbering_by_style(styles: Any) -> Mapping[str, tuple[str, int]]:
    numbering = {}
    for style in styles if styles is not None else ():
        properties = child(child(style, "pPr"), "numPr") if local(style) == "style" else None
        if properties is not None:
            level = whole_number(_value(properties, "ilvl")) or 0
            numbering[value(style, "styleId")] = (_value(properties, "numId"), level)
    return numbering


def _numbering_of(paragraph: Any, by_style: Mapping[str, tuple[str, int]]) -> tuple[str, int]:
    """The number id and level of a paragraph, from itself or its style; ("", 0) for one that is not numbered."""
    properties = child(paragraph, "pPr")
    direct = child(properties, "numPr")
    number, level = by_style.get(_value(properties, "pStyle"), ("", 0))
    if direct is not None:
        number = _value(direct, "numId", number)
        own = whole_number(_value(direct, "ilvl"))
        level = level if own is None else own
    return number, min(level, _MOST_LEVELS - 1)


def _label(levels: Mapping[int, _Level], counts: Iterable[int | None], level: int) -> str:
    """The label of a paragraph on ``level`` when the levels have these counts; "" for none."""
    counted = list(counts)
    if levels[level].number_format in ("bullet", "none"):
        return BULLET_SIGN if levels[level].number_format == "bullet" else ""

    def shown(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        known_level = levels.get(at)
        start = known_level.start if known_level else 1
        count = counted[at] if at < len(counted) and counted[at] is not None else start
        return numeral(count or 0, known_level.number_format if known_level else "decimal")

    return re.sub(r"%([1-9])", shown, levels[level].text).strip()


def numeral(count: int, number_format: str) -> str:
    """A count in one of Word's number formats ("decimalZero", "lowerRoman"); unknown formats are decimal."""
    if number_format == "decimalZero":
        return f"{count:02}"
    if number_format in ("lowerLetter", "upperLetter") and 0 < count <= _MOST_LETTERS:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if number_format == "lowerLetter" else letter.upper()
    if number_format in ("lowerRoman", "upperRoman") and 0 < count < 400:
        roman, rest = "", count
        for worth, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), *_ROMAN):
            while rest >= worth:
                roman, rest = roman + letters, rest - worth
        return roman if number_format == "lowerRoman" else roman.upper()
    return str(count)
