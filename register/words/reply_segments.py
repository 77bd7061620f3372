"""A reply in segments: its lines, sentences and clauses, each with the refs that it begins with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cached_property

from register.lazy_pattern import LazyPattern
from register.words.reply_refs import (
    EXPLICIT,
    MAY_BE_REF,
    PLURAL,
    Certainty,
    Segment,
    TooMuchToRead,
    has_letter_and_figure,
    is_state,
    refs_at_its_beginning,
)
from register.words.text_folding import typed_plainly
from register.words.typed_refs import RefIndex

_STOP = LazyPattern(r"[;,.!?…]\s+(?=\S)")
_JOINT = LazyPattern(rf"\s(?:-+|/+|\|+|and|but|while|whereas|though|although)\s+(?={MAY_BE_REF}|for\b|on\b)")
_GAP = LazyPattern(r"(?:(?<=[^\s,;.!?:/|-])|(?<=\w:))\s+(?=[#\d]|actions?\b|[^\W\d_]{1,6}\d)")
NO_STATE_ENDS = LazyPattern(
    r"\b(?:in|of|on|at|by|for|to|from|with|until|till?|than|about|over|under|see|as|per|the|a|an|all|another|other|only|just|these|those|"
    r"first|last|next|item|point|part|phase|stage|step|section|clause|page|version|draft|room|year|form|number|nos?|approx|some|"
    r"what(?:'s)?|who(?:'s|se)?|which|where(?:'s)?|when|why|how(?:'s)?)$"
)
"""Words behind which a number is of something, or a question of it: "3 done in 14 schools", "3 done, what's 14"."""
_COUNT_GOES_ON = LazyPattern(
    r"\W*(?:\w+\s+){0,3}?(?:(?:out\s+)?of\s+(?:the\s+)?\d|so\s+far\b|to\s+date\b|in\s+total\b)|"
    r"\s*(?:now\s+|all\s+)?(?:done|completed?|finished|closed|implemented|ongoing|delayed|late|overdue|outstanding|pending|ready|"
    r"blocked|open|started|new|\w+ed)\s+(?P<things>[a-z]+)"
)
"""What a number counts goes on so: "10 completed of 12", "10 complete so far", "14 pending cases" (if several)."""
_MOST_BREAKS = 200
"""Lines that begin with refs, stops, conjunctions and states after which a ref is looked for: each costs time."""
_MOST_BETWEEN = 80
"""Characters of the state of an action behind which another is looked for."""


class _Break(Enum):
    """What a ref stands behind in its line: a stop, a word such as "and", or nothing but a space."""

    STOP = auto()
    JOINT = auto()
    GAP = auto()


@dataclass(frozen=True)
class _Line:
    """A line of a reply about these refs (``about``), or under the card of one (``own``)."""

    text: str
    index: RefIndex
    about: Sequence[str]
    own: str | None

    @cached_property
    def plain(self) -> str:
        return typed_plainly(self.text)

    def mark(self, at: int) -> Segment:
        """The refs that the line goes on with. Raises UnknownRef, UnclearRange and TooMuchToRead."""
        return refs_at_its_beginning(self.text[at:], self.index, self.about, self.own)

    def breaks(self, after: int) -> dict[int, _Break]:
        """The places behind ``after`` at which a ref may begin, in order."""
        found = {match.end(): _Break.GAP for match in _GAP.finditer(self.plain)}
        found |= {match.end(): _Break.JOINT for match in _JOINT.finditer(self.plain)}
        found |= {match.end(): _Break.STOP for match in _STOP.finditer(self.text)}
        return {at: found[at] for at in sorted(found) if at > after}

    def may_follow(self, last: Segment, end: int, at: int) -> bool:
        """Whether a ref may stand at a gap, behind the refs that end before it: the words between are short, and no
        "3 done in 14 schools".
        """
        words = self.plain[end:at].strip()
        is_short = len(words) <= _MOST_BETWEEN and 0 < len(words.split()) <= 6
        if not (is_short and last.named):
            return False
        return words == "no" or NO_STATE_ENDS.search(words) is None  # "14 no 38 yes"

    def behind_stop(self, at: int) -> Segment | None:
        """The refs behind a stop."""
        mark = self.mark(at)
        return mark if mark.named else None

    def behind_joint(self, at: int) -> Segment | None:
        """The refs behind "and", where something is said of them: "and #14 is late", not "see #10 and #14"."""
        return self._with_news(self.mark(at), at)

    def behind_gap(self, at: int, end: int, last: Segment) -> Segment | None:
        """The refs behind the state of others that end before it: "3 done 14 not yet"; not what is counted."""
        mark = self.mark(at)
        if not (is_state(self.text[end:at]) or (last.is_listed and mark.is_listed)):
            return None
        behind = self.text[at + mark.end :][:_MOST_BETWEEN]
        if not EXPLICIT.match(self.plain, at) and _counts(behind):
            return None
        is_in_list = self.own is None and last.certainty >= Certainty.LIKELY
        if is_in_list and mark.certainty is Certainty.POSSIBLE:  # "3 done 42 Gareth"
            return mark
        return self._with_news(mark, at)

    def _with_news(self, mark: Segment, at: int) -> Segment | None:
        """The refs, where it is likely that they are some, or possible of those that were asked about, and something is
        said of them.
        """
        is_asked_about = self.own is None and set(mark.named) <= set(self.about)
        least = Certainty.POSSIBLE if is_asked_about else Certainty.LIKELY
        if mark.certainty < least or not (mark.is_listed or is_state(mark.words[mark.end :])):
            return None
        return self._to_ask_about(mark, at)

    def _to_ask_about(self, mark: Segment, at: int) -> Segment:
        """A ref with letters in a reply about one action is asked about: "the A2 and A28 is busy"."""
        typed = self.text[at : at + mark.end]
        is_plain = mark.is_listed or EXPLICIT.match(typed) or not has_letter_and_figure(typed)
        if self.own is None or is_plain:
            return mark
        return replace(mark, certainty=min(mark.certainty, Certainty.LIKELY))


def segments_of(words: str, index: RefIndex, about: Sequence[str], own: str | None) -> Iterator[Segment]:
    """The reply in segments: one begins with each line, and in a line where a ref is named behind a stop or "and", or
    behind the state of the ref before it ("3 done 14 not yet").

    Raises UnknownRef, UnclearRange and TooMuchToRead.
    """
    left = _MOST_BREAKS
    for text in words.splitlines():
        line = _Line(text, index, about, own)
        first = last = line.mark(0)
        end, marks = first.end, {0: first}
        breaks = line.breaks(first.end)
        left -= bool(first.named) + sum(kind is not _Break.GAP for kind in breaks.values())
        if left < 0:
            raise TooMuchToRead
        for at, kind in breaks.items():
            if at < end or (kind is _Break.GAP and not line.may_follow(last, end, at)):
                continue  # it stands among the refs of a list, or is of something else
            left -= kind is _Break.GAP
            if left < 0:
                raise TooMuchToRead
            match kind:
                case _Break.STOP:
                    mark = line.behind_stop(at)
                case _Break.JOINT:
                    mark = line.behind_joint(at)
                case _Break.GAP:
                    mark = line.behind_gap(at, end, last)
            if mark is not None:
                marks[at], end, last = mark, at + mark.end, mark
        cuts = [0, *(at for at in sorted(marks) if at and marks[at].named)]
        for start, stop in zip(cuts, [*cuts[1:], len(text)], strict=True):
            yield replace(marks[start], words=text[start:stop], begins_line=not start)


def _counts(rest: str) -> bool:
    """Whether what follows a number without a stop may say that it counts something, not how an action is."""
    found = _COUNT_GOES_ON.match(typed_plainly(rest))
    return found is not None and (not found["things"] or PLURAL.match(found["things"]) is not None)


def as_one(segments: Sequence[Segment]) -> list[Segment]:
    """The segments, with those that name nothing put back to what they stand behind in their line."""
    found: list[Segment] = []
    for segment in segments:
        if found and not (segment.named or segment.begins_line):
            found[-1] = replace(found[-1], words=found[-1].words + segment.words)
        else:
            found.append(segment)
    return found
