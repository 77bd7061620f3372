"""Whether a register's record is whole: its changes, its actions and its published papers; and writing actions anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from papers.write import paper_json
from register.forgetting import PersonForgotten
from register.publication_change import PaperPublished
from register.register import Register
from storage.actions import audit, change_log, published
from storage.actions.change_log import RegisterEntry
from storage.queue import cards
from workflow.context import Context, Request, lock_register, one_transaction


@dataclass(frozen=True)
class Verification:
    """What was found: how many ``changes`` there are, and the number of the first that is not as it was written.

    ``vouched_for`` are the changes that vouch for others in which somebody was forgotten. ``actions`` are those that
    are not as the changes say, their refs by row number; ``papers`` the meetings whose papers are not as they were
    published. Both are empty where the chain is broken: what cannot be trusted says nothing of the rest.
    """

    changes: int
    broken_at: int | None
    vouched_for: tuple[RegisterEntry[PersonForgotten], ...]
    actions: Mapping[int, str] = field(default_factory=dict, hash=False)
    papers: tuple[date, ...] = ()


def verify(tx: Connection, register: Register, advance: Callable[[int], object]) -> Verification:
    """Check a register's record; ``advance`` is called with how many more changes are checked."""
    count, broken_at = change_log.count(tx, register.slug), change_log.broken_at(tx, register.slug, advance)
    vouched_for = tuple(change_log.of_register(tx, register.slug, PersonForgotten))
    if broken_at is not None:
        return Verification(count, broken_at, vouched_for)
    actions, papers = dict(audit.differing(tx, register)), dict.fromkeys(_altered_papers(tx, register.slug))
    return Verification(count, None, vouched_for, actions, tuple(sorted(papers)))


def _altered_papers(tx: Connection, slug: str) -> Iterator[date]:
    """The meetings of publications that are not as the chain of changes says, or are gone.

    Of a paper that was published before the chain had hashes, the text is compared with the hash beside it. One that
    claims to be of later and has no entry was put there by somebody else.
    """
    entries = change_log.of_register(tx, slug, PaperPublished)
    since = entries[0].at if entries else None
    first_versions = {one.change.meeting: one.change.version for one in reversed(entries)}
    hashes = {(one.change.meeting, one.change.version): one.change.sha256 for one in entries}
    for paper in published.every(tx, slug):
        is_older = since is None or (
            paper.at < since and paper.version < first_versions.get(paper.meeting, paper.version + 1)
        )
        recorded = hashes.pop((paper.meeting, paper.version), paper.sha256 if is_older else "")
        if {paper_json.digest(paper.text), paper.sha256} != {recorded}:
            yield paper.meeting
    yield from (meeting for meeting, _version in hashes)


def write_anew(context: Context, request: Request, slug: str, actions: Mapping[int, str]) -> None:
    """Write actions, their refs by row number, as their changes say, and have their cards drawn again: these may show
    what was wrong.
    """
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        audit.write_anew(tx, register, list(actions), context.today(register))
        cards.redraw(tx, list(actions), context.now())
