"""Which updates no author of a paper has seen: those since the last paper, and those that it was written without."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from register.action import Action
from register.changes import DeliveredChanged, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.fields import folded
from register.imports.row_answers import refs_answered
from register.refs import folded_ref
from register.register import Register
from storage.actions import papers
from storage.actions.change_log import Entry


@dataclass(frozen=True)
class KnownUntil:
    """Up to when (UTC) a register's papers know what people recorded: all of it until ``moment``, but of some actions
    (``earlier``, by ref) only until the paper before it, as the last one was written on an older copy.
    """

    moment: datetime
    earlier: Mapping[str, datetime]

    def of(self, ref: str) -> datetime:
        """Up to when they know it of that action."""
        return self.earlier.get(ref, self.moment)


def known_until(tx: Connection, register: Register, meeting: date, moment: datetime) -> KnownUntil:
    """What the papers before a meeting know. ``moment`` is up to when the last of them, read or published, does.

    Where the last was read and prints under "delivered" what the one read before it did, updates given between the two
    are in neither, and are to be printed by the next.
    """
    latest = papers.latest_before(tx, register.slug, meeting)
    before = papers.latest_before(tx, register.slug, latest.as_at) if latest else None
    if latest is None or before is None or register.calendar.midnight(latest.as_at) != moment:
        return KnownUntil(moment, {})
    printed = {folded_ref(line.ref): line.delivered for line in papers.lines_of(tx, before.id)}
    lines = papers.lines_of(tx, latest.id)
    if not any(line.delivered for line in lines):
        return KnownUntil(moment, {})  # a paper without such words says nothing of them
    since = register.calendar.midnight(before.as_at)
    # Where somebody said that the paper is right, it is what its author left out on purpose.
    known = papers.answers(tx, register.slug)
    rows = known.of_papers.get(latest.sha256, {})
    every = {key: one.words for key, one in known.remembered_rows.items()} | dict(rows)
    answered = refs_answered("delivered", rows, every)
    as_before = (
        one.ref
        for one in lines
        if folded(printed.get(folded_ref(one.ref), "")) == folded(one.delivered)
        and folded_ref(one.ref) not in answered
    )
    return KnownUntil(moment, dict.fromkeys(as_before, since))


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
