"""Sentences that are an action each, with labels inside: "A1. Book the hall. Owner: the Clerk. Due: 3 May 2023"."""

import re
from collections.abc import Sequence

from papers.prose import ProseParagraph
from papers.tables.headings import is_exact, meanings
from papers.tables.layout import DEFINED, OFFICERS, ORIGINAL, OWNERS, REVISED, TARGET, TITLE
from register.fields import field_of
from register.lazy_pattern import LazyPattern

_LEAST_SCORE = 0.9
_MOST_WORDS_OF_LABEL = 5
_LONGEST = 2_000
"""The most letters of an action; a longer paragraph is prose."""

_WHO_OR_WHEN = frozenset({OWNERS, OFFICERS, TARGET, ORIGINAL, REVISED})
LABEL_AND_REF = LazyPattern(
    r"(?:(?P<kind>(?:statutory|improvement|key|priority|main|other|further|strategic|operational|high priority|"
    r"medium priority|low priority))\s+)?"
    r"(?P<label>(?:agreed |management )?(?:action|recommendation|finding|issue|item|point)s?)\s*(?:no\.?|number)?\s*"
    r"(?P<ref>#?[A-Z]{0,4}\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?)\s*[:.–—-]?\s*",
    re.I,
)
"""A label and the reference behind it: "Action 3", "Statutory recommendation 1"."""
KIND = "Category"
"""The label of the words before such a label, where they are not the same for all actions."""

_COLON = LazyPattern(r"(?<!\d):(?!//)\s*")
_BOUNDARY = LazyPattern(r"[.;,|!?()\[\]\n]|\s[–—-]\s")
_REF = LazyPattern(
    r"(?:[-•▪*]\s+)?\(?(?P<ref>[A-Z]{1,4}[-/]?\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?(?=[.):]*\s)|"
    r"\d{1,4}(?:[./]\d{1,3}){0,3}[a-z]?(?=[.):]+\s))[.):]*\s+(?:[–—-]\s+)?"
)
_BULLET = LazyPattern(r"[-•▪*]\s+")
_REF_LABEL = "Ref"

Labelled = list[tuple[str, str]]
"""The labels of an action and their values, in the order printed."""


def labelled_sentences(prose: Sequence[ProseParagraph]) -> list[tuple[ProseParagraph, Labelled]]:
    """Each paragraph, and the labels and values of the action that it is; [] for one that is no such action.

    A line below it goes on with it where it begins no action of its own, and so does a paragraph of labels alone. What
    is to be done stands before the first label; labels that mean the same are given as the first of them.
    """
    label_of: dict[str, str] = {}
    found: list[tuple[ProseParagraph, Labelled]] = []
    at = 0
    while at < len(prose):
        first, words = prose[at], prose[at].text
        while (after := at + 1) < len(prose) and _goes_on(words, prose[at], prose[after]):
            words, at = f"{words} {prose[after].text}", after
        labelled = _labelled(words) if len(words) <= _LONGEST else []
        names = {_field(label) for label, _value in labelled}
        is_action = names & _WHO_OR_WHEN and names & {DEFINED, TITLE}
        found.append(
            (
                first,
                [(label_of.setdefault(_field(label), label), value) for label, value in labelled if is_action],
            )
        )
        at += 1
    has_refs = any(labelled and labelled[0][0] == _REF_LABEL for _paragraph, labelled in found)
    return [
        (
            one,
            [(_REF_LABEL, ""), *labelled]
            if has_refs and labelled and labelled[0][0] != _REF_LABEL
            else labelled,
        )
        for one, labelled in found
    ]


def _goes_on(words: str, last: ProseParagraph, after: ProseParagraph) -> bool:
    """Whether a paragraph goes on with the words before it, of which ``last`` is the last line."""
    if len(words) + len(after.text) > _LONGEST or _begins_action(after.text) or _BULLET.match(after.text):
        return False
    before, own = _labelled(words), _labelled(after.text)
    fields = {_field(label) for label, _value in before} & {
        _field(label) for label, _value in own if label != "Action"
    }
    begins_with_label = bool(own) and not _is_task(own[0][0])
    is_begun = _begins_action(words)
    if not _is_next_line(last.place, after.place):
        return is_begun and begins_with_label and not fields
    if len(before) > 1:
        return not fields and (begins_with_label or not own or after.text[:1].islower())
    return is_begun or after.text[:1].islower()


def _begins_action(words: str) -> bool:
    return bool(LABEL_AND_REF.match(words) or _REF.match(words))


def _is_next_line(place: str, after: str) -> bool:
    """Whether a place ("page 2, line 8") is the line right below another; a paragraph is no line."""
    before, number = place.rsplit(" ", 1)
    return before.endswith("line") and number.isdigit() and after == f"{before} {int(number) + 1}"


def _labelled(words: str) -> Labelled:
    """The labels in a text and what stands behind each; the reference and what is to be done before the first label."""
    found: Labelled = []
    numbered = LABEL_AND_REF.match(words)
    ref = numbered or _REF.match(words)
    begin = ref.end() if ref else bullet.end() if (bullet := _BULLET.match(words)) else 0
    label, at = "", begin
    for colon in _COLON.finditer(words, begin):
        before = words[at : colon.start()]
        own = _label_at_end(before)
        if own is None or not words[colon.end() :]:
            continue
        found.append((label, before[: len(before) - len(own)]))
        label, at = own, colon.end()
    if not label:
        return []
    found.append((label, words[at:]))
    task = found[0][1].strip(" ,;|–—-([")
    first = [(_REF_LABEL, ref["ref"].lstrip("#"))] if ref else []
    first += [(KIND, numbered["kind"])] if numbered and numbered["kind"] else []
    first += [(numbered["label"] if numbered else "Action", task)] if task else []
    return [*first, *((label, _value(label, value)) for label, value in found[1:])]


def _label_at_end(words: str) -> str | None:
    """The label at the end of a text, as printed: its last part, or words with a capital that end it; None for none."""
    start = max((found.end() for found in _BOUNDARY.finditer(words)), default=0)
    part = words[start:].strip()
    if len(part.split()) <= _MOST_WORDS_OF_LABEL and _field(part):
        return part
    last = part.split()
    for count in range(min(len(last) - 1, _MOST_WORDS_OF_LABEL), 0, -1):
        label = part[part.rindex(last[-count]) :] if count == 1 else " ".join(last[-count:])
        if label[:1].isupper() and is_exact(label) and words.endswith(label):
            return label
    return None


def _field(label: str) -> str:
    """The field that a label names without doubt; "" for none."""
    likeliest = next(iter(meanings(label)), None)
    return likeliest.fields[0] if likeliest is not None and likeliest.score >= _LEAST_SCORE else ""


def _is_task(label: str) -> bool:
    return _field(label) in (DEFINED, TITLE)


def _value(label: str, words: str) -> str:
    """The words behind a label, without what divides them from the next one."""
    words = words.strip(" ,;|–—-")
    name = _field(label)
    is_sentences = field_of(name).prose or (name not in _WHO_OR_WHEN and ". " in words)
    if not is_sentences:
        words = words.rstrip(". ")
    is_closed = words.endswith((")", "]")) and words.count("(") + words.count("[") < words.count(
        ")"
    ) + words.count("]")
    return words[:-1].rstrip() if is_closed else words
