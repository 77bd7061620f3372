"""Reading covering reports: the block of From, To, Subject and Status, and the recommendations."""

import re
from collections.abc import Sequence
from datetime import date

from papers.prose import ProseParagraph, plain, without_bullet
from register.committee.covering_report import CoveringReport, Recommendation
from register.days.target_dates import read_target
from register.lazy_pattern import LazyPattern

_FIELD = LazyPattern(
    r"(from|by|report (?:of|by)|to|date|date of meeting|meeting date|subject|title|status|classification)"
    r"\s*:\s*(.+)",
    re.I,
)
_FIELD_NAMES = {
    "by": "from",
    "report of": "from",
    "report by": "from",
    "title": "subject",
    "classification": "status",
} | {
    "date of meeting": "date",
    "meeting date": "date",
}
_LETTERED_RECOMMENDATION = LazyPattern(
    r"\(?(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})?)[).]?\s+([A-Z]{3,14}(?:\s+(?:AND|OR)\s+[A-Z]{3,14})?)\s+(.+)"
)
_RECOMMENDATION = LazyPattern(r"([A-Z]{3,14}(?:\s+(?:AND|OR)\s+[A-Z]{3,14})?)\s+(.+)")
_IS_ASKED = LazyPattern(r".{3,120}\b(?:is|are) (?:asked|recommended|invited|requested) to\b.{0,20}", re.I)
_MOST_PARAGRAPHS = 40  # paragraphs from the top
_FEWEST_FIELDS = 3  # of its fields


def read(paragraphs: Sequence[ProseParagraph]) -> CoveringReport | None:
    """The covering report at the top of a paper; None when it has none.

    Its day is the printed date, else the one behind the committee's name ("To: Committee, 16 March 2023").
    """
    fields: dict[str, str] = {}
    for paragraph in paragraphs[:_MOST_PARAGRAPHS]:
        match = _FIELD.fullmatch(plain(paragraph.text))
        if match:
            name = " ".join(match[1].lower().split())
            fields.setdefault(_FIELD_NAMES.get(name, name), match[2].strip())
    if len(fields) < _FEWEST_FIELDS or "subject" not in fields or not {"to", "from"} & fields.keys():
        return None
    to, meeting = _to_and_day(fields.get("to", ""))
    printed_day = read_target(fields["date"], date(2000, 1, 1)).deadline if "date" in fields else None
    return CoveringReport(
        fields.get("from", ""),
        to,
        printed_day or meeting,
        fields["subject"],
        fields.get("status", ""),
        tuple(_recommendations(paragraphs)),
    )


def _to_and_day(words: str) -> tuple[str, date | None]:
    """The committee in the words of "To", and the day of its meeting if that is printed behind it, else None."""
    for match in re.finditer(r"\s*[,–—-]\s+", words):
        day = read_target(words[match.end() :], date(2000, 1, 1))
        if day.understood and day.deadline and not day.milestones[0].label:
            return words[: match.start()], day.deadline
    return words, None


def _recommendations(paragraphs: Sequence[ProseParagraph]) -> list[Recommendation]:
    """The recommendations, without repeats: items that begin with a verb in capitals, below "is asked to"."""
    found: dict[tuple[str, str], Recommendation] = {}
    is_list = False
    for paragraph in paragraphs:
        words = without_bullet(plain(paragraph.text))
        if _IS_ASKED.fullmatch(words):
            is_list = True
            continue
        match = (
            (_LETTERED_RECOMMENDATION.fullmatch(words) or _RECOMMENDATION.fullmatch(words)) if is_list else None
        )
        if match:
            text = re.sub(r"\s*;?\s*(?:\band\b)?\s*$", "", match[2])
            found.setdefault((match[1], text.casefold()), Recommendation(match[1], text))
        elif is_list:
            is_list = False
    return list(found.values())
