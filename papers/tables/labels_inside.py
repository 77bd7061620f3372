"""Sentences that are an action each, with labels inside: "A1. Book the hall. Owner: the Clerk. Due: 3 May 2023"."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from papers.prose import ProseParagraph
from papers.tables.cells import look
from papers.tables.headings import is_exact, named_field
from papers.tables.layout import DEFINED, OFFICERS, ORIGINAL, OWNERS, PERCENT, PROGRESS, REVISED, TARGET, TITLE
from papers.tables.splitting import split
from register.days.date_spans import TYPED_MONTH
from register.fields import Look, field_of
from register.lazy_pattern import LazyPattern

_MOST_WORDS_OF_LABEL = 5
LONGEST_ACTION = 2_000
"""The most letters of an action, a line or a value; a longer one is prose."""

_WHEN = frozenset({TARGET, ORIGINAL, REVISED})
_WHO_OR_WHEN = frozenset({OWNERS, OFFICERS, *_WHEN})
_WHEN_OR_HOW_FAR = frozenset({PROGRESS, PERCENT, *_WHEN})
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
_STOP = LazyPattern(r"[.;)\]]\s+")
_SENTENCE_END = LazyPattern(r"(?<!\b[A-Z])\.\s+(?=[A-Z])")
_OTHER_LABEL = LazyPattern(r"[A-Z][a-z]+(?: [a-z]+){0,2}")
_BEFORE_NAME = LazyPattern(
    r"[A-Z]\S*|(?:an?|the|our|their|its|his|her|by|to|with|for|of|and|or|each|every|new)", re.I
)
_REF_LABEL = "Ref"
_DIVIDERS = " ,;|/–—-"
_FEWEST_WORDS_OF_SENTENCE = 4
_LOOKS_OF_WHEN = frozenset({Look.DATE})
_LOOKS_OF_WHO = frozenset({Look.NAME, Look.CODES})
_OF_WHO = LazyPattern(r"(?:joint(?:ly)?|together|with|and|also|supported|assisted|advised)\b", re.I)
_A_DAY = LazyPattern(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{TYPED_MONTH}|{TYPED_MONTH}\s+(?:20)?\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|20\d\d)\b",
    re.I,
)
_LONGEST_SUBJECT = 60
"""The most letters of a subject before what is to be done ("Gate. Action: mend it."); more is what was said of it."""

Labelled = list[tuple[str, str]]
"""The labels of an action and their values, in the order printed; "" is the label of words that are no part of it."""


def labelled_sentences(prose: Sequence[ProseParagraph]) -> list[tuple[ProseParagraph, Labelled]]:
    """Each paragraph, and the labels and values of the action that it is; [] for one that is no such action. One that
    holds several actions is given once for each.

    A line below it goes on with it where it begins no action of its own, and so does a paragraph of labels alone. What
    is to be done stands before the first label; labels that mean the same are given as the first of them. There are no
    actions unless at least half of them say by when or how far they are: an agenda names a lead, too.
    """
    found: list[tuple[ProseParagraph, Labelled]] = []
    at = 0
    while at < len(prose):
        first, words = prose[at], prose[at].text
        while (after := at + 1) < len(prose) and _goes_on(words, prose[at], prose[after]):
            words, at = f"{words} {prose[after].text}", after
        found += [(first, one) for one in (_actions(words) if len(words) <= LONGEST_ACTION else []) or [[]]]
        at += 1
    actions = [labelled for _paragraph, labelled in found if labelled]
    if 2 * sum(not _WHEN_OR_HOW_FAR.isdisjoint(_fields(one)) for one in actions) < len(actions):
        return [(paragraph, []) for paragraph in prose]
    label_of: dict[str, str] = {}
    has_refs = any(labelled[0][0] == _REF_LABEL for labelled in actions)
    return [
        (
            paragraph,
            [
                *([(_REF_LABEL, "")] if has_refs and labelled and labelled[0][0] != _REF_LABEL else []),
                *(
                    (label_of.setdefault(named_field(label) or label, label), value)
                    for label, value in labelled
                ),
            ],
        )
        for paragraph, labelled in found
    ]


def task_of(labelled: Sequence[tuple[str, str]]) -> str:
    """What is to be done, by the labels of an action that has an owner or a day; "" for others, as for figures: "Action
    17. By the revised date: 4%".
    """
    has_owner = not _fields(labelled).isdisjoint(_WHO_OR_WHEN - _WHEN)
    has_day = any(named_field(label) in _WHEN and look(value) is Look.DATE for label, value in labelled)
    return next((value for label, value in labelled if _is_task(label) and (has_owner or has_day)), "")


def _actions(words: str) -> list[Labelled]:
    """The actions in a paragraph, in order; one begins with a reference of its own, or with the label of what is to be
    done where it says again by whom or by when.
    """
    found: list[Labelled] = []
    stops = [stop.end() for stop in _STOP.finditer(words) if _begins_action(words[stop.end() :])]
    begin = 0
    for at, after in pairwise([*stops, len(words)]):
        if _is_action(_labelled(words[at:after])) and _is_action(labelled := _labelled(words[begin:at])):
            found += _divided(labelled)
            begin = at
    found += _divided(_labelled(words[begin:]))
    return [_with_date_of_its_own(one) for one in found if _is_action(one)]


def _divided(labelled: Labelled) -> list[Labelled]:
    """The actions in labels that follow one another."""
    tasks = [at for at, (label, _value) in enumerate(labelled) if _is_task(label)][1:]
    found, begin = list[Labelled](), 0
    for at, after in pairwise([*tasks, len(labelled)]):
        if _fields(labelled[begin:at]) & _fields(labelled[at:after]) & _WHO_OR_WHEN:
            found.append(labelled[begin:at])
            begin = at
    return [*found, labelled[begin:]]


def _with_date_of_its_own(labelled: Labelled) -> Labelled:
    """The labels of an action with the date behind its owner apart: "Owner: Jane Smith, by 31 March 2025"."""
    if not _WHEN.isdisjoint(_fields(labelled)):
        return labelled
    found: Labelled = []
    for label, value in labelled:
        parts = split(value, (OWNERS, TARGET)) if named_field(label) in (OWNERS, OFFICERS) else {}
        is_both = len(parts) == 2
        found += [(label, parts[OWNERS]), ("Target date", parts[TARGET])] if is_both else [(label, value)]
    return found


def _is_action(labelled: Labelled) -> bool:
    fields = _fields(labelled)
    return not fields.isdisjoint(_WHO_OR_WHEN) and not fields.isdisjoint((DEFINED, TITLE))


def _fields(labelled: Iterable[tuple[str, str]]) -> set[str]:
    return {named_field(label) for label, _value in labelled} - {""}


def _goes_on(words: str, last: ProseParagraph, after: ProseParagraph) -> bool:
    """Whether a paragraph goes on with the words before it, of which ``last`` is the last line."""
    if len(words) + len(after.text) > LONGEST_ACTION or _begins_action(after.text) or _BULLET.match(after.text):
        return False
    before, own = _labelled(words), _labelled(after.text)
    fields = _fields(before) & _fields([pair for pair in own if pair[0] != "Action"])
    begins_with_label = bool(own) and not _is_task(own[0][0])
    is_begun = _begins_action(words)
    if not _is_next_line(last.place, after.place):
        return is_begun and begins_with_label and not fields
    is_lower = after.text[:1].islower()
    if len(before) > 1:
        is_over = named_field(before[-1][0]) in _WHO_OR_WHEN and (
            words.endswith(".") or (words.endswith((")", "]")) and not is_lower)
        )
        return not fields and (begins_with_label or (is_lower if own else not is_over))
    return is_begun or is_lower


def _begins_action(words: str) -> bool:
    return bool(LABEL_AND_REF.match(words) or _REF.match(words))


def _is_next_line(place: str, after: str) -> bool:
    """Whether a place ("page 2, line 8") is the line right below another; a paragraph is no line."""
    before, number = place.rsplit(" ", 1)
    return before.endswith("line") and number.isdigit() and after == f"{before} {int(number) + 1}"


def _labelled(words: str) -> Labelled:
    """The labels in a text and what stands behind each; the reference and what is to be done before the first label."""
    numbered = LABEL_AND_REF.match(words)
    ref = numbered or _REF.match(words)
    begins = ref or _BULLET.match(words)
    (_label, before), *labelled = _parts(words, begins.end() if begins else 0)
    if not labelled:
        return []
    task = before.strip(f"{_DIVIDERS}([")
    first = [(_REF_LABEL, ref["ref"].lstrip("#"))] if ref else []
    first += [(KIND, numbered["kind"])] if numbered and numbered["kind"] else []
    values = [pair for label, value in labelled for pair in _values(label, value)]
    if task and not numbered and _is_task(values[0][0]):
        if len(task) <= _LONGEST_SUBJECT:
            values[0] = (values[0][0], f"{task}\n{values[0][1]}")  # "Gate. Action: mend it."
        else:
            first.append(("", task))  # what was said of it
    elif task:
        first.append((numbered["label"] if numbered else "Action", task))
    return [*first, *values]


def _parts(words: str, begin: int) -> Labelled:
    """A text from ``begin`` on, divided at its labels; the first part has none."""
    found: Labelled = []
    label, at = "", begin
    for colon in _COLON.finditer(words, begin):
        before = words[at : colon.start()]
        own = _label_at_end(before, behind=label)
        if own is None or not words[colon.end() :]:
            continue
        found.append((label, before[: len(before) - len(own)]))
        label, at = own, colon.end()
    return [*found, (label, words[at:])]


def _label_at_end(words: str, *, behind: str) -> str | None:
    """The label at the end of a text, as printed, ``behind`` the one before it, or ""; None for none.

    It is the last part of the text, or words with a capital that end it. In what is to be done these must be no part of
    a name ("ask the Project Lead: …"); behind who and when the last part may be a label of no field ("Cost").
    """
    start = max((found.end() for found in _BOUNDARY.finditer(words)), default=0)
    part = words[start:].strip()
    last = part.split()
    is_apart = start > 0 and bool(_OTHER_LABEL.fullmatch(part)) and named_field(behind) in _WHO_OR_WHEN
    if (len(last) <= _MOST_WORDS_OF_LABEL and named_field(part)) or is_apart:
        return part
    for count in range(min(len(last) - 1, _MOST_WORDS_OF_LABEL), 0, -1):
        label = part[part.rindex(last[-count]) :] if count == 1 else " ".join(last[-count:])
        is_of_name = not behind and bool(_BEFORE_NAME.fullmatch(last[-count - 1]))
        if label[:1].isupper() and is_exact(label) and words.endswith(label) and not is_of_name:
            return label
    return None


def _is_task(label: str) -> bool:
    return named_field(label) in (DEFINED, TITLE)


def _values(label: str, words: str) -> Labelled:
    """A label and the words behind it, without what divides them from the next one. Sentences behind who or when are no
    part of that: "Due: 3 May 2023. Members asked for a copy."
    """
    words = words.strip(_DIVIDERS)
    name = named_field(label)
    if name not in _WHO_OR_WHEN:
        is_sentences = (name and field_of(name).prose) or ". " in words
        return [(label, _closed(words if is_sentences else words.rstrip(". ")))]
    for stop in _SENTENCE_END.finditer(words):
        value, behind = words[: stop.start()], words[stop.end() :]
        is_whole = look(value) in (_LOOKS_OF_WHEN if name in _WHEN else _LOOKS_OF_WHO)
        first = behind.split(". ")[0].rstrip(". ")
        is_apart = len(first.split()) >= _FEWEST_WORDS_OF_SENTENCE and look(first) is Look.TEXT
        if is_whole and is_apart and not _goes_on_with(first, name):
            return [(label, _closed(value)), ("", behind)]
    return [(label, _closed(words.rstrip(". ")))]


def _goes_on_with(sentence: str, name: str) -> bool:
    """Whether a sentence behind who or when says more of it: "Extended to 30 June 2025 by Members", "With CYPE"."""
    return bool(_A_DAY.search(sentence) if name in _WHEN else _OF_WHO.match(sentence))


def _closed(words: str) -> str:
    """Words without a bracket that is closed behind them and was opened before their label."""
    opened, closed = (sum(map(words.count, signs)) for signs in ("([", ")]"))
    return words[:-1].rstrip() if words.endswith((")", "]")) and opened < closed else words
