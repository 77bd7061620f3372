"""What a paper's own key comes to: the status of each word of progress that it explains, for that paper alone."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from register.action import Line
from register.imports.printed_status import StatusOf
from register.lazy_pattern import LazyPattern
from register.progress import Status
from register.words.text_folding import caseless

_SUBJECT = (
    r"(?:(?:the |this )?(?:action|work|recommendation|task|item)s?\s+)?(?:(?:is|are|has|have)(?: been)?\s+)?"
    r"(?:(?:now|fully|all)\s+)*"
)
_SAYS_DONE = LazyPattern(rf"{_SUBJECT}(?:completed?|delivered|implemented|finished|achieved|done)\b", re.I)
_SAYS_UNDER_WAY = LazyPattern(
    rf"{_SUBJECT}(?:on (?:track|target|schedule|course)|in progress|under ?way|progressing)\b", re.I
)
_SAYS_NOT_STARTED = LazyPattern(
    rf"{_SUBJECT}(?:not (?:yet )?|yet to )(?:start(?:ed)?|begin|begun|commenced?)\b", re.I
)
_BUT = LazyPattern(
    r"\b(?:but|except|subject|awaiting|pending|partly|partially|not|no|apart|unless|until|or|late|delay\w*|overdue|missed|"
    r"re-?opened)\b",
    re.I,
)
_NOT_ALL = LazyPattern(
    r"\d|\b(?:by|within|in part|mostly|largely|most|some|half|less|more|over|under|with|when|where|if|to be|needs?|"
    r"requir\w+|expected|due|outstanding|remain\w*)\b",
    re.I,
)
"""What makes of "complete" something else: "Complete by March", "Complete 50%", "Delivered in part"."""
_ALL = LazyPattern(r"\b100\s*(?:%|per ?cent\b)", re.I)
_BEHIND = LazyPattern(r"\s*(?:\n|\s[–—-]\s|[:;,(])")
"""What parts a word of progress from others behind it: "B – signed in May"."""


@dataclass(frozen=True)
class KeyWord:
    """A word of progress that a paper's key explains: what the key says, what that was understood as ("" for nothing),
    and how many actions have it."""

    printed: str
    meaning: str
    status: str
    count: int

    @property
    def says_more(self) -> bool:
        """Whether the key says more than the word itself, as of a cell's colour it does not."""
        return caseless(self.meaning) != caseless(self.printed)


class PaperKey:
    """A paper's key beside what people and the committee's settings say of its words of progress, which comes first.

    ``is_to_come``: whether words behind a word of progress are a day after the paper's own.
    """

    def __init__(
        self,
        key: Mapping[str, str],
        status_of: StatusOf,
        is_to_come: Callable[[str], bool] = lambda _words: False,
    ) -> None:
        self._key, self._otherwise, self._is_to_come = key, status_of, is_to_come
        self._meanings = {caseless(printed): meaning for printed, meaning in key.items()}

    def status_of(self, progress: str) -> Status | None:
        """What printed progress stands for; None when neither anybody nor the key says."""
        status = self._otherwise(progress)
        if status is not None or not self._meanings:
            return status
        meaning = self.explained(progress)
        behind = _BEHIND.split(progress, maxsplit=1)[1:] if caseless(progress) not in self._meanings else []
        if not meaning or any(_BUT.search(words) or self._is_to_come(words) for words in behind):
            return None
        status = self._otherwise(meaning) or _begins_with(meaning)
        return None if status is Status.IMPLEMENTED and _is_less_than_done(meaning) else status

    def explained(self, progress: str) -> str:
        """What the key says of printed progress, "" for nothing."""
        if not self._meanings:
            return ""
        whole = self._meanings.get(caseless(progress))
        return whole or self._meanings.get(caseless(_BEHIND.split(progress, maxsplit=1)[0]), "")

    def words(self, lines: Iterable[Line]) -> tuple[KeyWord, ...]:
        """What it explains of the words that a paper's lines print, in its own order."""
        if not self._key:
            return ()
        counted = Counter(caseless(line.progress) for line in lines)
        return tuple(
            KeyWord(printed, meaning, self.status_of(printed) or "", counted[caseless(printed)])
            for printed, meaning in self._key.items()
            if counted[caseless(printed)]
        )


def _begins_with(meaning: str) -> Status | None:
    """The status with which a meaning begins: "On track to deliver" is in progress; nothing where it says more."""
    if _SAYS_NOT_STARTED.match(meaning):
        return Status.NOT_STARTED
    if _BUT.search(meaning):
        return None
    if _SAYS_DONE.match(meaning):
        return Status.IMPLEMENTED
    return Status.IN_PROGRESS if _SAYS_UNDER_WAY.match(meaning) else None


def _is_less_than_done(meaning: str) -> bool:
    """Whether a meaning that begins as one of what is done says less: asked, it costs a word; wrong, an open action."""
    return bool(_BUT.search(meaning) or _NOT_ALL.search(_ALL.sub("", meaning)))
