"""Papers that were written on an older copy of those before: since when each action has been printed in its words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from register.action import Action, Line
from register.fields import folded
from register.imports.unapproved import Unapproved
from register.people import is_person
from register.refs import folded_ref


@dataclass(frozen=True)
class DeliveredWords:
    """What a paper prints under "delivered" (``words``, by folded ref), and the moment (UTC) at which its day began.

    ``right`` are the folded refs of which somebody said that the paper is right: it is what its author left out on
    purpose. One that is not whole only adds to the paper before it.
    """

    since: datetime
    words: Mapping[str, str]
    right: frozenset[str] = frozenset()
    is_whole: bool = True


@dataclass(frozen=True)
class LastWords:
    """The words that were printed last (``words``, by folded ref), also of actions that the last paper leaves out, and
    up to when its author knew of each action in it what people recorded (``known``, UTC): until the day of the first
    paper in these words. ``since`` is the last one's day.
    """

    since: datetime
    words: Mapping[str, str]
    known: Mapping[str, datetime]

    def known_until(self, ref: str) -> datetime:
        """Up to when the author of the last paper knew what people recorded of that action."""
        return self.known.get(folded_ref(ref), self.since)


def last_words(papers: Iterable[DeliveredWords]) -> LastWords | None:
    """The words that papers printed last; the papers are given from the latest on. None without any.

    Whoever writes two papers on copies of the same one knows in the second no more than in the first.
    """
    since: datetime | None = None
    words: dict[str, str] = {}
    known: dict[str, datetime] = {}
    unchanged: set[str] = set()
    in_last_paper = True
    for paper in papers:
        since = since or paper.since
        new = paper.words.keys() - words.keys()
        words |= {ref: paper.words[ref] for ref in new}
        if not in_last_paper:
            new = set()
        in_last_paper = in_last_paper and not paper.is_whole
        again = {ref for ref in unchanged if ref in paper.words}
        same = {ref for ref in again if folded(paper.words[ref]) == folded(words[ref])}
        known |= dict.fromkeys(same | new, paper.since)
        unchanged = (unchanged - again) | ((same | new) - paper.right)
    return LastWords(since, words, known) if since else None


def without_what_was_recorded(
    lines: Sequence[Line], known: Mapping[str, Action], last: LastWords
) -> Iterator[Unapproved]:
    """The actions of which a paper's lines print under "delivered" the words that were printed last (``last``), though
    people recorded more: whoever wrote it worked on an older copy.

    ``known`` are the actions as they were before this paper, by ref.
    """
    if not any(line.delivered for line in lines):
        return  # a paper without such words says nothing of them
    for line in lines:
        action, ref = known.get(line.ref), folded_ref(line.ref)
        # A row that the paper before did not have, with a blank, says nothing of what was delivered.
        printed = last.words.get(ref, "") if line.delivered or ref in last.known else ""
        if action is None or folded(printed) != folded(line.delivered):
            continue
        since = last.known_until(line.ref)
        updates = [one.text for one in action.updates if one.at > since and is_person(one.by)]
        if updates or folded(action.delivered) != folded(line.delivered):
            recorded = "\n".join(words for words in (action.delivered, *updates) if words)
            yield Unapproved(line.ref, "delivered", recorded, line.delivered)
