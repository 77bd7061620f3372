"""A chart of bars as a picture: plain numbers in, PNG and its description in words out.

It can be read without colour: what is overdue is dark and the rest light, and each bar bears its label and its
numbers. Labels stand above their bars, so that long names have room and the picture may be shown small.

The font has the letters of Europe and more, but not all that people write. Where letters that it lacks are left
out it shows; signs such as emoji go without a trace; the description has all of them. Fonts of the machine are
not looked for, so that the same words are the same picture everywhere.
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
    from matplotlib.axes import Axes

Group = tuple[str, Sequence[tuple[str, int, int]]]
"""A heading, and its bars: label, how many, and how many of them are overdue."""

_WIDTH, _DPI = 6.0, 200
"""Inches, and dots to an inch: 1,200 dots wide."""
_MARGIN, _LONGEST = 0.3, 3.4
"""Inches of white at the edges, and of the longest bar: behind it stand its numbers."""
_BAR = 0.2
"""Inches of a bar's height."""
_INK, _OVERDUE, _OTHER, _EDGE = "#1d1c1d", "#8c1d18", "#cfdcea", "#5f7893"
_MOST_BARS = 20
"""Bars of a group; of the rest only their number is told."""
_LEFT_OUT = "[…]"
_MOST_ALT = 1_000
"""Characters of a description that Slack takes."""


@dataclass(frozen=True)
class ChartPicture:
    """A PNG, and what it shows in words for those who do not see it."""

    png: bytes
    alt: str


def draw(title: str, lines: Sequence[str], groups: Sequence[Group]) -> ChartPicture:
    """The chart: its title, lines of words under it, and groups of bars, each under its heading."""
    fixed = tuple((heading, tuple(tuple(bar) for bar in bars)) for heading, bars in groups)
    return ChartPicture(_drawn(title, tuple(lines), fixed), _in_words(title, lines, groups))


@lru_cache(maxsize=16)  # what is tried again, as after a fault of Slack's, is not drawn again
def _drawn(title: str, lines: tuple[str, ...], groups: tuple[Any, ...]) -> bytes:
    # Loaded only where a chart is drawn: it takes half a second and tens of megabytes.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH, 1), dpi=_DPI, facecolor="white")
    sheet = _Sheet(figure.add_axes((0, 0, 1, 1)))
    sheet.write(title, 15, bold=True)
    for line in lines:
        sheet.write(line, 12)
    sheet.legend()
    most = max([many for _heading, bars in groups for _label, many, _overdue in bars], default=0)
    for heading, bars in groups:
        sheet.down += 0.22
        sheet.write(heading, 12.5, bold=True)
        for label, many, overdue in bars[:_MOST_BARS]:
            sheet.bar(label, many, overdue, _LONGEST / max(most, 1))
        if len(bars) > _MOST_BARS or not bars:
            sheet.down += 0.1
            sheet.write(f"and {len(bars) - _MOST_BARS} more" if bars else "Nothing is open.", 11.5)
    if sheet.lacks_letters:
        sheet.down += 0.22
        sheet.write(f"{_LEFT_OUT}: letters that cannot be drawn; the description has them.", 9.5)
    figure.set_size_inches(_WIDTH, sheet.finished())
    png = io.BytesIO()
    figure.savefig(png, format="png", metadata={"Title": title})
    return png.getvalue()


class _Sheet:
    """White paper measured in inches from its top left corner, written on from the top down."""

    def __init__(self, axes: "Axes") -> None:
        self._axes = axes
        self.down = _MARGIN
        self.lacks_letters = False
        axes.set_axis_off()

    def finished(self) -> float:
        """Cut the paper below what is written; give its height."""
        height = self.down + _MARGIN
        self._axes.set(xlim=(0, _WIDTH), ylim=(height, 0))
        return height

    def write(self, words: str, points: float, *, bold: bool = False) -> None:
        """One line or two of these words."""
        a_line = points / 72 * 1.35
        characters = int((_WIDTH - 2 * _MARGIN) * 72 / (points * (0.66 if bold else 0.58)))
        for line in textwrap.wrap(self._drawable(words, bold), characters, max_lines=2, placeholder=" …"):
            self._words(_MARGIN, self.down + a_line / 2, line, points, bold=bold)
            self.down += a_line

    def _drawable(self, words: str, bold: bool) -> str:
        """The words without what the font cannot draw; where letters are left out it shows."""
        from matplotlib.font_manager import FontProperties, findfont, get_font

        font = get_font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))

        def drawn(character: str) -> str:
            if character.isspace():
                return " "
            kind = unicodedata.category(character)
            if font.get_char_index(ord(character)):
                return "" if kind == "Cf" else character  # what joins the parts of an emoji is invisible
            return _LEFT_OUT if kind[0] in "LN" else ""

        gap = re.escape(_LEFT_OUT)
        kept = re.sub(f"{gap}(?: {gap}|{gap})*", _LEFT_OUT, " ".join("".join(map(drawn, words)).split()))
        shown = kept or (_LEFT_OUT if words.strip() else "")
        self.lacks_letters |= _LEFT_OUT in shown
        return shown

    def legend(self) -> None:
        """What the dark and the light part of a bar mean."""
        self.down += 0.06
        for across, name, overdue in ((_MARGIN, "overdue", True), (_MARGIN + 1.15, "open, not overdue", False)):
            self._part(across, 0.2, overdue=overdue)
            self._words(across + 0.28, self.down + _BAR / 2, name, 11)
        self.down += _BAR

    def bar(self, label: str, many: int, overdue: int, scale: float) -> None:
        """A label, and under it a bar with its numbers behind it."""
        self.down += 0.1
        self.write(label, 11.5)
        self.down += 0.03
        self._part(_MARGIN, many * scale, overdue=False)
        self._part(_MARGIN, overdue * scale, overdue=True)
        behind = _MARGIN + many * scale + (0.1 if many else 0)
        self._words(behind, self.down + _BAR / 2, _numbers(many, overdue), 11.5, bold=True)
        self.down += _BAR

    def _part(self, across: float, length: float, *, overdue: bool) -> None:
        if length:
            fill, edge = (_OVERDUE, _OVERDUE) if overdue else (_OTHER, _EDGE)
            middle = self.down + _BAR / 2
            self._axes.barh(middle, length, _BAR, across, facecolor=fill, edgecolor=edge, linewidth=0.8)

    def _words(self, across: float, middle: float, words: str, points: float, *, bold: bool = False) -> None:
        self._axes.text(
            across,
            middle,
            words,
            size=points,
            family="DejaVu Sans",
            weight="bold" if bold else "normal",
            color=_INK,
            verticalalignment="center_baseline",
            parse_math=False,  # a "$" in somebody's words is a "$"
        )


def _numbers(many: int, overdue: int) -> str:
    return f"{many:,}, {overdue:,} overdue" if overdue else f"{many:,}"


def _in_words(title: str, lines: Sequence[str], groups: Sequence[Group]) -> str:
    parts = [f"Bar chart. {'. '.join((title, *lines))}."]
    for heading, bars in groups:
        described = [f"{label}: {_numbers(many, overdue)}" for label, many, overdue in bars]
        parts.append(f"{heading}: {'; '.join(described) or 'nothing is open'}.")
    return textwrap.shorten(" ".join(parts), _MOST_ALT, placeholder=" …")
