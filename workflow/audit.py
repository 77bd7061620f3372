"""Whether a register's record is whole: its changes, its actions, its papers and meetings; and writing actions anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from papers.write import paper_json
from register.forgetting import PersonForgotten
from register.publication_changes import PaperPublished
from register.register import Register
from storage.actions import audit, audit_meetings, change_chain, change_log, published, register_log
from storage.actions.published import Published
from storage.actions.register_log import RegisterEntry
from storage.queue import cards
from workflow.context import Context, Request, lock_register, one_transaction


@dataclass(frozen=True)
class Verification:
    """What was found: how many ``changes`` there are, the number of the first that is not as it was written, and the
    hash of the last (``newest``).

    ``vouched_for`` are the changes that vouch for others in which somebody was forgotten. ``actions`` are those that
    are not as the changes say, their refs by row number. ``papers``, ``sign_offs`` and ``meetings`` are the meetings of
    which the published paper, the sign-offs of it, or what was recorded are not as the changes say. All are empty where
    the chain is broken: what cannot be trusted says nothing of the rest.
    """

    changes: int
    broken_at: int | None
    newest: str
    vouched_for: tuple[RegisterEntry[PersonForgotten], ...]
    actions: Mapping[int, str] = field(default_factory=dict, hash=False)
    papers: tuple[date, ...] = ()
    sign_offs: tuple[date, ...] = ()
    meetings: tuple[date, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything is as it was written; actions aside, which can be written anew."""
        return self.broken_at is None and not (self.papers or self.sign_offs or self.meetings)


def verify(tx: Connection, register: Register, advance: Callable[[int], object]) -> Verification:
    """Check a register's record; ``advance`` is called with how many more changes are checked."""
    count, broken_at = change_log.count(tx, register.slug), change_chain.broken_at(tx, register.slug, advance)
    newest = change_log.newest(tx, register.slug)[1]
    vouched_for = tuple(register_log.of_register(tx, register.slug, PersonForgotten))
    if broken_at is not None:
        return Verification(count, broken_at, newest, vouched_for)
    return Verification(
        *(count, None, newest, vouched_for),
        actions=dict(audit.differing(tx, register)),
        papers=tuple(sorted({*_altered_papers(tx, register.slug)})),
        sign_offs=tuple(sorted(audit_meetings.altered_sign_offs(tx, register.slug))),
        meetings=tuple(sorted(audit_meetings.altered_meetings(tx, register.slug))),
    )


def _altered_papers(tx: Connection, slug: str) -> Iterator[date]:
    """The meetings of publications that are not as the chain of changes says, or are gone."""
    entries = register_log.of_register(tx, slug, PaperPublished)
    recorded = {(one.change.meeting, one.change.version): one for one in entries}
    for paper in published.every(tx, slug):
        entry = recorded.pop((paper.meeting, paper.version), None)
        if entry is None or not _is_as_recorded(paper, entry):
            yield paper.meeting
    yield from (meeting for meeting, _version in recorded)


def _is_as_recorded(paper: Published, entry: RegisterEntry[PaperPublished]) -> bool:
    """Whether a publication is as its entry says, which says less where it was written by an earlier version."""
    is_same = {paper_json.digest(paper.text), paper.sha256} == {entry.change.sha256} and paper.by == entry.by
    if entry.change.findings is None:
        return is_same
    details = (paper.is_notice, paper.findings, paper.at)
    return is_same and details == (entry.change.is_notice, entry.change.findings, entry.at)


def write_anew(context: Context, request: Request, slug: str, actions: Mapping[int, str]) -> None:
    """Write actions, their refs by row number, as their changes say, and have their cards drawn again: these may show
    what was wrong.
    """
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        audit.write_anew(tx, register, list(actions), context.today(register))
        cards.redraw(tx, list(actions), context.now())
