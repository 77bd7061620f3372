"""Whether numbers in a reply are a row of counts: "12 applied, 3 appointed"."""

from collections.abc import Sequence
from itertools import takewhile

from register.days.date_spans import TYPED_MONTH
from register.lazy_pattern import LazyPattern
from register.words.reply_refs import Segment, is_state

COUNTED_CLAUSE = LazyPattern(r"#?\d+\s+(?P<words>[^\W\d][\w'’-]*(?:\s+[a-z][\w'’-]*)?)\s*(?:[,.;!]|$|and\b)")
"""A number and a word or two: "3 appointed", "38 to go"."""
_COUNT_BEFORE = LazyPattern(
    r"(?:\b[a-z]+ed\s+\d[\d,]*|"
    r"(?:^|[,;:]|\band\b)\s*\d[\d,]*\s+(?:(?!\w+s\s)[a-z]+|(?:[a-z]+\s+){1,2}[a-z]+))\s*,\s*$"
)
"""The same before it, in small letters, and a comma: "12 applied, "."""
_MEASURE = LazyPattern(
    rf"(?:\d\s*-?(?:days?|weeks?|months?|years?|hours?|per\s+cent|{TYPED_MONTH})\b[^,;:]*|"
    r"\b20\d\d)\s*,\s*$"
)
"""A time or a part before it, which counts nothing that goes on: "1 week delay, ", "12 november, "."""
_COUNTED_THING = r"\d[\d,]*\s+[a-z][a-z'’-]*(?:\s+[a-z][a-z'’-]*)?"
_ROW_OF_COUNTS = LazyPattern(rf"{_COUNTED_THING}(?:\s*,\s*(?:and\s+)?|\s+and\s+){_COUNTED_THING}\s*(?:[,.;]|$)")


def begins_counts(segment: Segment, segments: Sequence[Segment], own: str) -> bool:
    """Whether a segment under the card of an action begins a row of counts: "12 applied, 3 appointed"."""
    place = next(n for n, one in enumerate(segments) if one is segment)
    behind = takewhile(lambda one: not one.begins_line, segments[place + 1 :])
    row = _ROW_OF_COUNTS.match("".join([segment.words, *(one.words for one in behind)]))
    return row is not None and own not in row[0].split()


def counts_on(segment: Segment, last: Segment, *, is_ref: bool) -> bool | None:
    """Whether a number is one of several counts, "14: 12 applied, 3 appointed", rather than a ref: surely so, or it may
    be one (False). None where nothing says so. ``last`` is the segment before it in its line, and whether it names an
    action.
    """
    clause = COUNTED_CLAUSE.match(segment.words)
    before = last.words[last.end if is_ref else 0 :]
    if clause is None or _COUNT_BEFORE.search(before) is None or _MEASURE.search(before[-80:]):
        return None
    return not (clause["words"][:1].isupper() or is_state(clause["words"]))
