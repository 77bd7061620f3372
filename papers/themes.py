"""Themed reports: under each title the references of its actions by who leads them, then a narrative."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from papers.prose import ProseParagraph, joined, plain
from papers.tables.cells import reference
from register.committee.themed_report import Theme
from register.committee.themes import LeadGroup
from register.lazy_pattern import lazy_pattern

_REFERENCES = lazy_pattern(r"actions?\s+ref(?:erence)?s?\.?(?:\s+(?:numbers?|nos?\.?))?\s*:?", re.I)
_GROUP = lazy_pattern(r"([^:]{2,60}):\s*(.+)")
_NONE = lazy_pattern(r"(?:n/?a|none|nil|-|–)\.?", re.I)
_RANGE = lazy_pattern(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})")
_AFTER = lazy_pattern(
    r"(?:appendi(?:x|ces)\b.{0,80}|background (?:documents|papers)|recommendations?|conclusions?|"
    r"contact details|report author.{0,60}|next steps)\s*:?",
    re.I,
)
_LONGEST_TITLE = 120


def read(paragraphs: Sequence[ProseParagraph]) -> list[Theme]:
    """The themes of a report in order; none when it is not one.

    A theme's title is the line before its references. A group of "N/A" has none.
    """
    marks = [at for at, one in enumerate(paragraphs) if at and _REFERENCES.fullmatch(plain(one.text))]
    themes = []
    for mark, after in zip_longest(marks, marks[1:]):
        title = paragraphs[mark - 1]
        end = len(paragraphs) if after is None else after - 1
        groups, at = [], mark + 1
        while at < end and (group := _group(plain(paragraphs[at].text))):
            groups.append(group)
            at += 1
        words_of = [plain(one.text) for one in paragraphs[at:end]]
        last = next((at for at, words in enumerate(words_of) if _AFTER.fullmatch(words)), len(words_of))
        if groups and len(title.text) <= _LONGEST_TITLE:
            themes.append(Theme(plain(title.text), joined(words_of[:last]), tuple(groups), (), title.place))
    return themes


def _group(words: str) -> LeadGroup | None:
    """A line such as "Joint CYPE/GET: 1,16,25"; None for any other."""
    match = _GROUP.fullmatch(words)
    if not match:
        return None
    if _NONE.fullmatch(match[2]):
        return LeadGroup(match[1].strip(), ())
    spread = _RANGE.sub(_all_between, match[2])
    printed = [one.strip() for one in re.split(r"\s*(?:[,;&]|\band\b)\s*", spread) if one.strip()]
    refs = [reference(one) for one in printed]
    return LeadGroup(match[1].strip(), tuple(ref for ref in refs if ref)) if refs and all(refs) else None


def _all_between(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    return ", ".join(map(str, range(first, last + 1))) if first < last <= first + 200 else match[0]
