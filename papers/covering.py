"""Covering reports: the block of From, To, Subject and Status, and what the committee is asked."""

import re
from collections.abc import Sequence
from datetime import date

from papers.prose import ProseParagraph, plain, without_bullet
from register.committee.covering_report import CoveringReport, Recommendation
from register.days.target_dates import read_target
from register.lazy_pattern import lazy_pattern

_FIELD = lazy_pattern(
    r"(from|by|report (?:of|by)|to|date|date of meeting|meeting date|subject|title|status|classification)"
    r"\s*:\s*(.+)",
    re.I,
)
_NAMES = {
    "by": "from",
    "report of": "from",
    "report by": "from",
    "title": "subject",
    "classification": "status",
} | {
    "date of meeting": "date",
    "meeting date": "date",
}
_ASKED = lazy_pattern(
    r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})?)[).]?\s+([A-Z]{3,14}(?:\s+(?:AND|OR)\s+[A-Z]{3,14})?)\s+(.+)"
)
_VERB = lazy_pattern(r"([A-Z]{3,14}(?:\s+(?:AND|OR)\s+[A-Z]{3,14})?)\s+(.+)")
_IS_ASKED = lazy_pattern(r".{3,120}\b(?:is|are) (?:asked|recommended|invited|requested) to\b.{0,20}", re.I)
_WITHIN = 40  # paragraphs from the top
_LEAST = 3  # of its fields


def read(paragraphs: Sequence[ProseParagraph]) -> CoveringReport | None:
    """The covering report that a paper is or begins with; None when it has no such block at its top."""
    found: dict[str, str] = {}
    for paragraph in paragraphs[:_WITHIN]:
        match = _FIELD.fullmatch(plain(paragraph.text))
        if match:
            name = " ".join(match[1].lower().split())
            found.setdefault(_NAMES.get(name, name), match[2].strip())
    if len(found) < _LEAST or "subject" not in found or not {"to", "from"} & found.keys():
        return None
    to, meeting = _to_and_day(found.get("to", ""))
    own = read_target(found["date"], date(2000, 1, 1)).deadline if "date" in found else None
    return CoveringReport(
        found.get("from", ""),
        to,
        own or meeting,
        found["subject"],
        found.get("status", ""),
        tuple(_recommendations(paragraphs)),
    )


def _to_and_day(words: str) -> tuple[str, date | None]:
    """The committee, and the day of its meeting where it is printed behind it."""
    for match in re.finditer(r"\s*[,–—-]\s+", words):
        day = read_target(words[match.end() :], date(2000, 1, 1))
        if day.understood and day.deadline and not day.milestones[0].label:
            return words[: match.start()], day.deadline
    return words, None


def _recommendations(paragraphs: Sequence[ProseParagraph]) -> list[Recommendation]:
    """What the committee is asked, each once: verbs in capitals under "is asked to"."""
    found: dict[tuple[str, str], Recommendation] = {}
    asking = False
    for paragraph in paragraphs:
        words = without_bullet(plain(paragraph.text))
        if _IS_ASKED.fullmatch(words):
            asking = True
            continue
        match = (_ASKED.fullmatch(words) or _VERB.fullmatch(words)) if asking else None
        if match:
            text = re.sub(r"\s*;?\s*(?:\band\b)?\s*$", "", match[2])
            found.setdefault((match[1], text.casefold()), Recommendation(match[1], text))
        elif asking:
            asking = False
    return list(found.values())
