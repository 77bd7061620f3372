"""The lists of what moved since the last paper, from the changes of the register."""

from collections.abc import Iterator, Sequence

from papers.assemble.material import Material
from papers.write.paper import Extension, Moves, Overdue, PaperItem, Silent
from register.action import Action
from register.committee.movement import Happening, HappeningKind, diff
from register.committee.names_in_print import decider_in_print
from register.committee.table_columns import owners_in_lists
from register.life import Decision, Revision
from register.phrases import capitalised, day, shortened
from register.refs import ref_key

_WORDS = 400
"""The most letters of an update or a reason in a list; the appendix has the whole text."""


def moves(material: Material) -> Moves:
    """What moved from ``material.since``, which must not be None, to the meeting."""
    assert material.since is not None  # noqa: S101 - the caller has checked it
    moved = diff(material.before, material.after, material.between, material.meeting)
    actions = {one.ref: one for one in material.after}
    before = {one.ref: one for one in material.before}

    def items(refs: Sequence[str], words: dict[str, str]) -> tuple[PaperItem, ...]:
        return tuple(
            PaperItem(ref, actions[ref].defined, owners_of(material, actions[ref]), words.get(ref, ""))
            for ref in refs
        )

    reported = _last_words(material, HappeningKind.UPDATE)
    delivered = {ref: shortened(one.delivered, _WORDS) for ref, one in actions.items()}
    unchanged = _last_words(material, HappeningKind.NO_CHANGE)
    progress = {
        ref: f"{_blank(before[ref].progress if ref in before else '')} to {_blank(one.progress)}"
        for ref, one in actions.items()
    }
    extensions = tuple(_extensions(material))
    lists_of_refs = (moved.completed, moved.progress, moved.updated, moved.new, moved.closed, moved.no_update)
    listed = (
        {ref for refs in lists_of_refs for ref in refs} | unchanged.keys() | {one.ref for one in extensions}
    )
    others = sorted(actions.keys() - listed, key=ref_key)
    return Moves(
        since=material.since,
        until=material.meeting,
        completed=items(moved.completed, delivered | reported),
        progress=items(moved.progress, progress),
        updated=items(moved.updated, delivered | reported),
        unchanged=items(sorted(unchanged.keys() & actions.keys(), key=ref_key), unchanged),
        new=items(moved.new, {}),
        closed=items(moved.closed, {ref: _closing_words(material, actions[ref]) for ref in moved.closed}),
        extensions=extensions,
        past_original=tuple(
            ref for ref in sorted(actions, key=ref_key) if actions[ref].original_passed(material.meeting)
        ),
        overdue=tuple(_overdue(material, actions[ref]) for ref in moved.overdue),
        silent=tuple(
            Silent(ref, actions[ref].defined, owners_of(material, actions[ref]), material.since)
            for ref in moved.no_update
        ),
        settled=tuple(ref for ref in others if actions[ref].status.is_done),
        claimed=tuple(ref for ref in others if not actions[ref].status.is_done),
    )


def owners_of(material: Material, action: Action) -> str:
    """The owners of an action as the appendix prints them, or the officers that it prints alone."""
    return owners_in_lists(action, material.line_of.get(action.ref))


def _last_words(material: Material, kind: HappeningKind) -> dict[str, str]:
    """The words of each action's last change of a kind since the last paper, by ref."""
    return {one.ref: shortened(one.text, _WORDS) for one in material.between if one.kind is kind}


def _blank(progress: str) -> str:
    return progress.strip() or "Blank"


def _closing_words(material: Material, action: Action) -> str:
    if action.life.closed_on is None:
        return capitalised(action.how_it_ended) or action.progress
    minute = material.minutes.get(action.ref, "")
    return f"Closed by the Committee on {day(action.life.closed_on)}{f', minute {minute}' if minute else ''}"


def _extensions(material: Material) -> Iterator[Extension]:
    """The dates requested or decided since the last paper, and those that changed because a paper printed others."""
    zone = material.register.calendar
    printed: dict[str, list[Happening]] = {}
    for happening in material.between:
        if happening.kind is HappeningKind.DATE_MOVED:
            printed.setdefault(happening.ref, []).append(happening)
    for action in sorted(material.after, key=lambda one: ref_key(one.ref)):
        for moved in printed.get(action.ref, ()):
            yield Extension(
                action.ref, action.defined, action.original, moved.before, moved.after, "granted", moved.text
            )
        for revision in action.life.revisions:
            latest = revision.decided_at or revision.asked_at
            is_news = material.since is not None and zone.local_day(latest) >= material.since
            if is_news and revision.decision != Decision.WITHDRAWN:
                yield _extension(material, action, revision)


def _extension(material: Material, action: Action, revision: Revision) -> Extension:
    by = decider_in_print(material.register, revision.decided_by)
    reason = "; ".join(words for words in (revision.reason, revision.answer) if words)
    return Extension(
        action.ref,
        action.defined,
        action.original,
        revision.was,
        revision.deadline,
        revision.decision,
        reason,
        by,
    )


def _overdue(material: Material, action: Action) -> Overdue:
    """An overdue action with the dates of what was due first of it: of several dates another may be long to come. A
    review that has passed is told only where nothing that was promised is late.
    """
    first = action.first_passed(material.meeting)
    assert first is not None  # noqa: S101 - it is overdue
    original = first.original or first.deadline
    moved = first.deadline if first.deadline != original else None
    owners = owners_of(material, action)
    return Overdue(action.ref, action.defined, owners, original, moved, action.life.cause, first.is_review)
