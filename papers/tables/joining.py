"""Joining two pieces of a cell that was split over two pages, sometimes in the middle of a word."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from register.lazy_pattern import LazyPattern

# Words of council papers whose two halves are words as well, so that counting the halves shows no broken word.
_COMPOUNDS = frozenset(
    (
        "baseline baselines classroom classrooms database databases deadline deadlines download feedback "
        "framework frameworks furthermore guideline guidelines handover headline headlines headteacher "
        "headteachers household households however incoming into meanwhile minibus moreover network "
        "networks ongoing onto outcome outcomes outgoing outline outlines output outputs outreach "
        "outstanding overspend oversight overview payback pipeline rollout safeguard safeguarding "
        "safeguards setback shortfall stakeholder stakeholders standstill teamwork therefore threshold "
        "thresholds throughout timeline timelines timescale timescales timetable timetables underspend "
        "underway upcoming update updates upload upon website websites whereas whereby within without "
        "workbook workforce workload workplace workshop workshops workstream workstreams"
    ).split()
)
_JOINING_WORDS = frozenset(
    (
        "a all an and any are as at be been being but by can each for from had has have if in is it its "
        "may not of on or our per so such than that the their them then there these they this those to up "
        "was we were when where which who will with would you"
    ).split()
)
_LAST_WORD = LazyPattern(r"(?<![\w'’-])([A-Za-z]?[a-z]+)$")
_FIRST_WORD = LazyPattern(r"([a-z]+)(?![\w'’])")


def vocabulary(cells: Iterable[str]) -> Counter[str]:
    """The number of times that each word, in lower case, occurs in the cells of a paper."""
    return Counter(word for cell in cells for word in re.findall(r"[a-z]+", cell.lower()))


def join(before: str, after: str, word_counts: Mapping[str, int], separator: str) -> tuple[str, str]:
    """Two pieces of a text as one, and the end of a warning for the reader ("" when nothing is in doubt).

    ``word_counts`` is the vocabulary of the paper. The pieces are joined without a space only when both edges are parts
    of lower-case words and the whole word is a known compound ("guide", "lines"), or occurs elsewhere in the paper
    while one of the halves does not ("transp", "ort"). A hyphen at the break is kept ("cross-", "directorate") unless
    the paper elsewhere has the word without it. Otherwise ``separator`` is put between them, with a warning when
    neither half occurs elsewhere in the paper, as they may be one word.
    """
    if not before or not after:
        return before + after, ""
    if re.search(r"[A-Za-z]-$", before) and re.match(r"[A-Za-z]", after):
        return _join_at_hyphen(before, after, word_counts)
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not last or not first:
        return before + separator + after, ""
    tail, head = last[1].lower(), first[1]
    is_broken = word_counts.get(tail + head, 0) and (
        word_counts.get(tail, 0) <= 1 or word_counts.get(head, 0) <= 1
    )
    if tail + head in _COMPOUNDS or is_broken:
        return before + after, f"has “{tail}” and “{head}” on two pages, read as “{tail + head}”."
    is_ordinary = tail in _JOINING_WORDS or head in _JOINING_WORDS
    if not is_ordinary and word_counts.get(tail, 0) <= 1 and word_counts.get(head, 0) <= 1:
        return before + separator + after, f"has “{tail}” and “{head}” on two pages, which may be one word."
    return before + separator + after, ""


def _join_at_hyphen(before: str, after: str, word_counts: Mapping[str, int]) -> tuple[str, str]:
    tail = re.findall(r"[A-Za-z]+", before)[-1].lower()
    head = re.findall(r"[A-Za-z]+", after)[0].lower()
    if head in ("and", "or", "to"):  # "pre- and post-16"
        return f"{before} {after}", ""
    if word_counts.get(tail + head, 0):
        return before[:-1] + after, ""
    return before + after, ""
