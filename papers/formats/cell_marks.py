"""Marks in cells: names of colours, ticks and boxes of symbol fonts, placeholders of forms, footnote marks."""

import colorsys
import re
from collections.abc import Iterable, Mapping

from papers.formats.grid import Row
from register.lazy_pattern import LazyPattern

_PLACEHOLDER = LazyPattern(
    r"(?:click(?: here)?(?: or tap)?(?: here)? to (?:enter|add|insert) (?:text|a date|date)|choose an item|"
    r"select (?:an item|one|from list)|enter (?:text|date|a date)(?: here)?|dd[/.-]mm[/.-]yy(?:yy)?|"
    r"xx[/.-]xx[/.-]xx(?:xx)?|[\[<](?:insert|enter|add|type)\b[^\]>]{0,60}[\]>]|lorem ipsum.{0,200})[.…]*",
    re.I,
)


_FIRST_LETTERS = frozenset("CcSsEeDdXxLl[<")


def is_placeholder(cell: str) -> bool:
    """Whether a cell holds the prompt of a form that nobody has filled in, such as "Choose an item"."""
    if cell[:1] not in _FIRST_LETTERS:
        return False
    return _PLACEHOLDER.fullmatch(" ".join(cell.split())) is not None


def is_footnote(run: str, before: str) -> bool:
    """Whether a superscript ``run`` behind ``before`` is a footnote mark; the "st" of a day and the 2 of m² are not."""
    mark = re.fullmatch(r"[\s\d,;*†‡§()]{1,6}|[a-e]", run) is not None
    return mark and not re.search(r"(?:\b[kcm]?m|10)$", before)


def colour_name(rgb: str) -> str:
    """The name of a colour of six hexadecimal digits; "" for white, black, greys, pale tints and anything else."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", rgb):
        return ""
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.25 or not 0.12 < lightness < 0.9:
        return ""
    degrees = hue * 360
    for until, name in (
        (18, "red"),
        (48, "amber"),
        (68, "yellow"),
        (170, "green"),
        (260, "blue"),
        (330, "purple"),
    ):
        if degrees < until:
            return name
    return "red"


def colours_of(rows: Iterable[Row]) -> Mapping[str, str]:
    """The meanings of colours in the rows of a key, by the colour's name.

    The meaning is in the coloured cell, or in the next filled one where that is blank or only names the colour. A
    colour with two meanings is left out.
    """
    meanings: dict[str, set[str]] = {}
    for row in rows:
        for at, colour in row.fills.items():
            words = row.cells[at] if at < len(row.cells) else ""
            if words.casefold() in ("", colour):
                words = next((cell for cell in row.cells[at + 1 :] if cell), "")
            if words and len(words) <= 60:
                meanings.setdefault(colour, set()).add(" ".join(words.split()))
    return {colour: words.pop() for colour, words in meanings.items() if len(words) == 1}


# Codes of letters in symbol fonts, and the ticks, boxes, bullets, faces and arrows in Unicode that they show.
_SIGNS = {
    "wingdings": {
        0xFC: "✓",
        0xFB: "✗",
        0xFE: "☑",
        0xFD: "☒",
        0xA8: "☐",
        0x6F: "☐",
        0x71: "☐",
        0x72: "☐",
        0x78: "☒",
        0x6C: "●",
        0x6E: "■",
        0x76: "❖",
        0x9F: "•",
        0xA7: "▪",
        0xD8: "➢",
        0x4A: "☺",
        0x4B: "😐",
        0x4C: "☹",
        0xDF: "←",
        0xE0: "→",
        0xE1: "↑",
        0xE2: "↓",
    },
    "wingdings 2": {
        0x50: "✓",
        0x4F: "✗",
        0x52: "☑",
        0x51: "☒",
        0x53: "☒",
        0x54: "☒",
        0xA3: "☐",
        0x30: "☐",
        0x2A: "☐",
    },
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐", 0x67: "■"},
}
UNKNOWN_SIGN = "□"
"""Replaces a sign that is not in _SIGNS."""


def sign(font: str, code: int) -> str:
    """The sign that the letter with this code shows in a symbol font; in other fonts the letter itself."""
    signs = _SIGNS.get(font.casefold())
    if signs is None:
        return chr(code)
    if chr(code).isspace():
        return " "
    return signs.get(code & 0xFF, UNKNOWN_SIGN)
