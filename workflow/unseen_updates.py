"""Which updates no author of a paper has seen: those since the last paper, and those that it was written without."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from register.action import Action
from register.changes import DeliveredChanged, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.committee.paper_kind import WHOLE
from register.imports.older_copies import DeliveredWords, LastWords, last_words
from register.imports.row_answers import refs_answered
from register.refs import folded_ref
from register.register import Register
from storage.actions import papers
from storage.actions.change_log import Entry


@dataclass(frozen=True)
class KnownUntil:
    """Up to when (UTC) a register's papers know what people recorded: all of it until ``moment``, but of some actions
    only as long as the words of the last paper that was read do (``last``), as it was written on an older copy.
    """

    moment: datetime
    last: LastWords | None = None

    def of(self, ref: str) -> datetime:
        """Up to when they know it of that action."""
        return self.last.known_until(ref) if self.last else self.moment


def known_until(tx: Connection, register: Register, meeting: date, moment: datetime) -> KnownUntil:
    """What the papers before a meeting know. ``moment`` is up to when the last of them, read or published, does.

    Where the last was read and prints under "delivered" what those read before it did, updates given since the first of
    them are in none, and are to be printed by the next.
    """
    latest = papers.latest_before(tx, register.slug, meeting)
    if latest is None or register.calendar.midnight(latest.as_at) != moment:
        return KnownUntil(moment)
    return KnownUntil(moment, words_of_last_paper(tx, register, latest.as_at))


def words_of_last_paper(tx: Connection, register: Register, by: date) -> LastWords | None:
    """What the last papers of that day or earlier print under "delivered", of those that print any words there."""
    known = papers.answers(tx, register.slug)
    remembered = {key: one.words for key, one in known.remembered_rows.items()}

    def in_words() -> Iterator[DeliveredWords]:
        for paper, words in papers.delivered_words(tx, register.slug, by):
            rows = known.of_paper(paper.sha256, paper.as_at)
            right = refs_answered("delivered", rows, {**remembered, **rows})
            by_ref = {folded_ref(ref): delivered for ref, delivered in words.items()}
            since, is_whole = register.calendar.midnight(paper.as_at), paper.parts.kind in WHOLE
            yield DeliveredWords(since, by_ref, right, is_whole=is_whole)

    return last_words(in_words())


def unseen_by_ref(
    stories: Iterable[Sequence[Entry]], after: Sequence[Action], known: KnownUntil
) -> Mapping[str, frozenset[int]]:
    """The numbers of the updates in force that no author has seen, by ref."""
    in_force = {one.ref: {update.id for update in one.updates} for one in after}
    not_seen = {
        story[0].ref: unseen(story, known.of(story[0].ref)) & in_force[story[0].ref]
        for story in stories
        if story and story[0].ref in in_force
    }
    return {ref: ids for ref, ids in not_seen.items() if ids}


def unseen(story: Sequence[Entry], since: datetime) -> frozenset[int]:
    """The numbers of an action's updates since a moment (UTC) that no author of the words in force had seen."""
    not_seen = {one.change.update.id for one in story if isinstance(one.change, UpdateAdded) and one.at > since}
    all_given = frozenset(not_seen)
    for entry in sorted(story, key=lambda each: each.number):
        if isinstance(entry.change, DeliveredChanged):
            not_seen = (not_seen - set(entry.change.updates)) | (all_given & set(entry.change.undone))
    return frozenset(not_seen)


def is_reworded(story: Sequence[Entry]) -> bool:
    """Whether an update was edited or taken back from which the words in force had been written already."""
    written: set[int] = set()
    is_reworded = False
    for entry in sorted(story, key=lambda each: each.number):
        match entry.change:
            case DeliveredChanged(updates=seen, undone=undone):
                written, is_reworded = (written | set(seen)) - set(undone), False
            case UpdateEdited(id=number) | UpdateWithdrawn(id=number) if number in written:
                is_reworded = True
    return is_reworded
