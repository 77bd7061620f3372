"""What stands for words: colours, ticks, placeholders and footnote marks."""

import colorsys
import re
from collections.abc import Iterable, Mapping

from papers.formats.grid import Row
from register.lazy_pattern import lazy_pattern

_PLACEHOLDER = lazy_pattern(
    r"(?:click(?: here)?(?: or tap)?(?: here)? to (?:enter|add|insert) (?:text|a date|date)|choose an item|"
    r"select (?:an item|one|from list)|enter (?:text|date|a date)(?: here)?|dd[/.-]mm[/.-]yy(?:yy)?|"
    r"xx[/.-]xx[/.-]xx(?:xx)?|[\[<](?:insert|enter|add|type)\b[^\]>]{0,60}[\]>]|lorem ipsum.{0,200})[.…]*",
    re.I,
)


_BEGIN_PLACEHOLDERS = frozenset("CcSsEeDdXxLl[<")


def is_placeholder(cell: str) -> bool:
    """Whether the words of a cell are those of a form that nobody has filled in."""
    if cell[:1] not in _BEGIN_PLACEHOLDERS:
        return False
    return _PLACEHOLDER.fullmatch(" ".join(cell.split())) is not None


def is_footnote(run: str, before: str) -> bool:
    """Whether a raised run of words is a footnote mark, and neither the "st" of a day nor the 2 of m²."""
    mark = re.fullmatch(r"[\s\d,;*†‡§()]{1,6}|[a-e]", run) is not None
    return mark and not re.search(r"(?:\b[kcm]?m|10)$", before)


def colour_name(rgb: str) -> str:
    """The name of a colour of six hexadecimal digits, "" for white, black, greys and pale tints."""
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
    """What colours mean by a key: the words in a coloured cell, or beside one that has none.

    A colour that is explained in two ways is left out.
    """
    found: dict[str, set[str]] = {}
    for row in rows:
        for at, colour in row.fills.items():
            own = row.cells[at] if at < len(row.cells) else ""
            words = own or next((cell for cell in row.cells[at + 1 :] if cell), "")
            if words and len(words) <= 60 and (not own or own.casefold() != colour):
                found.setdefault(colour, set()).add(" ".join(words.split()))
            elif own.casefold() == colour:
                beside = next((cell for cell in row.cells[at + 1 :] if cell), "")
                if beside and len(beside) <= 60:
                    found.setdefault(colour, set()).add(" ".join(beside.split()))
    return {colour: words.pop() for colour, words in found.items() if len(words) == 1}


# The letters of fonts that hold signs: ticks, crosses and boxes as Unicode has them.
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
"""What stands for a sign that is none of those known."""


def sign(font: str, code: int) -> str:
    """The sign that a letter of a font of signs shows; other fonts show the letter itself."""
    known = _SIGNS.get(font.casefold())
    if known is None:
        return chr(code)
    if chr(code).isspace():
        return " "
    return known.get(code & 0xFF, UNKNOWN_SIGN)
