"""The content of the shorter reports: the sitrep, the board pack, and the progress page for the public."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from papers.assemble.material import Material
from papers.assemble.moves import moves, owners_of
from papers.assemble.paper import committee_paper
from papers.write.compose_reports import BoardPack, Sitrep
from papers.write.paper import Appendix, CommitteePaper, PaperItem
from papers.write.progress_page import Link, ProgressPage, PublicAction, PublicState
from register.action import Action, Milestone
from register.committee.movement import HappeningKind, diff
from register.committee.rounds import silent
from register.committee.state_columns import progress_in, status_in
from register.committee.table_columns import Column
from register.phrases import capitalised, day, shortened
from register.refs import ref_key
from register.register import Register

COMING_UP = timedelta(days=14)
"""The time after the last day of a sitrep from which it lists planned actions and risks."""
_WORDS = 300


def sitrep_of(material: Material, title: str) -> Sitrep:
    """The sitrep from ``material.since``, which must not be None, to ``material.meeting``, its last day."""
    assert material.since is not None  # noqa: S101 - the caller has set it
    printable = material.without_exempt()
    moved = diff(printable.before, printable.after, printable.between, printable.meeting)
    actions = {one.ref: one for one in printable.after}
    still_open = [one for one in printable.after if not one.status.is_done]
    soon = {one.ref: coming for one in still_open if (coming := _coming(one, printable.meeting))}
    due = [ref for ref, coming in soon.items() if any(not milestone.is_review for milestone in coming)]
    until = day(printable.meeting + COMING_UP)
    volumes = (
        ("Actions in the register", len(printable.after)),
        ("Open", len(still_open)),
        ("Overdue", len(moved.overdue)),
        (f"Due by {until}", len(due)),
        *([(f"For review only, by {until}", len(soon) - len(due))] if len(soon) > len(due) else []),
        ("Updates given", sum(one.kind is HappeningKind.UPDATE for one in printable.between)),
        ("Reported complete", len(moved.completed)),
        ("Open actions with nothing reported", len(silent(still_open, printable.between))),
    )
    reported = {one.ref: one.text for one in printable.between if one.kind is HappeningKind.UPDATE}
    return Sitrep(
        title=f"{printable.register.title}: {title}",
        moment=printable.moment,
        since=material.since,
        until=printable.meeting,
        volumes=volumes,
        delivered=tuple(
            _item(printable, actions[ref], reported.get(ref, actions[ref].delivered))
            for ref in sorted({*moved.completed, *reported} & actions.keys(), key=ref_key)
        ),
        risks=tuple(_risks(printable, still_open)),
        planned=tuple(_item(printable, actions[ref], _when(coming)) for ref, coming in soon.items()),
    )


def board_pack_of(material: Material, title: str) -> BoardPack:
    """The board pack: a sitrep of a month with the movement, figures and charts of a paper."""
    paper = committee_paper(material)
    assert paper.figures is not None  # noqa: S101 - a paper always has them
    return BoardPack(sitrep_of(material, title), moves(material.without_exempt()), paper.figures, paper.charts)


def _risks(material: Material, still_open: Sequence[Action]) -> Iterator[PaperItem]:
    """The overdue actions, and those due soon whose owners doubt that they will be done on time."""
    today = material.meeting
    for action in still_open:
        passed, promised = action.first_passed(today), action.next_milestone(today)
        if passed and passed.deadline:
            what = "Review overdue" if passed.is_review else "Overdue"
            yield _item(material, action, f"{what} since {day(passed.deadline)}")
            continue
        due = promised.deadline if promised else None
        if due and due <= today + COMING_UP and action.life.doubt(due):
            yield _item(material, action, f"Its owners doubt that it will be done by {day(due)}")


def _coming(action: Action, today: date) -> list[Milestone]:
    """The dates of an open action that come within the time in which a sitrep lists them: the next milestone, and the
    next review.
    """
    coming = (action.next_milestone(today), action.next_date(today))
    near = (one for one in coming if one and one.deadline and one.deadline <= today + COMING_UP)
    return sorted(dict.fromkeys(near), key=lambda one: one.deadline or date.max)


def _when(coming: Sequence[Milestone]) -> str:
    words = (
        f"{'to be reviewed' if one.is_review else 'due'} {day(one.deadline)}" for one in coming if one.deadline
    )
    return capitalised("; ".join(words))


def _item(material: Material, action: Action, words: str) -> PaperItem:
    return PaperItem(action.ref, action.defined, owners_of(material, action), shortened(words, _WORDS))


def progress_page_of(
    register: Register,
    paper: CommitteePaper,
    columns: Sequence[Column],
    published_actions: Sequence[Action],
    links: tuple[Link, ...] = (),
    next_meeting: date | None = None,
) -> ProgressPage:
    """The page for the public, from what a paper printed and nothing else.

    ``columns`` are those of the paper's table, ``links`` the published papers. ``published_actions`` are the actions as
    known then; they give what is overdue where the paper has no list of that.
    """
    published = paper.cover.meeting
    late_by = _days_late(paper, published_actions)
    actions = {one.ref: one for one in published_actions}
    names = {one.code: one.name for one in register.directorates}
    silence = {one.ref: one.since for one in paper.moves.silent} if paper.moves else {}

    def public_action(cells: Mapping[str, str]) -> PublicAction:
        ref = cells.get("ref", "")
        status = status_in(cells, register.life.status_of)
        is_done = status is not None and status.is_done
        late = 0 if is_done else late_by.get(ref, 0)
        codes = actions[ref].directorates if ref in actions else (cells.get("owners", ""),)
        return PublicAction(
            ref=ref,
            promised=cells.get("defined", ""),
            done=cells.get("delivered", ""),
            due=cells.get("target", ""),
            owners=tuple(names.get(code, code) for code in codes if code),
            progress=progress_in(cells),
            state=PublicState.DONE if is_done else PublicState.LATE if late else PublicState.HAND,
            late=late,
            silent_since=silence.get(ref),
        )

    return ProgressPage(
        title=f"{register.title}: what was promised and what has been done",
        organisation=paper.cover.organisation,
        committee=register.committee or "committee",
        published=published,
        actions=tuple(map(public_action, _rows(paper.appendix, columns))),
        since=paper.moves.since if paper.moves else None,
        moved=tuple(_moved_refs(paper)),
        next_meeting=next_meeting,
        contact=register.paper.contact,
        papers=links,
    )


def _days_late(paper: CommitteePaper, published_actions: Sequence[Action]) -> dict[str, int]:
    """The number of days by which each overdue action is late on the day of the meeting, by ref. A review that is late
    is none of what was promised to the public.
    """
    today = paper.cover.meeting
    if paper.moves is None:
        missed = {one.ref: [m.deadline for m in one.missed(today) if m.deadline] for one in published_actions}
    else:
        missed = {
            one.ref: [when for when in (one.revised, one.original) if when and when < today][:1]
            for one in paper.moves.overdue
            if not one.is_review
        }
    return {ref: (today - min(days)).days for ref, days in missed.items() if days}


def _rows(appendix: Appendix, columns: Sequence[Column]) -> Iterator[dict[str, str]]:
    """The cells of each row by the field of their column, or by its heading where it has none."""
    fields = {one.heading: one.field for one in columns}
    names = [fields.get(heading, heading) for heading in appendix.headings]
    names[appendix.ref_column] = "ref"
    for row in appendix.rows:
        yield dict(zip(names, row, strict=True))


def _moved_refs(paper: CommitteePaper) -> Iterator[tuple[str, tuple[str, ...]]]:
    if paper.moves is None:
        return
    for label, items in (
        ("Completed", paper.moves.completed),
        ("Progress changed", paper.moves.progress),
        ("Given more time", tuple(one for one in paper.moves.extensions if one.outcome == "granted")),
        ("Closed by the committee", paper.moves.closed),
        ("New", paper.moves.new),
    ):
        yield label, tuple(dict.fromkeys(one.ref for one in items))
