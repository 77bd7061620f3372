"""Undoing an import, while nothing has been recorded of its actions since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from register.changes import ImportUndone, UpdateAdded, UpdateEdited, UpdateWithdrawn
from register.outcomes import Happened, Outcome
from register.permissions import Permission, check
from register.phrases import day, joined_up_to, number
from register.refs import ref_key
from register.refused import Refused
from register.register import Register
from storage.actions import change_log, meetings, papers, published, write_actions
from storage.actions.change_log import Author, Entry
from storage.actions.papers import StoredPaper
from storage.queue import cards, notices
from storage.queue.requested_decision import Subject
from workflow.cards import channels_of, move_cards
from workflow.context import SHELL, Context, Request, lock_register, one_transaction
from workflow.decision_requests import redraw_requests, redraw_requests_of_actions

_MOST_NAMED, _MOST_REFS = 8, 30


@dataclass(frozen=True)
class Undone:
    """The result of undoing an import: the paper, the refs of the actions removed, and of those set back."""

    paper: StoredPaper
    removed: tuple[str, ...]
    set_back: tuple[str, ...]


def undo_import(context: Context, request: Request, slug: str, expected: int | None = None) -> Undone:
    """Undo the import of the paper that a register read last.

    Actions that it added are removed from the register; the others are as they were before it. Its changes stay in the
    log, with the changes that undid them. Waiting reminders about removed actions are dropped.

    Raises Refused for those who may not, when no paper was read, when the last one is not the ``expected`` one (a
    paper's number), or when something has since been recorded of an action that it added or changed, decided at a
    meeting, or published.
    """
    with one_transaction(context, request) as tx:
        register = lock_register(tx, slug)
        if request.source != SHELL:
            check(request.asker, Permission.IMPORT, register)
        paper = papers.newest(tx, slug)
        if paper is None:
            raise Refused(f"No paper was read into {slug}, so there is no import to undo.")
        if expected not in (None, paper.id):
            raise Refused(
                f"That is no longer the last import: {paper.name} is, or this one has already been undone."
            )
        now = context.now()
        moment = register.calendar.midnight(paper.as_at)
        imported = change_log.of_import(tx, slug, paper.name, moment, paper.read_at)
        by_action = change_log.by_action(imported)
        _refuse_after_later_changes(tx, register, paper, by_action)
        undone = {
            one: ImportUndone(paper.name, tuple(entry.number for entry in entries))
            for one, entries in by_action.items()
        }
        channels = channels_of(tx, register, list(by_action))
        removed = write_actions.undo(
            tx, register, undone, Author(request.user, moment, request.source, now, request.channel)
        )
        papers.mark_undone(tx, paper.id, now)
        refs = {one: entries[0].ref for one, entries in by_action.items()}
        redraw_requests_of_actions(tx, register, [one for one in refs if one not in set(removed)], now)
        outcome = Outcome(Happened.UNDONE, request.user, now)
        redraw_requests(tx, register, Subject.of_paper(slug, paper.id), lambda _asks: outcome, now)
        kept = {one: places for one, places in channels.items() if one not in set(removed)}
        move_cards(tx, now, register, kept)
        cards.redraw(tx, list(removed), now, slug)
        gone_refs = _sorted(refs[one] for one in removed)
        notices.drop_about(tx, slug, gone_refs, now)
        return Undone(paper, gone_refs, _sorted(refs[one] for one in refs.keys() - set(removed)))


def _refuse_after_later_changes(
    tx: Connection, register: Register, paper: StoredPaper, by_action: Mapping[int, Sequence[Entry]]
) -> None:
    """Raise Refused with what was recorded, decided or published since the paper was read."""
    since = [*_recorded_since(tx, by_action), *_decided(tx, register, paper)]
    if since:
        more = len(since) - _MOST_NAMED
        listed = "; ".join(since[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
        raise Refused(
            f"The import of {paper.name} as at {day(paper.as_at)} cannot be undone, because of what came since: "
            f"{listed}. Take the updates back first, or put right what is wrong in the actions themselves."
        )


def _recorded_since(tx: Connection, by_action: Mapping[int, Sequence[Entry]]) -> list[str]:
    """What was recorded of those actions after their last change of the import and not withdrawn, one phrase each."""
    found = []
    stories = change_log.of_actions(tx, list(by_action))
    for number_, entries in by_action.items():
        last = max(entry.number for entry in entries)
        story = stories[number_]
        withdrawn = {one.change.id for one in story if isinstance(one.change, UpdateWithdrawn)}
        since = [entry for entry in story if entry.number > last and _update(entry) not in withdrawn]
        if since:
            more = f", and {number(len(since) - 1, 'earlier change')}" if len(since) > 1 else ""
            found.append(f"action {since[-1].ref} (somebody {since[-1].event().what}{more})")
    return found


def _update(entry: Entry) -> int | None:
    """The number of the update that an entry is about; None for what is about none."""
    match entry.change:
        case UpdateAdded():
            return entry.change.update.id
        case UpdateEdited() | UpdateWithdrawn():
            return entry.change.id
    return None


def _decided(tx: Connection, register: Register, paper: StoredPaper) -> list[str]:
    """What was published, and what Members decided or asked, after the paper was read."""
    found = [
        f"the paper for {day(one)} was published" for one in published.since(tx, register.slug, paper.read_at)
    ]
    decided = meetings.recorded_since(tx, register.slug, paper.read_at)
    return found + [f"minute {one} was recorded" for one in decided]


def _sorted(refs: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(refs, key=ref_key))


def undone_text(undone: Undone) -> str:
    """What was undone, for people."""
    parts = []
    if undone.removed:
        parts.append(
            f"{number(len(undone.removed), 'action')} taken out ({joined_up_to(_MOST_REFS, undone.removed)})"
        )
    if undone.set_back:
        parts.append(
            f"{number(len(undone.set_back), 'action')} as before ({joined_up_to(_MOST_REFS, undone.set_back)})"
        )
    what = "; ".join(parts) or "no action was changed by it"
    return (
        f"The import of {undone.paper.name} as at {day(undone.paper.as_at)} is undone: {what}. "
        "The record keeps that it was made and undone."
    )
