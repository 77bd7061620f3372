"""What stands for words: colours, ticks, placeholders and footnote marks."""

import colorsys
import re
from collections.abc import Iterable, Mapping

from papers.grid import Row

_PLACEHOLDER = re.compile(
    r"(?:click(?: here)?(?: or tap)?(?: here)? to (?:enter|add|insert) (?:text|a date|date)|choose an item|"
    r"select (?:an item|one|from list)|enter (?:text|date|a date)(?: here)?|dd[/.-]mm[/.-]yy(?:yy)?|"
    r"xx[/.-]xx[/.-]xx(?:xx)?|[\[<](?:insert|enter|add|type)\b[^\]>]{0,60}[\]>]|lorem ipsum.{0,200})[.…]*",
    re.I,
)


def is_placeholder(cell: str) -> bool:
    """Whether the words of a cell are those of a form that nobody has filled in."""
    return _PLACEHOLDER.fullmatch(" ".join(cell.split())) is not None


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
