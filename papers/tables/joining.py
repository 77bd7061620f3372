"""Joining two pieces of a text that a page broke, sometimes in the middle of a word."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from register.lazy_pattern import lazy_pattern

# Words of council papers whose halves are words too, so that the halves do not tell a broken word.
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
_LAST_WORD = lazy_pattern(r"(?<![\w'’-])([A-Za-z]?[a-z]+)$")
_FIRST_WORD = lazy_pattern(r"([a-z]+)(?![\w'’])")


def vocabulary(cells: Iterable[str]) -> Counter[str]:
    """How often each word stands in the paper's cells, in lower case."""
    return Counter(word for cell in cells for word in re.findall(r"[a-z]+", cell.lower()))


def join(before: str, after: str, known: Mapping[str, int], between: str) -> tuple[str, str]:
    """Two pieces of a text as one, and what a reader should look at ("" when nothing is in doubt).

    They are joined without a space only when both edges are parts of lower-case words and the word they make
    together is a known compound ("guide", "lines"), or stands elsewhere in the paper while one of the halves
    does not ("transp", "ort"). A hyphen at the break is kept ("cross-", "directorate") unless the paper
    elsewhere has the word without it. Otherwise ``between`` parts them, with a doubt when neither half stands
    anywhere else in the paper, as they may be one word.
    """
    if not before or not after:
        return before + after, ""
    if re.search(r"[A-Za-z]-$", before) and re.match(r"[A-Za-z]", after):
        return _over_hyphen(before, after, known)
    last, first = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if not last or not first:
        return before + between + after, ""
    tail, head = last[1].lower(), first[1]
    broken = known.get(tail + head, 0) and (known.get(tail, 0) <= 1 or known.get(head, 0) <= 1)
    if tail + head in _COMPOUNDS or broken:
        return before + after, f"has “{tail}” and “{head}” on two pages, read as “{tail + head}”."
    ordinary = tail in _JOINING_WORDS or head in _JOINING_WORDS
    if not ordinary and known.get(tail, 0) <= 1 and known.get(head, 0) <= 1:
        return before + between + after, f"has “{tail}” and “{head}” on two pages, which may be one word."
    return before + between + after, ""


def _over_hyphen(before: str, after: str, known: Mapping[str, int]) -> tuple[str, str]:
    tail = re.findall(r"[A-Za-z]+", before)[-1].lower()
    head = re.findall(r"[A-Za-z]+", after)[0].lower()
    if head in ("and", "or", "to"):  # "pre- and post-16"
        return f"{before} {after}", ""
    if known.get(tail + head, 0):
        return before[:-1] + after, ""
    return before + after, ""
