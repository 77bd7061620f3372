"""Recommendations and responses: themes with a panel's recommendations, and the officers' numbered answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from papers.prose import BEGINS, ProseParagraph, joined, plain, without_bullet
from papers.tables.joining import join, vocabulary
from register.action import Line
from register.committee.themed_report import Response, Theme
from register.lazy_pattern import lazy_pattern

_THEME = lazy_pattern(r"(?:\d{1,2}\.?\s+)?(theme\s+\w{1,4}\s*[:–—-]\s*.{3,100})", re.I)
_ASKED = lazy_pattern(r"(?:[\w’' -]{0,40}\s)?recommendations?\s*:?", re.I)
_ANSWERED = lazy_pattern(r"(?:[\w’' -]{0,30}\s)?responses?\b[^:]{0,60}:?", re.I)
_SCOPE = lazy_pattern(r"(council|service|trust|board|system|partnership)[\s-]*(wide|specific)\s*:?", re.I)
_HEADING = lazy_pattern(r"\d{1,2}\.?\s+([A-Z][^.:;]{3,80})")
_NUMBERED = lazy_pattern(r"(\d{1,2}\.\d{1,2})\.?\s+(.+)", re.S)
_TITLED = lazy_pattern(r"(.{2,70}?)\s+[-–—]\s+(\S.*)", re.S)
_DECISION = lazy_pattern(
    r"(?:(?:officer|management|council|executive|cabinet)\s+)?response\s*:\s*(.+)", re.I | re.S
)
_LONGEST_HEADING = 110


@dataclass
class _Item:
    """One recommendation or response being put together over lines."""

    place: str
    parts: list[str]


@dataclass
class _Section:
    """A theme being read: its recommendations with their scope, and its responses."""

    title: str
    place: str
    asked: list[tuple[str, _Item]] = field(default_factory=list)
    answered: list[tuple[str, _Item]] = field(default_factory=list)
    decisions: dict[int, str] = field(default_factory=dict)


def read(paragraphs: Sequence[ProseParagraph]) -> tuple[list[Line], list[Theme]]:
    """The recommendations as lines, numbered in the paper's order, and the themes with the responses.

    Both are empty when the paper is not of this kind: it has themes, recommendations and numbered responses.
    """
    sections: list[_Section] = []
    state, scope = "", ""
    for paragraph in paragraphs:
        words = plain(paragraph.text)
        inner = without_bullet(words)
        theme = _THEME.fullmatch(words) if len(words) <= _LONGEST_HEADING else None
        heading = _HEADING.fullmatch(words) if len(words) <= _LONGEST_HEADING and words == inner else None
        if theme or (heading and sections):
            sections.append(_Section(theme[1] if theme else heading[1] if heading else words, paragraph.place))
            state, scope = "" if theme else "answered", ""
        elif not sections:
            continue
        elif words == inner and _SCOPE.fullmatch(words):
            state, scope = "asked", _scope(words)
        elif words == inner and len(words) <= _LONGEST_HEADING and _ANSWERED.fullmatch(words):
            state = "answered"
        elif words == inner and len(words) <= _LONGEST_HEADING and _ASKED.fullmatch(words):
            state = "asked"
        else:
            _take(sections[-1], state, scope, paragraph, words)
    return _lines(sections), _themes(sections)


def _scope(words: str) -> str:
    match = _SCOPE.fullmatch(words)
    return f"{match[1]}-{match[2]}".lower() if match else ""


def _take(section: _Section, state: str, scope: str, paragraph: ProseParagraph, words: str) -> None:
    inner = without_bullet(words)
    numbered = _NUMBERED.fullmatch(inner)
    decision = _DECISION.fullmatch(inner) if state == "asked" and section.asked else None
    if decision:
        section.decisions[len(section.asked) - 1] = decision[1]
    elif state == "answered" and numbered:
        section.answered.append((numbered[1], _Item(paragraph.place, [numbered[2]])))
    elif state == "asked" and inner != words:
        section.asked.append((scope, _Item(paragraph.place, [inner])))
    elif state == "asked" and section.asked and not BEGINS.match(words):
        section.asked[-1][1].parts.append(words)
    elif state == "answered" and section.answered:
        section.answered[-1][1].parts.append(inner)


def _whole(item: _Item) -> str:
    """The words of an item that a page broke, made whole."""
    known = vocabulary(item.parts)
    whole = ""
    for part in item.parts:
        whole = join(whole, part, known, " ")[0]
    return whole.strip("*_ ")  # marks that began on one line and end on another


def _lines(sections: Sequence[_Section]) -> list[Line]:
    if not any(section.asked for section in sections) or not any(section.answered for section in sections):
        return []
    lines: list[Line] = []
    for section in sections:
        for at, (scope, item) in enumerate(section.asked):
            words = _whole(item)
            titled = _TITLED.fullmatch(words)
            has_title = titled is not None and len(titled[1].split()) <= 8
            more = {"section": section.title, "scope": scope}
            if has_title and titled:
                more["title"] = titled[1]
            if at in section.decisions:
                more["response"] = section.decisions[at]
            defined = titled[2] if has_title and titled else words
            lines.append(Line(str(len(lines) + 1), defined, "", "", (), "", item.place, more))
    return lines


def _themes(sections: Sequence[_Section]) -> list[Theme]:
    return [
        Theme(
            section.title,
            "",
            (),
            tuple(Response(number, joined([_whole(item)])) for number, item in section.answered),
            section.place,
        )
        for section in sections
        if section.asked or section.answered
    ]
