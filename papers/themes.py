"""Reading themed reports: under each title the references of its actions by who leads them, then a narrative."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from papers.prose import ProseParagraph, joined, plain
from papers.tables.cells import reference
from register.committee.themed_report import Theme
from register.committee.themes import LeadGroup
from register.lazy_pattern import LazyPattern

_REFERENCES = LazyPattern(r"actions?\s+ref(?:erence)?s?\.?(?:\s+(?:numbers?|nos?\.?))?\s*:?", re.I)
_GROUP = LazyPattern(r"([^:]{2,60}):\s*(.+)")
_NO_ACTIONS = LazyPattern(r"(?:n/?a|none|nil|-|–)\.?", re.I)
_RANGE = LazyPattern(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})")
_CLOSING_HEADING = LazyPattern(
    r"(?:appendi(?:x|ces)\b.{0,80}|background (?:documents|papers)|recommendations?|conclusions?|"
    r"contact details|report author.{0,60}|next steps)\s*:?",
    re.I,
)
_LONGEST_TITLE = 120


def read(paragraphs: Sequence[ProseParagraph]) -> list[Theme]:
    """The themes of a report in order; [] when it is no themed report.

    The title of a theme is the line before "Action references:". A group with "N/A" has no references.
    """
    reference_lines = [at for at, one in enumerate(paragraphs) if at and _REFERENCES.fullmatch(plain(one.text))]
    themes = []
    for reference_line, after in zip_longest(reference_lines, reference_lines[1:]):
        title = paragraphs[reference_line - 1]
        end = len(paragraphs) if after is None else after - 1
        groups, at = [], reference_line + 1
        while at < end and (group := _lead_group(plain(paragraphs[at].text))):
            groups.append(group)
            at += 1
        narrative = [plain(one.text) for one in paragraphs[at:end]]
        last = next(
            (at for at, words in enumerate(narrative) if _CLOSING_HEADING.fullmatch(words)), len(narrative)
        )
        if groups and len(title.text) <= _LONGEST_TITLE:
            themes.append(Theme(plain(title.text), joined(narrative[:last]), tuple(groups), (), title.place))
    return themes


def _lead_group(words: str) -> LeadGroup | None:
    """The group in a line such as "Joint CYPE/GET: 1,16,25-27"; None for any other line."""
    match = _GROUP.fullmatch(words)
    if not match:
        return None
    if _NO_ACTIONS.fullmatch(match[2]):
        return LeadGroup(match[1].strip(), ())
    expanded = _RANGE.sub(_all_between, match[2])
    printed = [one.strip() for one in re.split(r"\s*(?:[,;&]|\band\b)\s*", expanded) if one.strip()]
    refs = [reference(one) for one in printed]
    return LeadGroup(match[1].strip(), tuple(ref for ref in refs if ref)) if refs and all(refs) else None


def _all_between(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    return ", ".join(map(str, range(first, last + 1))) if first < last <= first + 200 else match[0]
