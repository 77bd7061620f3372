"""How the cells of a workbook are shown: number formats, strikethrough, symbol fonts and fills."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from papers.formats.cell_marks import colour_name
from papers.formats.package import Package, local, whole_number
from papers.formats.whitespace import clean_paragraphs
from register.lazy_pattern import LazyPattern

_BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
} | {
    **{16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm"},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss"},
    **dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),  # of Asian editions
}
_INDEXED_COLOURS = {
    2: "FF0000",
    3: "00FF00",
    4: "0000FF",
    5: "FFFF00",
    10: "FF0000",
    11: "00FF00",
    12: "0000FF",
} | {
    **{13: "FFFF00", 16: "800000", 17: "008000", 42: "CCFFCC", 43: "FFFF99", 45: "FF99CC", 47: "FFCC99"},
    **{50: "99CC00", 51: "FFCC00", 52: "FF9900", 53: "FF6600", 57: "339966"},
}
_NOT_SHOWN = LazyPattern(r'\[(?![hms]+\])[^]]*\]|"[^"]*"|\\.|_.|\*.')
_NUMBER_FORMAT = LazyPattern(r'((?:"[^"]*"|\\.)*)([#,0]*0)(?:\.(0+))?((?:"[^"]*"|\\.)*)(?:;.*)?(?![0#?.%E])')


@dataclass(frozen=True)
class Style:
    """How one style shows a cell: its number format, whether it is struck out, its symbol font and its colour.

    ``font`` is "" for a font of letters, ``fill`` the name of the colour, "" for none (see cell_marks.colour_name).
    """

    number_format: str = "General"
    struck: bool = False
    font: str = ""
    fill: str = ""


def styles_of(package: Package, name: str, theme: str) -> list[Style]:
    """The styles of a workbook, in the order of the indexes by which cells refer to them; at least one.

    ``name`` and ``theme`` are the names of the parts with the styles and the theme.
    """
    root = package.xml(name)
    if root is None:
        return [Style()]
    groups: dict[str, Any] = {local(group): group for group in root}
    formats = dict(_BUILT_IN_FORMATS)
    for element in groups.get("numFmts", ()):
        formats[whole_number(element.get("numFmtId")) or 0] = element.get("formatCode", "General")
    fonts = [_font(font) for font in groups.get("fonts", ())]
    colours = _theme_colours(package.xml(theme))
    fills = [_fill(fill, colours) for fill in groups.get("fills", ())]
    styles = []
    for style in groups.get("cellXfs", ()):
        struck, font = _at(fonts, style.get("fontId"), (False, ""))
        number_format = formats.get(whole_number(style.get("numFmtId")) or 0, "General")
        styles.append(Style(number_format, struck, font, _at(fills, style.get("fillId"), "")))
    return styles or [Style()]


def _at(values: list[Any], number: str | None, default: Any) -> Any:
    at = whole_number(number) or 0
    return values[at] if at < len(values) else default


def _font(font: Any) -> tuple[bool, str]:
    """Whether a font strikes out, and its name if it is a symbol font, else ""."""
    parts = {local(part): part for part in font}
    struck = "strike" in parts and parts["strike"].get("val", "1") not in ("0", "false")
    name = parts["name"].get("val", "") if "name" in parts else ""
    return struck, name if name.casefold().startswith(("wingdings", "webdings")) else ""


def _fill(fill: Any, colours: Mapping[int, str]) -> str:
    """The name of the colour of a fill, "" for none; ``colours`` are those of the theme, by number."""
    pattern = next((part for part in fill if local(part) == "patternFill"), None)
    if pattern is None or pattern.get("patternType") in (None, "none"):
        return ""
    front = next((part for part in pattern if local(part) == "fgColor"), None)
    if front is None:
        return ""
    rgb = front.get("rgb", "")[-6:]
    if front.get("indexed"):
        rgb = _INDEXED_COLOURS.get(whole_number(front.get("indexed")) or 0, "")
    if front.get("theme"):
        rgb = colours.get(whole_number(front.get("theme")) or 0, "")
    return colour_name(rgb)


def _theme_colours(root: Any) -> dict[int, str]:
    """The colours of a theme in hexadecimal, by the number that cells use."""
    scheme = next((one for one in root.iter() if local(one) == "clrScheme"), ()) if root is not None else ()
    colours = [next((one.get("val", "") for one in entry if local(one) == "srgbClr"), "") for entry in scheme]
    # The numbers in cells count light before dark, the theme lists dark before light, in the first two pairs.
    order = (1, 0, 3, 2, *range(4, len(colours)))
    return {number: colours[at] for number, at in enumerate(order) if at < len(colours)}


def is_date(number_format: str) -> bool:
    """Whether a number format is one of dates or times."""
    shown = _NOT_SHOWN.sub("", number_format.lower()).split(";")[0]
    return "general" not in shown and any(letter in shown for letter in "dmyhs")


def day_of(serial: float, *, since_1904: bool) -> datetime | time | None:
    """The date and time (without a time zone) of a serial number of a workbook; None when it is out of range.

    A number below 1 is a time of day in workbooks that count from 1900.
    """
    if 0 <= serial < 1 and not since_1904:
        seconds = min(round(serial * 86_400), 86_399)
        return time(seconds // 3_600, seconds // 60 % 60, seconds % 60)
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (sheets know no zones)
    # Excel counts 29 February 1900, a day that did not exist, as number 60.
    days = serial + (1 if not since_1904 and serial < 60 else 0)
    try:
        return epoch + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return None


def printed(value: object, number_format: str) -> str:
    """The value of a cell as words, following its number format where that changes the meaning.

    A date has its day only when the format shows one: 1 December 2022 in "mmm-yy" is December 2022. A number keeps the
    decimals and zeros of its format: 4.1 in "0.00" is the reference 4.10.
    """
    if isinstance(value, str):
        return clean_paragraphs(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        shown = _NOT_SHOWN.sub("", number_format.lower())
        if "d" not in shown and "m" in shown:
            return f"{value:%B %Y}"
        if "d" not in shown and "y" in shown:
            return f"{value:%Y}"
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float | int):
        return _number_printed(value, number_format)
    return clean_paragraphs(str(value))


def _number_printed(value: float, number_format: str) -> str:
    if "%" in number_format:
        return f"{value:.0%}"
    match = _NUMBER_FORMAT.fullmatch(number_format)
    if match and number_format != "General":
        before, whole, decimals, after = match.groups(default="")
        zeros = whole.replace(",", "").lstrip("#").count("0")
        width = zeros + (len(decimals) + 1 if decimals else 0)
        return f"{_literal(before)}{value:0{width}.{len(decimals)}f}{_literal(after)}"
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"  # rounded as a sheet shows it: 1.2000000000000002 is 1.2


def _literal(words: str) -> str:
    """The literal text in a part of a number format, without its quotes and backslashes."""
    return re.sub(r'"([^"]*)"|\\(.)', r"\1\2", words)
