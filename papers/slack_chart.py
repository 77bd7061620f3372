"""A bar chart for Slack: a PNG and its description in words.

It can be read without colour: overdue parts are dark and the others light, and each bar has its label and numbers.
Labels are above their bars, so that long names have room and the picture may be shown small.

The font has the letters of Europe and more, but not all that people write. Letters that it lacks are replaced by […],
other signs such as emoji are omitted; the description has all of them. Fonts of the machine are not used, so that the
same words give the same picture everywhere.
"""

import io
import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BarGroup = tuple[str, Sequence[tuple[str, int, int]]]
"""A heading and its bars, each (label, count, how many of these are overdue)."""

_WIDTH, _DPI = 6.0, 200
"""The width in inches and the dots per inch: 1,200 dots wide."""
_MARGIN, _LONGEST = 0.3, 3.4
"""The margin and the length of the longest bar in inches; behind the bar is room for its numbers."""
_BAR = 0.2
"""The height of a bar in inches."""
_INK, _OVERDUE, _OTHER, _EDGE = "#1d1c1d", "#8c1d18", "#cfdcea", "#5f7893"
_MOST_BARS = 20
"""The most bars of a group; of the others only the number is written."""
_LEFT_OUT = "[…]"
_MOST_ALT = 1_000
"""The most characters of a description in Slack."""


@dataclass(frozen=True)
class ChartPicture:
    """A PNG, and its description for screen readers."""

    png: bytes
    alt: str


def draw(title: str, lines: Sequence[str], groups: Sequence[BarGroup]) -> ChartPicture:
    """The chart with its title, lines of words below it, and groups of bars, each below its heading."""
    fixed = tuple((heading, tuple(tuple(bar) for bar in bars)) for heading, bars in groups)
    return ChartPicture(_png_of(title, tuple(lines), fixed), _in_words(title, lines, groups))


@lru_cache(maxsize=16)  # a chart that is sent again, as after an error of Slack's, is not drawn again
def _png_of(title: str, lines: tuple[str, ...], groups: tuple[Any, ...]) -> bytes:
    # Loaded only where a chart is drawn: it takes half a second and tens of megabytes.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, 1), dpi=_DPI, facecolor="white")
    sheet = _Sheet(figure)
    sheet.write(title, 15, bold=True)
    for line in lines:
        sheet.write(line, 12)
    sheet.legend()
    highest = max([count for _heading, bars in groups for _label, count, _overdue in bars], default=0)
    for heading, bars in groups:
        sheet.down += 0.22
        sheet.write(heading, 12.5, bold=True)
        for label, count, overdue in bars[:_MOST_BARS]:
            sheet.bar(label, count, overdue, _LONGEST / max(highest, 1))
        if len(bars) > _MOST_BARS or not bars:
            sheet.down += 0.1
            sheet.write(f"and {len(bars) - _MOST_BARS} more" if bars else "Nothing is open.", 11.5)
    if sheet.lacks_letters:
        sheet.down += 0.22
        sheet.write(f"{_LEFT_OUT}: letters that cannot be drawn; the description has them.", 9.5)
    figure.set_size_inches(_WIDTH, sheet.down + _MARGIN)
    png = io.BytesIO()
    figure.savefig(png, format="png", metadata={"Title": title})
    return png.getvalue()


class _Sheet:
    """The area of the picture, in inches from its top left corner; ``down`` is where the next thing is drawn.

    All is drawn on the figure itself: axes and their bars took a seventh of the time of drawing.
    """

    def __init__(self, figure: "Figure") -> None:
        from matplotlib.transforms import Affine2D, BboxTransformTo, ScaledTranslation

        self._figure = figure
        top_left = ScaledTranslation(0, 1, BboxTransformTo(figure.bbox))  # follows the height, set at the end
        self._inches = Affine2D().scale(1, -1) + figure.dpi_scale_trans + top_left
        self.down = _MARGIN
        self.lacks_letters = False

    def write(self, words: str, points: float, *, bold: bool = False) -> None:
        """Write the words on one or two lines; what is longer is cut with …"""
        line_height = points / 72 * 1.35
        characters = int((_WIDTH - 2 * _MARGIN) * 72 / (points * (0.66 if bold else 0.58)))
        for line in textwrap.wrap(self._drawable(words, bold), characters, max_lines=2, placeholder=" …"):
            self._words(_MARGIN, self.down + line_height / 2, line, points, bold=bold)
            self.down += line_height

    def _drawable(self, words: str, bold: bool) -> str:
        """The words without characters that the font lacks; letters are replaced by […]."""
        from matplotlib.font_manager import FontProperties, findfont, get_font

        font = get_font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))

        def drawn(character: str) -> str:
            if character.isspace():
                return " "
            kind = unicodedata.category(character)
            if font.get_char_index(ord(character)):
                return "" if kind == "Cf" else character  # what joins the parts of an emoji is invisible
            return _LEFT_OUT if kind[0] in "LN" else ""

        pattern = re.escape(_LEFT_OUT)
        without_repeats = re.sub(
            f"{pattern}(?: {pattern}|{pattern})*", _LEFT_OUT, " ".join("".join(map(drawn, words)).split())
        )
        shown = without_repeats or (_LEFT_OUT if words.strip() else "")
        self.lacks_letters |= _LEFT_OUT in shown
        return shown

    def legend(self) -> None:
        """Draw the legend: what the dark and the light part of a bar mean."""
        self.down += 0.06
        for left, name, overdue in ((_MARGIN, "overdue", True), (_MARGIN + 1.15, "open, not overdue", False)):
            self._part(left, 0.2, overdue=overdue)
            self._words(left + 0.28, self.down + _BAR / 2, name, 11)
        self.down += _BAR

    def bar(self, label: str, count: int, overdue: int, scale: float) -> None:
        """Draw a label and below it a bar with its numbers; ``scale`` is inches per unit of ``count``."""
        self.down += 0.1
        self.write(label, 11.5)
        self.down += 0.03
        self._part(_MARGIN, count * scale, overdue=False)
        self._part(_MARGIN, overdue * scale, overdue=True)
        text_left = _MARGIN + count * scale + (0.1 if count else 0)
        self._words(text_left, self.down + _BAR / 2, _numbers(count, overdue), 11.5, bold=True)
        self.down += _BAR

    def _part(self, left: float, length: float, *, overdue: bool) -> None:
        from matplotlib.patches import Rectangle

        if length:
            fill, edge = (_OVERDUE, _OVERDUE) if overdue else (_OTHER, _EDGE)
            place = Rectangle((left, self.down), length, _BAR, facecolor=fill, edgecolor=edge, linewidth=0.8)
            place.set_transform(self._inches)
            self._figure.add_artist(place)

    def _words(self, left: float, middle: float, words: str, points: float, *, bold: bool = False) -> None:
        self._figure.text(
            left,
            middle,
            words,
            transform=self._inches,
            size=points,
            family="DejaVu Sans",
            weight="bold" if bold else "normal",
            color=_INK,
            verticalalignment="center_baseline",
            parse_math=False,  # a "$" in somebody's words is a "$"
        )


def _numbers(count: int, overdue: int) -> str:
    return f"{count:,}, {overdue:,} overdue" if overdue else f"{count:,}"


def _in_words(title: str, lines: Sequence[str], groups: Sequence[BarGroup]) -> str:
    parts = [f"Bar chart. {'. '.join((title, *lines))}."]
    for heading, bars in groups:
        described = [f"{label}: {_numbers(count, overdue)}" for label, count, overdue in bars]
        parts.append(f"{heading}: {'; '.join(described) or 'nothing is open'}.")
    return textwrap.shorten(" ".join(parts), _MOST_ALT, placeholder=" …")
