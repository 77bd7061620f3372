"""Reading a panel's recommendations by theme, with the officers' numbered responses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from papers.prose import BEGINS, ProseParagraph, joined, plain, without_bullet
from papers.tables.joining import join, vocabulary
from register.action import Line
from register.committee.themed_report import Response, Theme
from register.lazy_pattern import LazyPattern

_THEME = LazyPattern(r"(?:\d{1,2}\.?\s+)?(theme\s+\w{1,4}\s*[:–—-]\s*.{3,100})", re.I)
_RECOMMENDATIONS_HEADING = LazyPattern(r"(?:[\w’' -]{0,40}\s)?recommendations?\s*:?", re.I)
_RESPONSES_HEADING = LazyPattern(r"(?:[\w’' -]{0,30}\s)?responses?\b[^:]{0,60}:?", re.I)
_SCOPE = LazyPattern(r"(council|service|trust|board|system|partnership)[\s-]*(wide|specific)\s*:?", re.I)
_HEADING = LazyPattern(r"\d{1,2}\.?\s+([A-Z][^.:;]{3,80})")
_NUMBERED = LazyPattern(r"(\d{1,2}\.\d{1,2})\.?\s+(.+)", re.S)
_TITLED = LazyPattern(r"(.{2,70}?)\s+[-–—]\s+(\S.*)", re.S)
_DECISION = LazyPattern(
    r"(?:(?:officer|management|council|executive|cabinet)\s+)?response\s*:\s*(.+)", re.I | re.S
)
_LONGEST_HEADING = 110


@dataclass
class _Item:
    """A recommendation or response: its place, and its words line by line."""

    place: str
    parts: list[str]


@dataclass
class _Section:
    """A theme: its recommendations with their scope, its responses with their number, and its decisions.

    ``decisions`` are responses printed right below a recommendation, by the index of that.
    """

    title: str
    place: str
    recommendations: list[tuple[str, _Item]] = field(default_factory=list)
    responses: list[tuple[str, _Item]] = field(default_factory=list)
    decisions: dict[int, str] = field(default_factory=dict)


def read(paragraphs: Sequence[ProseParagraph]) -> tuple[list[Line], list[Theme]]:
    """The recommendations as lines, numbered in the order of the paper, and the themes with the responses.

    There are no lines unless the paper has themes with both recommendations and numbered responses.
    """
    sections: list[_Section] = []
    state, scope = "", ""
    for paragraph in paragraphs:
        words = plain(paragraph.text)
        is_plain, is_short = words == without_bullet(words), len(words) <= _LONGEST_HEADING
        heading_words = words if is_plain and is_short else ""
        theme = _THEME.fullmatch(words) if is_short else None
        heading = _HEADING.fullmatch(heading_words)
        if theme or (heading and sections):
            sections.append(_Section(theme[1] if theme else heading[1] if heading else words, paragraph.place))
            state, scope = "" if theme else "responses", ""
        elif not sections:
            continue
        elif is_plain and _SCOPE.fullmatch(words):
            state, scope = "recommendations", _scope(words)
        elif _RESPONSES_HEADING.fullmatch(heading_words):
            state = "responses"
        elif _RECOMMENDATIONS_HEADING.fullmatch(heading_words):
            state = "recommendations"
        else:
            _add_paragraph(sections[-1], state, scope, paragraph, words)
    return _lines(sections), _themes(sections)


def _scope(words: str) -> str:
    match = _SCOPE.fullmatch(words)
    return f"{match[1]}-{match[2]}".lower() if match else ""


def _add_paragraph(section: _Section, state: str, scope: str, paragraph: ProseParagraph, words: str) -> None:
    inner = without_bullet(words)
    numbered = _NUMBERED.fullmatch(inner)
    decision = _DECISION.fullmatch(inner) if state == "recommendations" and section.recommendations else None
    if decision:
        section.decisions[len(section.recommendations) - 1] = decision[1]
    elif state == "responses" and numbered:
        section.responses.append((numbered[1], _Item(paragraph.place, [numbered[2]])))
    elif state == "recommendations" and inner != words:
        section.recommendations.append((scope, _Item(paragraph.place, [inner])))
    elif state == "recommendations" and section.recommendations and not BEGINS.match(words):
        section.recommendations[-1][1].parts.append(words)
    elif state == "responses" and section.responses:
        section.responses[-1][1].parts.append(inner)


def _joined_parts(item: _Item) -> str:
    """The words of an item as one text, with words that were broken by a page joined again."""
    word_counts = vocabulary(item.parts)
    words = ""
    for part in item.parts:
        words = join(words, part, word_counts, " ")[0]
    return words.strip("*_ ")  # marks of Markdown that began on one line and end on another


def _lines(sections: Sequence[_Section]) -> list[Line]:
    if not any(section.recommendations for section in sections) or not any(
        section.responses for section in sections
    ):
        return []
    lines: list[Line] = []
    for section in sections:
        for at, (scope, item) in enumerate(section.recommendations):
            words = _joined_parts(item)
            match = _TITLED.fullmatch(words)
            has_title = match is not None and len(match[1].split()) <= 8
            more = {"section": section.title, "scope": scope}
            if has_title and match:
                more["title"] = match[1]
            if at in section.decisions:
                more["response"] = section.decisions[at]
            defined = match[2] if has_title and match else words
            lines.append(Line(str(len(lines) + 1), defined, "", "", (), "", item.place, more))
    return lines


def _themes(sections: Sequence[_Section]) -> list[Theme]:
    return [
        Theme(
            section.title,
            "",
            (),
            tuple(Response(number, joined([_joined_parts(item)])) for number, item in section.responses),
            section.place,
        )
        for section in sections
        if section.recommendations or section.responses
    ]
